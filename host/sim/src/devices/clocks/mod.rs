//! CLOCKS (RP2350 §8.1): clock generators, their sources and dividers, and the frequency counter.
//!
//! Switching is immediate: the few cycles that the glitchless multiplexer takes are not modelled.

mod frequency_counter;

use crate::peripheral::registers::{Register, RegisterFile, Write, bit, field};
use crate::peripheral::{Access, Effects, Peripheral, Unmodelled};
use crate::time::{Frequencies, Frequency};
use frequency_counter::FrequencyCounter;

const CLK_REF: u32 = 0x30;
const CLK_SYS: u32 = 0x3C;
const CLK_PERI: u32 = 0x48;
const CLK_HSTX: u32 = 0x54;
const CLK_USB: u32 = 0x60;
const CLK_ADC: u32 = 0x6C;
const DIV: u32 = 4;
const SELECTED: u32 = 8;
/// Registers of the frequency counter, FC0_REF_KHZ to FC0_RESULT.
const FC0: std::ops::RangeInclusive<u32> = 0x8C..=0xA8;
/// WAKE_EN0, the first register of the clock gates.
const WAKE_EN0: u32 = 0xAC;
const ENABLED0: u32 = 0xBC;
const ENABLED1: u32 = 0xC0;
const RESUS_CTRL: u32 = 0x84;
const RESUS_STATUS: u32 = 0x88;
const INTR: u32 = 0xC4;
const INTS: u32 = 0xD0;
const INTF: u32 = 0xCC;
const INTE: u32 = 0xC8;

/// CLOCKS_IRQ (§3.2).
const INTERRUPT: u32 = 30;

/// Fields of CLK_SYS_RESUS_CTRL.
const RESUS_ENABLE: u32 = 8;
const RESUS_FORCE: u32 = 12;
const RESUS_CLEAR: u32 = 16;

/// Fields of CTRL of the generators that can be switched off.
const ENABLE: u32 = 11;
const KILL: u32 = 10;
const ENABLED: u32 = 1 << 28;

const OUTPUT: &str = "the clock output is off: CTRL.ENABLE, which is not modelled, stops the board";
/// Offset after the registers of GPOUT0 to GPOUT3.
const OUTPUTS_END: u32 = 0x30;
const TEST: &str = "test clock selection";
const GATES: &str = "clock gating saves power, which is not modelled; every device keeps its clock";

/// The gates of WAKE_EN1 and SLEEP_EN1.
const GATES_1: u32 = 0x7FFF_FFFF;

static REGISTERS: [Register; 44] = [
    Register::inert(0x00, "CLK_GPOUT#_CTRL", 0, 0x0013_1DE0, OUTPUT).array(4, 12),
    Register::inert(0x04, "CLK_GPOUT#_DIV", 0x1_0000, u32::MAX, OUTPUT).array(4, 12),
    Register::inert(0x08, "CLK_GPOUT#_SELECTED", 1, 0, OUTPUT).array(4, 12),
    Register::live(CLK_REF, "CLK_REF_CTRL", 0, 0x63),
    Register::live(CLK_REF + DIV, "CLK_REF_DIV", 0x1_0000, 0x00FF_0000),
    Register::live(CLK_REF + SELECTED, "CLK_REF_SELECTED", 1, 0),
    Register::live(CLK_SYS, "CLK_SYS_CTRL", 0, 0xE1),
    Register::live(CLK_SYS + DIV, "CLK_SYS_DIV", 0x1_0000, u32::MAX),
    Register::live(CLK_SYS + SELECTED, "CLK_SYS_SELECTED", 1, 0),
    Register::live(CLK_PERI, "CLK_PERI_CTRL", 0, 0xCE0),
    Register::live(CLK_PERI + DIV, "CLK_PERI_DIV", 0x1_0000, 0x3_0000),
    Register::constant(CLK_PERI + SELECTED, "CLK_PERI_SELECTED", 1),
    Register::live(CLK_HSTX, "CLK_HSTX_CTRL", 0, 0x0013_0CE0),
    Register::live(CLK_HSTX + DIV, "CLK_HSTX_DIV", 0x1_0000, 0x3_0000),
    Register::constant(CLK_HSTX + SELECTED, "CLK_HSTX_SELECTED", 1),
    Register::live(CLK_USB, "CLK_USB_CTRL", 0, 0x0013_0CE0),
    Register::live(CLK_USB + DIV, "CLK_USB_DIV", 0x1_0000, 0xF_0000),
    Register::constant(CLK_USB + SELECTED, "CLK_USB_SELECTED", 1),
    Register::live(CLK_ADC, "CLK_ADC_CTRL", 0, 0x0013_0CE0),
    Register::live(CLK_ADC + DIV, "CLK_ADC_DIV", 0x1_0000, 0xF_0000),
    Register::constant(CLK_ADC + SELECTED, "CLK_ADC_SELECTED", 1),
    Register::inert(0x78, "DFTCLK_XOSC_CTRL", 0, 3, TEST),
    Register::inert(0x7C, "DFTCLK_ROSC_CTRL", 0, 3, TEST),
    Register::inert(0x80, "DFTCLK_LPOSC_CTRL", 0, 3, TEST),
    Register::live(RESUS_CTRL, "CLK_SYS_RESUS_CTRL", 0xFF, 0x1_11FF),
    Register::live(RESUS_STATUS, "CLK_SYS_RESUS_STATUS", 0, 0),
    Register::live(0x8C, "FC0_REF_KHZ", 0, 0xF_FFFF),
    Register::live(0x90, "FC0_MIN_KHZ", 0, 0x01FF_FFFF),
    Register::live(0x94, "FC0_MAX_KHZ", 0x01FF_FFFF, 0x01FF_FFFF),
    Register::live(0x98, "FC0_DELAY", 1, 7),
    Register::live(0x9C, "FC0_INTERVAL", 8, 0xF),
    Register::live(0xA0, "FC0_SRC", 0, 0xFF),
    Register::live(0xA4, "FC0_STATUS", 0, 0),
    Register::live(0xA8, "FC0_RESULT", 0, 0),
    Register::inert(WAKE_EN0, "WAKE_EN0", u32::MAX, u32::MAX, GATES),
    Register::inert(0xB0, "WAKE_EN1", GATES_1, GATES_1, GATES),
    Register::inert(0xB4, "SLEEP_EN0", u32::MAX, u32::MAX, GATES),
    Register::inert(0xB8, "SLEEP_EN1", GATES_1, GATES_1, GATES),
    Register::live(ENABLED0, "ENABLED0", 0, 0),
    Register::live(ENABLED1, "ENABLED1", 0, 0),
    Register::live(INTR, "INTR", 0, 0),
    Register::live(INTE, "INTE", 0, 1),
    Register::live(INTF, "INTF", 0, 1),
    Register::live(INTS, "INTS", 0, 0),
];

