//! Rounds and their summaries.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::log_line::log_line;

/// Summary of a round.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RoundSummary {
    /// Number of accesses or instructions.
    pub actions: u64,
    /// Number of stops of the board, by the name of what is not modelled.
    pub stops: BTreeMap<String, u64>,
    /// Description of a failure.
    pub failure: Option<String>,
    /// Checksum of everything that was read. Two runs of a seed have the same checksum.
    pub checksum: u64,
}

impl RoundSummary {
    /// Adds a value to the checksum.
    pub fn note(&mut self, value: u64) {
        self.checksum = self.checksum.rotate_left(5).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ value;
    }

    /// Records a stop of the board, whose reason must not be empty.
    pub fn stopped(&mut self, reason: &str) {
        if reason.trim().is_empty() {
            self.failure = Some("a stop without a reason".into());
        }
        // The name without addresses.
        let name = reason.rsplit_once(" at 0x").map_or(reason, |(name, _)| name);
        let name = name.split_once("not modelled: ").map_or(name, |(_, name)| name);
        *self.stops.entry(name.to_owned()).or_default() += 1;
    }
}

/// Runs rounds, and checks the number of their actions. Environment variables override the number of rounds.
pub fn all(what: &str, (rounds, least): (u64, u64), round: impl Fn(u64, &mut Vec<String>) -> RoundSummary) {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let (seeds, least) = match (number("ROBUSTNESS_SEED"), number("ROBUSTNESS_ROUNDS")) {
        (Some(seed), _) => (seed..seed + 1, 1),
        (None, Some(rounds)) => (0..rounds, rounds.min(1)),
        (None, None) => (0..rounds, least),
    };
    let (mut actions, mut stops, mut names) = (0, 0, BTreeMap::new());
    for seed in seeds {
        let mut trail = Vec::new();
        let summary = catch_unwind(AssertUnwindSafe(|| round(seed, &mut trail)));
        let last = trail[trail.len().saturating_sub(12)..].join("\n  ");
        let Ok(summary) = summary else {
            panic!("{what}, seed {seed}: panicked after\n  {last}");
        };
        if let Some(failure) = summary.failure {
            panic!("{what}, seed {seed}: {failure}, after\n  {last}");
        }
        actions += summary.actions;
        stops += summary.stops.values().sum::<u64>();
        names.extend(summary.stops);
    }
    log_line(&format!("{actions} random {what}, {stops} stops of the board, {} different ones", names.len()));
    assert!(actions >= least, "only {actions} {what}");
}
