//! Who states a number.

use crate::scenario::words;

words! {
    /// Where the cycles of a row come from. The measured sources stand in the simulator's `docs/timing.md`.
    Source, "source";
    /// jnk0le/random, `cortex_m33.md`: measured on RP2350.
    A = "A",
    /// An older text of source A that says otherwise.
    OlderA = "A-older",
    /// antithesishq/snouty-badge, `badge-bench`: kernels measured on one RP2350.
    B = "B",
    /// Others who measured on RP2350.
    C = "C",
    /// Stated of a kindred core or chip, not measured on RP2350.
    Unverified = "C-unverified",
    /// The RP2350 datasheet.
    Datasheet = "datasheet",
    /// Worked out from register settings, without what the controller adds.
    Derived = "derived",
    /// A single report without its method.
    Report = "report",
    /// A choice of the simulator: nobody states it.
    Choice = "choice",
}

impl Source {
    /// Measured on the chip, or documented by its maker.
    pub const fn is_verified(self) -> bool {
        matches!(self, Self::A | Self::B | Self::C | Self::Datasheet)
    }
}
