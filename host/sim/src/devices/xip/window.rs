//! The windows of XIP onto the flash (RP2350 §4.4.1).

/// The 256 MB that belong to XIP start here.
pub(crate) const BASE: u32 = 0x1000_0000;

/// Offset within a window.
pub(super) const OFFSET: u32 = 0x03FF_FFFF;
/// Two chip selects of 16 MB.
pub(super) const CHIPS: u32 = 0x0200_0000;

/// What a window does with an access (§4.4.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Window {
    /// Through the cache.
    Cached,
    /// Past the cache.
    Uncached,
    /// Writes are cache maintenance.
    Maintenance,
    /// Past the cache and the address translation.
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

/// The core fetches words: two of a line that it enters at its first.
#[inline(always)]
pub(super) const fn words_fetched(address: u32) -> u32 {
    2 - (address >> 2 & 1)
}
