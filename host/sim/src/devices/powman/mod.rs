//! POWMAN (RP2350 §6.4): power, chip resets and the state that survives them. Voltages and power states are not
//! modelled; everything is powered.

mod aon_timer;

use crate::peripheral::registers::{Register, RegisterFile, Write};
use crate::peripheral::{Access, Effects, Peripheral, Unmodelled};
use crate::time::Frequencies;
use crate::time::Picoseconds;
use aon_timer::*;

const BADPASSWD: u32 = 0x00;
const CHIP_RESET: u32 = 0x2C;
const WDSEL: u32 = 0x30;
const STATE: u32 = 0x38;
const BOOTDIS: u32 = 0xA8;
const SCRATCH0: u32 = 0xB0;
const BOOT0: u32 = 0xD0;
const BOOT3: u32 = 0xDC;

const INTR: u32 = 0xE0;
const INTE: u32 = 0xE4;
const INTF: u32 = 0xE8;
const INTS: u32 = 0xEC;
/// The interrupt of the timer, as in INTR, and the IRQs (§3.2).
const TIMER_INTERRUPT: u32 = 1 << 1;
const IRQ_POWER: u32 = 44;
const IRQ_TIMER: u32 = 45;

/// Password that writes need in the upper half (§6.4).
const PASSWORD: u32 = 0x5AFE;

const DOUBLE_TAP: u32 = 1 << 0;
const RESCUE_FLAG: u32 = 1 << 4;
/// Flags of the last reset's cause.
const CAUSES: u32 = 0x1FEF_0000;

const ANALOGUE: &str = "supplies and the low-power oscillator are not modelled";
const POWERED: &str = "everything stays powered";

static REGISTERS: [Register; 46] = [
    Register::live(BADPASSWD, "BADPASSWD", 0, 0),
    Register::inert(0x04, "VREG_CTRL", 0x8050, 0xB170, ANALOGUE),
    Register::inert(0x08, "VREG_STS", 0, 0, ANALOGUE),
    Register::inert(0x0C, "VREG", 0xB0, 0x1F2, ANALOGUE),
    Register::inert(0x10, "VREG_LP_ENTRY", 0xB4, 0x1F6, ANALOGUE),
    Register::inert(0x14, "VREG_LP_EXIT", 0xB0, 0x1F6, ANALOGUE),
    Register::inert(0x18, "BOD_CTRL", 0, 0x1000, ANALOGUE),
    Register::inert(0x1C, "BOD", 0xB1, 0x1F1, ANALOGUE),
    Register::inert(0x20, "BOD_LP_ENTRY", 0xB0, 0x1F1, ANALOGUE),
    Register::inert(0x24, "BOD_LP_EXIT", 0xB1, 0x1F1, ANALOGUE),
    Register::inert(0x28, "LPOSC", 0x203, 0x3F3, ANALOGUE),
    Register::live(CHIP_RESET, "CHIP_RESET", 0, DOUBLE_TAP),
    Register::live(WDSEL, "WDSEL", 0, 0x1111),
    Register::inert(0x34, "SEQ_CFG", 0x10_11F0, 0x11F3, POWERED),
    Register::live(STATE, "STATE", 0, 0xF0),
    Register::inert(0x3C, "POW_FASTDIV", 0x40, 0x7FF, POWERED),
    Register::inert(0x40, "POW_DELAY", 0x2011, 0xFFFF, POWERED),
    Register::unmodelled(0x44, "EXT_CTRL").array(2, 4),
    Register::unmodelled(0x4C, "EXT_TIME_REF"),
    Register::live(LPOSC_FREQ_KHZ_INT, "LPOSC_FREQ_KHZ_INT", 0x20, 0x3F),
    Register::live(0x54, "LPOSC_FREQ_KHZ_FRAC", 0xC49C, 0xFFFF),
    Register::live(0x58, "XOSC_FREQ_KHZ_INT", 0x2EE0, 0xFFFF),
    Register::live(XOSC_FREQ_KHZ_FRAC, "XOSC_FREQ_KHZ_FRAC", 0, 0xFFFF),
    Register::live(SET_TIME_63TO48, "SET_TIME_63TO48", 0, 0xFFFF),
    Register::live(SET_TIME_63TO48 + 4, "SET_TIME_47TO32", 0, 0xFFFF),
    Register::live(SET_TIME_63TO48 + 8, "SET_TIME_31TO16", 0, 0xFFFF),
    Register::live(SET_TIME_63TO48 + 12, "SET_TIME_15TO0", 0, 0xFFFF),
    Register::live(READ_TIME_UPPER, "READ_TIME_UPPER", 0, 0),
    Register::live(READ_TIME_LOWER, "READ_TIME_LOWER", 0, 0),
    Register::live(ALARM_TIME_63TO48, "ALARM_TIME_63TO48", 0, 0xFFFF),
    Register::live(ALARM_TIME_63TO48 + 4, "ALARM_TIME_47TO32", 0, 0xFFFF),
    Register::live(ALARM_TIME_63TO48 + 8, "ALARM_TIME_31TO16", 0, 0xFFFF),
    Register::live(ALARM_TIME_63TO48 + 12, "ALARM_TIME_15TO0", 0, 0xFFFF),
    Register::live(TIMER, "TIMER", 0, 0),
    Register::inert(0x8C, "PWRUP", 0x3F, 0x1FF, POWERED).array(4, 4),
    Register::inert(0x9C, "CURRENT_PWRUP_REQ", 0, 0, POWERED),
    Register::inert(0xA0, "LAST_SWCORE_PWRUP", 0, 0, POWERED),
    Register::unmodelled(0xA4, "DBG_PWRCFG"),
    Register::live(BOOTDIS, "BOOTDIS", 0, 2),
    Register::unmodelled(0xAC, "DBGCONFIG"),
    Register::live(SCRATCH0, "SCRATCH", 0, u32::MAX).array(8, 4),
    Register::live(SCRATCH0 + 0x20, "BOOT", 0, u32::MAX).array(4, 4),
    Register::live(INTR, "INTR", 0, 0),
    Register::live(INTE, "INTE", 0, 0xF),
    Register::live(INTF, "INTF", 0, 0xF),
    Register::live(INTS, "INTS", 0, 0),
];

