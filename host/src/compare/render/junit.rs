//! The comparison as JUnit XML: a suite per scenario, a test per cell and per deadline of a cell, and a failure per
//! regression.

use super::table;
use crate::compare::{CellComparison, Comparison, Status, VerdictComparison};
use crate::report::format;
use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

pub(super) fn render(comparison: &Comparison) -> String {
    let mut report = Report::new(format!("twinbench compare: {}", table::title(comparison)));
    for group in comparison.cells.chunk_by(|one, other| one.id.scenario == other.id.scenario) {
        let mut suite = TestSuite::new(group.first().map_or("", |cell| &cell.id.scenario));
        suite.add_test_cases(group.iter().map(test_case));
        let scenario = group.first().map(|cell| &cell.id.scenario);
        let verdicts = comparison.verdicts.iter().filter(|it| Some(&it.cell.scenario) == scenario);
        suite.add_test_cases(verdicts.map(deadline_case));
        report.add_test_suite(suite);
    }
    // Serializing valid UTF-8 cannot fail.
    report.to_string().unwrap_or_default()
}

fn test_case(cell: &CellComparison) -> TestCase {
    let name = format!("{}/{}", cell.id.implementation, cell.id.placement);
    let status = match cell.status {
        status if status.is_regression() => {
            let mut failed = TestCaseStatus::non_success(NonSuccessKind::Failure);
            failed.set_message(format!("{}: {}", status.heading(), explanation(cell)));
            failed.set_type(status.heading());
            failed
        }
        Status::StillFailing | Status::DifferentWork => {
            let mut skipped = TestCaseStatus::skipped();
            skipped.set_message(format!("{}: {}", cell.status.heading(), explanation(cell)));
            skipped
        }
        _ => TestCaseStatus::success(),
    };
    let mut case = TestCase::new(name, status);
    case.set_classname(format!("twinbench.{}", cell.id.scenario));
    case.set_system_out(explanation(cell));
    case
}

fn deadline_case(comparison: &VerdictComparison) -> TestCase {
    let VerdictComparison { cell, deadline, base, new, regression } = comparison;
    let explanation = format!(
        "{} → {}; worst case {} → {}; missed {} → {}",
        base.verdict,
        new.verdict,
        table::worst_case(base.worst_ns),
        table::worst_case(new.worst_ns),
        base.missed,
        new.missed,
    );
    let status = if *regression {
        let mut failed = TestCaseStatus::non_success(NonSuccessKind::Failure);
        failed.set_message(format!("misses the deadline: {explanation}"));
        failed.set_type("misses the deadline");
        failed
    } else {
        TestCaseStatus::success()
    };
    let deadline = format::with_micro_sign(deadline);
    let name = format!("{}/{}, deadline {deadline}", cell.implementation, cell.placement);
    let mut case = TestCase::new(name, status);
    case.set_classname(format!("twinbench.{}", cell.scenario));
    case.set_system_out(explanation);
    case
}

fn explanation(cell: &CellComparison) -> String {
    let cycles = |estimate: &Option<crate::stats::Estimate>| {
        estimate.as_ref().map_or_else(|| "none".to_owned(), format::estimate)
    };
    let change = cell.decision.map(|it| table::percent(it.ratio.value));
    let figures = format!("cycles per operation {} → {}", cycles(&cell.base), cycles(&cell.new));
    [Some(figures), change, cell.note.clone()].into_iter().flatten().collect::<Vec<_>>().join("; ")
}
