//! Title and description of SVG documents, for screen readers.

use quick_xml::{
    Reader, Writer,
    events::{BytesStart, BytesText, Event},
};

/// Returns the document `svg` with the role `img` and the elements `<title>` and `<desc>`. Attributes `opacity="1"`,
/// which are the default, are removed.
pub(super) fn describe(svg: &str, title: &str, description: &str) -> quick_xml::Result<String> {
    let mut reader = Reader::from_str(svg);
    let mut writer = Writer::new(Vec::with_capacity(svg.len()));
    loop {
        match reader.read_event()? {
            Event::Start(mut root) if root.name().as_ref() == b"svg" => {
                root.push_attribute(("role", "img"));
                writer.write_event(Event::Start(root))?;
                for (name, text) in [("title", title), ("desc", description)] {
                    writer.write_event(Event::Text(BytesText::from_escaped("\n")))?;
                    writer.create_element(name).write_text_content(BytesText::new(text))?;
                }
            }
            Event::Start(element) => writer.write_event(Event::Start(without_default_opacity(&element)?))?,
            Event::Empty(element) => writer.write_event(Event::Empty(without_default_opacity(&element)?))?,
            Event::Eof => break,
            event => writer.write_event(event)?,
        }
    }
    // The input is UTF-8, so the output is UTF-8 too.
    Ok(String::from_utf8_lossy(&writer.into_inner()).into_owned())
}

fn without_default_opacity(element: &BytesStart<'_>) -> quick_xml::Result<BytesStart<'static>> {
    let name = String::from_utf8_lossy(element.name().as_ref()).into_owned();
    let mut kept = BytesStart::new(name);
    for attribute in element.attributes() {
        let attribute = attribute?;
        if (attribute.key.as_ref(), attribute.value.as_ref()) != (b"opacity", b"1") {
            kept.push_attribute(attribute);
        }
    }
    Ok(kept)
}

#[cfg(test)]
mod tests {
    use super::describe;

    #[test]
    fn title_and_description_are_escaped_and_the_rest_is_kept() {
        let svg = "<svg width=\"9\">\n<rect x=\"1\" opacity=\"1\"/>\n<text opacity=\"0.5\">\na &lt; b\n</text>\n</svg>\n";
        assert_eq!(
            describe(svg, "A < B", "\"x\" & y").unwrap(),
            "<svg width=\"9\" role=\"img\">\n<title>A &lt; B</title>\n<desc>&quot;x&quot; &amp; y</desc>\n\
             <rect x=\"1\"/>\n<text opacity=\"0.5\">\na &lt; b\n</text>\n</svg>\n"
        );
    }
}
