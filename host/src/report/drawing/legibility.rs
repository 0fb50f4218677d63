//! Legibility checks of scenes for tests: texts do not overlap, and nothing leaves the page.

use super::scene::{Anchor, Item, Scene};

/// The bounding box of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
struct TextBox {
    text: String,
    left: i32,
    right: i32,
    top: i32,
    bottom: i32,
}

impl TextBox {
    fn of(item: &Item) -> Option<Self> {
        let Item::Text { at: (x, y), text, font, anchor, .. } = item else { return None };
        let width = font.width(text);
        let left = match anchor {
            Anchor::Left => *x,
            Anchor::Center => x - width / 2,
            Anchor::Right => x - width,
        };
        let (above, below) = font.extent();
        Some(Self { text: text.clone(), left, right: left + width, top: y - above, bottom: y + below })
    }

    fn is_apart_from(&self, other: &Self) -> bool {
        let beside = self.right <= other.left || other.right <= self.left;
        beside || self.bottom <= other.top || other.bottom <= self.top
    }
}

/// Returns the corners of an item that is not text.
fn corners(item: &Item) -> Vec<(i32, i32)> {
    match item {
        Item::Text { .. } => Vec::new(),
        Item::Path { points, .. } => points.clone(),
        Item::Box { from, to, .. } => vec![*from, *to],
        Item::Polygon { corners, .. } => corners.clone(),
        Item::Dot { at: (x, y), radius, .. } => vec![(x - radius, y - radius), (x + radius, y + radius)],
    }
}

/// Panics if two texts of `scene` overlap, or if an item is outside the page.
pub(in crate::report) fn assert_legible(scene: &Scene) {
    let Scene { title, width, height, .. } = scene;
    let mut boxes: Vec<TextBox> = scene.items.iter().filter_map(TextBox::of).collect();
    for it in &boxes {
        let inside = it.left >= 0 && it.top >= 0 && it.right <= *width && it.bottom <= *height;
        assert!(inside, "{title}: {it:?} is outside {width} × {height}");
        assert!(!it.text.trim().is_empty(), "{title}: empty text");
    }
    boxes.sort_by_key(|it| it.top);
    for (index, one) in boxes.iter().enumerate() {
        for other in boxes[index + 1..].iter().take_while(|other| other.top < one.bottom) {
            assert!(one.is_apart_from(other), "{title}: {one:?} and {other:?} overlap");
        }
    }
    for (x, y) in scene.items.iter().flat_map(corners) {
        let inside = (0..=*width).contains(&x) && (0..=*height).contains(&y);
        assert!(inside, "{title}: item at {x}, {y} is outside {width} × {height}");
    }
}

/// Returns true if a text of `scene` contains `words`.
pub(in crate::report) fn says(scene: &Scene, words: &str) -> bool {
    scene.items.iter().any(|item| matches!(item, Item::Text { text, .. } if text.contains(words)))
}

#[cfg(test)]
mod tests {
    use super::{
        super::{Font, theme::TEXT},
        *,
    };

    fn scene(texts: &[(i32, i32)]) -> Scene {
        let mut scene = Scene::new(300, 100, "test", "");
        for at in texts {
            scene.text(*at, "label", Font::regular(20), TEXT, Anchor::Left);
        }
        scene
    }

    #[test]
    fn texts_apart_pass() {
        assert_legible(&scene(&[(5, 30), (80, 30), (5, 60)]));
    }

    #[test]
    #[should_panic(expected = "overlap")]
    fn overlapping_texts_are_found() {
        assert_legible(&scene(&[(5, 30), (40, 36)]));
    }

    #[test]
    #[should_panic(expected = "is outside")]
    fn texts_outside_are_found() {
        assert_legible(&scene(&[(270, 30)]));
    }

    #[test]
    #[should_panic(expected = "item at")]
    fn lines_outside_are_found() {
        let mut scene = scene(&[]);
        scene.line((0, 50), (301, 50), TEXT, 1);
        assert_legible(&scene);
    }
}
