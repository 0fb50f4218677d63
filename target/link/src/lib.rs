//! The link: the memory block through which host and firmware communicate over SWD.
//!
//! The firmware defines one [`Link`] with the symbol [`SYMBOL`]. The native image places it in SCRATCH_X, an SRAM bank that
//! is not striped, where polling by the host does not delay workloads (RP2350 datasheet §2.1.4). The host finds the block
//! by its symbol, checks [`MAGIC`], [`VERSION`] and the size, and then exchanges requests and replies:
//!
//! 1. The host writes the payload to the `down` ring and the fields of the request, then the request's sequence number.
//! 2. The firmware detects a sequence number that differs from that of its last reply, sets [`State::Busy`], serves the
//!    request, and sends frames (printed text, samples, tracebacks) through the `up` ring.
//! 3. The firmware writes the fields of the reply, sets [`State::Ready`], then writes the reply's sequence number.
//!
//! Host and firmware share this definition. All fields are 32-bit little-endian words.
#![cfg_attr(not(test), no_std)]

mod block;
mod board_report;
mod firmware_end;
mod frame;
mod message;
mod ring;
mod sample;

pub use block::{Firmware, Header, Link, MAGIC, Placement, SYMBOL, State, TWINBENCH_LINK_VERSION, VERSION};
pub use board_report::BoardReport;
pub use firmware_end::{Answer, FirmwareEnd, ReceivedRequest};
pub use frame::{FRAME_HEADER_BYTES, FrameHeader, FrameKind, MAX_FRAME_PAYLOAD};
pub use message::{Command, Reply, Request, SCRIPT_BYTES, Status, flags};
pub use ring::{DOWN_BYTES, Ring, RingError, UP_BYTES};
pub use sample::SampleRecord;
