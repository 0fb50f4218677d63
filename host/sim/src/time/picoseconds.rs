//! The unit of simulated time.

/// Picoseconds since power-on. 64 bits last 213 days.
pub type Picoseconds = u64;

/// Picoseconds in a second.
pub const SECOND: u128 = 1_000_000_000_000;
