//! The bundled font, and the size of text.

use plotters::style::{FontFamily, FontStyle, IntoFont, register_font};
use std::sync::OnceLock;

/// The bundled font, with fallbacks for browsers that are not wider.
pub(in crate::report) const FAMILY: &str = "DejaVu Sans, Verdana, Geneva, sans-serif";

/// Line height of DejaVu Sans in em: ascent 1901 and descent 483 of 2048 units (`hhea` table).
const LINE_HEIGHT: f64 = 2384.0 / 2048.0;

/// Cap height of DejaVu Sans in em: 1493 of 2048 units.
const CAP_HEIGHT: f64 = 1493.0 / 2048.0;

/// Extent of letters below the baseline, in em.
#[cfg(test)]
const BELOW: f64 = 0.24;
/// Extent of letters with accents above the baseline, in em.
#[cfg(test)]
const ABOVE: f64 = 0.93;

/// Size and weight of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::report) struct Font {
    /// Line height in pixels: ascent plus descent.
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

    /// Returns the em in pixels: the font size of SVG and CSS.
    pub(super) fn em(self) -> f64 {
        f64::from(self.size) / LINE_HEIGHT
    }

    pub(super) fn weight(self) -> FontStyle {
        if self.bold { FontStyle::Bold } else { FontStyle::Normal }
    }

    /// Returns the distance from the middle of capital letters down to the baseline.
    pub(super) fn baseline(self) -> i32 {
        (self.em() * CAP_HEIGHT / 2.0).round() as i32
    }

    /// Returns the extent of letters above and below the middle of capital letters.
    #[cfg(test)]
    pub(super) fn extent(self) -> (i32, i32) {
        let baseline = f64::from(self.baseline());
        ((self.em() * ABOVE - baseline).ceil() as i32, (self.em() * BELOW + baseline).ceil() as i32)
    }

    /// Returns the width of `text` in pixels, rounded up: the sum of the advance widths.
    pub(in crate::report) fn width(self, text: &str) -> i32 {
        let measured = is_registered()
            .then(|| (FontFamily::Name(FAMILY), f64::from(self.size), self.weight()).into_font())
            .and_then(|font| font.box_size(text).ok());
        match measured {
            Some((width, _)) => i32::try_from(width).unwrap_or(i32::MAX).saturating_add(1),
            // No letter is wider than the em. Drawing reports the error of the font.
            None => (text.chars().count() as f64 * self.em()).ceil() as i32,
        }
    }

    /// Returns `text`, truncated with an ellipsis if it is wider than `width` pixels.
    pub(in crate::report) fn fit(self, text: &str, width: i32) -> String {
        if self.width(text) <= width {
            return text.to_owned();
        }
        let characters: Vec<char> = text.chars().collect();
        let shortened = |kept: usize| -> String { characters.iter().take(kept).chain(&['…']).collect() };
        let fits = |kept: &usize| self.width(&shortened(*kept)) <= width;
        (0..characters.len()).rev().find(fits).map(shortened).unwrap_or_default()
    }

    /// Wraps `text` into lines of at most `width` pixels. Words that are too long are broken after hyphens, slashes and
    /// underscores, or truncated.
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

    /// Appends `separator` and `piece` to the last line, or adds a line if `piece` is a word. Returns false if `piece` does
    /// not fit.
    fn extend(self, lines: &mut Vec<String>, separator: &str, piece: &str, width: i32) -> bool {
        if let Some(last) = lines.last_mut() {
            let longer = format!("{last}{separator}{piece}");
            if self.width(&longer) <= width {
                *last = longer;
                return true;
            }
        }
        let own_line = !separator.is_empty() && self.width(piece) <= width;
        if own_line {
            lines.push(piece.to_owned());
        }
        own_line
    }

    /// Wraps `text` into at most `max_lines` lines, at least one. The last line is truncated if necessary.
    pub(in crate::report) fn wrap_within(self, text: &str, width: i32, max_lines: usize) -> Vec<String> {
        let mut lines = self.wrap(text, width);
        if lines.len() > max_lines.max(1) {
            let rest = lines.split_off(max_lines.max(1) - 1).join(" ");
            lines.push(self.fit(&rest, width));
        }
        lines
    }
}

/// Registers the font with plotters once. Returns false if the font cannot be used.
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
    fn long_texts_are_truncated() {
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
    fn wrapped_lines_fit_and_keep_all_words() {
        let font = Font::regular(18);
        let text = "made on the simulated Pico 2: the figures come from a timing model, not from hardware";
        let lines = font.wrap(text, 220);
        assert!(lines.len() > 2 && lines.iter().all(|line| font.width(line) <= 220), "{lines:?}");
        assert_eq!(lines.join(" "), text);
        assert_eq!(font.wrap("", 100), Vec::<String>::new());
        assert!(font.wrap("antidisestablishmentarianism", 60)[0].ends_with('…'));
    }

    #[test]
    fn long_names_are_broken_after_hyphens() {
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
    fn width_matches_the_advance_widths() {
        let font = Font { size: (64.0 * LINE_HEIGHT).round() as i32, bold: false };
        let expected = 4183.0 * 64.0 / 2048.0;
        assert!((f64::from(font.width("Pico")) - expected).abs() < 3.0, "{}", font.width("Pico"));
    }
}
