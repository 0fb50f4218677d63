//! Levels of the pins.

/// Levels of the pins, a bit for each pin.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Levels {
    /// Output enable, after override.
    pub driven: u64,
    /// Output level, after override.
    pub output: u64,
    /// Level of the pin itself.
    pub level: u64,
    /// Input of the pad.
    pub sensed: u64,
    /// Input after override, as the devices see it.
    pub input: u64,
    /// Output enables and levels that isolated pads hold.
    pub(super) held_enable: u64,
    pub(super) held_level: u64,
}

impl Levels {
    /// Releases what isolated pads drive.
    pub(crate) fn release_isolated(&mut self) {
        (self.held_enable, self.held_level) = (0, 0);
    }
}
