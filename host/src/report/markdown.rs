//! Markdown: tables, and text without markup.

/// A table. Its columns are padded, so that the source text is legible too.
pub(super) struct Table {
    head: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// Creates a table without rows.
    pub(super) fn new(head: &[&str]) -> Self {
        Self { head: head.iter().map(|it| (*it).to_owned()).collect(), rows: Vec::new() }
    }

    /// Adds a row. The cells may contain markup; see [`table_cell`].
    pub(super) fn row(&mut self, cells: Vec<String>) {
        self.rows.push(cells.iter().map(|text| table_cell(text)).collect());
    }

    /// Returns the table as text.
    pub(super) fn render(&self) -> String {
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

/// Returns `markup` in one line and without column separators, so that it fits in a table cell.
pub(super) fn table_cell(markup: &str) -> String {
    markup.replace('|', "\\|").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Escapes `text` so that it is rendered literally, in one line.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' | '\r' => out.push(' '),
            '|' | '\\' | '`' | '*' | '_' | '<' | '[' => {
                out.push('\\');
                out.push(character);
            }
            _ => out.push(character),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_padded_and_cells_escaped() {
        let mut table = Table::new(&["a", "long head"]);
        table.row(vec!["1 | 2\n3".into(), "×".into()]);
        assert_eq!(
            table.render(),
            "| a        | long head |\n| -------- | --------- |\n| 1 \\| 2 3 | ×         |\n"
        );
    }

    #[test]
    fn escaped_text_has_no_markup() {
        assert_eq!(escape("a_b | `c`\n<d> [e] **f**"), "a\\_b \\| \\`c\\` \\<d> \\[e] \\*\\*f\\*\\*");
    }
}
