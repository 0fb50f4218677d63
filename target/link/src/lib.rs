//! The link: the memory block through which host and firmware talk over SWD.
//!
//! The firmware places one [`Link`] in SCRATCH_X under the symbol [`SYMBOL`]; that bank is not striped, so a host
//! that polls it disturbs no workload (RP2350 datasheet §2.1.4). The host finds it by symbol, checks
//! [`MAGIC`], [`VERSION`] and the size, and then exchanges requests and replies:
//!
//! 1. The host writes the payload to the `down` ring and the fields of the request, then the request's sequence number.
//! 2. The firmware sees a sequence number that differs from its last reply's, sets [`State::Busy`], works, and
//!    streams frames (printed text, samples, tracebacks) through the `up` ring.
//! 3. The firmware writes the fields of the reply, sets [`State::Ready`], then writes the reply's sequence number.
//!
//! Both sides use this one definition. All fields are 32-bit words of the same byte order on both sides (little endian).
#![cfg_attr(not(test), no_std)]

mod block;
mod board_report;
mod device;

mod frame;
mod message;
mod ring;
mod sample;

pub use block::{Firmware, Header, Link, MAGIC, Placement, SYMBOL, State, TWINBENCH_LINK_VERSION, VERSION};
pub use board_report::BoardReport;
pub use device::{Answer, Device, ReceivedRequest};
pub use frame::{FRAME_HEADER_BYTES, FrameHeader, FrameKind, MAX_FRAME_PAYLOAD};
pub use message::{Command, Reply, Request, SCRIPT_BYTES, Status, flags};
pub use ring::{DOWN_BYTES, Ring, RingError, UP_BYTES};
pub use sample::SampleRecord;
