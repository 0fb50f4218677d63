//! Table contents as text, shared by the terminal and Markdown formats.

use crate::compare::{CellComparison, ComparedRun, Comparison, DeadlineResult, FAMILY_WISE_RATE, Status};
use crate::report::format;
use crate::stats::Estimate;

/// Column heads of the table of cells.
pub(super) const COLUMNS: [&str; 6] = ["cell", "base", "new", "change", "95 % interval", "tests"];

/// Returns the cells of a status as rows with the columns [`COLUMNS`].
pub(super) fn rows(comparison: &Comparison, status: Status) -> Vec<[String; 6]> {
    comparison.of_status(status).map(row).collect()
}

fn row(cell: &CellComparison) -> [String; 6] {
    let figure =
        |estimate: &Option<Estimate>| estimate.as_ref().map_or_else(|| "–".to_owned(), format::estimate);
    let decision = cell.decision.as_ref();
    let change = decision.map_or_else(|| cell.note.clone().unwrap_or_default(), |it| percent(it.ratio.value));
    let interval = decision.map_or_else(String::new, |it| match it.ratio.interval {
        Some(interval) => format!("{} to {}", percent(interval.lower), percent(interval.upper)),
        None if it.interval_known => format!("exact, n = {}", it.ratio.samples),
        None => String::new(),
    });
    let rank = decision.and_then(|it| it.p).map_or_else(String::new, probability);
    [cell.id.to_string(), figure(&cell.base), figure(&cell.new), change, interval, rank]
}

/// Column heads of the table of deadlines.
pub(super) const VERDICT_COLUMNS: [&str; 6] =
    ["cell", "deadline", "base", "new", "worst case, base", "worst case, new"];

/// Returns the deadlines whose verdict changed as rows with the columns [`VERDICT_COLUMNS`].
pub(super) fn verdict_rows(comparison: &Comparison) -> Vec<[String; 6]> {
    let changed = comparison.verdicts.iter().filter(|it| it.is_change());
    let verdict = |it: &DeadlineResult| match it.missed {
        0 => it.verdict.to_string(),
        missed => format!("{}, {missed} missed", it.verdict),
    };
    changed
        .map(|it| {
            let (base, new) = (&it.base, &it.new);
            let (cell, deadline) = (it.cell.to_string(), format::with_micro_sign(&it.deadline));
            [cell, deadline, verdict(base), verdict(new), worst_case(base.worst_ns), worst_case(new.worst_ns)]
        })
        .collect()
}

/// Formats a worst case.
pub(super) fn worst_case(nanoseconds: Option<f64>) -> String {
    nanoseconds.map_or_else(|| "no event".to_owned(), format::duration)
}

/// Formats a ratio as a change: `+3.1 %`.
pub(super) fn percent(ratio: f64) -> String {
    let percent = (ratio - 1.0) * 100.0;
    if percent.abs() >= 100.0 {
        return format!("{ratio:.2}×");
    }
    // Uses as many decimals as a small change needs to be visible.
    let decimals = [1, 2, 3].into_iter().find(|&places| percent.abs() >= 0.5 * 0.1_f64.powi(places));
    let places = if percent == 0.0 { 1 } else { decimals.unwrap_or(3) as usize };
    format!("{percent:+.places$} %")
}

fn probability(p: f64) -> String {
    if p < 0.001 { "p < 0.001".to_owned() } else { format!("p = {p:.3}") }
}

/// Returns the compared runs with their boards and start times.
pub(super) fn title(comparison: &Comparison) -> String {
    let (base, new) = (&comparison.base, &comparison.new);
    let run = |it: &ComparedRun| format!("{} ({}, {})", it.run, it.board, it.started);
    format!("{} compared with {}", run(new), run(base))
}

/// Returns the number of cells of each status and the number of newly missed deadlines.
pub(super) fn counts(comparison: &Comparison) -> String {
    let mut parts: Vec<String> = Status::ALL
        .iter()
        .map(|&(status, heading)| (comparison.count(status), heading))
        .filter(|&(count, heading)| count > 0 || heading == Status::Slower.heading())
        .map(|(count, heading)| format!("{count} {heading}"))
        .collect();
    let missed = comparison.verdicts.iter().filter(|it| it.regression).count();
    if missed > 0 {
        parts.push(format!("{} no longer met", format::count(missed, "deadline")));
    }
    parts.join(", ")
}

/// Returns an explanation of the rule.
pub(super) fn rule(comparison: &Comparison) -> String {
    format!(
        "A cell counts as changed if its cycles per operation differ by at least {:.3} %, the rank test of the samples and \
         Welch's test of the boots are significant at a family-wise level of {FAMILY_WISE_RATE} (Holm), and the 95 % \
         interval of the ratio excludes 1. If all samples agree, only the threshold counts. A deadline counts as no longer \
         met if the baseline run met it, the new run does not, and the worst case moved by more than the threshold or more \
         events were missed.",
        comparison.rule.threshold * 100.0
    )
    .replace(".000 %", " %")
}

/// Returns a warning if the firmware images differ and the threshold is below the effect of code layout.
pub(super) fn layout_warning(comparison: &Comparison) -> Option<&'static str> {
    let rebuilt = comparison.differences.iter().any(|it| it.what.ends_with("firmware hash"));
    (rebuilt && comparison.rule.threshold < LAYOUT_NOISE).then_some(
        "The firmware images differ. The layout of code alone changes results by 3 to 4 % on this chip. Check smaller \
         changes, or use --threshold 4.",
    )
}

/// Relative change of results by code layout alone, as reported for RP2350 in MicroPython issue 17319.
const LAYOUT_NOISE: f64 = 0.04;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_never_rounded_to_zero() {
        for (ratio, text) in [
            (1.03, "+3.0 %"),
            (0.5, "-50.0 %"),
            (1.0, "+0.0 %"),
            (1.0004, "+0.04 %"),
            (1.000_004, "+0.000 %"),
            (2.5, "2.50×"),
        ] {
            assert_eq!(percent(ratio), text);
        }
        assert_eq!(
            (probability(0.0004), probability(0.25)),
            ("p < 0.001".to_owned(), "p = 0.250".to_owned())
        );
    }
}
