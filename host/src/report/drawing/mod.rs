//! Drawing: scenes as lists of shapes, rendered as PNG or SVG.

mod accessible_svg;
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
