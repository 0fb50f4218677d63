//! From the readings of a sample to quantities: what a scenario is about besides the time of its operations.
//!
//! A fixture of the firmware captures what the work does to the world around it, and hands it over as words on
//! numbered channels; work may leave words of its own on channel 0. An evaluation knows what they mean. Each kind is
//! a file that implements [`Evaluate`], and a line in the list below; `scenario.toml` names it as
//! `evaluation = { kind = "…" }`, with the keys that the kind has.

mod echo;
mod latency;
mod presses;
mod readings;
mod sample;
mod schedule;
mod toggle;
mod unit;
mod waveform;
mod ws2812;

pub use sample::{EvaluationError, SampleReadings};

use crate::run::{Quantity, QuantityDescription};
use serde::{Deserialize, Serialize};
use std::num::NonZeroU32;
use unit::NANOSECONDS;

/// Channel of what the work itself left.
const WORK: u32 = 0;
/// Channel of what a fixture captured first.
const CAPTURED: u32 = 1;

/// Turns the readings of one sample into quantities. Pure: no board, no file, no clock.
pub trait Evaluate {
    /// The fixture whose readings it understands; `None` if it needs none.
    const FIXTURE: Option<&'static str>;

    /// What it gives, in the order in which [`evaluate`](Self::evaluate) gives it.
    fn quantities(&self) -> Vec<QuantityDescription>;

    /// The quantities of one sample.
    ///
    /// # Errors
    /// The readings are not what the fixture and work of this kind leave.
    fn evaluate(&self, sample: &SampleReadings<'_>) -> Result<Vec<Quantity>, EvaluationError>;
}

/// Declares [`Evaluation`] from the list of kinds: the word in files and the type.
macro_rules! kinds {
    ($($variant:ident($type:ty) = $word:literal,)+) => {
        /// An evaluation as a scenario file states it.
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(tag = "kind")]
        pub enum Evaluation {
            $(#[doc = concat!("See [`", stringify!($type), "`].")] #[serde(rename = $word)] $variant($type),)+
        }

        impl Evaluation {
            /// Its word in scenario files.
            pub fn kind(&self) -> &'static str {
                match self { $(Self::$variant(_) => $word,)+ }
            }

            /// The fixture whose readings it understands; `None` if it needs none.
            pub fn fixture(&self) -> Option<&'static str> {
                match self { $(Self::$variant(_) => <$type>::FIXTURE,)+ }
            }

            /// What it gives.
            pub fn quantities(&self) -> Vec<QuantityDescription> {
                match self { $(Self::$variant(it) => it.quantities(),)+ }
            }

            /// The quantities of one sample, in the order of [`quantities`](Self::quantities).
            ///
            /// # Errors
            /// The readings are not what the fixture and work of this kind leave.
            pub fn evaluate(&self, sample: &SampleReadings<'_>) -> Result<Vec<Quantity>, EvaluationError> {
                match self { $(Self::$variant(it) => it.evaluate(sample),)+ }
            }
        }
    };
}

kinds! {
    Ws2812(ws2812::Ws2812) = "ws2812",
    Toggle(toggle::Toggle) = "toggle",
    Echo(echo::Echo) = "echo",
    Latency(latency::Latency) = "latency",
    Presses(presses::Presses) = "presses",
    Schedule(schedule::Schedule) = "schedule",
    Readings(readings::Readings) = "readings",
}

/// Edges of an operation where a scenario does not say.
fn default_edges() -> NonZeroU32 {
    NonZeroU32::MIN
}

impl Evaluation {
    /// Unit of the quantities that deadlines can be on.
    pub const TIME_UNIT: &str = NANOSECONDS;
}

#[cfg(test)]
mod tests;
