//! Levels of the pins.

/// What the pins are at, a bit a pin.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Levels {
    /// Output enable, after override.
    pub driven: u64,
    /// Output level, after override.
    pub output: u64,
    /// Level of the pin itself.
    pub level: u64,
    /// Level that the pad's input gives.
    pub sensed: u64,
    /// The same after override: what the blocks see.
    pub input: u64,
    /// Drive that isolated pads keep.
    pub(super) held_enable: u64,
    pub(super) held_level: u64,
}

impl Levels {
    /// The pads were reset: isolated ones drive nothing.
    pub(crate) fn forget_held(&mut self) {
        (self.held_enable, self.held_level) = (0, 0);
    }
}
