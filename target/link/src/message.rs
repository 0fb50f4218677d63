//! Requests and replies.

use core::sync::atomic::AtomicU32;

/// What the host asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum Command {
    /// Nothing but an answer: tells a living firmware from a dead one.
    Ping = 1,
    /// Makes one piece of work ready to be sampled. Native: `entry` is its address. MicroPython: the payload is the
    /// script, compiled once; [`flags::MODULE_LEVEL`] says what a sample executes. The reply carries the cycles of
    /// parsing and compiling.
    Load = 2,
    /// Executes the loaded work `samples` times with `operations`, each timed; one [`crate::SampleRecord`] frame each,
    /// followed by the frames of its readings.
    Sample = 3,
    /// Runs the payload as a script once, untimed; what it prints comes as text frames.
    Execute = 4,
}

impl Command {
    /// The command with this number, if there is one.
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

/// Longest script in bytes that any firmware of this version takes; each tells its own limit in the header.
pub const SCRIPT_BYTES: usize = 64 * 1024;

/// Bits of [`Request::flags`].
pub mod flags {
    /// Load: a sample executes the module's code itself, not its function `run`.
    pub const MODULE_LEVEL: u32 = 1 << 0;
    /// Sample: leave the garbage collector alone; without it a collection is forced before each sample.
    pub const NO_COLLECTION: u32 = 1 << 1;
    /// Sample: leave interrupts enabled during the sample.
    pub const INTERRUPTS: u32 = 1 << 2;
    /// All flags of this version.
    pub const ALL: u32 = MODULE_LEVEL | NO_COLLECTION | INTERRUPTS;
}

/// A request; the host writes `sequence` last.
#[derive(Debug, Default)]
#[repr(C)]
pub struct Request {
    /// Differs from the last reply's while the request waits.
    pub sequence: AtomicU32,
    /// A [`Command`].
    pub command: AtomicU32,
    /// Load, native: address of the entry, Thumb bit set.
    pub entry: AtomicU32,
    /// Sample: operations in each sample.
    pub operations: AtomicU32,
    /// Sample: how many.
    pub samples: AtomicU32,
    /// A union of [`flags`].
    pub flags: AtomicU32,
    /// Bytes of payload that go through the `down` ring.
    pub payload_bytes: AtomicU32,
    /// Load: address of the fixture that the samples run with; 0 for none.
    pub fixture: AtomicU32,
    /// Load: a number for the fixture.
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

/// How a request ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum Status {
    /// As asked.
    Ok = 0,
    /// No such command in this firmware, or unknown flags.
    Unsupported = 1,
    /// The entry's address lies outside the firmware's code.
    BadEntry = 2,
    /// The payload is longer than `script_capacity`.
    TooLarge = 3,
    /// Sample before Load.
    NotLoaded = 4,
    /// The script raised an exception that it did not catch; a traceback frame precedes the reply.
    Exception = 5,
    /// The script ended by SystemExit with [`Reply::exit_code`].
    Exit = 6,
    /// A sample printed more than the `up` ring holds; it must not wait for the host.
    OutputOverflow = 7,
    /// The work returned no integer for a checksum.
    BadChecksum = 8,
    /// The `down` ring's counts contradict its size.
    BadRing = 9,
    /// The fixture's address is none of this image, or the fixture refuses its argument.
    BadFixture = 10,
    /// The work left more readings than the firmware keeps, or a reading that is no integer of 32 bits.
    BadReadings = 11,
}

impl Status {
    /// The status with this number, if there is one.
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

/// A reply; the firmware writes `sequence` last.
#[derive(Debug, Default)]
#[repr(C)]
pub struct Reply {
    /// The request's sequence number once it is done.
    pub sequence: AtomicU32,
    /// A [`Status`].
    pub status: AtomicU32,
    /// Exit: the code, as a signed number's bits.
    pub exit_code: AtomicU32,
    /// Load of a script: cycles of parsing and compiling, low word.
    pub compile_cycles_low: AtomicU32,
    /// High word.
    pub compile_cycles_high: AtomicU32,
    /// Sample: how many were sent.
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
