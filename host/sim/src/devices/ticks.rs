//! TICKS (RP2350 §8.5): divides clk_ref to the 1 µs ticks of timers, watchdog and SysTick.

use crate::peripheral::registers::{Register, RegisterFile, Write, bit};
use crate::peripheral::{Access, Effects, Peripheral, Unmodelled};
use crate::time::{Counter, Frequency};

const STRIDE: u32 = 0xC;
const CTRL: u32 = 0x0;
const CYCLES: u32 = 0x4;
const COUNT: u32 = 0x8;

const ENABLE: u32 = 0;
const RUNNING: u32 = 1 << 1;

static REGISTERS: [Register; 18] = [
    Register::live(0x00, "PROC0_CTRL", 0, 1),
    Register::live(0x04, "PROC0_CYCLES", 0, 0x1FF),
    Register::live(0x08, "PROC0_COUNT", 0, 0),
    Register::live(0x0C, "PROC1_CTRL", 0, 1),
    Register::live(0x10, "PROC1_CYCLES", 0, 0x1FF),
    Register::live(0x14, "PROC1_COUNT", 0, 0),
    Register::live(0x18, "TIMER0_CTRL", 0, 1),
    Register::live(0x1C, "TIMER0_CYCLES", 0, 0x1FF),
    Register::live(0x20, "TIMER0_COUNT", 0, 0),
    Register::live(0x24, "TIMER1_CTRL", 0, 1),
    Register::live(0x28, "TIMER1_CYCLES", 0, 0x1FF),
    Register::live(0x2C, "TIMER1_COUNT", 0, 0),
    Register::live(0x30, "WATCHDOG_CTRL", 0, 1),
    Register::live(0x34, "WATCHDOG_CYCLES", 0, 0x1FF),
    Register::live(0x38, "WATCHDOG_COUNT", 0, 0),
    Register::live(0x3C, "RISCV_CTRL", 0, 1),
    Register::live(0x40, "RISCV_CYCLES", 0, 0x1FF),
    Register::live(0x44, "RISCV_COUNT", 0, 0),
];

/// Tick generators by index. Those of SysTick, 0 and 1, have no consumer in the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Tick {
    /// TIMER0.
    Timer0 = 2,
    /// TIMER1.
    Timer1,
    /// Watchdog.
    Watchdog,
    /// The RISC-V platform timer in SIO.
    Riscv,
}

/// The six tick generators.
#[derive(Clone, Debug)]
pub(crate) struct Ticks {
    file: RegisterFile,
    /// clk_ref cycles since the start of each generator.
    phases: [Counter; 6],
}

impl Default for Ticks {
    fn default() -> Self {
        Ticks { file: RegisterFile::new("TICKS", &REGISTERS), phases: [Counter::stopped(); 6] }
    }
}

impl Ticks {
    /// Returns the rate of a tick, derived from clk_ref.
    pub(crate) fn rate(&self, tick: Tick, reference: Frequency) -> Frequency {
        let base = u32::from(tick as u8) * STRIDE;
        if bit(self.file.get(base + CTRL), ENABLE) {
            reference.scaled(1, self.divisor(base))
        } else {
            Frequency::STOPPED
        }
    }

    /// Starts a tick, as the ROM does.
    pub(crate) fn start(&mut self, tick: Tick, cycles: u32) {
        let base = u32::from(tick as u8) * STRIDE;
        self.file.set(base + CYCLES, cycles);
        self.file.set(base + CTRL, 1);
    }

    /// Divisor of a generator; CYCLES of 0 divides by 512, as in the clock dividers (assumption).
    fn divisor(&self, base: u32) -> u64 {
        match self.file.get(base + CYCLES) {
            0 => 512,
            cycles => u64::from(cycles),
        }
    }
}

impl Peripheral for Ticks {
    fn file(&self) -> &RegisterFile {
        &self.file
    }

    fn file_mut(&mut self) -> &mut RegisterFile {
        &mut self.file
    }

    fn read(&mut self, offset: u32, access: &Access) -> Result<(u32, Effects), Unmodelled> {
        let base = offset / STRIDE * STRIDE;
        let running = bit(self.file.get(base + CTRL), ENABLE);
        let kept = self.file.get(offset);
        let value = match offset - base {
            CTRL if running && access.clocks.reference.runs() => kept | RUNNING,
            COUNT if running => {
                let divisor = self.divisor(base);
                let phase = self.phases[(base / STRIDE) as usize].value(access.now) % divisor;
                (divisor - 1 - phase) as u32
            }
            _ => kept,
        };
        Ok((value, Effects::empty()))
    }

    fn write(&mut self, offset: u32, write: Write, access: &Access) -> Result<Effects, Unmodelled> {
        let base = offset / STRIDE * STRIDE;
        let was = bit(self.file.get(base + CTRL), ENABLE);
        self.file.write(offset, write);
        if !was && bit(self.file.get(base + CTRL), ENABLE) {
            let phase = &mut self.phases[(base / STRIDE) as usize];
            *phase = Counter::stopped();
            phase.set_rate(access.now, access.clocks.reference);
        }
        Ok(Effects::CLOCKS | Effects::EVENTS)
    }

    fn reset(&mut self) {
        *self = Ticks::default();
    }
}
