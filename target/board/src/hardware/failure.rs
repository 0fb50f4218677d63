//! The end of a firmware that cannot go on: the host learns why.

use core::fmt::{self, Write};
use core::panic::PanicInfo;

use cortex_m::interrupt;
use cortex_m::peripheral::SCB;
use cortex_m_rt::{ExceptionFrame, exception};
use twinbench_link::Device;

use super::LINK;

/// Longest message in bytes; the rest of a longer one is cut off.
const MESSAGE_BYTES: usize = 512;

/// A message of limited length.
struct Message {
    text: [u8; MESSAGE_BYTES],
    length: usize,
}

impl Write for Message {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let free = &mut self.text[self.length..];
        let count = free.len().min(text.len());
        free[..count].copy_from_slice(&text.as_bytes()[..count]);
        self.length += count;
        if count == text.len() { Ok(()) } else { Err(fmt::Error) }
    }
}

/// Sends the message, makes the state [`State::Failed`](twinbench_link::State::Failed) and stops for good.
pub fn fail(reason: fmt::Arguments<'_>) -> ! {
    interrupt::disable();
    let mut message = Message { text: [0; MESSAGE_BYTES], length: 0 };
    // A message that was cut off still says the most important part.
    let _ = message.write_fmt(reason);
    Device::resume(&LINK).fail(&message.text[..message.length]);
    loop {
        cortex_m::asm::wfi();
    }
}

#[panic_handler]
fn panic(info: &PanicInfo<'_>) -> ! {
    fail(format_args!("{info}"))
}

/// With the fault registers of the Armv8-M ARM's SCB: what happened, and where.
#[exception]
unsafe fn HardFault(frame: &ExceptionFrame) -> ! {
    // SAFETY: only read; the firmware does not go on.
    let scb = unsafe { &*SCB::PTR };
    fail(format_args!(
        "hard fault at pc {:#010x}, lr {:#010x}: HFSR {:#010x}, CFSR {:#010x}, MMFAR {:#010x}, BFAR {:#010x}, \
         r0-r3 {:#x} {:#x} {:#x} {:#x}, r12 {:#x}, xPSR {:#010x}",
        frame.pc(),
        frame.lr(),
        scb.hfsr.read(),
        scb.cfsr.read(),
        scb.mmfar.read(),
        scb.bfar.read(),
        frame.r0(),
        frame.r1(),
        frame.r2(),
        frame.r3(),
        frame.r12(),
        frame.xpsr(),
    ))
}

/// No handler is meant to run but those that a firmware defines.
#[exception]
unsafe fn DefaultHandler(interrupt: i16) -> ! {
    fail(format_args!("exception {interrupt} has no handler"))
}
