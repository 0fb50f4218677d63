//! Requests and replies.

use core::sync::atomic::AtomicU32;

/// Command of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum Command {
    /// Replies without further action. Shows that the firmware responds.
    Ping = 1,
    /// Prepares a workload for sampling. Native: `entry` is its address. MicroPython: the payload is the script, which is
    /// compiled once; [`flags::MODULE_LEVEL`] selects what a sample executes. The reply contains the cycles of parsing and
    /// compiling.
    Load = 2,
    /// Executes and times the loaded workload `samples` times with `operations`. Sends a [`crate::SampleRecord`] frame for
    /// each, followed by the frames of its readings.
    Sample = 3,
    /// Executes the payload as a script once, without timing it. Sends printed text as text frames.
    Execute = 4,
}

impl Command {
    /// Returns the command with this number; `None` if there is none.
    pub const fn from_u32(value: u32) -> Option<Self> {
        match value {
            1 => Some(Self::Ping),
            2 => Some(Self::Load),
            3 => Some(Self::Sample),
            4 => Some(Self::Execute),
            _ => None,
        }
    }
}

/// Maximum length of a script in bytes for any firmware of this version. The header has the limit of each.
pub const SCRIPT_BYTES: usize = 64 * 1024;

/// Bits of [`Request::flags`].
pub mod flags {
    /// Load: a sample executes the module's code instead of its function `run`.
    pub const MODULE_LEVEL: u32 = 1 << 0;
    /// Sample: do not force a garbage collection before each sample.
    pub const NO_COLLECTION: u32 = 1 << 1;
    /// Sample: leave interrupts enabled during the sample.
    pub const INTERRUPTS: u32 = 1 << 2;
    /// All flags of this version.
    pub const ALL: u32 = MODULE_LEVEL | NO_COLLECTION | INTERRUPTS;
}

/// Request. The host writes `sequence` last.
#[derive(Debug, Default)]
#[repr(C)]
pub struct Request {
    /// Sequence number. Differs from that of the last reply while the request is pending.
    pub sequence: AtomicU32,
    /// A [`Command`].
    pub command: AtomicU32,
    /// Load, native: address of the entry, with the Thumb bit set.
    pub entry: AtomicU32,
    /// Sample: number of operations in each sample.
    pub operations: AtomicU32,
    /// Sample: number of samples.
    pub samples: AtomicU32,
    /// Union of [`flags`].
    pub flags: AtomicU32,
    /// Length of the payload in the `down` ring, in bytes.
    pub payload_bytes: AtomicU32,
    /// Load: address of the fixture for the samples; 0 for none.
    pub fixture: AtomicU32,
    /// Load: argument of the fixture.
    pub argument: AtomicU32,
}

impl Request {
    pub(crate) const fn new() -> Self {
        const fn zero() -> AtomicU32 {
            AtomicU32::new(0)
        }
        Self {
            sequence: zero(),
            command: zero(),
            entry: zero(),
            operations: zero(),
            samples: zero(),
            flags: zero(),
            payload_bytes: zero(),
            fixture: zero(),
            argument: zero(),
        }
    }
}

/// Status of a reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum Status {
    /// Success.
    Ok = 0,
    /// The firmware does not support the command or a flag.
    Unsupported = 1,
    /// The address is not that of an entry of this image.
    BadEntry = 2,
    /// The payload is longer than `script_capacity`.
    TooLarge = 3,
    /// Sample without a successful Load.
    NotLoaded = 4,
    /// The script raised an uncaught exception. Traceback frames precede the reply.
    Exception = 5,
    /// The script raised SystemExit, with [`Reply::exit_code`].
    Exit = 6,
    /// A sample printed more than fits in the `up` ring.
    OutputOverflow = 7,
    /// The workload did not return an integer as its checksum.
    BadChecksum = 8,
    /// The counts of a ring contradict its size.
    BadRing = 9,
    /// The address is not that of a fixture of this image, or the fixture does not support its argument.
    BadFixture = 10,
    /// The workload recorded too many readings, or a reading that is not a 32-bit integer.
    BadReadings = 11,
}

impl Status {
    /// Returns the status with this number; `None` if there is none.
    pub const fn from_u32(value: u32) -> Option<Self> {
        match value {
            0 => Some(Self::Ok),
            1 => Some(Self::Unsupported),
            2 => Some(Self::BadEntry),
            3 => Some(Self::TooLarge),
            4 => Some(Self::NotLoaded),
            5 => Some(Self::Exception),
            6 => Some(Self::Exit),
            7 => Some(Self::OutputOverflow),
            8 => Some(Self::BadChecksum),
            9 => Some(Self::BadRing),
            10 => Some(Self::BadFixture),
            11 => Some(Self::BadReadings),
            _ => None,
        }
    }
}

/// Reply. The firmware writes `sequence` last.
#[derive(Debug, Default)]
#[repr(C)]
pub struct Reply {
    /// Sequence number of the request that this replies to.
    pub sequence: AtomicU32,
    /// A [`Status`].
    pub status: AtomicU32,
    /// Exit: the exit code, as the bits of a signed number.
    pub exit_code: AtomicU32,
    /// Load of a script: cycles of parsing and compiling, low word.
    pub compile_cycles_low: AtomicU32,
    /// Load of a script: cycles of parsing and compiling, high word.
    pub compile_cycles_high: AtomicU32,
    /// Sample: number of samples sent.
    pub samples: AtomicU32,
}

impl Reply {
    pub(crate) const fn new() -> Self {
        const fn zero() -> AtomicU32 {
            AtomicU32::new(0)
        }
        Self {
            sequence: zero(),
            status: zero(),
            exit_code: zero(),
            compile_cycles_low: zero(),
            compile_cycles_high: zero(),
            samples: zero(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_and_statuses_round_trip() {
        for value in 0..16 {
            if let Some(command) = Command::from_u32(value) {
                assert_eq!(command as u32, value);
            }
            if let Some(status) = Status::from_u32(value) {
                assert_eq!(status as u32, value);
            }
        }
        assert_eq!(Command::from_u32(0), None);
        assert_eq!(Command::from_u32(5), None);
        assert_eq!(Status::from_u32(12), None);
    }
}
