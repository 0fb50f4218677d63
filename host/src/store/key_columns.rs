//! Columns that hold the key of a cell, the same in every table.

use super::columns::Columns;
use crate::run::{CellKey, CellKeyError, KeyPart, Variation};
use polars::prelude::*;
use std::collections::HashMap;

/// Names of the columns of the parts that every key has.
const REQUIRED: [&str; 3] = ["scenario", "implementation", "placement"];

/// Names of the columns of the optional parts. `parameters` is in the form `depth=3&size=1000`. Tables of schema 1 do not
/// have these columns.
const OPTIONAL: [&str; 6] =
    ["parameters", "firmware_image", "firmware_version", "firmware_commit", "board_name", "transport"];

/// Names of all columns of a key.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    REQUIRED.into_iter().chain(OPTIONAL)
}

/// Creates the columns of the keys of all rows, in the order of [`names`].
pub(super) fn columns<'a>(keys: impl Iterator<Item = &'a CellKey> + Clone) -> Vec<Column> {
    let required: [fn(&CellKey) -> &str; 3] =
        [|key| &key.scenario, |key| &key.implementation, |key| key.placement.as_ref()];
    let optional: [fn(&Variation) -> Option<String>; 6] = [
        |it| (!it.parameters.is_empty()).then(|| it.parameters_text()),
        |it| text(&it.firmware.image),
        |it| text(&it.firmware.version),
        |it| text(&it.firmware.commit),
        |it| text(&it.board),
        |it| text(&it.transport),
    ];
    let required = REQUIRED
        .into_iter()
        .zip(required)
        .map(|(name, of)| StringChunked::from_iter_values(name.into(), keys.clone().map(of)).into_column());
    let optional = OPTIONAL.into_iter().zip(optional).map(|(name, of)| {
        let values = keys.clone().map(|key| key.variation().and_then(of));
        StringChunked::from_iter_options(name.into(), values).into_column()
    });
    required.chain(optional).collect()
}

fn text(part: &Option<KeyPart>) -> Option<String> {
    part.as_ref().map(ToString::to_string)
}

/// Reads the keys of rows. Cells are numbered in the order of their first rows, so that all rows of a cell share one key.
#[derive(Debug, Default)]
pub(super) struct KeyReader {
    keys: Vec<CellKey>,
    indices: HashMap<String, usize>,
    text: String,
}

impl KeyReader {
    /// Returns the index of each row's cell in [`keys`](Self::keys), for the rows of `table`.
    ///
    /// # Errors
    /// A message about a column that is missing or of another type, or a row without a valid key.
    pub(super) fn indices(&mut self, table: &Columns<'_>) -> Result<Vec<usize>, String> {
        let [scenario, implementation, placement] = REQUIRED.map(|name| table.text(name));
        let required = [scenario?, implementation?, placement?];
        let mut optional = Vec::new();
        for name in OPTIONAL {
            if let Some(column) = table.optional_text(name)? {
                optional.push((name, column));
            }
        }
        (0..table.rows())
            .map(|row| {
                self.text.clear();
                for (index, column) in required.iter().enumerate() {
                    self.text.push_str(if index > 0 { "/" } else { "" });
                    self.text.push_str(column.get(row).unwrap_or_default());
                }
                let mut separator = '?';
                for (name, column) in &optional {
                    if let Some(value) = column.get(row) {
                        self.text.push(separator);
                        if let Some(name) = part_name(name) {
                            self.text.push_str(name);
                            self.text.push('=');
                        }
                        self.text.push_str(value);
                        separator = '&';
                    }
                }
                self.index().map_err(|error| format!("row {row}: {error}"))
            })
            .collect()
    }

    /// Returns the index of the cell whose key is in `self.text`.
    fn index(&mut self) -> Result<usize, String> {
        if let Some(&index) = self.indices.get(&self.text) {
            return Ok(index);
        }
        let key: CellKey = self.text.parse().map_err(|error: CellKeyError| error.to_string())?;
        self.keys.push(key);
        self.indices.insert(self.text.clone(), self.keys.len() - 1);
        Ok(self.keys.len() - 1)
    }

    /// Returns the keys of all cells read so far, by index.
    pub(super) fn keys(self) -> Vec<CellKey> {
        self.keys
    }
}

/// Returns the name of an optional part in the text of a key; `None` for the parameters, which are in text form.
fn part_name(column: &str) -> Option<&'static str> {
    match column {
        "firmware_image" => Some("image"),
        "firmware_version" => Some("version"),
        "firmware_commit" => Some("commit"),
        "board_name" => Some("board"),
        "transport" => Some("transport"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(frame: &DataFrame) -> Result<Vec<CellKey>, String> {
        let mut reader = KeyReader::default();
        let indices = reader.indices(&Columns(frame))?;
        let keys = reader.keys();
        Ok(indices.into_iter().map(|index| keys[index].clone()).collect())
    }

    fn frame(columns: &[(&str, &[&str])]) -> DataFrame {
        let rows = columns[0].1.len();
        let columns = columns.iter().map(|&(name, values)| Column::new(name.into(), values)).collect();
        DataFrame::new(rows, columns).unwrap()
    }

    #[test]
    fn keys_round_trip() {
        let keys: Vec<CellKey> = [
            "a/c/ram",
            "a/c/flash",
            "a/c/ram?depth=3&size=1000&board=left",
            "a/c/ram",
            "a/c/ram?image=native&version=1.0&commit=f00&board=left&transport=swd",
        ]
        .map(|text| text.parse().unwrap())
        .to_vec();
        let written = DataFrame::new(keys.len(), columns(keys.iter())).unwrap();
        let names: Vec<&str> = names().collect();
        assert_eq!(written.get_column_names(), names);
        assert_eq!(read(&written).unwrap(), keys);
    }

    #[test]
    fn optional_columns_may_be_missing() {
        let old = frame(&[
            ("scenario", &["a", "a"]),
            ("implementation", &["c", "c"]),
            ("placement", &["ram", "flash"]),
        ]);
        assert_eq!(read(&old).unwrap(), ["a/c/ram", "a/c/flash"].map(|text| text.parse().unwrap()));
    }

    #[test]
    fn bad_rows_are_refused() {
        let bad = frame(&[("scenario", &["a"]), ("implementation", &["c"]), ("placement", &["moon"])]);
        assert!(read(&bad).unwrap_err().contains("row 0: `a/c/moon`"));
        let bad = frame(&[("scenario", &["a/b"]), ("implementation", &["c"]), ("placement", &["ram"])]);
        assert!(read(&bad).is_err());
        let bad = frame(&[("scenario", &["a"]), ("implementation", &["c"])]);
        assert!(read(&bad).unwrap_err().contains("no column `placement`"));
    }
}
