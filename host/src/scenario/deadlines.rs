//! Reads the deadlines of a scenario file.

use super::format::DeadlineFile;
use super::source::Source;
use super::{Problem, ScenarioError};
use crate::evaluation::Evaluation;
use crate::run::Deadline;
use toml::Spanned;

/// Reads `files`, the deadlines of `source`, on times that `evaluation` yields or on the time of an operation.
///
/// # Errors
/// [`ScenarioError::Invalid`] for a name that is used twice, a number out of range, and a quantity that is not a time.
pub(super) fn read(
    source: &Source<'_>,
    files: &[DeadlineFile],
    evaluation: Option<&Evaluation>,
) -> Result<Vec<Deadline>, ScenarioError> {
    let mut deadlines: Vec<Deadline> = Vec::with_capacity(files.len());
    for file in files {
        source.check_text("name", &file.name)?;
        let name = file.name.get_ref().clone();
        if deadlines.iter().any(|it| it.name == name) {
            return Err(source.error(&file.name, Problem::RepeatedDeadline(name)));
        }
        if let Some(quantity) = &file.quantity {
            check_quantity(source, quantity, evaluation)?;
        }
        let latest_ns = *file.latest_ns.get_ref();
        let out_of_range = |value: &Spanned<u64>, key, minimum, maximum| {
            source.error(value, Problem::Range { key, found: *value.get_ref(), minimum, maximum })
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
    source: &Source<'_>,
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
    Err(source.error(quantity, Problem::Quantity { found: quantity.get_ref().clone(), expected: times }))
}