/// Cause of a chip reset (§7.3), a flag of CHIP_RESET.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub(crate) enum Cause {
    /// Power-on.
    PowerOn = 1 << 16,
    /// The RUN pin was low.
    RunPin = 1 << 18,
    /// Rescue reset by the debugger.
    Rescue = 1 << 21,
    /// Watchdog reset of the power manager, without its asynchronous domain.
    WatchdogPowman = 1 << 23,
    /// Watchdog reset of the switched core.
    WatchdogSwcore = 1 << 24,
    /// Watchdog reset of the power-on state machine.
    WatchdogPsm = 1 << 28,
}

/// The power manager.
#[derive(Clone, Debug)]
pub(crate) struct Powman {
    file: RegisterFile,
    timer: AonTimer,
}

impl Default for Powman {
    fn default() -> Self {
        Powman { file: RegisterFile::new("POWMAN", &REGISTERS), timer: AonTimer::default() }
    }
}

impl Powman {
    /// Applies a change of the oscillators to the timer.
    pub(crate) fn follow(&mut self, now: Picoseconds, clocks: &Frequencies) {
        self.timer.follow(&self.file, now, clocks);
    }

    fn raw_interrupts(&self) -> u32 {
        if self.timer.alarm() { TIMER_INTERRUPT } else { 0 }
    }

    fn pending(&self) -> u32 {
        self.raw_interrupts() & self.file.get(INTE) | self.file.get(INTF)
    }

    /// Records the cause of a chip reset. A rescue sets the flag that makes the ROM wait; all resets but the
    /// watchdog's clear the registers, boot vector included.
    pub(crate) fn record(&mut self, cause: Cause) {
        let mut flags = self.file.get(CHIP_RESET) & (DOUBLE_TAP | RESCUE_FLAG);
        if !matches!(cause, Cause::WatchdogSwcore | Cause::WatchdogPsm) {
            self.file.reset();
            self.timer = AonTimer::default();
        }
        match cause {
            Cause::PowerOn => flags = 0,
            Cause::RunPin => flags &= DOUBLE_TAP,
            Cause::Rescue => flags |= RESCUE_FLAG,
            _ => {}
        }
        self.file.set(CHIP_RESET, flags | cause as u32 & CAUSES);
    }

