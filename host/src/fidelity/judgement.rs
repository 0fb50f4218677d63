//! What a measurement says of a row.

use serde::Serialize;
use strum::{AsRefStr, Display};

use super::{Cycles, Row, Source, Stated};

/// How a row stands after it was measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Display, AsRefStr)]
#[strum(serialize_all = "kebab-case")]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// As every source states.
    Equal,
    /// As no source states.
    Different,
    /// As one of several contradicting sources states, or as an unverified one does.
    Unsettled,
    /// Not measured: the kernel did not come to its end, or not as it must.
    Failed,
}

/// A measured row, judged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Judgement {
    /// How it stands; the row says so.
    #[serde(skip)]
    pub status: Status,
    /// The sources that state what was measured.
    pub agrees_with: Vec<Source>,
    /// Measured less stated; less the first stated where there are several. Zero where it is [`Status::Equal`].
    pub difference: Cycles,
}

impl Judgement {
    /// Judges `measured` cycles.
    pub fn new(row: &Row, measured: Cycles) -> Self {
        let agrees = |stated: &&Stated| stated.agrees_with(measured);
        let agrees_with: Vec<Source> = row.stated.iter().filter(agrees).map(|stated| stated.source).collect();
        let status = match agrees_with.len() {
            0 => Status::Different,
            _ if row.is_settled() => Status::Equal,
            _ => Status::Unsettled,
        };
        let first = row.stated.first().map_or(measured, |stated| stated.cycles);
        let difference = if status == Status::Equal { Cycles::whole(0) } else { measured - first };
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
        let equal = Judgement::new(&settled, Cycles::whole(3));
        assert_eq!(equal.status, Status::Equal);
        assert_eq!(equal.difference, Cycles::whole(0));
        assert_eq!(equal.agrees_with, [Source::A, Source::B]);
        let different = Judgement::new(&settled, Cycles::whole(4));
        assert_eq!((different.status, different.difference), (Status::Different, Cycles::whole(1)));
        assert!(different.agrees_with.is_empty());
    }

    #[test]
    fn an_unsettled_row_names_the_source_that_is_right() {
        let disputed = row(&[(Source::A, "1"), (Source::OlderA, "2")]);
        let judgement = Judgement::new(&disputed, Cycles::whole(2));
        assert_eq!(judgement.status, Status::Unsettled);
        assert_eq!(judgement.agrees_with, [Source::OlderA]);
        assert_eq!(judgement.difference, Cycles::whole(1));
        assert_eq!(Judgement::new(&disputed, Cycles::whole(3)).status, Status::Different);
    }
}
