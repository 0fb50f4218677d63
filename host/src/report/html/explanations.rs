//! Explanations on the page: flame graphs, and the tables of the terminal.

use crate::{
    explain::{self, ExplainDocument, FlameView},
    report::ReportError,
};

/// One explained implementation.
pub(super) struct ExplanationSection {
    pub title: String,
    /// Flame graphs as images within the page: what they show, and their data URI.
    pub flames: Vec<(String, String)>,
    pub text: String,
}

/// The section of each explanation.
pub(super) fn sections(document: Option<&ExplainDocument>) -> Result<Vec<ExplanationSection>, ReportError> {
    let Some(document) = document else { return Ok(Vec::new()) };
    let mut sections = Vec::new();
    for explanation in &document.explanations {
        let title = explanation.subject.title.clone();
        let mut flames = Vec::new();
        for view in [FlameView::Function, FlameView::Bytecode] {
            let drawn = explain::flame_graph(explanation, document.board.kind, view)
                .map_err(|error| ReportError::Draw { picture: title.clone(), reason: error.to_string() })?;
            if let Some(svg) = drawn {
                let words = format!(
                    "Flame graph of {title} on the {} board: instructions by {}",
                    document.board.kind,
                    view.id()
                );
                flames.push((words, data_uri(&svg)));
            }
        }
        let only = ExplainDocument { explanations: vec![explanation.clone()], ..document.clone() };
        sections.push(ExplanationSection { title, flames, text: explain::render(&only) });
    }
    Ok(sections)
}

/// The picture within an address (RFC 2397): what must not stand there is percent-encoded.
fn data_uri(svg: &str) -> String {
    let mut uri = String::from("data:image/svg+xml;charset=utf-8,");
    for byte in svg.bytes() {
        match byte {
            b'a'..=b'z'
            | b'A'..=b'Z'
            | b'0'..=b'9'
            | b' '
            | b'='
            | b'/'
            | b':'
            | b'.'
            | b','
            | b'-'
            | b'_'
            | b';'
            | b'('
            | b')'
            | b'+'
            | b'*' => uri.push(char::from(byte)),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::data_uri;

    #[test]
    fn nothing_of_the_picture_ends_the_attribute() {
        assert_eq!(data_uri("<a b=\"#é\">"), "data:image/svg+xml;charset=utf-8,%3Ca b=%22%23%C3%A9%22%3E");
    }
}
