//! Ratio chart: the ratio of each cell to its baseline, with the primer's estimate.

use super::{
    Chart,
    dot_plot::{Band, DotPlot, Group, Mark, Row},
    ladder::{dot, legend},
    page_layout::{LegendEntry, PageHeader, Swatch},
};
use crate::report::drawing::{Decades, PageSize, Scene, theme};
use crate::report::{ReportData, format};
use crate::run::{CellRecord, RunRecord, ScenarioRecord};

/// The primer's estimate "about 200×". Its part 6 divides 4 to 6 µs by 20 to 30 ns, which gives 133 to 300.
const PRIMER: Band =
    Band { from: 4000.0 / 30.0, to: 6000.0 / 20.0, color: theme::STATED, opacity: 0.22, edge: false };

/// The line at 1: as fast as the baseline.
const EQUAL: Band = Band { from: 1.0, to: 1.0, color: theme::TEXT, opacity: 0.0, edge: true };

/// `charts/ratios`.
pub(super) struct Ratios;

impl Chart for Ratios {
    fn id(&self) -> &'static str {
        "ratios"
    }

    fn draw(&self, data: &ReportData, size: PageSize) -> Vec<Scene> {
        plot(&data.record).draw(data, size)
    }
}

fn plot(record: &RunRecord) -> DotPlot {
    let ratios = || record.cells.iter().filter_map(|cell| cell.measured()?.ratio.as_ref());
    let ends = ratios().flat_map(|it| [it.estimate.lower(), it.estimate.value, it.estimate.upper()]);
    // The axis always includes the line and the band.
    let decades = Decades::over(ends.chain([1.0, PRIMER.to]));
    let cells: Vec<&CellRecord> =
        record.cells.iter().filter(|it| it.measured().is_some_and(|it| it.ratio.is_some())).collect();
    let mut legend = legend(&cells);
    legend.push(LegendEntry {
        swatch: Swatch::Line { color: theme::TEXT },
        text: "1×, the baseline".to_owned(),
    });
    legend.push(LegendEntry {
        swatch: Swatch::Band { color: theme::STATED, opacity: 0.4 },
        text: "“Why MicroPython is Slow”: about 200× (4–6 µs / 20–30 ns)".to_owned(),
    });
    DotPlot {
        header: PageHeader {
            title: "Ratios to the baseline".to_owned(),
            description: description(record),
            notes: vec![
                "Cycles per operation divided by those of the scenario's baseline. Whiskers: 95 % intervals of the ratio."
                    .to_owned(),
            ],
            legend,
        },
        columns: vec!["ratio", "95 % interval"],
        groups: record.scenarios.iter().filter_map(|it| group(record, it, decades)).collect(),
        empty_text: "no cell was measured together with its baseline",
    }
}

fn group(record: &RunRecord, scenario: &ScenarioRecord, decades: Decades) -> Option<Group> {
    let cells = record.cells.iter().filter(|cell| cell.key.scenario == scenario.id);
    let rows: Vec<Row> = cells.filter_map(row).collect();
    (!rows.is_empty()).then(|| Group {
        heading: scenario.id.clone(),
        note: format!("{} (baseline {})", scenario.title, scenario.baseline),
        legend: Vec::new(),
        decades,
        axis_label: |value| format!("{}×", format::compact(value)),
        bands: vec![PRIMER, EQUAL],
        rows,
    })
}

fn row(cell: &CellRecord) -> Option<Row> {
    let ratio = &cell.measured()?.ratio.as_ref()?.estimate;
    let color = theme::runtime(cell.runtime);
    let marks = if Decades::can_show(ratio.value) {
        vec![Mark::Connector { from: 1.0, to: ratio.value, color }, dot(cell, ratio)]
    } else {
        vec![Mark::Text { text: "not above 0", color: theme::FAILURE }]
    };
    let interval = match ratio.interval {
        Some(it) => format::interval(it.lower, it.upper),
        None => "exact".to_owned(),
    };
    Some(Row {
        label: cell.key.implementation.clone(),
        tag: cell.key.placement.to_string(),
        marks,
        columns: vec![format!("{}×", format::compact(ratio.value)), interval],
    })
}

fn description(record: &RunRecord) -> String {
    let mut ratios: Vec<(f64, String)> = record
        .cells
        .iter()
        .filter_map(|cell| Some((cell.measured()?.ratio.as_ref()?.estimate.value, cell.key.to_string())))
        .collect();
    ratios.sort_by(|one, other| one.0.total_cmp(&other.0));
    match (ratios.first(), ratios.last()) {
        (Some((least, lowest)), Some((most, highest))) => format!(
            "Ratios of {} to the baseline on a logarithmic axis, from {}× ({lowest}) to {}× ({highest}), with a line at \
             1× and a band at about 200×, the estimate of “Why MicroPython is Slow”.",
            format::count(ratios.len(), "cell"),
            format::compact(*least),
            format::compact(*most)
        ),
        _ => "No cell was measured together with its baseline.".to_owned(),
    }
}
