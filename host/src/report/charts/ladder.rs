//! Ladder chart: time per operation of all cells, on one axis from a nanosecond to ten seconds.

use super::{
    Chart,
    dot_plot::{Band, DotPlot, Group, Mark, Row},
    page_layout::{LegendEntry, PageHeader, Swatch},
};
use crate::report::drawing::{Decades, Marker, PageSize, Scene, theme};
use crate::report::{ReportData, format, tables};
use crate::run::{CellRecord, Deadline, Placement, RunRecord, Runtime, ScenarioRecord};
use crate::stats::Estimate;
use strum::VariantArray;

/// Lower end of the axis in nanoseconds. The axis grows if a value is below.
const FROM_NS: f64 = 1.0;
/// Upper end of the axis in nanoseconds. The axis grows if a value is above.
const TO_NS: f64 = 1e10;

/// `charts/ladder`.
pub(super) struct Ladder;

impl Chart for Ladder {
    fn id(&self) -> &'static str {
        "ladder"
    }

    fn draw(&self, data: &ReportData, size: PageSize) -> Vec<Scene> {
        plot(&data.record).draw(data, size)
    }
}

fn plot(record: &RunRecord) -> DotPlot {
    let times = |cell: &CellRecord| record.time_per_operation(cell.measured()?);
    let figures = || record.cells.iter().filter_map(times);
    let ends = figures().flat_map(|it| [it.lower(), it.value, it.upper()]);
    let decades = Decades::over(ends.chain([FROM_NS, TO_NS]));
    let groups: Vec<Group> = record.scenarios.iter().filter_map(|it| group(record, it, decades)).collect();
    DotPlot {
        header: PageHeader {
            title: "Ladder: time per operation".to_owned(),
            description: description(record),
            notes: vec![
                "Each dot is a cell. A line connects it with the baseline of its scenario. Whiskers: 95 % intervals."
                    .to_owned(),
            ],
            legend: legend(&record.cells.iter().collect::<Vec<_>>()),
        },
        columns: vec!["time", "× baseline"],
        groups,
        empty_text: "no cell was measured",
    }
}

/// Returns legend entries for the runtimes and placements of `cells`.
pub(super) fn legend(cells: &[&CellRecord]) -> Vec<LegendEntry> {
    let mut entries = runtime_legend(cells);
    let has = |placement: Placement| cells.iter().any(|cell| cell.key.placement == placement);
    entries.extend(Placement::VARIANTS.iter().filter(|&&it| has(it)).map(|&placement| LegendEntry {
        swatch: Swatch::Dot { marker: Marker::dot(theme::MUTED_TEXT), filled: placement == Placement::Ram },
        text: format!("in {placement}"),
    }));
    entries
}

/// Returns legend entries for the runtimes of `cells`.
pub(super) fn runtime_legend(cells: &[&CellRecord]) -> Vec<LegendEntry> {
    let has = |runtime: Runtime| cells.iter().any(|cell| cell.runtime == runtime);
    let present = Runtime::VARIANTS.iter().filter(|&&runtime| has(runtime));
    let entry = |&runtime: &Runtime| LegendEntry {
        swatch: Swatch::Dot { marker: theme::marker(runtime), filled: true },
        text: runtime.to_string(),
    };
    present.map(entry).collect()
}

/// Returns a dot for a value of `cell`.
pub(super) fn dot(cell: &CellRecord, estimate: &Estimate) -> Mark {
    Mark::Dot {
        value: estimate.value,
        lower: estimate.lower(),
        upper: estimate.upper(),
        marker: theme::marker(cell.runtime),
        filled: is_filled(cell),
    }
}

/// Returns true if the dot of `cell` is filled: cells in RAM have filled dots, cells in flash hollow ones.
pub(super) fn is_filled(cell: &CellRecord) -> bool {
    cell.key.placement == Placement::Ram
}

