//! The ladder: from a nanosecond to ten seconds, what one operation takes natively and interpreted.

use super::{
    Chart,
    dot_plot::{Band, DotPlot, Group, Mark, Row},
    page_layout::{LegendEntry, PageHeader, Swatch},
};
use crate::{
    report::{
        ReportData,
        drawing::{Decades, Marker, PageSize, Scene, theme},
        format,
        report_data::{measured, time_per_operation},
    },
    scenario::{Placement, Runtime},
    stats::Estimate,
    store::{CellRecord, DeadlineRecord, RunRecord, ScenarioRecord},
};

/// The ends of the axis in nanoseconds; it grows if a figure lies beyond.
const FROM: f64 = 1.0;
const TO: f64 = 1e10;

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
    let times = |cell: &CellRecord| time_per_operation(record, measured(cell)?);
    let figures = || record.cells.iter().filter_map(times);
    let ends = figures().flat_map(|it| [it.lower(), it.value, it.upper()]);
    let decades = Decades::over(ends.chain([FROM, TO]));
    let groups: Vec<Group> = record.scenarios.iter().filter_map(|it| group(record, it, decades)).collect();
    DotPlot {
        head: PageHeader {
            title: "The ladder: time per operation".to_owned(),
            description: description(record),
            notes: vec![
                "One dot is a cell, the dot it is joined to the baseline of its scenario. Whiskers: 95 % intervals."
                    .to_owned(),
            ],
            legend: legend(&record.cells.iter().collect::<Vec<_>>()),
        },
        columns: vec!["time", "× baseline"],
        groups,
        nothing: "no cell was measured",
    }
}

/// The runtimes and placements of `cells`.
pub(super) fn legend(cells: &[&CellRecord]) -> Vec<LegendEntry> {
    let mut keys = runtimes(cells);
    let has = |placement: Placement| cells.iter().any(|cell| cell.id.placement == placement);
    keys.extend(Placement::ALL.iter().filter(|&&it| has(it)).map(|&placement| LegendEntry {
        swatch: Swatch::Dot { marker: Marker::dot(theme::MUTED_TEXT), filled: placement == Placement::Ram },
        text: format!("in {placement}"),
    }));
    keys
}

/// The runtimes of `cells`.
pub(super) fn runtimes(cells: &[&CellRecord]) -> Vec<LegendEntry> {
    let has = |runtime: Runtime| cells.iter().any(|cell| cell.runtime == runtime);
    let present = Runtime::ALL.iter().filter(|&&runtime| has(runtime));
    let key = |&runtime: &Runtime| LegendEntry {
        swatch: Swatch::Dot { marker: theme::marker(runtime), filled: true },
        text: runtime.to_string(),
    };
    present.map(key).collect()
}

/// A dot for a figure of `cell`.
pub(super) fn dot(cell: &CellRecord, estimate: &Estimate) -> Mark {
    Mark::Dot {
        value: estimate.value,
        lower: estimate.lower(),
        upper: estimate.upper(),
        marker: theme::marker(cell.runtime),
        filled: is_filled(cell),
    }
}

/// Cells in RAM have full dots, those in flash hollow ones.
pub(super) fn is_filled(cell: &CellRecord) -> bool {
    cell.id.placement == Placement::Ram
}

/// The deadlines on what this chart shows.
fn deadlines(scenario: &ScenarioRecord) -> impl Iterator<Item = &DeadlineRecord> {
    scenario.deadlines.iter().filter(|it| it.quantity.is_none())
}

fn group(record: &RunRecord, scenario: &ScenarioRecord, decades: Decades) -> Option<Group> {
    let cells = record.cells.iter().filter(|cell| cell.id.scenario == scenario.id);
    let rows: Vec<Row> = cells.map(|cell| row(record, cell)).collect();
    (!rows.is_empty()).then(|| Group {
        heading: scenario.id.clone(),
        note: format!("{} (scale {})", scenario.title, scenario.scale),
        legend: deadlines(scenario).map(deadline_key).collect(),
        decades,
        words: format::duration,
        bands: deadlines(scenario).map(deadline_band).collect(),
        rows,
    })
}

fn row(record: &RunRecord, cell: &CellRecord) -> Row {
    let mut row = Row {
        label: cell.id.implementation.clone(),
        tag: cell.id.placement.to_string(),
        marks: Vec::new(),
        columns: Vec::new(),
    };
    let figures = measured(cell);
    let Some(time) = figures.and_then(|it| time_per_operation(record, it)) else {
        row.marks.push(Mark::Text { text: "failed", color: theme::FAILURE });
        return row;
    };
    if !Decades::can_hold(time.value) {
        row.marks.push(Mark::Text { text: "not above 0", color: theme::FAILURE });
        return row;
    }
    let ratio = figures.and_then(|it| it.ratio.as_ref());
    let baseline = ratio.and_then(|ratio| record.cells.iter().find(|it| it.id == ratio.baseline));
    if let Some((baseline, other)) =
        baseline.and_then(|it| Some((it, time_per_operation(record, measured(it)?)?)))
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

pub(super) fn deadline_band(deadline: &DeadlineRecord) -> Band {
    Band {
        from: deadline.earliest_ns as f64,
        to: deadline.latest_ns as f64,
        color: theme::STATED,
        opacity: 0.14,
        edge: true,
    }
}

pub(super) fn deadline_key(deadline: &DeadlineRecord) -> LegendEntry {
    let latest = format::duration(deadline.latest_ns as f64);
    let range = match deadline.earliest_ns {
        0 => format!("within {latest}"),
        earliest => format!("{} to {latest}", format::duration(earliest as f64)),
    };
    // Scenarios write µs as us. A name that tells the range need not be told it again.
    let told = deadline.name.replace("us", "µs").contains(&range);
    let range = if told { String::new() } else { format!(", {range}") };
    LegendEntry {
        swatch: Swatch::Band { color: theme::STATED, opacity: 0.4 },
        text: format!("deadline: {}{range}", deadline.name),
    }
}

fn description(record: &RunRecord) -> String {
    let mut times: Vec<(f64, String)> = record
        .cells
        .iter()
        .filter_map(|cell| Some((time_per_operation(record, measured(cell)?)?.value, cell.id.to_string())))
        .collect();
    times.sort_by(|one, other| one.0.total_cmp(&other.0));
    match (times.first(), times.last()) {
        (Some((least, fastest)), Some((most, slowest))) => format!(
            "Time per operation of {} cells on a logarithmic axis, from {} ({fastest}) to {} ({slowest}).",
            times.len(),
            format::duration(*least),
            format::duration(*most)
        ),
        _ => "No cell was measured.".to_owned(),
    }
}
