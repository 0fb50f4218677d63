//! Layout of the block: header, state, and offsets of all parts.

use core::sync::atomic::AtomicU32;

use crate::{BoardReport, DOWN_BYTES, Reply, Request, Ring, UP_BYTES};

/// Name of the block in the firmware's symbol table.
pub const SYMBOL: &str = "TWINBENCH_LINK";

/// First word of the block: `TLNK` in memory.
pub const MAGIC: u32 = u32::from_le_bytes(*b"TLNK");

/// Version of layout and protocol. Every change to either increments it.
pub const VERSION: u32 = 2;

/// [`VERSION`] as data with a symbol, so that tools can read the version from an image. The header's version is loaded
/// from here.
#[unsafe(no_mangle)]
pub static TWINBENCH_LINK_VERSION: u32 = VERSION;

/// Kind of firmware.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum Firmware {
    /// C and Rust workloads.
    Native = 1,
    /// The MicroPython interpreter.
    MicroPython = 2,
}

impl Firmware {
    /// Returns the kind with this number; `None` if there is none.
    pub const fn from_u32(value: u32) -> Option<Self> {
        match value {
            1 => Some(Self::Native),
            2 => Some(Self::MicroPython),
            _ => None,
        }
    }
}

/// Placement of the measured code of a firmware image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum Placement {
    /// The image contains every workload in both placements.
    Both = 0,
    /// In SRAM (for MicroPython: the VM, the collector and the parser).
    Ram = 1,
    /// In flash, executed in place.
    Flash = 2,
}

impl Placement {
    /// Returns the placement with this number; `None` if there is none.
    pub const fn from_u32(value: u32) -> Option<Self> {
        match value {
            0 => Some(Self::Both),
            1 => Some(Self::Ram),
            2 => Some(Self::Flash),
            _ => None,
        }
    }
}

/// State of the firmware.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum State {
    /// Sets up clocks and flash.
    Booting = 0,
    /// Waits for a request.
    Ready = 1,
    /// Serves a request.
    Busy = 2,
    /// Stopped until the next reset. A [`crate::FrameKind::Failure`] frame contains the reason.
    Failed = 3,
}

impl State {
    /// Returns the state with this number; `None` if there is none.
    pub const fn from_u32(value: u32) -> Option<Self> {
        match value {
            0 => Some(Self::Booting),
            1 => Some(Self::Ready),
            2 => Some(Self::Busy),
            3 => Some(Self::Failed),
            _ => None,
        }
    }
}

/// Identity and state of the firmware, which the host checks before its first request. The firmware writes `magic` last.
#[derive(Debug, Default)]
#[repr(C)]
pub struct Header {
    /// [`MAGIC`] once the block is valid.
    pub magic: AtomicU32,
    /// [`VERSION`] of the firmware.
    pub version: AtomicU32,
    /// Size of [`Link`] in bytes.
    pub size: AtomicU32,
    /// A [`Firmware`].
    pub firmware: AtomicU32,
    /// A [`Placement`].
    pub placement: AtomicU32,
    /// Maximum length of a script, in bytes; 0 if the firmware accepts none.
    pub script_capacity: AtomicU32,
    /// A [`State`].
    pub state: AtomicU32,
}

/// The whole block.
#[derive(Debug, Default)]
#[repr(C)]
pub struct Link {
    /// Identity and state, written by the firmware.
    pub header: Header,
    /// Clock and flash settings as read back, written by the firmware before it becomes ready.
    pub board: BoardReport,
    /// Written by the host.
    pub request: Request,
    /// Written by the firmware.
    pub reply: Reply,
    /// Payload of the request, from host to firmware.
    pub down: Ring<DOWN_BYTES>,
    /// Frames, from firmware to host.
    pub up: Ring<UP_BYTES>,
}

impl Link {
    /// Creates a block of zeros, for a static: state [`State::Booting`], no magic.
    pub const fn new() -> Self {
        const fn zero() -> AtomicU32 {
            AtomicU32::new(0)
        }
        Self {
            header: Header {
                magic: zero(),
                version: zero(),
                size: zero(),
                firmware: zero(),
                placement: zero(),
                script_capacity: zero(),
                state: zero(),
            },
            board: BoardReport::new(),
            request: Request::new(),
            reply: Reply::new(),
            down: Ring::new(),
            up: Ring::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use core::mem::{offset_of, size_of};

    use super::*;

    /// A change here is a change of the protocol, and needs a new [`VERSION`].
    #[test]
    fn layout_is_pinned() {
        assert_eq!(VERSION, 2);
        assert_eq!(offset_of!(Link, header), 0);
        assert_eq!(offset_of!(Header, magic), 0);
        assert_eq!(offset_of!(Header, version), 4);
        assert_eq!(offset_of!(Header, size), 8);
        assert_eq!(offset_of!(Header, firmware), 12);
        assert_eq!(offset_of!(Header, placement), 16);
        assert_eq!(offset_of!(Header, script_capacity), 20);
        assert_eq!(offset_of!(Header, state), 24);
        assert_eq!(offset_of!(Link, board), 28);
        assert_eq!(size_of::<BoardReport>(), 32);
        assert_eq!(offset_of!(Link, request), 60);
        assert_eq!(size_of::<Request>(), 36);
        assert_eq!(offset_of!(Link, reply), 96);
        assert_eq!(size_of::<Reply>(), 24);
        assert_eq!(offset_of!(Link, down), 120);
        assert_eq!(size_of::<Ring<DOWN_BYTES>>(), 1032);
        assert_eq!(offset_of!(Link, up), 1152);
        assert_eq!(size_of::<Ring<UP_BYTES>>(), 2056);
        assert_eq!(size_of::<Link>(), 3208);
        assert!(size_of::<Link>() <= 4096, "SCRATCH_X has 4 KB");
    }

    #[test]
    fn numbers_convert_back() {
        for state in [State::Booting, State::Ready, State::Busy, State::Failed] {
            assert_eq!(State::from_u32(state as u32), Some(state));
        }
        for firmware in [Firmware::Native, Firmware::MicroPython] {
            assert_eq!(Firmware::from_u32(firmware as u32), Some(firmware));
        }
        for placement in [Placement::Both, Placement::Ram, Placement::Flash] {
            assert_eq!(Placement::from_u32(placement as u32), Some(placement));
        }
        assert_eq!(State::from_u32(4), None);
        assert_eq!(Firmware::from_u32(0), None);
        assert_eq!(Placement::from_u32(3), None);
    }
}
