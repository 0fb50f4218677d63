//! Matrix of a run: scenarios × implementations × placements, filtered, ordered, sharded.

use super::{Implementation, Scenario};
use crate::random::Random;
use crate::run::{CellKey, Placement, Runtime, Scale};
use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use std::{collections::BTreeSet, fmt, str::FromStr, sync::Arc};

/// A cell: one implementation of one scenario in one placement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    scenario: Arc<Scenario>,
    /// Index into the scenario's implementations.
    implementation: usize,
    /// Placement of the code.
    pub placement: Placement,
}

impl Cell {
    /// Returns its scenario.
    pub fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// Returns its implementation.
    pub fn implementation(&self) -> &Implementation {
        &self.scenario.implementations[self.implementation]
    }

    /// Returns the runtime that executes it.
    pub fn runtime(&self) -> Runtime {
        self.implementation().runtime
    }

    /// Returns its key.
    pub fn key(&self) -> CellKey {
        CellKey::new(&self.scenario.id, &self.implementation().id, self.placement)
    }
}

/// Filter of cells. An empty list selects all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Glob patterns for scenario ids.
    pub scenarios: Vec<String>,
    /// Runtimes.
    pub runtimes: Vec<Runtime>,
    /// Placements.
    pub placements: Vec<Placement>,
    /// Time scales.
    pub scales: Vec<Scale>,
}

/// One of several equal parts of a matrix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    index: usize,
    count: usize,
}

impl Shard {
    /// The whole matrix as one part.
    pub const WHOLE: Self = Self { index: 1, count: 1 };

    /// Returns the number of the part, from 1 to [`count`](Self::count).
    pub fn index(self) -> usize {
        self.index
    }

    /// Returns the number of parts.
    pub fn count(self) -> usize {
        self.count
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.index, self.count)
    }
}

/// Error of a text that is not a shard.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a shard, expected I/N with I from 1 to N")]
pub struct ShardError(String);

impl FromStr for Shard {
    type Err = ShardError;

    fn from_str(text: &str) -> Result<Self, ShardError> {
        let numbers =
            text.split_once('/').and_then(|(index, count)| Some((index.parse().ok()?, count.parse().ok()?)));
        match numbers {
            Some((index, count)) if (1..=count).contains(&index) => Ok(Self { index, count }),
            _ => Err(ShardError(text.to_owned())),
        }
    }
}

/// Error of creating the matrix.
#[derive(Debug, thiserror::Error)]
pub enum MatrixError {
    /// A pattern is not a valid glob.
    #[error("`{pattern}` is not a valid glob pattern")]
    Pattern {
        /// The pattern.
        pattern: String,
        /// Cause.
        source: globset::Error,
    },
    /// A pattern matches no scenario.
    #[error("no scenario matches `{pattern}`, expected one of {}", .scenarios.join(", "))]
    NoMatch {
        /// The pattern.
        pattern: String,
        /// Ids of all scenarios.
        scenarios: Vec<String>,
    },
    /// No cell passes all filters.
    #[error("no cell passes all filters for scenario, runtime, placement and scale: remove one of them")]
    Empty,
}

/// Returns the part `shard` of the cells of `scenarios` that pass `filter`, in the random order of `seed`. The order does
/// not depend on the order of `scenarios`.
///
/// # Errors
/// [`MatrixError`] if a pattern is invalid or matches no scenario, or if no cell passes the filter. A shard of a small
/// matrix may be empty without error.
pub fn matrix(
    scenarios: Vec<Scenario>,
    filter: &Filter,
    seed: u64,
    shard: Shard,
) -> Result<Vec<Cell>, MatrixError> {
    let chosen = globs(&filter.scenarios, &scenarios)?;
    let mut cells = Vec::new();
    for scenario in scenarios {
        if !passes(&filter.scales, &scenario.scale)
            || !chosen.as_ref().is_none_or(|globs| globs.is_match(&scenario.id))
        {
            continue;
        }
        let scenario = Arc::new(scenario);
        for (index, implementation) in scenario.implementations.iter().enumerate() {
            for &placement in &implementation.placements {
                if passes(&filter.runtimes, &implementation.runtime) && passes(&filter.placements, &placement)
                {
                    cells.push(Cell { scenario: Arc::clone(&scenario), implementation: index, placement });
                }
            }
        }
    }
    if cells.is_empty() {
        return Err(MatrixError::Empty);
    }
    cells.sort_by_cached_key(Cell::key);
    Random::new(seed, "cell order").shuffle(&mut cells);
    Ok(cells.into_iter().skip(shard.index - 1).step_by(shard.count).collect())
}

fn passes<T: PartialEq>(allowed: &[T], value: &T) -> bool {
    allowed.is_empty() || allowed.contains(value)
}

/// Returns the patterns as one set; `None` for no pattern. Each must match a scenario.
fn globs(patterns: &[String], scenarios: &[Scenario]) -> Result<Option<GlobSet>, MatrixError> {
    if patterns.is_empty() {
        return Ok(None);
    }
    let mut set = GlobSetBuilder::new();
    for pattern in patterns {
        let error = |source| MatrixError::Pattern { pattern: pattern.clone(), source };
        let glob = GlobBuilder::new(pattern).literal_separator(true).build().map_err(error)?;
        let matcher = glob.compile_matcher();
        if !scenarios.iter().any(|scenario| matcher.is_match(&scenario.id)) {
            let ids: BTreeSet<_> = scenarios.iter().map(|scenario| scenario.id.clone()).collect();
            return Err(MatrixError::NoMatch {
                pattern: pattern.clone(),
                scenarios: ids.into_iter().collect(),
            });
        }
        set.add(glob);
    }
    let built = set.build().map_err(|source| MatrixError::Pattern { pattern: patterns.join(" "), source })?;
    Ok(Some(built))
}

#[cfg(test)]
#[path = "matrix_tests.rs"]
mod tests;
