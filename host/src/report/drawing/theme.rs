//! Colors of charts and pages, for light and dark pages.

use super::marker::{Marker, Symbol};
use crate::explain::InstructionClass;
use crate::run::{BoardKind, Runtime, Verdict};
use plotters::style::RGBColor;

pub(in crate::report) const BACKGROUND: RGBColor = RGBColor(255, 255, 255);
pub(in crate::report) const TEXT: RGBColor = RGBColor(24, 28, 34);
pub(in crate::report) const MUTED_TEXT: RGBColor = RGBColor(88, 96, 106);
pub(in crate::report) const STRIPE: RGBColor = RGBColor(244, 245, 248);
pub(in crate::report) const GRID: RGBColor = RGBColor(200, 206, 214);
pub(in crate::report) const FINE_GRID: RGBColor = RGBColor(232, 235, 239);
pub(in crate::report) const FAILURE: RGBColor = RGBColor(176, 0, 32);
/// Stated values: deadlines, claims, the primer's ratio.
pub(in crate::report) const STATED: RGBColor = RGBColor(124, 116, 160);

const C: RGBColor = RGBColor(0, 114, 178);
const RUST: RGBColor = RGBColor(213, 94, 0);
const BYTECODE: RGBColor = RGBColor(0, 158, 115);
const NATIVE: RGBColor = RGBColor(204, 121, 167);
const VIPER: RGBColor = RGBColor(230, 159, 0);
const SIMULATED: RGBColor = RGBColor(150, 60, 0);
const HARDWARE: RGBColor = RGBColor(0, 90, 60);
const YES: RGBColor = RGBColor(203, 224, 240);
const MARGINAL: RGBColor = RGBColor(247, 236, 196);
const NO: RGBColor = RGBColor(250, 213, 198);

/// All colors, each with its replacement on a dark page.
pub(in crate::report) const PAIRS: &[(RGBColor, RGBColor)] = &[
    (BACKGROUND, RGBColor(21, 24, 29)),
    (TEXT, RGBColor(230, 233, 238)),
    (MUTED_TEXT, RGBColor(158, 166, 178)),
    (STRIPE, RGBColor(30, 34, 41)),
    (GRID, RGBColor(74, 81, 92)),
    (FINE_GRID, RGBColor(43, 48, 56)),
    (FAILURE, RGBColor(255, 128, 140)),
    (STATED, RGBColor(165, 156, 208)),
    (C, RGBColor(72, 164, 224)),
    (RUST, RGBColor(240, 128, 64)),
    (BYTECODE, RGBColor(38, 190, 146)),
    (NATIVE, RGBColor(224, 150, 192)),
    (VIPER, RGBColor(240, 180, 50)),
    (SIMULATED, RGBColor(240, 160, 96)),
    (HARDWARE, RGBColor(96, 210, 160)),
    (YES, RGBColor(28, 62, 88)),
    (MARGINAL, RGBColor(82, 68, 22)),
    (NO, RGBColor(98, 44, 28)),
];

/// Returns the color of an instruction class.
pub(in crate::report) const fn class(class: InstructionClass) -> RGBColor {
    match class {
        InstructionClass::Load => C,
        InstructionClass::Store => RUST,
        InstructionClass::Alu => BYTECODE,
        InstructionClass::Branch => VIPER,
        InstructionClass::Call => NATIVE,
        InstructionClass::Float => STATED,
        InstructionClass::Other => MUTED_TEXT,
    }
}

/// Returns the color of a runtime, from a palette that readers with any kind of color vision can distinguish (M. Okabe
/// and K. Ito, "Color Universal Design", 2008).
pub(in crate::report) const fn runtime(runtime: Runtime) -> RGBColor {
    match runtime {
        Runtime::C => C,
        Runtime::Rust => RUST,
        Runtime::MicroPython => BYTECODE,
        Runtime::MicroPythonNative => NATIVE,
        Runtime::MicroPythonViper => VIPER,
    }
}

/// Returns the color and shape of a runtime.
pub(in crate::report) const fn marker(of: Runtime) -> Marker {
    let symbol = match of {
        Runtime::C => Symbol::Circle,
        Runtime::Rust => Symbol::Square,
        Runtime::MicroPython => Symbol::Diamond,
        Runtime::MicroPythonNative => Symbol::Up,
        Runtime::MicroPythonViper => Symbol::Down,
    };
    Marker { color: runtime(of), symbol }
}

/// Returns the color of the board label.
pub(in crate::report) const fn board(kind: BoardKind) -> RGBColor {
    match kind {
        BoardKind::Simulated => SIMULATED,
        BoardKind::Hardware => HARDWARE,
    }
}

/// Returns the background color of a verdict: blue to red, which readers with any kind of color vision can distinguish.
pub(in crate::report) const fn verdict(verdict: Verdict) -> RGBColor {
    match verdict {
        Verdict::Yes => YES,
        Verdict::Marginal => MARGINAL,
        Verdict::No => NO,
    }
}

/// Returns a color in the notation of SVG and CSS, in upper case as plotters writes it.
pub(in crate::report) fn hex(color: RGBColor) -> String {
    format!("#{:02X}{:02X}{:02X}", color.0, color.1, color.2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use strum::VariantArray;

    /// Returns the contrast ratio (W3C, Web Content Accessibility Guidelines 2.1).
    fn contrast(one: RGBColor, other: RGBColor) -> f64 {
        let channel = |value: u8| {
            let value = f64::from(value) / 255.0;
            if value <= 0.03928 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        let luminance =
            |it: RGBColor| 0.2126 * channel(it.0) + 0.7152 * channel(it.1) + 0.0722 * channel(it.2);
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    fn dark(color: RGBColor) -> RGBColor {
        PAIRS.iter().find(|(light, _)| *light == color).unwrap().1
    }

    #[test]
    fn texts_are_legible_on_light_and_dark_pages() {
        let grounds = [BACKGROUND, STRIPE];
        for ink in [TEXT, MUTED_TEXT, FAILURE] {
            for ground in grounds {
                assert!(contrast(ink, ground) >= 4.5, "{ink:?} on {ground:?}");
                assert!(contrast(dark(ink), dark(ground)) >= 4.5, "{ink:?} on {ground:?} on a dark page");
            }
        }
        for ground in [YES, MARGINAL, NO] {
            assert!(contrast(TEXT, ground) >= 4.5 && contrast(dark(TEXT), dark(ground)) >= 4.5, "{ground:?}");
        }
        for label in [SIMULATED, HARDWARE] {
            assert!(contrast(BACKGROUND, label) >= 4.5 && contrast(dark(BACKGROUND), dark(label)) >= 4.5);
        }
    }

    #[test]
    fn every_color_has_one_replacement() {
        for (index, (light, _)) in PAIRS.iter().enumerate() {
            assert!(PAIRS[index + 1..].iter().all(|(other, _)| other != light), "{light:?}");
        }
        for (index, &it) in Runtime::VARIANTS.iter().enumerate() {
            dark(runtime(it));
            let others = &Runtime::VARIANTS[index + 1..];
            assert!(others.iter().all(|&other| marker(other).symbol != marker(it).symbol), "{it}");
        }
    }
}
