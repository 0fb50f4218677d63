//! Random cases: set-up, code of Thread mode, and code of the handlers.

mod action;
mod lazy;
mod memory_protection;
mod priorities;
mod stacks;

use std::collections::BTreeMap;

use crate::random::Random;

/// One case.
pub struct Scenario {
    /// Name of the kind of case.
    pub name: &'static str,
    /// Number of exceptions that run their scripts; all further ones return at once.
    pub budget: u32,
    /// Assembly lines of the set-up, in privileged Thread mode.
    pub setup: Vec<String>,
    /// Assembly lines of Thread mode after the set-up.
    pub thread: Vec<String>,
    /// Assembly lines of the handlers, by exception number.
    pub scripts: BTreeMap<usize, Vec<String>>,
}

/// Functions that make cases. A new kind of case is a file and a line here.
pub const KINDS: [fn(&mut Random) -> Scenario; 4] =
    [priorities::scenario, memory_protection::scenario, stacks::scenario, lazy::scenario];
