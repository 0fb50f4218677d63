//! The colours of charts.

use crate::{scenario::Runtime, store::BoardKind};
use plotters::style::RGBColor;

pub(super) const PAPER: RGBColor = RGBColor(255, 255, 255);
pub(super) const INK: RGBColor = RGBColor(24, 28, 34);
pub(super) const FAINT_INK: RGBColor = RGBColor(96, 104, 114);
pub(super) const BAND: RGBColor = RGBColor(246, 247, 249);
pub(super) const GRID: RGBColor = RGBColor(200, 206, 214);
pub(super) const FINE_GRID: RGBColor = RGBColor(232, 235, 239);
pub(super) const FAILURE: RGBColor = RGBColor(176, 0, 32);

/// Colours that people with any kind of colour vision tell apart (M. Okabe and K. Ito, "Color
/// Universal Design", 2008).
pub(super) const fn runtime(runtime: Runtime) -> RGBColor {
    match runtime {
        Runtime::C => RGBColor(0, 114, 178),
        Runtime::Rust => RGBColor(213, 94, 0),
        Runtime::MicroPython => RGBColor(0, 158, 115),
        Runtime::MicroPythonNative => RGBColor(204, 121, 167),
        Runtime::MicroPythonViper => RGBColor(230, 159, 0),
    }
}

/// The stamp's colour.
pub(super) const fn board(kind: BoardKind) -> RGBColor {
    match kind {
        BoardKind::Simulated => RGBColor(150, 60, 0),
        BoardKind::Hardware => RGBColor(0, 90, 60),
    }
}
