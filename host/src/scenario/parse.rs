//! Parses the text of a `scenario.toml` into a [`Scenario`].

use super::error::format_message;
use super::format::ScenarioFile;
use super::source::Source;
use super::{Problem, Scenario, ScenarioError, conditions, deadlines, implementations};
use std::path::Path;
use toml::Spanned;

/// Maximum of `operations`: twice as many must fit in the 32 bits that the link transfers.
const MAX_OPERATIONS: u32 = u32::MAX / 2;

/// Parses the scenario file at `path` with the content `text`. Reads scripts from the folder of `path`.
///
/// # Errors
/// [`ScenarioError::Invalid`] with the line, for anything that the format does not allow.
pub fn parse(path: &Path, text: &str) -> Result<Scenario, ScenarioError> {
    let source = Source { path, text };
    let file: ScenarioFile = toml::from_str(text).map_err(|error| {
        let offset = error.span().map_or(0, |span| span.start);
        source.error_at(offset, Problem::Format(format_message(&error)))
    })?;

    source.check_id(&file.id)?;
    source.check_text("title", &file.title)?;
    let operations = source.in_range("operations", &file.operations, MAX_OPERATIONS)?;
    let conditions = conditions::read(&source, &file)?;
    let evaluation = conditions::read_evaluation(&source, &file)?;
    let deadlines = deadlines::read(&source, &file.deadline, evaluation.as_ref())?;
    let implementations = implementations::read(&source, &file.implementation)?;
    if !implementations.iter().any(|it| it.id == *file.baseline.get_ref()) {
        let problem = Problem::Baseline {
            found: file.baseline.get_ref().clone(),
            expected: implementations.into_iter().map(|it| it.id).collect(),
        };
        return Err(source.error(&file.baseline, problem));
    }

    Ok(Scenario {
        location: source.location(file.id.span().start),
        id: file.id.into_inner(),
        scale: file.scale.into_inner(),
        title: file.title.into_inner(),
        operations,
        expect: file.expect,
        expect_double: file.expect_double.map_or(file.expect.wrapping_mul(2), Spanned::into_inner),
        baseline: file.baseline.into_inner(),
        conditions,
        evaluation,
        deadlines,
        implementations,
    })
}

#[cfg(test)]
#[path = "parse_tests.rs"]
mod tests;
