//! What the boot ROM does from reset to the image (RP2350 §5.2). Facts from the ROM's source, `varm_boot_path.c` and
//! `varm_nsboot.c`; the time it takes is not modelled.

use super::{Board, image_def};
use crate::devices::qmi::{ROM_BOOT_CLKDIV, ROM_DEFAULT_CLKDIV, ROM_USB_CLKDIV, ReadMode};
use crate::devices::resets::Line;
use crate::devices::ticks::Tick;
use crate::devices::xosc::CRYSTAL;
use crate::memory::rom;

/// Magic number of a boot vector, and of the program counter that stands for a boot type.
pub(super) const MAGIC: u32 = 0xB007_C0D3;

/// Boot types, in the place of the stack pointer (§5.2.2).
pub(super) const TYPE_NORMAL: u32 = 0;
pub(super) const TYPE_BOOTSEL: u32 = 2;
pub(super) const TYPE_FLASH_UPDATE: u32 = 4;
const TYPE_PC_SP: u32 = 0xD;

/// What a boot vector asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Request {
    /// Start there, with that stack.
    Start { entry: u32, stack: u32 },
    /// A boot type.
    Type(u32),
}

/// A boot vector is valid when its check word fits.
fn request(vector: [u32; 4]) -> Option<Request> {
    let [magic, check, stack, entry] = vector;
    if magic != MAGIC || check ^ MAGIC.wrapping_neg() != entry {
        return None;
    }
    Some(if entry == MAGIC { Request::Type(stack) } else { Request::Start { entry, stack } })
}

impl Board {
    /// Core 0 comes out of reset.
    pub(super) fn boot(&mut self) {
        self.chip.set_salts();
        let blocks = self.chip.peripherals();
        if blocks.powman.take_rescue() {
            self.park();
            return;
        }
        let vector = blocks.powman.boot_vector();
        if let Some(request) = request(vector) {
            blocks.powman.clear_boot_vector();
            // Types are for the watchdog's vector only.
            if let Request::Start { entry, stack } = request {
                self.cores[0].launch(0, stack, entry);
                return;
            }
        }
        let watchdog = &mut self.chip.peripherals().watchdog;
        let vector = [4, 5, 6, 7].map(|number| watchdog.scratch(number));
        let request = request(vector);
        if request.is_some() {
            watchdog.set_scratch(4, 0);
        }
        self.prepare_bootram(request);
        match request {
            Some(Request::Start { entry, stack }) => self.cores[0].launch(0, stack, entry),
            Some(Request::Type(TYPE_BOOTSEL)) => self.enter_bootsel(),
            None | Some(Request::Type(TYPE_NORMAL | TYPE_FLASH_UPDATE)) => self.boot_from_flash(),
            Some(Request::Type(other)) => self.stop_because(0, format!("boot type {other}")),
        }
    }

    /// What programs find in the boot RAM: how to set up the flash again, and what it is.
    fn prepare_bootram(&mut self, request: Option<Request>) {
        self.boot_type = match request {
            Some(Request::Type(kind)) => kind,
            Some(Request::Start { .. }) => TYPE_PC_SP,
            None => TYPE_NORMAL,
        };
        let bootram = &mut self.chip.peripherals().bootram;
        for (offset, word) in (rom::XIP_SETUP_OFFSET..).step_by(4).zip(rom::XIP_SETUP) {
            bootram.put(offset, word);
        }
        bootram.put(rom::FLASH_DEVINFO_OFFSET, rom::DEFAULT_FLASH_DEVINFO);
        bootram.put(rom::PARTITION_TABLE_OFFSET, 0);
    }

    fn boot_from_flash(&mut self) {
        let cycle = self.cores[0].cycle;
        let blocks = self.chip.peripherals();
        let fresh = [Line::Timer0, Line::PadsQspi, Line::IoQspi, Line::IoBank0, Line::PadsBank0];
        blocks.resets.hold(fresh.iter().fold(0, |mask, line| mask | line.mask()));
        self.chip.refresh(cycle);
        let blocks = self.chip.peripherals();
        blocks.resets.release(&fresh);
        blocks.resets.release(&[Line::Trng, Line::Sha256, Line::Usbctrl]);
        blocks.qmi.reset_translation();
        blocks.qmi.exit_continuous_read();
        // The ROM tries modes from the fastest on; this flash answers to the first.
        blocks.qmi.select_read_mode(ReadMode::QuadEB, ROM_BOOT_CLKDIV);
        blocks.xip.cache.flush();
        self.chip.refresh(cycle);
        match image_def::find(self.chip.flash()) {
            Some(image) => self.cores[0].launch(image.vector_table, image.stack, image.entry),
            None => self.enter_bootsel(),
        }
    }

    /// The USB bootloader: clk_sys 48 MHz from the USB PLL, clk_ref 24 MHz. It has no USB here, so it waits.
    fn enter_bootsel(&mut self) {
        let cycle = self.cores[0].cycle;
        let now = self.chip.time_at(cycle);
        let blocks = self.chip.peripherals();
        blocks.resets.release(&[
            Line::PllUsb,
            Line::Usbctrl,
            Line::Timer0,
            Line::IoQspi,
            Line::PadsQspi,
            Line::IoBank0,
            Line::PadsBank0,
            Line::Trng,
            Line::Sha256,
            Line::Uart0,
        ]);
        blocks.xosc.start_stable(now);
        blocks.pll_usb.start_48_mhz(now, CRYSTAL);
        blocks.clocks.select_usb_pll();
        blocks.ticks.start(Tick::Timer0, 24);
        blocks.ticks.start(Tick::Watchdog, 24);
        blocks.qmi.exit_continuous_read();
        blocks.qmi.select_read_mode(ReadMode::Serial03, ROM_DEFAULT_CLKDIV);
        blocks.qmi.select_read_mode(ReadMode::Serial03, ROM_USB_CLKDIV);
        self.chip.refresh(cycle);
        self.park();
    }

    /// Core 0 waits for the debugger.
    fn park(&mut self) {
        self.cores[0].set_register(15, rom::PARK);
    }
}
