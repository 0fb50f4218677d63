//! Text of a scenario file, for errors with their locations.

use super::{Location, Problem, ScenarioError};
use crate::run::is_id;
use std::path::Path;
use toml::Spanned;

/// A scenario file that is being read.
pub(super) struct Source<'a> {
    /// Path of the file.
    pub path: &'a Path,
    /// Content of the file.
    pub text: &'a str,
}

impl Source<'_> {
    /// Returns the location of the byte at `offset`.
    pub(super) fn location(&self, offset: usize) -> Location {
        Location::of(self.path, self.text, offset)
    }

    /// Creates an error at the byte at `offset`.
    pub(super) fn error_at(&self, offset: usize, problem: Problem) -> ScenarioError {
        ScenarioError::Invalid { location: self.location(offset), problem }
    }

    /// Creates an error at a value.
    pub(super) fn error<T>(&self, value: &Spanned<T>, problem: Problem) -> ScenarioError {
        self.error_at(value.span().start, problem)
    }

    /// Checks the form of an id.
    pub(super) fn check_id(&self, id: &Spanned<String>) -> Result<(), ScenarioError> {
        if is_id(id.get_ref()) { Ok(()) } else { Err(self.error(id, Problem::Id(id.get_ref().clone()))) }
    }

    /// Checks that a text is not blank.
    pub(super) fn check_text(&self, key: &'static str, text: &Spanned<String>) -> Result<(), ScenarioError> {
        if text.get_ref().trim().is_empty() { Err(self.error(text, Problem::Empty(key))) } else { Ok(()) }
    }

    /// Returns a number from 1 to `maximum`.
    pub(super) fn in_range(
        &self,
        key: &'static str,
        value: &Spanned<u32>,
        maximum: u32,
    ) -> Result<u32, ScenarioError> {
        let found = *value.get_ref();
        if (1..=maximum).contains(&found) {
            return Ok(found);
        }
        let problem = Problem::Range { key, found: found.into(), minimum: 1, maximum: maximum.into() };
        Err(self.error(value, problem))
    }
}
