//! Markdown tables.

/// A table, its columns padded so that the text is legible as it is.
pub(in crate::report) struct Table {
    head: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    pub(in crate::report) fn new(head: &[&str]) -> Self {
        Self { head: head.iter().map(|it| (*it).to_owned()).collect(), rows: Vec::new() }
    }

    /// Adds a row; line breaks and bars in it are made harmless.
    pub(in crate::report) fn row(&mut self, cells: Vec<String>) {
        self.rows.push(cells.iter().map(|cell| escape(cell)).collect());
    }

    pub(in crate::report) fn render(&self) -> String {
        let widths: Vec<usize> = (0..self.head.len())
            .map(|column| {
                let cells = self.rows.iter().filter_map(|row| row.get(column));
                cells.chain(self.head.get(column)).map(|cell| cell.chars().count()).max().unwrap_or(0)
            })
            .collect();
        let line = |cells: &[String]| {
            let padded = widths.iter().enumerate().map(|(column, &width)| {
                let cell = cells.get(column).map_or("", String::as_str);
                format!("{cell:width$}")
            });
            format!("| {} |\n", padded.collect::<Vec<_>>().join(" | "))
        };
        let rule: Vec<String> = widths.iter().map(|&width| "-".repeat(width)).collect();
        let mut text = line(&self.head) + &line(&rule);
        text.extend(self.rows.iter().map(|row| line(row)));
        text
    }
}

/// `text` as it can stand in a table's cell.
pub(super) fn escape(text: &str) -> String {
    text.replace('|', "\\|").split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_padded_and_cells_made_harmless() {
        let mut table = Table::new(&["a", "long head"]);
        table.row(vec!["1 | 2\n3".into(), "×".into()]);
        assert_eq!(
            table.render(),
            "| a        | long head |\n| -------- | --------- |\n| 1 \\| 2 3 | ×         |\n"
        );
    }
}
