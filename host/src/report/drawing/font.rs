//! Text of the font that comes along, and how much room it takes.

use plotters::style::{FontFamily, FontStyle, IntoFont, register_font};
use std::sync::OnceLock;

/// The font that comes along, and what a browser may show in its place: nothing wider.
pub(in crate::report) const FAMILY: &str = "DejaVu Sans, Verdana, Geneva, sans-serif";

/// Height of a line of DejaVu Sans in units of its em, ascent and descent together: by its `hhea` table
/// 1901 and 483 of 2048 units.
const LINE_HEIGHT: f64 = 2384.0 / 2048.0;

/// Height of its capitals over its em: 1493 of 2048 units.
const CAPITALS: f64 = 1493.0 / 2048.0;

/// How far letters reach below the baseline, and above it with an accent, in units of the em.
#[cfg(test)]
const BELOW: f64 = 0.24;
#[cfg(test)]
const ABOVE: f64 = 0.93;

/// A text's size in pixels, ascent and descent together, and its weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::report) struct Font {
    pub size: i32,
    pub bold: bool,
}

impl Font {
    pub(in crate::report) const fn regular(size: i32) -> Self {
        Self { size, bold: false }
    }

    pub(in crate::report) const fn bold(size: i32) -> Self {
        Self { size, bold: true }
    }

    /// The em in pixels: what SVG and CSS call the font's size.
    pub(super) fn em(self) -> f64 {
        f64::from(self.size) / LINE_HEIGHT
    }

    pub(super) fn weight(self) -> FontStyle {
        if self.bold { FontStyle::Bold } else { FontStyle::Normal }
    }

    /// From the middle of the capitals down to the baseline.
    pub(super) fn baseline(self) -> i32 {
        (self.em() * CAPITALS / 2.0).round() as i32
    }

    /// How far ink may reach above and below the middle of the capitals.
    #[cfg(test)]
    pub(super) fn reach(self) -> (i32, i32) {
        let baseline = f64::from(self.baseline());
        ((self.em() * ABOVE - baseline).ceil() as i32, (self.em() * BELOW + baseline).ceil() as i32)
    }

    /// Width of `text` in pixels, never too little: what the advances of its letters add up to.
    pub(in crate::report) fn width(self, text: &str) -> i32 {
        let measured = is_registered()
            .then(|| (FontFamily::Name(FAMILY), f64::from(self.size), self.weight()).into_font())
            .and_then(|font| font.box_size(text).ok());
        match measured {
            Some((width, _)) => i32::try_from(width).unwrap_or(i32::MAX).saturating_add(1),
            // No letter is wider than the em; drawing will say what is wrong with the font.
            None => (text.chars().count() as f64 * self.em()).ceil() as i32,
        }
    }

    /// `text`, or as much of it as fits in `width` pixels with an ellipsis.
    pub(in crate::report) fn fit(self, text: &str, width: i32) -> String {
        if self.width(text) <= width {
            return text.to_owned();
        }
        let characters: Vec<char> = text.chars().collect();
        let shortened = |kept: usize| -> String { characters.iter().take(kept).chain(&['…']).collect() };
        let fits = |kept: &usize| self.width(&shortened(*kept)) <= width;
        (0..characters.len()).rev().find(fits).map(shortened).unwrap_or_default()
    }

    /// `text` in lines of at most `width` pixels, broken between words; a word that is longer is broken after
    /// hyphens, slashes and underscores, and what is longer still is cut.
    pub(in crate::report) fn wrap(self, text: &str, width: i32) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for word in text.split_whitespace() {
            if !self.extend(&mut lines, " ", word, width) {
                for (index, piece) in word.split_inclusive(['-', '/', '_']).enumerate() {
                    if index == 0 || !self.extend(&mut lines, "", piece, width) {
                        lines.push(self.fit(piece, width));
                    }
                }
            }
        }
        lines
    }

    /// Puts `piece` on the last of `lines` after `between`, if it fits there, or in a line of its own between words.
    fn extend(self, lines: &mut Vec<String>, between: &str, piece: &str, width: i32) -> bool {
        if let Some(last) = lines.last_mut() {
            let longer = format!("{last}{between}{piece}");
            if self.width(&longer) <= width {
                *last = longer;
                return true;
            }
        }
        let own_line = !between.is_empty() && self.width(piece) <= width;
        if own_line {
            lines.push(piece.to_owned());
        }
        own_line
    }

    /// The same in at most `most` lines; what does not fit in them is cut.
    pub(in crate::report) fn wrap_within(self, text: &str, width: i32, most: usize) -> Vec<String> {
        let mut lines = self.wrap(text, width);
        if lines.len() > most.max(1) {
            let rest = lines.split_off(most.max(1) - 1).join(" ");
            lines.push(self.fit(&rest, width));
        }
        lines
    }
}

/// Makes the font known to the drawing library, once; whether it can be used.
pub(super) fn is_registered() -> bool {
    static REGISTERED: OnceLock<bool> = OnceLock::new();
    *REGISTERED.get_or_init(|| {
        register_font(FAMILY, FontStyle::Normal, dejavu::sans::regular()).is_ok()
            && register_font(FAMILY, FontStyle::Bold, dejavu::sans::bold()).is_ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_cut_to_fit() {
        let font = Font::regular(20);
        let text = "micropython-native-module-level";
        let whole = font.width(text);
        assert_eq!(font.fit(text, whole), text);
        let cut = font.fit(text, whole - 1);
        assert!(cut.ends_with('…') && font.width(&cut) < whole, "{cut}");
        assert_eq!(font.fit(text, 1), "");
        assert!(Font::bold(20).width(text) > whole);
    }

    #[test]
    fn wrapped_lines_fit_and_lose_no_word() {
        let font = Font::regular(18);
        let text = "made on the simulated Pico 2, a model: no figure here is a measurement of hardware";
        let lines = font.wrap(text, 220);
        assert!(lines.len() > 2 && lines.iter().all(|line| font.width(line) <= 220), "{lines:?}");
        assert_eq!(lines.join(" "), text);
        assert_eq!(font.wrap("", 100), Vec::<String>::new());
        assert!(font.wrap("antidisestablishmentarianism", 60)[0].ends_with('…'));
    }

    #[test]
    fn names_are_broken_after_hyphens() {
        let font = Font::regular(18);
        let name = "micropython-viper-a-name-so-long-that-nobody-should-ever-use-it";
        let lines = font.wrap(name, 200);
        assert!(lines.len() > 2 && lines.iter().all(|line| font.width(line) <= 200), "{lines:?}");
        assert_eq!(lines.concat(), name);
        assert_eq!(font.wrap("a name-that-fits", 400), ["a name-that-fits"]);
        let cut = font.wrap_within(name, 200, 2);
        assert!(cut.len() == 2 && cut[0] == lines[0] && cut[1].ends_with('…'), "{cut:?}");
        assert!(font.width(&cut[1]) <= 200);
    }

    /// fontTools: sum of the advances of "Pico" in DejaVuSans.ttf, 1235 + 569 + 1126 + 1253 of 2048
    /// units, at an em of 64 pixels.
    #[test]
    fn width_as_the_font_states_it() {
        let font = Font { size: (64.0 * LINE_HEIGHT).round() as i32, bold: false };
        let expected = 4183.0 * 64.0 / 2048.0;
        assert!((f64::from(font.width("Pico")) - expected).abs() < 3.0, "{}", font.width("Pico"));
    }
}
