//! Explanations on the HTML page: flame graphs, and the tables that `twinbench explain` prints.

use crate::{
    explain::{self, ExplainDocument, FlameGraphView},
    report::ReportError,
};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// The section of one explanation.
pub(super) struct ExplanationSection {
    pub title: String,
    /// Flame graphs: alternative text and data URI of the image.
    pub flame_graphs: Vec<(String, String)>,
    /// Tables in fixed-width text.
    pub text: String,
}

/// Returns a section for each explanation.
pub(super) fn sections(document: Option<&ExplainDocument>) -> Result<Vec<ExplanationSection>, ReportError> {
    let Some(document) = document else { return Ok(Vec::new()) };
    let mut sections = Vec::new();
    for explanation in &document.explanations {
        let title = explanation.workload.title.clone();
        let mut flame_graphs = Vec::new();
        for view in FlameGraphView::ALL {
            let drawn = explain::flame_graph(explanation, document.board.kind, view)
                .map_err(|error| ReportError::Draw { title: title.clone(), reason: error.to_string() })?;
            if let Some(svg) = drawn {
                let alternative_text = format!(
                    "Flame graph of {title} on the {} board: instructions by {}",
                    document.board.kind,
                    view.id()
                );
                flame_graphs.push((alternative_text, data_uri(&svg)));
            }
        }
        let only = ExplainDocument { explanations: vec![explanation.clone()], ..document.clone() };
        sections.push(ExplanationSection { title, flame_graphs, text: explain::render(&only) });
    }
    Ok(sections)
}

/// Characters that are percent-encoded in a data URI. The others are left for a smaller page.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b' ')
    .remove(b'=')
    .remove(b'/')
    .remove(b':')
    .remove(b'.')
    .remove(b',')
    .remove(b'-')
    .remove(b'_')
    .remove(b';')
    .remove(b'(')
    .remove(b')')
    .remove(b'+')
    .remove(b'*');

/// Returns the SVG document as a data URI (RFC 2397).
fn data_uri(svg: &str) -> String {
    format!("data:image/svg+xml;charset=utf-8,{}", utf8_percent_encode(svg, ENCODED))
}

#[cfg(test)]
mod tests {
    use super::data_uri;

    #[test]
    fn data_uris_contain_no_quotes_and_no_markup() {
        assert_eq!(data_uri("<a b=\"#é\">"), "data:image/svg+xml;charset=utf-8,%3Ca b=%22%23%C3%A9%22%3E");
    }
}
