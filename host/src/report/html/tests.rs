use super::{
    super::{drawing::theme, example},
    *,
};
use crate::run::BoardKind;
use roxmltree::{Document, Node, ParsingOptions};
use std::collections::BTreeSet;

/// Parses the page as XML: the template is written as well-formed XML, so that a strict parser can check it.
fn parse(text: &str) -> Document<'_> {
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    Document::parse_with_options(text, options).unwrap()
}

fn elements<'a>(document: &'a Document<'a>) -> impl Iterator<Item = Node<'a, 'a>> {
    document.descendants().filter(Node::is_element)
}

#[test]
fn page_is_well_formed_with_unique_ids_and_valid_links() {
    for data in [
        example::with_deadlines_and_claims(120),
        example::with_deadlines_and_claims(0),
        example::report_data(5, BoardKind::Hardware),
    ] {
        let text = render(&data).unwrap();
        let document = parse(&text);
        let all: Vec<&str> = elements(&document).filter_map(|node| node.attribute("id")).collect();
        let ids: BTreeSet<&str> = all.iter().copied().collect();
        assert_eq!(ids.len(), all.len(), "{all:?}");
        let links: Vec<&str> = elements(&document).filter_map(|node| node.attribute("href")).collect();
        assert!(links.len() >= 6, "{links:?}");
        for link in links {
            assert!(link.strip_prefix('#').is_some_and(|id| ids.contains(id)), "{link}");
        }
    }
}

#[test]
fn page_needs_no_network() {
    let text = render(&example::with_deadlines_and_claims(40)).unwrap();
    let document = parse(&text);
    for node in elements(&document) {
        let name = node.tag_name().name();
        assert!(
            !["link", "img", "iframe", "object", "embed", "base", "image", "use"].contains(&name),
            "{name}"
        );
        assert!(node.attribute("src").is_none() && node.attribute("action").is_none(), "{name}");
    }
    let addresses = text.replace("http://www.w3.org/2000/svg", "");
    for word in ["http:", "https:", "url(", "@import", "fetch(", "XMLHttpRequest", "src="] {
        assert!(!addresses.contains(word), "{word}");
    }
}

#[test]
fn charts_have_wide_and_narrow_versions_with_descriptions() {
    let text = render(&example::with_deadlines_and_claims(20)).unwrap();
    let document = parse(&text);
    let svgs: Vec<_> =
        elements(&document).filter(|node| node.has_tag_name(("http://www.w3.org/2000/svg", "svg"))).collect();
    assert!(svgs.len() >= 10, "{}", svgs.len());
    for svg in svgs {
        assert_eq!(svg.attribute("role"), Some("img"));
        for tag in ["title", "desc"] {
            let words =
                svg.children().find(|node| node.tag_name().name() == tag).and_then(|node| node.text());
            assert!(words.is_some_and(|words| words.len() > 5), "{tag}");
        }
    }
}

#[test]
fn every_color_of_a_chart_has_a_dark_replacement() {
    let text = render(&example::with_deadlines_and_claims(40)).unwrap();
    let known: BTreeSet<String> = theme::PAIRS.iter().map(|(day, _)| theme::hex(*day)).collect();
    let document = parse(&text);
    for node in elements(&document) {
        for color in ["fill", "stroke"].iter().filter_map(|name| node.attribute(*name)) {
            assert!(color == "none" || known.contains(color), "{color}");
        }
    }
    for color in known {
        assert!(text.contains(&format!("svg [fill=\"{color}\"]")), "{color}");
    }
}

#[test]
fn every_cell_has_a_row_with_escaped_text() {
    let mut data = example::report_data(40, BoardKind::Simulated);
    let crate::run::CellOutcome::Failed { reason } = &mut data.record.cells[18].outcome else {
        panic!("`broken` fails");
    };
    *reason = "</pre><script>alert(1)</script>".into();
    let text = render(&data).unwrap();
    let document = parse(&text);
    let table = elements(&document).find(|node| node.attribute("id") == Some("cell-table")).unwrap();
    let rows = table.descendants().filter(|node| node.has_tag_name("tr")).count();
    assert_eq!(rows, 1 + 40);
    // On a phone only the first column stays visible, so it includes scenario and placement.
    let first = table.descendants().find(|node| node.attribute("scope") == Some("row")).unwrap();
    let words: String = first.descendants().filter_map(|node| node.text()).collect();
    let cell = &data.record.cells[0].key;
    assert!(words.contains(&format!("{}, {}", cell.scenario, cell.placement)), "{words}");
    assert_eq!(elements(&document).filter(|node| node.has_tag_name("script")).count(), 1);
    assert!(text.contains("x += 1 &#38; &#60;so on&#62;"), "titles are escaped");
}