    /// Takes the flag that makes the ROM wait for the debugger.
    pub(crate) fn take_rescue(&mut self) -> bool {
        let value = self.file.get(CHIP_RESET);
        self.file.set(CHIP_RESET, value & !RESCUE_FLAG);
        value & RESCUE_FLAG != 0
    }

    /// Most extensive reset that the watchdog is configured to cause.
    pub(crate) fn watchdog_selection(&self) -> Option<Cause> {
        match self.file.get(WDSEL) {
            selection if selection & 0x0011 != 0 => Some(Cause::WatchdogPowman),
            selection if selection & 0x0100 != 0 => Some(Cause::WatchdogSwcore),
            selection if selection & 0x1000 != 0 => Some(Cause::WatchdogPsm),
            _ => None,
        }
    }

    /// Boot vector, BOOT0 to BOOT3.
    pub(crate) fn boot_vector(&self) -> [u32; 4] {
        [0, 4, 8, 12].map(|offset| self.file.get(BOOT0 + offset))
    }

    /// Clears the magic number of the boot vector.
    pub(crate) fn clear_boot_vector(&mut self) {
        self.file.set(BOOT0, 0);
    }
}

impl Peripheral for Powman {
    fn file(&self) -> &RegisterFile {
        &self.file
    }

    fn file_mut(&mut self) -> &mut RegisterFile {
        &mut self.file
    }

    fn read(&mut self, offset: u32, access: &Access) -> Result<(u32, Effects), Unmodelled> {
        let effects = self.advance(access);
        let value = match offset {
            READ_TIME_UPPER => (self.timer.time(access.now) >> 32) as u32,
            READ_TIME_LOWER => self.timer.time(access.now) as u32,
            TIMER => self.timer.control(&self.file),
            INTR => self.raw_interrupts(),
            INTS => self.pending(),
            _ => self.file.get(offset),
        };
        Ok((value, effects))
    }

    fn advance(&mut self, access: &Access) -> Effects {
        if self.timer.advance(&self.file, access.now) { Effects::EVENTS } else { Effects::empty() }
    }

    fn next_event(&self, access: &Access) -> Option<Picoseconds> {
        let awaited = self.file.get(INTE) & TIMER_INTERRUPT != 0;
        if awaited { self.timer.next_alarm(&self.file, access.now) } else { None }
    }

    fn interrupts(&self) -> u64 {
        let pending = self.pending();
        u64::from(pending & !TIMER_INTERRUPT != 0) << IRQ_POWER
            | u64::from(pending & TIMER_INTERRUPT != 0) << IRQ_TIMER
    }

    fn write(&mut self, offset: u32, write: Write, access: &Access) -> Result<Effects, Unmodelled> {
        // Scratch and interrupt registers need no password.
        if (SCRATCH0..=BOOT3).contains(&offset) || matches!(offset, INTE | INTF) {
            self.file.write(offset, write);
            return Ok(Effects::EVENTS);
        }
        if write.data >> 16 != PASSWORD {
            self.file.set(BADPASSWD, 1);
            return Ok(Effects::empty());
        }
        let write = Write { data: write.data & 0xFFFF, ..write };
        match offset {
            BADPASSWD => self.file.clear_ones(BADPASSWD, 1, write),
            CHIP_RESET => {
                self.file.clear_ones(CHIP_RESET, RESCUE_FLAG, write);
                self.file.write(CHIP_RESET, write);
            }
            BOOTDIS => {
                self.file.clear_ones(BOOTDIS, 1, write);
                self.file.write(BOOTDIS, write);
            }
            STATE if self.file.written(STATE, write) != 0 => {
                return Err(Unmodelled("POWMAN.STATE: powering domains down".into()));
            }
            LPOSC_FREQ_KHZ_INT..=TIMER => {
                self.timer.advance(&self.file, access.now);
                if offset == TIMER {
                    let result = self.timer.write(&mut self.file, write, access.now);
                    result.map_err(|what| Unmodelled(what.into()))?;
                } else {
                    self.file.write(offset, write);
                }
                if (SET_TIME_63TO48..=SET_TIME_15TO0).contains(&offset) {
                    self.timer.set_time(&self.file, access.now);
                }
                self.follow(access.now, access.clocks);
                self.timer.advance(&self.file, access.now);
                return Ok(Effects::EVENTS);
            }
            _ => {
                self.file.write(offset, write);
            }
        }
        Ok(Effects::empty())
    }
}
