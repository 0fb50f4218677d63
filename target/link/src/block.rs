//! The block itself: header, state, and where everything lies.

use core::sync::atomic::AtomicU32;

use crate::{BoardReport, DOWN_BYTES, Reply, Request, Ring, UP_BYTES};

/// Name of the block in the firmware's symbol table.
pub const SYMBOL: &str = "TWINBENCH_LINK";

/// First word of the block: `TLNK` in memory.
pub const MAGIC: u32 = u32::from_le_bytes(*b"TLNK");

/// Version of the layout and of the protocol. Any change to either counts it up.
pub const VERSION: u32 = 2;

/// [`VERSION`] as data under a name, so that tools can tell from an image which link it speaks. The block's version
/// is read from here.
#[unsafe(no_mangle)]
pub static TWINBENCH_LINK_VERSION: u32 = VERSION;

/// What kind of firmware this is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum Firmware {
    /// C and Rust workloads.
    Native = 1,
    /// The MicroPython core.
    MicroPython = 2,
}

impl Firmware {
    /// The kind with this number, if there is one.
    pub const fn from_u32(value: u32) -> Option<Self> {
        match value {
            1 => Some(Self::Native),
            2 => Some(Self::MicroPython),
            _ => None,
        }
    }
}

/// Where the measured code of a firmware image lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum Placement {
    /// The image holds every workload in both placements.
    Both = 0,
    /// In SRAM (for MicroPython: the VM, the collector and the parser).
    Ram = 1,
    /// In flash, executed in place.
    Flash = 2,
}

impl Placement {
    /// The placement with this number, if there is one.
    pub const fn from_u32(value: u32) -> Option<Self> {
        match value {
            0 => Some(Self::Both),
            1 => Some(Self::Ram),
            2 => Some(Self::Flash),
            _ => None,
        }
    }
}

/// What the firmware is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum State {
    /// Setting up clocks and flash; the header is not valid yet.
    Booting = 0,
    /// Waiting for a request.
    Ready = 1,
    /// Working on a request.
    Busy = 2,
    /// Stopped for good; a [`crate::FrameKind::Failure`] frame says why. Only a reset helps.
    Failed = 3,
}

impl State {
    /// The state with this number, if there is one.
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

/// What the host checks before it says anything. The firmware writes `magic` last.
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
    /// Longest script in bytes that the firmware takes; 0 where it takes none.
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
    /// Clock and flash set-up as read back, written by the firmware before it becomes ready.
    pub board: BoardReport,
    /// Written by the host.
    pub request: Request,
    /// Written by the firmware.
    pub reply: Reply,
    /// Payload of the request: host to firmware.
    pub down: Ring<DOWN_BYTES>,
    /// Frames: firmware to host.
    pub up: Ring<UP_BYTES>,
}

impl Link {
    /// A block of zeros, as a static needs it: state [`State::Booting`], no magic.
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

    /// A change here is a change of the protocol: count [`VERSION`] up with it.
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
        assert!(size_of::<Link>() <= 4096, "SCRATCH_X holds 4 KB");
    }

    #[test]
    fn numbers_name_what_they_are() {
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
