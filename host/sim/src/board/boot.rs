//! Boot ROM from reset to the start of the image (RP2350 §5.2), after the source of the ROM, `varm_boot_path.c` and
//! `varm_nsboot.c`. The time that it takes is not modelled.

use num_enum::{IntoPrimitive, TryFromPrimitive};

use super::{Board, image_def};
use crate::devices::qmi::{ROM_BOOT_CLKDIV, ROM_DEFAULT_CLKDIV, ROM_USB_CLKDIV, ReadMode};
use crate::devices::resets::Line;
use crate::devices::ticks::Tick;
use crate::devices::xosc::CRYSTAL;
use crate::memory::rom;

/// Magic number of a boot vector. As its entry it marks a vector that holds a boot type.
pub(super) const BOOT_MAGIC: u32 = 0xB007_C0D3;

/// Boot types (§5.2.2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, IntoPrimitive, TryFromPrimitive)]
#[repr(u32)]
pub(super) enum BootType {
    #[default]
    Normal = 0,
    Bootsel = 2,
    FlashUpdate = 4,
    PcSp = 0xD,
}

/// Request of a boot vector.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum BootRequest {
    /// Starts code with a stack.
    Start { entry: u32, stack: u32 },
    /// Boots by a type, which may be unknown.
    Type(u32),
}

impl BootRequest {
    /// Decodes a boot vector; `None` if its magic number or its check word is wrong.
    fn from_vector([magic, check, stack, entry]: [u32; 4]) -> Option<Self> {
        if magic != BOOT_MAGIC || check ^ BOOT_MAGIC.wrapping_neg() != entry {
            return None;
        }
        Some(if entry == BOOT_MAGIC { Self::Type(stack) } else { Self::Start { entry, stack } })
    }
}

impl Board {
    /// Boots core 0 from reset.
    pub(super) fn boot(&mut self) {
        self.chip.set_salts();
        let peripherals = self.chip.peripherals();
        if peripherals.powman.take_rescue() {
            self.park();
            return;
        }
        if let Some(request) = BootRequest::from_vector(peripherals.powman.boot_vector()) {
            peripherals.powman.clear_boot_vector();
            // Only the vector of the watchdog can hold a boot type.
            if let BootRequest::Start { entry, stack } = request {
                self.cores[0].launch(0, stack, entry);
                return;
            }
        }
        let watchdog = &mut self.chip.peripherals().watchdog;
        let request = BootRequest::from_vector([4, 5, 6, 7].map(|number| watchdog.scratch(number)));
        if request.is_some() {
            watchdog.set_scratch(4, 0);
        }
        match request {
            Some(BootRequest::Start { entry, stack }) => {
                self.prepare_bootram(BootType::PcSp);
                self.cores[0].launch(0, stack, entry);
            }
            Some(BootRequest::Type(number)) => match BootType::try_from(number) {
                Ok(BootType::PcSp) | Err(_) => self.stop_because(0, format!("boot type {number}")),
                Ok(boot_type) => self.boot_by_type(boot_type),
            },
            None => self.boot_by_type(BootType::Normal),
        }
    }

    fn boot_by_type(&mut self, boot_type: BootType) {
        self.prepare_bootram(boot_type);
        match boot_type {
            BootType::Bootsel => self.enter_bootsel(),
            BootType::Normal | BootType::FlashUpdate | BootType::PcSp => self.boot_from_flash(),
        }
    }

    /// Writes the boot RAM: the code that sets up the flash again, the flash device information, the partition table.
    fn prepare_bootram(&mut self, boot_type: BootType) {
        self.boot_type = boot_type;
        let bootram = &mut self.chip.peripherals().bootram;
        for (offset, word) in (rom::XIP_SETUP_OFFSET..).step_by(4).zip(rom::XIP_SETUP) {
            bootram.put(offset, word);
        }
        bootram.put(rom::FLASH_DEVINFO_OFFSET, rom::DEFAULT_FLASH_DEVINFO);
        bootram.put(rom::PARTITION_TABLE_OFFSET, 0);
    }

    fn boot_from_flash(&mut self) {
        let cycle = self.cores[0].cycle();
        let peripherals = self.chip.peripherals();
        let reset = [Line::Timer0, Line::PadsQspi, Line::IoQspi, Line::IoBank0, Line::PadsBank0];
        peripherals.resets.hold(reset.iter().fold(0, |mask, line| mask | line.mask()));
        self.chip.refresh(cycle);
        let peripherals = self.chip.peripherals();
        peripherals.resets.release(&reset);
        peripherals.resets.release(&[Line::Trng, Line::Sha256, Line::Usbctrl]);
        peripherals.qmi.reset_translation();
        peripherals.qmi.exit_continuous_read();
        // The ROM tries read modes from the fastest on; the flash supports the first.
        peripherals.qmi.select_read_mode(ReadMode::QuadEB, ROM_BOOT_CLKDIV);
        peripherals.xip.cache.flush();
        self.chip.refresh(cycle);
        match image_def::find_image(self.chip.flash()) {
            Some(image) => self.cores[0].launch(image.vector_table, image.stack, image.entry),
            None => self.enter_bootsel(),
        }
    }

    /// Enters the USB bootloader: clk_sys 48 MHz from the USB PLL, clk_ref 24 MHz. Without USB it waits.
    fn enter_bootsel(&mut self) {
        let cycle = self.cores[0].cycle();
        let now = self.chip.time_at(cycle);
        let peripherals = self.chip.peripherals();
        peripherals.resets.release(&[
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
        peripherals.xosc.start_stable(now);
        peripherals.pll_usb.start_48_mhz(now, CRYSTAL);
        peripherals.clocks.select_usb_pll();
        peripherals.ticks.start(Tick::Timer0, 24);
        peripherals.ticks.start(Tick::Watchdog, 24);
        peripherals.qmi.exit_continuous_read();
        peripherals.qmi.select_read_mode(ReadMode::Serial03, ROM_DEFAULT_CLKDIV);
        peripherals.qmi.select_read_mode(ReadMode::Serial03, ROM_USB_CLKDIV);
        self.chip.refresh(cycle);
        self.park();
    }

    /// Sends core 0 to the waiting loop of the ROM.
    fn park(&mut self) {
        self.cores[0].set_register(15, rom::PARK);
    }
}
