//! Numbers stated somewhere, each range beside the interval that was measured.

use super::{
    Chart,
    dot_plot::{DotPlot, Group, Mark, Row},
    page_layout::{LegendEntry, PageHeader, Swatch},
};
use crate::{
    claims::OPEN,
    report::{
        ReportData,
        drawing::{Decades, Marker, PageSize, Scene, theme},
        format,
    },
    store::{ClaimRecord, ClaimVerdict, Measure, RunRecord},
};

/// What was measured, whatever executed it.
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
        head: PageHeader {
            title: "Claims: stated and measured".to_owned(),
            description: description(record),
            notes: vec!["Whiskers: 95 % intervals of what was measured. A range without a line at its right has no upper end.".to_owned()],
            legend,
        },
        columns: vec!["stated", "measured", "verdict"],
        groups: units.into_iter().map(|unit| group(record, unit)).collect(),
        nothing: "nothing was claimed",
    }
}

fn group(record: &RunRecord, unit: &str) -> Group {
    let claims = || record.claims.iter().filter(|claim| claim.unit == unit);
    let ends = claims().flat_map(|claim| {
        let measured = claim.measured.iter().flat_map(|it| [it.lower(), it.value, it.upper()]);
        measured.chain([claim.stated.lower, upper_end(claim)]).collect::<Vec<_>>()
    });
    Group {
        heading: format!("in {unit}"),
        note: String::new(),
        legend: Vec::new(),
        decades: Decades::over(ends),
        words: format::compact,
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
            stated_words(claim),
            claim.measured.as_ref().map_or("–".to_owned(), |it| format::compact(it.value)),
            verdict_words(claim),
        ],
    }
}

/// Whether the stated range has an upper end.
fn is_closed(claim: &ClaimRecord) -> bool {
    claim.stated.upper < OPEN
}

/// How far the axis reaches for the range: for one without an end a decade above what is there.
fn upper_end(claim: &ClaimRecord) -> f64 {
    if is_closed(claim) {
        return claim.stated.upper;
    }
    10.0 * claim.measured.as_ref().map_or(claim.stated.lower, |it| it.upper().max(claim.stated.lower))
}

/// How certain the measured figure is. The worst case of a quantity is what it is, and no mean of anything.
pub(in crate::report) fn certainty_words(claim: &ClaimRecord) -> String {
    match (&claim.measured, &claim.measure) {
        (Some(it), Some(Measure::WorstCase { .. })) => format!("largest of {}", it.samples),
        (Some(it), Some(Measure::Median { .. })) => format!("of {}", it.samples),
        (Some(it), _) => format::certainty(it),
        (None, _) => "–".to_owned(),
    }
}

/// The stated number or range.
pub(in crate::report) fn stated_words(claim: &ClaimRecord) -> String {
    if let Some(words) = &claim.stated_as {
        return words.clone();
    }
    let (lower, upper) = (format::compact(claim.stated.lower), format::compact(claim.stated.upper));
    if lower == upper { lower } else { format!("{lower} – {upper}") }
}

/// What measuring says: `holds`, `off by 1.7×`, `not measured`.
pub(in crate::report) fn verdict_words(claim: &ClaimRecord) -> String {
    match claim.verdict {
        ClaimVerdict::Holds => "holds".to_owned(),
        ClaimVerdict::NotMeasured => "not measured".to_owned(),
        ClaimVerdict::Off => match distance(claim) {
            Some(factor) => format!("off by {}×", format::compact(factor)),
            None => "off".to_owned(),
        },
    }
}

/// The factor between what was measured and the stated number, or the nearer end of the stated range.
fn distance(claim: &ClaimRecord) -> Option<f64> {
    let value = claim.measured.as_ref()?.value;
    let (lower, upper) = claim.nominal.map_or((claim.stated.lower, claim.stated.upper), |it| (it, it));
    let factor = if value < lower { lower / value } else { value / upper };
    (factor.is_finite() && factor > 0.0).then_some(factor)
}

fn description(record: &RunRecord) -> String {
    let count = |verdict| record.claims.iter().filter(|claim| claim.verdict == verdict).count();
    format!(
        "{} claims: {} hold, {} are off, {} were not measured.",
        record.claims.len(),
        count(ClaimVerdict::Holds),
        count(ClaimVerdict::Off),
        count(ClaimVerdict::NotMeasured)
    )
}
