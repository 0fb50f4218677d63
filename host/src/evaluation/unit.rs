//! Units of quantities.

/// Time; deadlines are on quantities of this unit.
pub(super) const NANOSECONDS: &str = "ns";
pub(super) const MILLIMETRES: &str = "mm";
pub(super) const PERCENT: &str = "%";
pub(super) const HERTZ: &str = "Hz";
/// Counts.
pub(super) const ONE: &str = "1";
