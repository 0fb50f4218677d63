//! Reporting of fatal errors to the host.

use core::fmt::{self, Write};
use core::panic::PanicInfo;

use cortex_m::interrupt;
use cortex_m::peripheral::SCB;
use cortex_m_rt::{ExceptionFrame, exception};
use twinbench_link::FirmwareEnd;

use super::LINK;

/// Maximum length of a message, in bytes. Longer messages are truncated.
const MESSAGE_BYTES: usize = 512;

/// Message of limited length.
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

/// Sends the message, sets [`State::Failed`](twinbench_link::State::Failed) and stops the firmware.
pub fn fail(reason: fmt::Arguments<'_>) -> ! {
    interrupt::disable();
    let mut message = Message { text: [0; MESSAGE_BYTES], length: 0 };
    // A truncated message is still useful.
    let _ = message.write_fmt(reason);
    FirmwareEnd::resume(&LINK).fail(&message.text[..message.length]);
    loop {
        cortex_m::asm::wfi();
    }
}

#[panic_handler]
fn panic(info: &PanicInfo<'_>) -> ! {
    fail(format_args!("{info}"))
}

/// Reports the stacked registers and the fault registers (Armv8-M ARM, SCB).
#[exception]
unsafe fn HardFault(frame: &ExceptionFrame) -> ! {
    // SAFETY: the registers are only read, and the firmware stops here.
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

/// Reports an exception without a handler.
#[exception]
unsafe fn DefaultHandler(interrupt: i16) -> ! {
    fail(format_args!("exception {interrupt} has no handler"))
}
