//! Comparison of a measurement with the sources of its row.

use serde::Serialize;
use strum::{AsRefStr, Display};

use super::cycles::Cycles;
use super::row::{Row, Stated};
use super::source::Source;
/// Status of a row after its measurement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Display, AsRefStr)]
#[strum(serialize_all = "kebab-case")]
#[serde(rename_all = "kebab-case")]
pub(crate) enum RowStatus {
    /// Every source states the measured cycles.
    Equal,
    /// No source states the measured cycles.
    Different,
    /// One of several contradicting sources, or an unverified source, states the measured cycles.
    Unsettled,
    /// Not measured: the kernel faulted, hung or returned a wrong result.
    Failed,
}

/// Comparison of a measured row with its sources.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct RowComparison {
    /// Status; serialised with the row.
    #[serde(skip)]
    pub status: RowStatus,
    /// Sources that state the measured value.
    pub agrees_with: Vec<Source>,
    /// Measured minus stated cycles; with several sources, minus those of the first. Zero for [`RowStatus::Equal`].
    pub difference: Cycles,
}

impl RowComparison {
    /// Compares `measured` cycles with the sources of `row`.
    pub(crate) fn new(row: &Row, measured: Cycles) -> Self {
        let agrees = |stated: &&Stated| stated.agrees_with(measured);
        let agrees_with: Vec<Source> = row.stated.iter().filter(agrees).map(|stated| stated.source).collect();
        let status = match agrees_with.len() {
            0 => RowStatus::Different,
            _ if row.is_settled() => RowStatus::Equal,
            _ => RowStatus::Unsettled,
        };
        let first = row.stated.first().map_or(measured, |stated| stated.cycles);
        let difference = if status == RowStatus::Equal { Cycles::whole(0) } else { measured - first };
        Self { status, agrees_with, difference }
    }
}

#[cfg(test)]
mod tests {
    use super::super::row::tests::row;
    use super::*;

    #[test]
    fn a_settled_row_is_equal_or_different() {
        let settled = row(&[(Source::A, "3"), (Source::B, "3.01")]);
        let equal = RowComparison::new(&settled, Cycles::whole(3));
        assert_eq!(equal.status, RowStatus::Equal);
        assert_eq!(equal.difference, Cycles::whole(0));
        assert_eq!(equal.agrees_with, [Source::A, Source::B]);
        let different = RowComparison::new(&settled, Cycles::whole(4));
        assert_eq!((different.status, different.difference), (RowStatus::Different, Cycles::whole(1)));
        assert!(different.agrees_with.is_empty());
    }

    #[test]
    fn an_unsettled_row_names_the_source_that_agrees() {
        let disputed = row(&[(Source::A, "1"), (Source::OlderA, "2")]);
        let comparison = RowComparison::new(&disputed, Cycles::whole(2));
        assert_eq!(comparison.status, RowStatus::Unsettled);
        assert_eq!(comparison.agrees_with, [Source::OlderA]);
        assert_eq!(comparison.difference, Cycles::whole(1));
        assert_eq!(RowComparison::new(&disputed, Cycles::whole(3)).status, RowStatus::Different);
    }
}
