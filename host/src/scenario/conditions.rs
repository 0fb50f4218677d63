//! Conditions under which samples are taken.

use super::format::ScenarioFile;
use super::source::Source;
use super::{Location, Problem, ScenarioError};
use crate::evaluation::Evaluation;
use crate::run::Collector;
use crate::stats::Lengths;
use toml::Spanned;

/// Maximum of `samples`, equal to that of the flag `--samples`.
const MAX_SAMPLES: u32 = 100_000;
/// Maximum of `boots`, equal to that of the flag `--boots`.
const MAX_BOOTS: u32 = 1_000;

/// Conditions under which samples are taken.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Conditions {
    /// Lengths of samples.
    pub lengths: Lengths,
    /// Maximum number of samples of each length in a boot; `None` for no limit.
    pub samples: Option<u32>,
    /// Maximum number of boots; `None` for no limit.
    pub boots: Option<u32>,
    /// Interrupts stay enabled.
    pub interrupts: bool,
    /// Treatment of the garbage collector.
    pub collector: Collector,
    /// Fixture that acts as the outside world.
    pub fixture: Option<FixtureUse>,
}

/// Fixture of the firmware with its argument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FixtureUse {
    /// Name, with hyphens.
    pub name: String,
    /// Argument, with a meaning that the fixture defines.
    pub argument: u32,
    /// Location in the scenario file.
    pub location: Location,
}

/// Reads the conditions of `file`.
///
/// # Errors
/// [`ScenarioError::Invalid`] for a number out of range, and for keys that exclude each other.
pub(super) fn read(source: &Source<'_>, file: &ScenarioFile) -> Result<Conditions, ScenarioError> {
    let limit = |key, value: &Option<Spanned<u32>>, maximum| {
        value.as_ref().map(|value| source.in_range(key, value, maximum)).transpose()
    };
    let lengths = if limit("lengths", &file.lengths, 2)? == Some(1) { Lengths::One } else { Lengths::Two };
    if lengths == Lengths::One
        && let Some(double) = &file.expect_double
    {
        return Err(source.error(double, Problem::DoubleOfOneLength));
    }
    Ok(Conditions {
        lengths,
        samples: limit("samples", &file.samples, MAX_SAMPLES)?,
        boots: limit("boots", &file.boots, MAX_BOOTS)?,
        interrupts: file.interrupts.unwrap_or(false),
        collector: file.collector.as_ref().map_or(Collector::default(), |it| *it.get_ref()),
        fixture: read_fixture(source, file)?,
    })
}

fn read_fixture(source: &Source<'_>, file: &ScenarioFile) -> Result<Option<FixtureUse>, ScenarioError> {
    let Some(name) = &file.fixture else {
        return match &file.argument {
            Some(argument) => Err(source.error(argument, Problem::ArgumentWithoutFixture)),
            None => Ok(None),
        };
    };
    source.check_id(name)?;
    Ok(Some(FixtureUse {
        name: name.get_ref().clone(),
        argument: file.argument.as_ref().map_or(0, |it| *it.get_ref()),
        location: source.location(name.span().start),
    }))
}

/// Reads the evaluation of `file`.
///
/// # Errors
/// [`ScenarioError::Invalid`] if it needs another fixture.
pub(super) fn read_evaluation(
    source: &Source<'_>,
    file: &ScenarioFile,
) -> Result<Option<Evaluation>, ScenarioError> {
    let Some(evaluation) = &file.evaluation else { return Ok(None) };
    let found = file.fixture.as_ref().map(|it| it.get_ref().as_str());
    match evaluation.get_ref().fixture() {
        Some(expected) if found != Some(expected) => {
            let problem = Problem::EvaluationFixture { kind: evaluation.get_ref().kind(), expected };
            Err(source.error(evaluation, problem))
        }
        _ => Ok(Some(evaluation.get_ref().clone())),
    }
}

#[cfg(test)]
#[path = "conditions_tests.rs"]
mod tests;
