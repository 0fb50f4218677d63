//! Sources of stated cycles.

use serde::{Deserialize, Serialize};
use strum::{AsRefStr, Display};

/// Source of the cycles of a row. The measured sources are listed in the simulator's `docs/timing.md`.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Display, AsRefStr,
)]
pub(crate) enum Source {
    /// jnk0le/random, `cortex_m33.md`: measured on RP2350.
    A,
    /// An older text of source A that states other cycles.
    #[strum(serialize = "A-older")]
    #[serde(rename = "A-older")]
    OlderA,
    /// antithesishq/snouty-badge, `badge-bench`: kernels measured on one RP2350.
    B,
    /// Other measurements on RP2350.
    C,
    /// Statements about a related core or chip, not measured on RP2350.
    #[strum(serialize = "C-unverified")]
    #[serde(rename = "C-unverified")]
    Unverified,
    /// The RP2350 datasheet.
    #[strum(serialize = "datasheet")]
    #[serde(rename = "datasheet")]
    Datasheet,
    /// Calculated from register settings, without the controller's own latency.
    #[strum(serialize = "derived")]
    #[serde(rename = "derived")]
    Derived,
    /// A single report that does not state its method.
    #[strum(serialize = "report")]
    #[serde(rename = "report")]
    Report,
    /// An assumption of the simulator without a source. Documents before schema 3 call it `choice`.
    #[strum(serialize = "assumption")]
    #[serde(rename = "assumption", alias = "choice")]
    Assumption,
}

impl Source {
    /// Returns true for measurements of the chip and for the manufacturer's documentation.
    pub(crate) const fn is_verified(self) -> bool {
        matches!(self, Self::A | Self::B | Self::C | Self::Datasheet)
    }
}
