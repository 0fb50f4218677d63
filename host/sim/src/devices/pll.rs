//! PLL_SYS and PLL_USB (RP2350 §8.6): from the crystal to clk_sys and clk_usb.

use crate::peripheral::registers::{Register, RegisterFile, Write, bit, field};
use crate::peripheral::{Access, Effects, Peripheral, Unmodelled};
use crate::time::{Frequency, Picoseconds};

const CS: u32 = 0x00;
const PWR: u32 = 0x04;
const FBDIV_INT: u32 = 0x08;
const PRIM: u32 = 0x0C;
const INTR: u32 = 0x10;
const INTE: u32 = 0x14;
const INTF: u32 = 0x18;
const INTS: u32 = 0x1C;

const LOCK: u32 = 1 << 31;
const LOCK_N: u32 = 1 << 30;
const BYPASS: u32 = 8;
const PWR_PD: u32 = 0;
const PWR_POSTDIVPD: u32 = 3;
const PWR_VCOPD: u32 = 5;

/// Time from power-up to lock; assumption, the datasheet gives none.
const LOCK_TIME: Picoseconds = 50_000_000;
/// Ranges of the feedback divider and of the VCO: general constraints of CS.
const FEEDBACK: std::ops::RangeInclusive<u32> = 16..=320;
const VCO: std::ops::RangeInclusive<u64> = 750_000_000..=1_600_000_000;

static REGISTERS: [Register; 8] = [
    Register::live(CS, "CS", 1, 0x13F),
    Register::live(PWR, "PWR", 0x2D, 0x2D),
    Register::live(FBDIV_INT, "FBDIV_INT", 0, 0xFFF),
    Register::live(PRIM, "PRIM", 0x7_7000, 0x7_7000),
    Register::live(INTR, "INTR", 0, 0),
    Register::live(INTE, "INTE", 0, 1),
    Register::live(INTF, "INTF", 0, 1),
    Register::live(INTS, "INTS", 0, 0),
];

/// The two PLLs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Instance {
    /// PLL_SYS.
    System,
    /// PLL_USB.
    Usb,
}

/// One PLL.
#[derive(Clone, Debug)]
pub(crate) struct Pll {
    instance: Instance,
    file: RegisterFile,
    /// VCO as last set, and the time at which it locks.
    tuned: Frequency,
    locked_at: Option<Picoseconds>,
    announced: bool,
}

impl Pll {
    /// Creates a PLL in its reset state.
    pub(crate) fn new(instance: Instance) -> Self {
        let block = match instance {
            Instance::System => "PLL_SYS",
            Instance::Usb => "PLL_USB",
        };
        let file = RegisterFile::new(block, &REGISTERS);
        Pll { instance, file, tuned: Frequency::STOPPED, locked_at: None, announced: true }
    }

    /// Output frequency, from the crystal. The VCO locks anew after each change of its setting or of the crystal.
    pub(crate) fn follow(&mut self, now: Picoseconds, crystal: Frequency) -> Frequency {
        let control = self.file.get(CS);
        let power = self.file.get(PWR);
        let feedback = self.file.get(FBDIV_INT);
        let reference = crystal.scaled(1, u64::from(field(control, 0, 6)));
        let mut vco = reference.scaled(u64::from(feedback), 1);
        if bit(power, PWR_PD) || bit(power, PWR_VCOPD) || !FEEDBACK.contains(&feedback) {
            vco = Frequency::STOPPED;
        }
        if vco != self.tuned {
            self.tuned = vco;
            self.locked_at = VCO.contains(&vco.whole_hertz()).then(|| now.saturating_add(LOCK_TIME));
            self.announced = self.locked_at.is_none();
        }
        if bit(control, BYPASS) {
            return reference;
        }
        if !self.locked(now) || bit(power, PWR_POSTDIVPD) {
            return Frequency::STOPPED;
        }
        let dividers = self.file.get(PRIM);
        vco.scaled(1, u64::from(field(dividers, 16, 3)) * u64::from(field(dividers, 12, 3)))
    }

    /// Sets up the PLL as the ROM does for its USB bootloader, already locked: 12 MHz × 100 / 5 / 5 = 48 MHz. Source:
    /// the ROM's `varm_nsboot.c`.
    pub(crate) fn start_48_mhz(&mut self, now: Picoseconds, crystal: Frequency) {
        self.file.set(CS, 1);
        self.file.set(FBDIV_INT, 100);
        self.file.set(PRIM, 5 << 16 | 5 << 12);
        self.file.set(PWR, 0);
        self.tuned = crystal.scaled(100, 1);
        self.locked_at = Some(now);
        self.announced = false;
    }

    fn locked(&self, now: Picoseconds) -> bool {
        self.locked_at.is_some_and(|at| now >= at)
    }
}

impl Peripheral for Pll {
    fn file(&self) -> &RegisterFile {
        &self.file
    }

    fn file_mut(&mut self) -> &mut RegisterFile {
        &mut self.file
    }

    fn read(&mut self, offset: u32, access: &Access) -> Result<(u32, Effects), Unmodelled> {
        let kept = self.file.get(offset);
        let value = match offset {
            CS if self.locked(access.now) => kept | LOCK,
            INTS => self.file.get(INTF),
            _ => kept,
        };
        Ok((value, Effects::empty()))
    }

    fn write(&mut self, offset: u32, write: Write, _access: &Access) -> Result<Effects, Unmodelled> {
        match offset {
            CS => {
                self.file.clear_ones(CS, LOCK_N, write);
                self.file.write(CS, write);
            }
            INTE if self.file.written(INTE, write) != 0 => {
                return Err(Unmodelled(format!("{}: loss-of-lock interrupt", self.file.name(INTE))));
            }
            _ => {
                self.file.write(offset, write);
            }
        }
        Ok(Effects::CLOCKS | Effects::EVENTS)
    }

    fn reset(&mut self) {
        *self = Pll::new(self.instance);
    }

    fn advance(&mut self, access: &Access) -> Effects {
        if !self.announced && self.locked(access.now) {
            self.announced = true;
            return Effects::CLOCKS;
        }
        Effects::empty()
    }

    fn next_event(&self, _access: &Access) -> Option<Picoseconds> {
        self.locked_at.filter(|_| !self.announced)
    }

    fn interrupts(&self) -> u64 {
        u64::from(self.file.get(INTF)) << if self.instance == Instance::System { 42 } else { 43 }
    }
}
