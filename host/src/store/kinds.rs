//! The words that a run's provenance uses.

use crate::scenario::words;

words! {
    /// What was measured. It stands in every file, table and chart.
    BoardKind, "board kind";
    /// The simulated Pico 2: a model, no measurement of silicon.
    Simulated = "simulated",
    /// A Pico 2 behind a debug probe.
    Hardware = "hardware",
}

words! {
    /// How cycles were read.
    Method, "method";
    /// The firmware stamps CYCCNT, the host reads the stamps over SWD.
    Link = "link",
    /// Hardware breakpoints at start and end, CYCCNT read over SWD while the core is halted.
    Breakpoint = "breakpoint",
}

words! {
    /// How a run ended.
    Ending, "ending";
    /// Every cell had its turn.
    Complete = "complete",
    /// Somebody stopped it.
    Interrupted = "interrupted",
    /// It goes on still, or the program or the board ended it.
    Unfinished = "unfinished",
}
