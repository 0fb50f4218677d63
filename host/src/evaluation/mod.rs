//! Evaluations, which turn the readings of a sample into quantities.
//!
//! A fixture of the firmware records what the work does to the outside world, as words on numbered channels. The work may
//! record words on channel 0. An evaluation turns these readings into quantities. Each kind is a file that implements
//! [`Evaluate`] and a line in the list below; `scenario.toml` selects it with `evaluation = { kind = "…" }` and the keys of
//! the kind.

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

/// Channel of the work's readings.
const WORK: u32 = 0;
/// First channel of the fixture's readings.
const CAPTURED: u32 = 1;

/// Kind of evaluation. Its functions depend on their arguments alone.
pub trait Evaluate {
    /// Fixture whose readings it evaluates; `None` if it needs none.
    const FIXTURE: Option<&'static str>;

    /// Returns the descriptions of its quantities, in the order of [`evaluate`](Self::evaluate).
    fn quantities(&self) -> Vec<QuantityDescription>;

    /// Returns the quantities of one sample.
    ///
    /// # Errors
    /// [`EvaluationError`] for readings that the fixture and work of this kind do not record.
    fn evaluate(&self, sample: &SampleReadings<'_>) -> Result<Vec<Quantity>, EvaluationError>;
}

/// Declares [`Evaluation`] from the list of kinds: the name in scenario files and the type.
macro_rules! kinds {
    ($($variant:ident($type:ty) = $word:literal,)+) => {
        /// Evaluation of a scenario file.
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(tag = "kind")]
        pub enum Evaluation {
            $(#[doc = concat!("See [`", stringify!($type), "`].")] #[serde(rename = $word)] $variant($type),)+
        }

        impl Evaluation {
            /// Returns the name of its kind in scenario files.
            pub fn kind(&self) -> &'static str {
                match self { $(Self::$variant(_) => $word,)+ }
            }

            /// Returns the fixture whose readings it evaluates; `None` if it needs none.
            pub fn fixture(&self) -> Option<&'static str> {
                match self { $(Self::$variant(_) => <$type>::FIXTURE,)+ }
            }

            /// Returns the descriptions of its quantities.
            pub fn quantities(&self) -> Vec<QuantityDescription> {
                match self { $(Self::$variant(it) => it.quantities(),)+ }
            }

            /// Returns the quantities of one sample, in the order of [`quantities`](Self::quantities).
            ///
            /// # Errors
            /// [`EvaluationError`] for readings that the fixture and work of this kind do not record.
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

/// Returns the default number of edges of an operation.
fn default_edges() -> NonZeroU32 {
    NonZeroU32::MIN
}

impl Evaluation {
    /// Unit of the quantities that deadlines can limit.
    pub const TIME_UNIT: &str = NANOSECONDS;
}

#[cfg(test)]
mod tests;