/// Returns the deadlines on the time per operation.
fn deadlines(scenario: &ScenarioRecord) -> impl Iterator<Item = &Deadline> {
    scenario.deadlines.iter().filter(|it| it.quantity.is_none())
}

fn group(record: &RunRecord, scenario: &ScenarioRecord, decades: Decades) -> Option<Group> {
    let cells = record.cells.iter().filter(|cell| cell.key.scenario == scenario.id);
    let rows: Vec<Row> = cells.map(|cell| row(record, cell)).collect();
    (!rows.is_empty()).then(|| Group {
        heading: scenario.id.clone(),
        note: format!("{} · time scale: {}", scenario.title, tables::scale_name(scenario.scale)),
        legend: deadlines(scenario).map(deadline_legend).collect(),
        decades,
        axis_label: format::duration,
        bands: deadlines(scenario).map(deadline_band).collect(),
        rows,
    })
}

fn row(record: &RunRecord, cell: &CellRecord) -> Row {
    let mut row = Row {
        label: cell.key.implementation.clone(),
        tag: cell.key.placement.to_string(),
        marks: Vec::new(),
        columns: Vec::new(),
    };
    let figures = cell.measured();
    let Some(time) = figures.and_then(|it| record.time_per_operation(it)) else {
        row.marks.push(Mark::Text { text: "failed", color: theme::FAILURE });
        return row;
    };
    if !Decades::can_show(time.value) {
        row.marks.push(Mark::Text { text: "not above 0", color: theme::FAILURE });
        return row;
    }
    let ratio = figures.and_then(|it| it.ratio.as_ref());
    let baseline = ratio.and_then(|ratio| record.cells.iter().find(|it| it.key == ratio.baseline));
    if let Some((baseline, other)) =
        baseline.and_then(|it| Some((it, record.time_per_operation(it.measured()?)?)))
    {
        let color = theme::runtime(cell.runtime);
        row.marks.push(Mark::Connector { from: other.value, to: time.value, color });
        row.marks.push(dot(baseline, &other));
    }
    row.marks.push(dot(cell, &time));
    row.columns.push(format::duration(time.value));
    row.columns.push(ratio.map_or(String::new(), |it| format!("{}×", format::compact(it.estimate.value))));
    row
}

pub(super) fn deadline_band(deadline: &Deadline) -> Band {
    Band {
        from: deadline.earliest_ns as f64,
        to: deadline.latest_ns as f64,
        color: theme::STATED,
        opacity: 0.14,
        edge: true,
    }
}

pub(super) fn deadline_legend(deadline: &Deadline) -> LegendEntry {
    let latest = format::duration(deadline.latest_ns as f64);
    let range = match deadline.earliest_ns {
        0 => format!("within {latest}"),
        earliest => format!("{} to {latest}", format::duration(earliest as f64)),
    };
    // The range is left out if the name contains it. Scenario files may write `us` for µs.
    let name = format::with_micro_sign(&deadline.name);
    let range = if name.contains(&range) { String::new() } else { format!(", {range}") };
    LegendEntry {
        swatch: Swatch::Band { color: theme::STATED, opacity: 0.4 },
        text: format!("deadline: {name}{range}"),
    }
}

fn description(record: &RunRecord) -> String {
    let mut times: Vec<(f64, String)> = record
        .cells
        .iter()
        .filter_map(|cell| Some((record.time_per_operation(cell.measured()?)?.value, cell.key.to_string())))
        .collect();
    times.sort_by(|one, other| one.0.total_cmp(&other.0));
    match (times.first(), times.last()) {
        (Some((least, fastest)), Some((most, slowest))) => format!(
            "Time per operation of {} on a logarithmic axis, from {} ({fastest}) to {} ({slowest}).",
            format::count(times.len(), "cell"),
            format::duration(*least),
            format::duration(*most)
        ),
        _ => "No cell was measured.".to_owned(),
    }
}
