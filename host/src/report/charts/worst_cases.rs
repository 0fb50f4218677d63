//! Worst-case chart: the best and worst case of each cell with a deadline on events.

use super::{
    Chart,
    dot_plot::{DotPlot, Group, Mark, Row},
    ladder::{deadline_band, deadline_legend, legend},
    page_layout::PageHeader,
};
use crate::report::drawing::{Decades, PageSize, Scene, theme};
use crate::report::{ReportData, format, tables};
use crate::run::{CellRecord, Deadline, RunRecord, ScenarioRecord, VerdictRecord};

/// `charts/worst-cases`.
pub(super) struct WorstCases;

impl Chart for WorstCases {
    fn id(&self) -> &'static str {
        "worst-cases"
    }

    fn draw(&self, data: &ReportData, size: PageSize) -> Vec<Scene> {
        let plot = plot(&data.record);
        if plot.groups.is_empty() { Vec::new() } else { plot.draw(data, size) }
    }
}

fn plot(record: &RunRecord) -> DotPlot {
    let groups: Vec<Group> = record
        .scenarios
        .iter()
        .flat_map(|scenario| scenario.deadlines.iter().map(move |deadline| (scenario, deadline)))
        .filter(|(_, deadline)| deadline.quantity.is_some())
        .filter_map(|(scenario, deadline)| group(record, scenario, deadline))
        .collect();
    let count: usize = groups.iter().map(|it| it.rows.len()).sum();
    let cells: Vec<&CellRecord> = record
        .scenarios
        .iter()
        .filter(|scenario| scenario.deadlines.iter().any(|it| it.quantity.is_some()))
        .flat_map(|scenario| record.cells.iter().filter(|cell| cell.key.scenario == scenario.id))
        .filter(|cell| record.verdicts.iter().any(|it| it.cell == cell.key))
        .collect();
    DotPlot {
        header: PageHeader {
            title: "Worst cases of events and their deadlines".to_owned(),
            description: format!(
                "The worst case of {} with deadlines on events, on logarithmic time axes.",
                format::count(count, "cell")
            ),
            notes: vec![
                "Each dot is the worst case of a cell over all samples. Its whisker extends to the best case; a \
                 whisker without a cap ends outside the axis."
                    .to_owned(),
            ],
            legend: legend(&cells),
        },
        columns: vec!["worst case", "margin", "verdict"],
        groups,
        empty_text: "there are no deadlines on events",
    }
}

fn group(record: &RunRecord, scenario: &ScenarioRecord, deadline: &Deadline) -> Option<Group> {
    let verdicts: Vec<(&CellRecord, &VerdictRecord)> = record
        .cells
        .iter()
        .filter(|cell| cell.key.scenario == scenario.id)
        .filter_map(|cell| {
            let of_cell = |it: &&VerdictRecord| it.cell == cell.key && it.deadline == deadline.name;
            Some((cell, record.verdicts.iter().find(of_cell)?))
        })
        .collect();
    let quantity = scenario.quantities.iter().find(|it| Some(&it.id) == deadline.quantity.as_ref());
    let ends = verdicts.iter().flat_map(|(_, it)| it.best_ns.into_iter().chain(it.worst_ns));
    // The axis always includes the deadline.
    let decades = Decades::over(ends.filter(|it| *it >= MIN_NS).chain([deadline.latest_ns as f64]));
    (!verdicts.is_empty()).then(|| Group {
        heading: scenario.id.clone(),
        note: quantity.map_or(String::new(), |it| format!("{}: {}", it.id, it.title)),
        legend: vec![deadline_legend(deadline)],
        decades,
        axis_label: format::duration,
        bands: vec![deadline_band(deadline)],
        rows: verdicts.into_iter().map(|(cell, verdict)| row(cell, verdict)).collect(),
    })
}

/// Shortest time on the axis in nanoseconds. Shorter times, below 2 % of a cycle, are shown as `none`.
const MIN_NS: f64 = 0.1;

fn row(cell: &CellRecord, verdict: &VerdictRecord) -> Row {
    let mark = match (verdict.worst_ns, verdict.best_ns) {
        (None, _) => Mark::Text { text: "no event", color: theme::FAILURE },
        (Some(worst), _) if worst < MIN_NS => Mark::Text { text: "none", color: theme::MUTED_TEXT },
        (Some(worst), best) => Mark::Dot {
            value: worst,
            lower: best.unwrap_or(worst),
            upper: worst,
            marker: theme::marker(cell.runtime),
            filled: super::ladder::is_filled(cell),
        },
    };
    Row {
        label: cell.key.implementation.clone(),
        tag: cell.key.placement.to_string(),
        marks: vec![mark],
        columns: vec![
            verdict.worst_ns.map_or("–".to_owned(), format::duration),
            tables::margin(verdict),
            verdict.verdict.to_string(),
        ],
    }
}
