//! Geometry of the cache: 16 KB in two ways.

/// Bytes of a line.
pub(super) const LINE: u32 = 8;
/// Number of sets.
pub(super) const SETS: usize = 1024;
/// Lines of a set.
pub(super) const WAYS: usize = 2;
