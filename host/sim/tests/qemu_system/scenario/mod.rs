//! Random cases: what is set up, what Thread mode does, and what the handlers do.

mod action;
mod lazy;
mod memory_protection;
mod priorities;
mod stacks;

use std::collections::BTreeMap;

use crate::random::Random;

/// One case.
pub struct Scenario {
    /// What it is about.
    pub name: &'static str,
    /// Exceptions that run their scripts; all further ones only return.
    pub budget: u32,
    /// Assembly lines of the set-up, in privileged Thread mode.
    pub setup: Vec<String>,
    /// Lines that follow.
    pub thread: Vec<String>,
    /// Lines of the handlers, by exception number.
    pub scripts: BTreeMap<usize, Vec<String>>,
}

/// Makers of cases. A new kind of case is a file and a line here.
pub const KINDS: [fn(&mut Random) -> Scenario; 4] =
    [priorities::scenario, memory_protection::scenario, stacks::scenario, lazy::scenario];
