//! Claims: stated numbers and ranges next to the measured intervals.

use super::{
    Chart,
    dot_plot::{DotPlot, Group, Mark, Row},
    page_layout::{LegendEntry, PageHeader, Swatch},
};
use crate::claims::OPEN;
use crate::report::drawing::{Decades, Marker, PageSize, Scene, theme};
use crate::report::{ReportData, format};
use crate::run::{ClaimRecord, ClaimStatus, Measure, RunRecord};

/// Marker of measured values, for all runtimes.
const MEASURED: Marker = Marker::dot(theme::TEXT);

/// `charts/claims`.
pub(super) struct Claims;

impl Chart for Claims {
    fn id(&self) -> &'static str {
        "claims"
    }

    fn draw(&self, data: &ReportData, size: PageSize) -> Vec<Scene> {
        if data.record.claims.is_empty() {
            return Vec::new();
        }
        plot(&data.record).draw(data, size)
    }
}

fn plot(record: &RunRecord) -> DotPlot {
    let mut units: Vec<&str> = Vec::new();
    for claim in &record.claims {
        if !units.contains(&claim.unit.as_str()) {
            units.push(&claim.unit);
        }
    }
    let legend = vec![
        LegendEntry {
            swatch: Swatch::Band { color: theme::STATED, opacity: 0.4 },
            text: "stated".to_owned(),
        },
        LegendEntry { swatch: Swatch::Dot { marker: MEASURED, filled: true }, text: "measured".to_owned() },
    ];
    DotPlot {
        header: PageHeader {
            title: "Claims: stated and measured".to_owned(),
            description: claim_counts(record) + ".",
            notes: vec![
                "Whiskers: 95 % intervals of the measured values. A range without a line at its right end has no upper \
                 limit."
                    .to_owned(),
            ],
            legend,
        },
        columns: vec!["stated", "measured", "status"],
        groups: units.into_iter().map(|unit| group(record, unit)).collect(),
        empty_text: "there are no claims",
    }
}

fn group(record: &RunRecord, unit: &str) -> Group {
    let claims = || record.claims.iter().filter(|claim| claim.unit == unit);
    let ends = claims().flat_map(|claim| {
        let measured = claim.measured.iter().flat_map(|it| [it.lower(), it.value, it.upper()]);
        measured.chain([claim.stated.lower, upper_end(claim)]).collect::<Vec<_>>()
    });
    Group {
        heading: format!("Unit: {unit}"),
        note: String::new(),
        legend: Vec::new(),
        decades: Decades::over(ends),
        axis_label: format::compact,
        bands: Vec::new(),
        rows: claims().map(row).collect(),
    }
}

fn row(claim: &ClaimRecord) -> Row {
    let stated = claim.stated;
    let mut marks = vec![Mark::Range {
        from: stated.lower,
        to: is_closed(claim).then_some(stated.upper),
        color: theme::STATED,
    }];
    if let Some(it) = &claim.measured {
        let (lower, upper) = (it.lower(), it.upper());
        marks.push(Mark::Dot { value: it.value, lower, upper, marker: MEASURED, filled: true });
    }
    Row {
        label: claim.statement.clone(),
        tag: String::new(),
        marks,
        columns: vec![
            stated_text(claim),
            claim.measured.as_ref().map_or("–".to_owned(), |it| format::compact(it.value)),
            status_text(claim),
        ],
    }
}

/// Returns true if the stated range has an upper limit.
fn is_closed(claim: &ClaimRecord) -> bool {
    claim.stated.upper < OPEN
}

/// Returns the upper end of the range on the axis. A range without an upper limit extends a decade above the values.
fn upper_end(claim: &ClaimRecord) -> f64 {
    if is_closed(claim) {
        return claim.stated.upper;
    }
    10.0 * claim.measured.as_ref().map_or(claim.stated.lower, |it| it.upper().max(claim.stated.lower))
}

/// Formats the interval of the measured value. The worst case and the median of a quantity have a number of samples
/// instead.
pub(in crate::report) fn interval_text(claim: &ClaimRecord) -> String {
    match (&claim.measured, &claim.measure) {
        (Some(it), Some(Measure::WorstCase { .. })) => format!("largest of {}", it.samples),
        (Some(it), Some(Measure::Median { .. })) => format!("median of {}", it.samples),
        (Some(it), _) => format::interval_or_exact(it),
        (None, _) => "–".to_owned(),
    }
}

/// Formats the stated number or range.
pub(in crate::report) fn stated_text(claim: &ClaimRecord) -> String {
    if let Some(words) = &claim.stated_as {
        return words.clone();
    }
    let (lower, upper) = (format::compact(claim.stated.lower), format::compact(claim.stated.upper));
    if lower == upper { lower } else { format!("{lower} – {upper}") }
}

/// Formats the status of a claim: `holds`, `off by 1.7×`, `not measured`.
pub(in crate::report) fn status_text(claim: &ClaimRecord) -> String {
    match claim.status {
        ClaimStatus::Holds => "holds".to_owned(),
        ClaimStatus::NotMeasured => "not measured".to_owned(),
        ClaimStatus::Off => match distance(claim) {
            Some(factor) => format!("off by {}×", format::compact(factor)),
            None => "off".to_owned(),
        },
    }
}

/// Returns the factor between the measured value and the stated number, or the nearer end of the stated range.
fn distance(claim: &ClaimRecord) -> Option<f64> {
    let value = claim.measured.as_ref()?.value;
    let (lower, upper) = claim.nominal.map_or((claim.stated.lower, claim.stated.upper), |it| (it, it));
    let factor = if value < lower { lower / value } else { value / upper };
    (factor.is_finite() && factor > 0.0).then_some(factor)
}

/// Counts the claims by status: `6 claims: 2 hold, 3 off, 1 not measured`.
pub(in crate::report) fn claim_counts(record: &RunRecord) -> String {
    let count = |verdict| record.claims.iter().filter(|claim| claim.status == verdict).count();
    let hold = count(ClaimStatus::Holds);
    format!(
        "{}: {hold} {}, {} off, {} not measured",
        format::count(record.claims.len(), "claim"),
        if hold == 1 { "holds" } else { "hold" },
        count(ClaimStatus::Off),
        count(ClaimStatus::NotMeasured)
    )
}
