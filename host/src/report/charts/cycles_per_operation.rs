//! Cycles per operation of every cell, on a logarithmic axis, by scenario.

mod draw;
mod layout;
mod rows;

use super::canvas::Canvas;
use crate::{
    report::{Artifact, ReportError},
    store::Run,
};
use std::path::Path;

/// The name in errors.
const NAME: &str = "charts/cycles-per-operation.png";

/// `charts/cycles-per-operation.png`.
pub(in crate::report) struct CyclesPerOperation;

impl Artifact for CyclesPerOperation {
    fn name(&self) -> &'static str {
        NAME
    }

    fn write(&self, run: &Run, path: &Path) -> Result<(), ReportError> {
        let groups = rows::groups(&run.record);
        let layout = layout::Layout::of(&groups)?;
        let canvas = Canvas::png(NAME, path, layout.width, layout.height)?;
        draw::draw(&canvas, run, &groups, &layout)?;
        canvas.finish()
    }
}

#[cfg(test)]
mod tests;
