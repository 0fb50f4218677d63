//! PDF documents from scenes, one scene per page.

use crate::report::{
    ReportError,
    drawing::{self, Anchor, Font, Scene, theme},
};
use pdf_writer::{Content, Finish, Name, Pdf, Rect, Ref, TextStr};
use std::{collections::HashMap, sync::Arc};
use svg2pdf::{
    ConversionOptions,
    usvg::{self, fontdb},
};

/// Width of A4 in points (ISO 216: 210 mm × 297 mm).
const WIDTH: f32 = 595.28;
/// Height of A4 in points.
const HEIGHT: f32 = 841.89;
/// Margin in points.
const MARGIN: f32 = 28.0;

/// Ratio of height to width of the area inside the margins.
const ASPECT: f32 = (HEIGHT - 2.0 * MARGIN) / (WIDTH - 2.0 * MARGIN);

/// Returns a PDF document with a page for each scene. Its text can be searched and copied.
pub(super) fn assemble(title: &str, scenes: Vec<Scene>) -> Result<Vec<u8>, ReportError> {
    let fonts = fonts();
    let count = scenes.len();
    let mut next = Ref::new(1);
    let (catalog, tree, info) = (next.bump(), next.bump(), next.bump());
    let mut pdf = Pdf::new();
    let mut pages = Vec::with_capacity(count);
    for (index, scene) in scenes.into_iter().enumerate() {
        let scene = numbered(scene, index + 1, count);
        let (chunk, picture) = convert(&scene, &fonts)?;
        let mut references = HashMap::new();
        let chunk = chunk.renumber(|old| *references.entry(old).or_insert_with(|| next.bump()));
        let picture = references.get(&picture).copied().unwrap_or(picture);
        let (page, content) = (next.bump(), next.bump());
        write_page(&mut pdf, tree, page, content, picture, &scene);
        pdf.extend(&chunk);
        pages.push(page);
    }
    pdf.catalog(catalog).pages(tree).lang(TextStr("en"));
    pdf.pages(tree).count(i32::try_from(count).unwrap_or(i32::MAX)).kids(pages);
    let title = format!("Twinbench run {title}");
    pdf.document_info(info).title(TextStr(&title)).creator(TextStr("twinbench")).producer(TextStr("svg2pdf"));
    Ok(pdf.finish())
}

/// Returns `scene` with the height of a page and a page number at the bottom.
fn numbered(mut scene: Scene, number: usize, count: usize) -> Scene {
    scene.height = (scene.width as f32 * ASPECT) as i32;
    let at = (scene.width / 2, scene.height - 12);
    let text = format!("page {number} of {count}");
    scene.text(at, &text, Font::regular(18), theme::MUTED_TEXT, Anchor::Center);
    scene
}

fn write_page(pdf: &mut Pdf, tree: Ref, id: Ref, content_id: Ref, picture: Ref, scene: &Scene) {
    let name = Name(b"P");
    let width = WIDTH - 2.0 * MARGIN;
    let height = width * scene.height as f32 / scene.width as f32;
    let mut content = Content::new();
    // The picture has unit size, and the origin of a page is its lower left corner.
    content.transform([width, 0.0, 0.0, height, MARGIN, HEIGHT - MARGIN - height]);
    content.x_object(name);
    let mut page = pdf.page(id);
    page.media_box(Rect::new(0.0, 0.0, WIDTH, HEIGHT)).parent(tree).contents(content_id);
    page.resources().x_objects().pair(name, picture);
    page.finish();
    pdf.stream(content_id, &content.finish());
}

fn convert(scene: &Scene, fonts: &Arc<fontdb::Database>) -> Result<(pdf_writer::Chunk, Ref), ReportError> {
    let fail = |reason: String| ReportError::Draw { title: scene.title.clone(), reason };
    let options = usvg::Options { fontdb: Arc::clone(fonts), ..usvg::Options::default() };
    let tree =
        usvg::Tree::from_str(&drawing::svg(scene)?, &options).map_err(|error| fail(error.to_string()))?;
    svg2pdf::to_chunk(&tree, ConversionOptions::default()).map_err(|error| fail(error.to_string()))
}

/// Returns the bundled font only, so that the document is the same on every machine.
fn fonts() -> Arc<fontdb::Database> {
    let mut fonts = fontdb::Database::new();
    fonts.load_font_data(dejavu::sans::regular().to_vec());
    fonts.load_font_data(dejavu::sans::bold().to_vec());
    Arc::new(fonts)
}
