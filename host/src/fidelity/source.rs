//! Who states a number.

use serde::{Deserialize, Serialize};
use strum::{AsRefStr, Display};

/// Where the cycles of a row come from. The measured sources stand in the simulator's `docs/timing.md`.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Display, AsRefStr,
)]
pub enum Source {
    /// jnk0le/random, `cortex_m33.md`: measured on RP2350.
    A,
    /// An older text of source A that says otherwise.
    #[strum(serialize = "A-older")]
    #[serde(rename = "A-older")]
    OlderA,
    /// antithesishq/snouty-badge, `badge-bench`: kernels measured on one RP2350.
    B,
    /// Others who measured on RP2350.
    C,
    /// Stated of a kindred core or chip, not measured on RP2350.
    #[strum(serialize = "C-unverified")]
    #[serde(rename = "C-unverified")]
    Unverified,
    /// The RP2350 datasheet.
    #[strum(serialize = "datasheet")]
    #[serde(rename = "datasheet")]
    Datasheet,
    /// Worked out from register settings, without what the controller adds.
    #[strum(serialize = "derived")]
    #[serde(rename = "derived")]
    Derived,
    /// A single report without its method.
    #[strum(serialize = "report")]
    #[serde(rename = "report")]
    Report,
    /// A choice of the simulator: nobody states it.
    #[strum(serialize = "choice")]
    #[serde(rename = "choice")]
    Choice,
}

impl Source {
    /// Measured on the chip, or documented by its maker.
    pub const fn is_verified(self) -> bool {
        matches!(self, Self::A | Self::B | Self::C | Self::Datasheet)
    }
}
