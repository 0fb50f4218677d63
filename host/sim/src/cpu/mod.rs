//! The Cortex-M33 core.

pub mod fp;
