//! A row of the reference.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Cycles, Source};

/// What one source says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Stated {
    /// Who.
    pub source: Source,
    /// Cycles of one repetition of the kernel's code.
    pub cycles: Cycles,
    /// An average over a run that contains more than the code: compared to the nearest cycle. Written with a point.
    pub average: bool,
    /// How many cycles a measurement may be off, where it depends on how two things at work at once happen to meet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub within: Option<u32>,
}

impl Stated {
    /// Whether a number of cycles is what this source says.
    pub fn agrees_with(&self, cycles: Cycles) -> bool {
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

/// A rule, the kernel that shows it, and what sources state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Name of the kernel.
    pub kernel: String,
    /// The rule in words.
    pub rule: String,
    /// In the order of [`Source::ALL`], at least one.
    pub stated: Vec<Stated>,
}

impl Row {
    /// A verified source states it and no source contradicts another. The others are for owners of a board to settle.
    pub fn is_settled(&self) -> bool {
        let verified = self.stated.iter().any(|stated| stated.source.is_verified());
        verified && !self.stated.iter().any(|one| self.stated.iter().any(|other| one.contradicts(other)))
    }
}

/// A row as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenRow {
    kernel: String,
    rule: String,
    stated: BTreeMap<Source, WrittenCycles>,
    within: Option<u32>,
}

/// Whole cycles as a number, averages as text.
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

    /// A row with these stated values, those with a point being averages.
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
    fn a_row_is_settled_by_a_verified_source_that_nobody_contradicts() {
        assert!(row(&[(Source::A, "3")]).is_settled());
        assert!(row(&[(Source::A, "3"), (Source::B, "3.01")]).is_settled());
        assert!(row(&[(Source::B, "11.86"), (Source::Unverified, "12")]).is_settled());
        assert!(!row(&[(Source::A, "1"), (Source::OlderA, "2")]).is_settled());
        assert!(!row(&[(Source::Choice, "1")]).is_settled());
        assert!(!row(&[(Source::Unverified, "2")]).is_settled());
        assert!(!row(&[(Source::Derived, "56"), (Source::Report, "84")]).is_settled());
    }

    #[test]
    fn averages_agree_with_the_nearest_cycle_and_whole_numbers_with_themselves() {
        let average = row(&[(Source::B, "10.07")]).stated[0];
        assert!(average.agrees_with(Cycles::whole(10)) && average.agrees_with("10.4".parse().unwrap()));
        assert!(!average.agrees_with(Cycles::whole(11)));
        let loose = Stated { within: Some(2), ..average };
        assert!(loose.agrees_with(Cycles::whole(12)) && !loose.agrees_with(Cycles::whole(8)));
        let whole = row(&[(Source::A, "10")]).stated[0];
        assert!(whole.agrees_with(Cycles::whole(10)) && !whole.agrees_with("10.07".parse().unwrap()));
    }
}
