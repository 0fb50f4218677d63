//! Recorded instructions, and register values captured with them.

/// Value to capture whenever the instruction at `address` is about to be executed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CapturePoint {
    /// Address without the Thumb bit.
    pub address: u32,
    /// Core register, 0 to 14.
    pub register: u8,
    /// Pointers to follow: for each offset in turn, the value is replaced by the word at value + offset.
    pub path: Vec<u32>,
}

/// One executed instruction. Cycles and XIP counts are 0 if they are not known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Step {
    /// Address.
    pub address: u32,
    /// Cycles.
    pub cycles: u32,
    /// XIP cache hits.
    pub xip_hits: u32,
    /// XIP cache accesses.
    pub xip_accesses: u32,
}

/// Captured value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Capture {
    /// Index of the step before whose execution the value was captured.
    pub step: usize,
    /// Index of the capture point.
    pub point: usize,
    /// The value; `None` if a pointer of the path could not be read.
    pub value: Option<u32>,
}

/// The instructions of a sample, from its start mark up to its end mark.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Trace {
    /// Steps in order of execution, without the instruction at the end mark.
    pub steps: Vec<Step>,
    /// Captured values in the order of their steps.
    pub captures: Vec<Capture>,
    /// Sum of the cycles of the steps; `None` if cycles are not known.
    pub cycles: Option<u64>,
}