/// The clock generators.
#[derive(Clone, Debug)]
pub(crate) struct Clocks {
    file: RegisterFile,
    counter: FrequencyCounter,
    /// clk_sys stopped and runs from clk_ref (§8.1.5).
    resuscitated: bool,
}

impl Default for Clocks {
    fn default() -> Self {
        Clocks {
            file: RegisterFile::new("CLOCKS", &REGISTERS),
            counter: FrequencyCounter::default(),
            resuscitated: false,
        }
    }
}

impl Clocks {
    /// Computes the generated clocks from the oscillators and PLLs.
    ///
    /// A stopped clk_sys is resuscitated at once, because no cycle of the time-out could pass, and runs undivided from
    /// clk_ref (assumption).
    pub(crate) fn generate(&mut self, mut clocks: Frequencies) -> Frequencies {
        let stopped = Frequency::STOPPED;
        let (reference, system) = self.core_clocks(&clocks);
        let resus = self.file.get(RESUS_CTRL);
        self.resuscitated |= bit(resus, RESUS_FORCE) || bit(resus, RESUS_ENABLE) && !system.runs();
        clocks.reference = reference;
        clocks.system = if self.resuscitated { reference } else { system };
        let control = |generator| self.file.get(generator);
        let auxiliary = |generator| field(control(generator), 5, 3);
        let divider = |generator, width| divisor(field(self.file.get(generator + DIV), 16, width), width);
        let gate = |generator, source: Frequency, width| {
            let control = control(generator);
            if bit(control, ENABLE) && !bit(control, KILL) {
                source.scaled(1, divider(generator, width))
            } else {
                stopped
            }
        };
        let source = match auxiliary(CLK_PERI) {
            0 => clocks.system,
            1 => clocks.pll_sys,
            2 => clocks.pll_usb,
            3 => clocks.rosc,
            4 => clocks.xosc,
            _ => stopped,
        };
        clocks.peripheral = gate(CLK_PERI, source, 2);
        let source = match auxiliary(CLK_HSTX) {
            0 => clocks.system,
            1 => clocks.pll_sys,
            2 => clocks.pll_usb,
            _ => stopped,
        };
        clocks.hstx = gate(CLK_HSTX, source, 2);
        let usb_or_adc = |generator| match auxiliary(generator) {
            0 => clocks.pll_usb,
            1 => clocks.pll_sys,
            2 => clocks.rosc,
            3 => clocks.xosc,
            _ => stopped,
        };
        clocks.usb = gate(CLK_USB, usb_or_adc(CLK_USB), 4);
        clocks.adc = gate(CLK_ADC, usb_or_adc(CLK_ADC), 4);
        clocks
    }

