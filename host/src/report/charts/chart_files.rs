//! `charts/`: every chart as PNG and SVG.

use super::CHARTS;
use crate::report::{
    Artifact, ReportData, ReportError,
    drawing::{self, PageSize},
};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// Name of the chart folder.
pub(in crate::report) const FOLDER: &str = "charts";

/// `charts/*.png` and `charts/*.svg`. The name of the second and of any further page of a chart ends with its number.
pub(in crate::report) struct ChartFiles;

impl Artifact for ChartFiles {
    fn write(&self, data: &ReportData, folder: &Path) -> Result<Vec<PathBuf>, ReportError> {
        let mut written = Vec::new();
        let data = data.charted();
        for chart in CHARTS {
            for (index, scene) in chart.draw(&data, PageSize::WIDE).iter().enumerate() {
                let name = match index {
                    0 => chart.id().to_owned(),
                    _ => format!("{}-{}", chart.id(), index + 1),
                };
                let file = |extension: &str| PathBuf::from(format!("{FOLDER}/{name}.{extension}"));
                drawing::png(scene, &folder.join(file("png")))?;
                let path = folder.join(file("svg"));
                fs::write(&path, drawing::svg(scene)?)
                    .map_err(|source| ReportError::Write { path, source })?;
                written.extend([file("png"), file("svg")]);
            }
        }
        Ok(written)
    }

    fn owns(&self, name: &str) -> bool {
        let Some(file) = name.strip_prefix(FOLDER).and_then(|rest| rest.strip_prefix('/')) else {
            return false;
        };
        let Some(stem) = file.strip_suffix(".png").or_else(|| file.strip_suffix(".svg")) else {
            return false;
        };
        CHARTS.iter().any(|chart| match stem.strip_prefix(chart.id()) {
            Some("") => true,
            Some(number) => number.strip_prefix('-').is_some_and(|it| it.parse::<u32>().is_ok()),
            None => false,
        })
    }
}
