//! The cells of a run: scenarios × implementations × placements, filtered, ordered, sharded.

use super::{Implementation, Scenario};
use crate::random::Random;
use crate::run::{CellKey, Placement, Runtime, Scale};
use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use std::{collections::BTreeSet, fmt, str::FromStr, sync::Arc};

/// One implementation of one scenario in one placement: what a row of a table is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    scenario: Arc<Scenario>,
    /// Index into the scenario's implementations.
    implementation: usize,
    /// Where the code lies.
    pub placement: Placement,
}

impl Cell {
    /// The scenario.
    pub fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// The implementation.
    pub fn implementation(&self) -> &Implementation {
        &self.scenario.implementations[self.implementation]
    }

    /// What executes it.
    pub fn runtime(&self) -> Runtime {
        self.implementation().runtime
    }

    /// Returns its key.
    pub fn key(&self) -> CellKey {
        CellKey::new(&self.scenario.id, &self.implementation().id, self.placement)
    }
}

/// Which cells to take. An empty list means all.
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

/// Part `index` of `count` equal parts of a matrix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    index: usize,
    count: usize,
}

impl Shard {
    /// The whole matrix.
    pub const WHOLE: Self = Self { index: 1, count: 1 };

    /// Which part, 1 to [`count`](Self::count).
    pub fn index(self) -> usize {
        self.index
    }

    /// How many parts there are.
    pub fn count(self) -> usize {
        self.count
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.index, self.count)
    }
}

/// A text that is no shard.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no shard, expected I/N with I from 1 to N")]
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

/// Why there is no matrix.
#[derive(Debug, thiserror::Error)]
pub enum MatrixError {
    /// A pattern is not a glob.
    #[error("`{pattern}` is no glob pattern")]
    Pattern {
        /// The pattern.
        pattern: String,
        /// Why.
        source: globset::Error,
    },
    /// A pattern matches no scenario.
    #[error("no scenario matches `{pattern}`, there are {}", .scenarios.join(", "))]
    NoMatch {
        /// The pattern.
        pattern: String,
        /// Ids of the scenarios there are.
        scenarios: Vec<String>,
    },
    /// The filters together leave nothing.
    #[error("no cell is left: the filters for scenario, runtime, placement and scale exclude each other")]
    Empty,
}

/// The cells of `scenarios` that `filter` lets through, in the random order that `seed` gives, and of
/// those the part that `shard` names. The order does not depend on the order of `scenarios`.
///
/// # Errors
/// [`MatrixError`] if a pattern is malformed or matches nothing, or if no cell is left. A shard of a
/// small matrix may be empty without error.
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

/// The patterns as one set, or `None` for no pattern. Each must match some scenario.
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
