//! Pictures as lists of shapes: laid out once, drawn as PNG and as SVG by one function.

mod axis;
mod font;
mod marker;
mod render;
mod scene;
pub(super) mod theme;

pub(super) use axis::{Decades, LogAxis};
pub(super) use font::Font;
pub(super) use marker::Marker;
pub(super) use render::{png, svg};
pub(super) use scene::{Anchor, PageSize, Scene};

#[cfg(test)]
pub(super) mod legibility;
