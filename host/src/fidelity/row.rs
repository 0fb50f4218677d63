//! Rows of the timing reference.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::cycles::Cycles;
use super::source::Source;

/// Cycles that a source states.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Stated {
    /// Source of the statement.
    pub source: Source,
    /// Cycles of one repetition of the kernel's code.
    pub cycles: Cycles,
    /// The cycles are an average over more than the code, and are compared to the nearest cycle. Written as text.
    pub average: bool,
    /// Allowed difference in cycles, for a result that depends on the relative timing of two concurrent activities.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub within: Option<u32>,
}

impl Stated {
    /// Returns true if a measurement of `cycles` agrees with this source.
    pub(crate) fn agrees_with(&self, cycles: Cycles) -> bool {
        match self.within {
            Some(within) => self.cycles.is_within(cycles, within),
            None if self.average => self.cycles.is_near(cycles),
            None => self.cycles == cycles,
        }
    }

    fn contradicts(&self, other: &Self) -> bool {
        if self.average || other.average {
            !self.cycles.is_near(other.cycles)
        } else {
            self.cycles != other.cycles
        }
    }
}

/// A timing rule, its kernel, and the cycles that sources state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    /// Name of the kernel.
    pub kernel: String,
    /// The rule in words.
    pub rule: String,
    /// Statements in the order of [`Source`], at least one.
    pub stated: Vec<Stated>,
}

impl Row {
    /// Returns true if a verified source states the cycles and no source contradicts another. Other rows need a
    /// measurement on hardware.
    pub(crate) fn is_settled(&self) -> bool {
        let verified = self.stated.iter().any(|stated| stated.source.is_verified());
        verified && !self.stated.iter().any(|one| self.stated.iter().any(|other| one.contradicts(other)))
    }
}

/// A row in the syntax of its file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenRow {
    kernel: String,
    rule: String,
    stated: BTreeMap<Source, WrittenCycles>,
    within: Option<u32>,
}

/// Whole cycles as a number, an average as text.
#[derive(Deserialize)]
#[serde(untagged, expecting = "cycles as a whole number, or an average as text, like \"10.07\"")]
enum WrittenCycles {
    Whole(u32),
    Average(Cycles),
}

impl From<WrittenRow> for Row {
    fn from(written: WrittenRow) -> Self {
        let WrittenRow { kernel, rule, stated: written, within } = written;
        let stated = |(source, cycles)| match cycles {
            WrittenCycles::Whole(cycles) => {
                Stated { source, cycles: Cycles::whole(cycles.into()), average: false, within }
            }
            WrittenCycles::Average(cycles) => Stated { source, cycles, average: true, within },
        };
        Self { kernel, rule, stated: written.into_iter().map(stated).collect() }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Creates a row with these statements; those with a decimal point are averages.
    pub(crate) fn row(stated: &[(Source, &str)]) -> Row {
        let stated = stated.iter().map(|&(source, text)| Stated {
            source,
            cycles: text.parse().unwrap(),
            average: text.contains('.'),
            within: None,
        });
        Row { kernel: "add".to_owned(), rule: "a rule".to_owned(), stated: stated.collect() }
    }

    #[test]
    fn a_verified_source_without_contradiction_settles_a_row() {
        assert!(row(&[(Source::A, "3")]).is_settled());
        assert!(row(&[(Source::A, "3"), (Source::B, "3.01")]).is_settled());
        assert!(row(&[(Source::B, "11.86"), (Source::Unverified, "12")]).is_settled());
        assert!(!row(&[(Source::A, "1"), (Source::OlderA, "2")]).is_settled());
        assert!(!row(&[(Source::Assumption, "1")]).is_settled());
        assert!(!row(&[(Source::Unverified, "2")]).is_settled());
        assert!(!row(&[(Source::Derived, "56"), (Source::Report, "84")]).is_settled());
    }

    #[test]
    fn averages_agree_to_the_nearest_cycle_and_whole_numbers_exactly() {
        let average = row(&[(Source::B, "10.07")]).stated[0];
        assert!(average.agrees_with(Cycles::whole(10)) && average.agrees_with("10.4".parse().unwrap()));
        assert!(!average.agrees_with(Cycles::whole(11)));
        let loose = Stated { within: Some(2), ..average };
        assert!(loose.agrees_with(Cycles::whole(12)) && !loose.agrees_with(Cycles::whole(8)));
        let whole = row(&[(Source::A, "10")]).stated[0];
        assert!(whole.agrees_with(Cycles::whole(10)) && !whole.agrees_with("10.07".parse().unwrap()));
    }
}
