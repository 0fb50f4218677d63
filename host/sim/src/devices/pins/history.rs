//! Recent changes of the inputs, for readers behind a synchroniser.

/// Cycles by which SIO reads an input late (register description of SYSCFG.PROC_IN_SYNC_BYPASS).
const SYNCHRONISER: u64 = 2;

/// Number of changes kept: one for each cycle of the synchroniser, and the state before.
const CHANGES: usize = 4;

/// Inputs, and the cycles from which they had these levels, the latest first.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct History([(u64, u64); CHANGES]);

impl History {
    /// Records the inputs from a cycle on.
    pub(super) fn change(&mut self, cycle: u64, input: u64) {
        if self.0[0].0 < cycle {
            self.0.rotate_right(1);
        }
        self.0[0] = (cycle.max(self.0[1].0), input);
    }

    /// Returns the inputs that SIO reads in a cycle.
    pub(super) fn synchronised(&self, cycle: u64) -> u64 {
        let sampled = cycle.saturating_sub(SYNCHRONISER);
        self.0.iter().find(|(since, _)| *since <= sampled).unwrap_or(&self.0[CHANGES - 1]).1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_seen_two_cycles_later() {
        let mut history = History::default();
        for (cycle, input) in [(10, 1), (11, 2), (11, 3), (12, 4), (13, 5), (20, 6)] {
            history.change(cycle, input);
        }
        assert_eq!([14, 15, 21, 22].map(|cycle| history.synchronised(cycle)), [4, 5, 5, 6]);
    }
}