    /// Computes clk_ref and clk_sys as selected.
    fn core_clocks(&self, clocks: &Frequencies) -> (Frequency, Frequency) {
        let stopped = Frequency::STOPPED;
        let control = |generator| self.file.get(generator);
        let auxiliary = |generator| field(control(generator), 5, 3);
        let source = match field(control(CLK_REF), 0, 2) {
            0 => clocks.rosc,
            1 if auxiliary(CLK_REF) & 3 == 0 => clocks.pll_usb,
            2 => clocks.xosc,
            3 => clocks.lposc,
            _ => stopped,
        };
        let reference = source.scaled(1, divisor(field(self.file.get(CLK_REF + DIV), 16, 8), 8));

        let source = match (control(CLK_SYS) & 1, auxiliary(CLK_SYS)) {
            (0, _) => reference,
            (_, 0) => clocks.pll_sys,
            (_, 1) => clocks.pll_usb,
            (_, 2) => clocks.rosc,
            (_, 3) => clocks.xosc,
            _ => stopped,
        };
        let ratio = self.file.get(CLK_SYS + DIV);
        let system = source.divided_fixed(divisor(ratio >> 16, 16) << 16 | u64::from(ratio & 0xFFFF));
        (reference, system)
    }

    /// Selects the clocks of the ROM's USB bootloader: clk_ref 24 MHz and clk_sys 48 MHz from the USB PLL, clk_peri and
    /// clk_usb on (source of the ROM, `varm_nsboot.c`).
    pub(crate) fn select_usb_pll(&mut self) {
        self.file.set(CLK_REF + DIV, 2 << 16);
        self.file.set(CLK_REF, 1);
        self.file.set(CLK_REF + SELECTED, 1 << 1);
        self.file.set(CLK_SYS, 1 << 5 | 1);
        self.file.set(CLK_SYS + SELECTED, 1 << 1);
        self.file.set(CLK_PERI, 1 << ENABLE);
        self.file.set(CLK_USB, 1 << ENABLE);
    }
    /// INTS.
    fn pending(&self) -> u32 {
        (u32::from(self.resuscitated) & self.file.get(INTE) | self.file.get(INTF)) & 1
    }
}

/// Returns the divisor of a field, in which 0 stands for its greatest value plus one.
fn divisor(value: u32, width: u32) -> u64 {
    if value == 0 { 1 << width } else { u64::from(value) }
}

impl Peripheral for Clocks {
    fn file(&self) -> &RegisterFile {
        &self.file
    }

    fn file_mut(&mut self) -> &mut RegisterFile {
        &mut self.file
    }

    fn read(&mut self, offset: u32, access: &Access) -> Result<(u32, Effects), Unmodelled> {
        let kept = self.file.get(offset);
        let value = match offset {
            CLK_PERI | CLK_HSTX | CLK_USB | CLK_ADC if bit(kept, ENABLE) && !bit(kept, KILL) => {
                kept | ENABLED
            }
            _ if FC0.contains(&offset) => self.counter.read(&self.file, offset, access),
            ENABLED0 | ENABLED1 => self.file.get(offset - ENABLED0 + WAKE_EN0),
            RESUS_STATUS | INTR => u32::from(self.resuscitated),
            INTS => self.pending(),
            _ => kept,
        };
        Ok((value, Effects::empty()))
    }

    fn write(&mut self, offset: u32, write: Write, access: &Access) -> Result<Effects, Unmodelled> {
        if FC0.contains(&offset) {
            self.file.write(offset, write);
            self.counter.written(&self.file, offset, access)?;
            return Ok(Effects::empty());
        }
        if offset < OUTPUTS_END
            && offset.is_multiple_of(12)
            && bit(write.applied_to(self.file.get(offset)), ENABLE)
        {
            return Err(Unmodelled(format!("{}.ENABLE: clocks on pins", self.file.name(offset))));
        }
        let value = self.file.write(offset, write);
        match offset {
            CLK_REF => self.file.set(CLK_REF + SELECTED, 1 << field(value, 0, 2)),
            CLK_SYS => self.file.set(CLK_SYS + SELECTED, 1 << (value & 1)),
            RESUS_CTRL if bit(value, RESUS_CLEAR) => self.resuscitated = false,
            INTE | INTF => return Ok(Effects::EVENTS),
            _ => {}
        }
        Ok(Effects::CLOCKS)
    }

    fn reset(&mut self) {
        *self = Clocks::default();
    }

    fn interrupts(&self) -> u64 {
        u64::from(self.pending()) << INTERRUPT
    }
}
