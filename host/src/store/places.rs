//! Which cell a row of a table is of, without a name of its own for every row.

use crate::scenario::CellId;
use std::collections::HashMap;

/// The cells met so far, numbered in the order they were met.
#[derive(Debug, Default)]
pub(super) struct Places {
    cells: Vec<CellId>,
    places: HashMap<String, usize>,
    name: String,
}

impl Places {
    /// The place of the cell of that scenario, implementation and placement.
    ///
    /// # Errors
    /// Names that no cell has, as text.
    pub(super) fn of(
        &mut self,
        scenario: &str,
        implementation: &str,
        placement: &str,
    ) -> Result<usize, String> {
        self.name.clear();
        for (index, part) in [scenario, implementation, placement].into_iter().enumerate() {
            self.name.push_str(if index > 0 { "/" } else { "" });
            self.name.push_str(part);
        }
        if let Some(&place) = self.places.get(&self.name) {
            return Ok(place);
        }
        let id: CellId = self.name.parse().map_err(|error| format!("a row's cell: {error}"))?;
        self.cells.push(id);
        self.places.insert(self.name.clone(), self.cells.len() - 1);
        Ok(self.cells.len() - 1)
    }

    /// The cells, by their places.
    pub(super) fn cells(self) -> Vec<CellId> {
        self.cells
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_has_one_place_and_a_bad_name_none() {
        let mut places = Places::default();
        assert_eq!(places.of("a", "c", "ram"), Ok(0));
        assert_eq!(places.of("a", "c", "flash"), Ok(1));
        assert_eq!(places.of("a", "c", "ram"), Ok(0));
        assert!(places.of("a", "c", "moon").unwrap_err().contains("`a/c/moon`"));
        assert!(places.of("a/b", "c", "ram").is_err());
        assert_eq!(places.cells(), ["a/c/ram".parse().unwrap(), "a/c/flash".parse().unwrap()]);
    }
}
