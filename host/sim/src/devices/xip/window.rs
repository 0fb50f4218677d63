//! Windows of XIP onto the flash (RP2350 §4.4.1).

/// Start of the 256 MB of XIP.
pub(crate) const BASE: u32 = 0x1000_0000;

/// Offset within a window.
pub(super) const OFFSET: u32 = 0x03FF_FFFF;
/// Two chip selects of 16 MB.
pub(super) const CHIPS: u32 = 0x0200_0000;

/// Treatment of accesses in a window (§4.4.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Window {
    /// Through the cache.
    Cached,
    /// Bypasses the cache.
    Uncached,
    /// Writes are cache maintenance.
    Maintenance,
    /// Bypasses the cache and the address translation.
    Untranslated,
}

impl Window {
    #[inline(always)]
    pub(super) fn of(address: u32) -> Self {
        match address >> 26 & 3 {
            0 => Window::Cached,
            1 => Window::Uncached,
            2 => Window::Maintenance,
            _ => Window::Untranslated,
        }
    }
}

/// Words fetched from a line: two if the core enters it at its first word.
#[inline(always)]
pub(super) const fn words_fetched(address: u32) -> u32 {
    2 - (address >> 2 & 1)
}
