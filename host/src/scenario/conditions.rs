//! The keys that say under which conditions samples are taken, and what comes of what they leave.

use super::{
    Location, Problem, ScenarioError,
    file::{ScenarioFile, Source},
};
use crate::evaluation::Evaluation;
use crate::run::{Collector, Deadline};
use crate::stats::Lengths;
use serde::Deserialize;
use toml::Spanned;

/// Samples and boots that a scenario may ask for: what `--samples` and `--boots` allow.
const MOST_SAMPLES: u32 = 100_000;
const MOST_BOOTS: u32 = 1_000;

/// Under which conditions samples are taken.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Conditions {
    /// At how many lengths.
    pub lengths: Lengths,
    /// At most so many samples of each length in a boot.
    pub samples: Option<u32>,
    /// At most so many boots.
    pub boots: Option<u32>,
    /// Whether interrupts stay enabled.
    pub interrupts: bool,
    /// What happens to the garbage collector.
    pub collector: Collector,
    /// What plays the world around the work.
    pub fixture: Option<FixtureUse>,
}

/// A fixture of the firmware and the number it is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FixtureUse {
    /// Its name, with hyphens.
    pub name: String,
    /// What the number means is the fixture's.
    pub argument: u32,
    /// Where it is written.
    pub location: Location,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DeadlineFile {
    name: Spanned<String>,
    quantity: Option<Spanned<String>>,
    earliest_ns: Option<Spanned<u64>>,
    latest_ns: Spanned<u64>,
}

impl Source<'_> {
    /// The conditions that the keys of `file` state.
    pub(super) fn conditions(&self, file: &ScenarioFile) -> Result<Conditions, ScenarioError> {
        let lengths = self.within("lengths", file.lengths.as_ref(), 2)?;
        if lengths == Some(1)
            && let Some(double) = &file.expect_double
        {
            return Err(self.error(double, Problem::DoubleOfOneLength));
        }
        Ok(Conditions {
            lengths: if lengths == Some(1) { Lengths::One } else { Lengths::Two },
            samples: self.within("samples", file.samples.as_ref(), MOST_SAMPLES)?,
            boots: self.within("boots", file.boots.as_ref(), MOST_BOOTS)?,
            interrupts: file.interrupts.unwrap_or(false),
            collector: file.collector.as_ref().map_or(Collector::Forced, |it| *it.get_ref()),
            fixture: self.fixture(file)?,
        })
    }

    fn fixture(&self, file: &ScenarioFile) -> Result<Option<FixtureUse>, ScenarioError> {
        let Some(name) = &file.fixture else {
            return match &file.argument {
                Some(argument) => Err(self.error(argument, Problem::ArgumentWithoutFixture)),
                None => Ok(None),
            };
        };
        self.check_id(name)?;
        Ok(Some(FixtureUse {
            name: name.get_ref().clone(),
            argument: file.argument.as_ref().map_or(0, |it| *it.get_ref()),
            location: self.location(name.span().start),
        }))
    }

    /// The evaluation of `file`, which must fit its fixture.
    pub(super) fn evaluation(&self, file: &ScenarioFile) -> Result<Option<Evaluation>, ScenarioError> {
        let Some(evaluation) = &file.evaluation else { return Ok(None) };
        let found = file.fixture.as_ref().map(|it| it.get_ref().as_str());
        match evaluation.get_ref().fixture() {
            Some(expected) if found != Some(expected) => Err(self.error(
                evaluation,
                Problem::EvaluationFixture { kind: evaluation.get_ref().kind(), expected },
            )),
            _ => Ok(Some(evaluation.get_ref().clone())),
        }
    }

    /// The deadlines of `file`, on times that `evaluation` gives or on the time of an operation.
    pub(super) fn deadlines(
        &self,
        files: &[DeadlineFile],
        evaluation: Option<&Evaluation>,
    ) -> Result<Vec<Deadline>, ScenarioError> {
        let mut deadlines: Vec<Deadline> = Vec::with_capacity(files.len());
        for file in files {
            self.check_text("name", &file.name)?;
            let name = file.name.get_ref().clone();
            if deadlines.iter().any(|it| it.name == name) {
                return Err(self.error(&file.name, Problem::RepeatedDeadline(name)));
            }
            if let Some(quantity) = &file.quantity {
                self.check_quantity(quantity, evaluation)?;
            }
            let latest_ns = *file.latest_ns.get_ref();
            let out_of_range = |value: &Spanned<u64>, key, minimum, maximum| {
                self.error(value, Problem::Range { key, found: *value.get_ref(), minimum, maximum })
            };
            if latest_ns == 0 {
                return Err(out_of_range(&file.latest_ns, "latest_ns", 1, i64::MAX as u64));
            }
            if let Some(earliest) = file.earliest_ns.as_ref().filter(|it| *it.get_ref() > latest_ns) {
                return Err(out_of_range(earliest, "earliest_ns", 0, latest_ns));
            }
            deadlines.push(Deadline {
                name,
                quantity: file.quantity.as_ref().map(|it| it.get_ref().clone()),
                earliest_ns: file.earliest_ns.as_ref().map_or(0, |it| *it.get_ref()),
                latest_ns,
            });
        }
        Ok(deadlines)
    }

    fn check_quantity(
        &self,
        quantity: &Spanned<String>,
        evaluation: Option<&Evaluation>,
    ) -> Result<(), ScenarioError> {
        let times: Vec<String> = evaluation
            .map(Evaluation::quantities)
            .unwrap_or_default()
            .into_iter()
            .filter(|it| it.unit == Evaluation::TIME_UNIT)
            .map(|it| it.id)
            .collect();
        if times.contains(quantity.get_ref()) {
            return Ok(());
        }
        Err(self.error(quantity, Problem::Quantity { found: quantity.get_ref().clone(), expected: times }))
    }

    /// A number of at least 1 and at most `maximum`.
    fn within(
        &self,
        key: &'static str,
        value: Option<&Spanned<u32>>,
        maximum: u32,
    ) -> Result<Option<u32>, ScenarioError> {
        let Some(value) = value else { return Ok(None) };
        let found = *value.get_ref();
        if (1..=maximum).contains(&found) {
            return Ok(Some(found));
        }
        let problem = Problem::Range { key, found: found.into(), minimum: 1, maximum: maximum.into() };
        Err(self.error(value, problem))
    }
}

#[cfg(test)]
#[path = "conditions_tests.rs"]
mod tests;
