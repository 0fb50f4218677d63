//! SIO (RP2350 §3.1): registers that each core accesses in a single cycle, without the bus fabric.

mod gpio;
pub(crate) mod gpio_coprocessor;
mod interpolator;
mod mailbox;
mod platform_timer;

pub use gpio::{BitOperation, Gpio};
pub use mailbox::Mailbox;
pub use platform_timer::PlatformTimer;

use interpolator::Interpolator;

use crate::peripheral::registers::{Register, RegisterFile};
use crate::peripheral::{Effects, Unmodelled};

/// Address of the block on each core's own bus.
pub(crate) const BASE: u32 = 0xD000_0000;
const LENGTH: u32 = 0x200;

const CPUID: u32 = 0x000;
const GPIO_IN: u32 = 0x004;
const GPIO_HI_IN: u32 = 0x008;
const GPIO_OUT: u32 = 0x010;
const GPIO_HI_OE_XOR: u32 = 0x04C;
const FIFO_ST: u32 = 0x050;
const FIFO_WR: u32 = 0x054;
const FIFO_RD: u32 = 0x058;
const SPINLOCK_ST: u32 = 0x05C;
const SPINLOCK0: u32 = 0x100;
const SPINLOCK31: u32 = 0x17C;
const DOORBELL_OUT_SET: u32 = 0x180;
const DOORBELL_OUT_CLR: u32 = 0x184;
const DOORBELL_IN_SET: u32 = 0x188;
const DOORBELL_IN_CLR: u32 = 0x18C;

const INTERP0: u32 = 0x080;
const INTERP1_END: u32 = 0x0FC;
/// Bytes from the registers of INTERP0 to those of INTERP1.
const INTERP_STRIDE: u32 = 0x40;
const MTIME_CTRL: u32 = 0x1A4;
const MTIME: u32 = 0x1B0;
const MTIMECMPH: u32 = 0x1BC;

/// A write at or above this offset releases the spinlock [`ALIAS`] below it: erratum RP2350-E2.
const ALIASED: u32 = 0x180;
const ALIAS: u32 = 0x80;

/// Doorbells per core.
const DOORBELLS: u32 = 0xFF;

const SECURE: &str = "all code is Secure";

/// Names for messages: of the unmodelled part, and of the whole block.
pub(crate) static REGISTERS: [Register; 61] = [
    Register::live(CPUID, "CPUID", 0, 0),
    Register::live(GPIO_IN, "GPIO_IN", 0, 0),
    Register::live(GPIO_HI_IN, "GPIO_HI_IN", 0, 0),
    Register::live(GPIO_OUT, "GPIO_OUT", 0, 0),
    Register::live(GPIO_OUT + 0x04, "GPIO_HI_OUT", 0, 0),
    Register::live(GPIO_OUT + 0x08, "GPIO_OUT_SET", 0, 0),
    Register::live(GPIO_OUT + 0x0c, "GPIO_HI_OUT_SET", 0, 0),
    Register::live(GPIO_OUT + 0x10, "GPIO_OUT_CLR", 0, 0),
    Register::live(GPIO_OUT + 0x14, "GPIO_HI_OUT_CLR", 0, 0),
    Register::live(GPIO_OUT + 0x18, "GPIO_OUT_XOR", 0, 0),
    Register::live(GPIO_OUT + 0x1c, "GPIO_HI_OUT_XOR", 0, 0),
    Register::live(GPIO_OUT + 0x20, "GPIO_OE", 0, 0),
    Register::live(GPIO_OUT + 0x24, "GPIO_HI_OE", 0, 0),
    Register::live(GPIO_OUT + 0x28, "GPIO_OE_SET", 0, 0),
    Register::live(GPIO_OUT + 0x2c, "GPIO_HI_OE_SET", 0, 0),
    Register::live(GPIO_OUT + 0x30, "GPIO_OE_CLR", 0, 0),
    Register::live(GPIO_OUT + 0x34, "GPIO_HI_OE_CLR", 0, 0),
    Register::live(GPIO_OUT + 0x38, "GPIO_OE_XOR", 0, 0),
    Register::live(GPIO_OUT + 0x3c, "GPIO_HI_OE_XOR", 0, 0),
    Register::live(FIFO_ST, "FIFO_ST", 0, 0),
    Register::live(FIFO_WR, "FIFO_WR", 0, 0),
    Register::live(FIFO_RD, "FIFO_RD", 0, 0),
    Register::live(SPINLOCK_ST, "SPINLOCK_ST", 0, 0),
    Register::live(INTERP0, "INTERP#_ACCUM0", 0, 0).array(2, INTERP_STRIDE),
    Register::live(INTERP0 + 0x04, "INTERP#_ACCUM1", 0, 0).array(2, INTERP_STRIDE),
    Register::live(INTERP0 + 0x08, "INTERP#_BASE0", 0, 0).array(2, INTERP_STRIDE),
    Register::live(INTERP0 + 0x0c, "INTERP#_BASE1", 0, 0).array(2, INTERP_STRIDE),
    Register::live(INTERP0 + 0x10, "INTERP#_BASE2", 0, 0).array(2, INTERP_STRIDE),
    Register::live(INTERP0 + 0x14, "INTERP#_POP_LANE0", 0, 0).array(2, INTERP_STRIDE),
    Register::live(INTERP0 + 0x18, "INTERP#_POP_LANE1", 0, 0).array(2, INTERP_STRIDE),
    Register::live(INTERP0 + 0x1c, "INTERP#_POP_FULL", 0, 0).array(2, INTERP_STRIDE),
    Register::live(INTERP0 + 0x20, "INTERP#_PEEK_LANE0", 0, 0).array(2, INTERP_STRIDE),
    Register::live(INTERP0 + 0x24, "INTERP#_PEEK_LANE1", 0, 0).array(2, INTERP_STRIDE),
    Register::live(INTERP0 + 0x28, "INTERP#_PEEK_FULL", 0, 0).array(2, INTERP_STRIDE),
    Register::live(INTERP0 + 0x2c, "INTERP#_CTRL_LANE0", 0, 0).array(2, INTERP_STRIDE),
    Register::live(INTERP0 + 0x30, "INTERP#_CTRL_LANE1", 0, 0).array(2, INTERP_STRIDE),
    Register::live(INTERP0 + 0x34, "INTERP#_ACCUM0_ADD", 0, 0).array(2, INTERP_STRIDE),
    Register::live(INTERP0 + 0x38, "INTERP#_ACCUM1_ADD", 0, 0).array(2, INTERP_STRIDE),
    Register::live(INTERP0 + 0x3c, "INTERP#_BASE_1AND0", 0, 0).array(2, INTERP_STRIDE),
    Register::live(SPINLOCK0, "SPINLOCK", 0, 0).array(32, 4),
    Register::live(DOORBELL_OUT_SET, "DOORBELL_OUT_SET", 0, 0),
    Register::live(DOORBELL_OUT_CLR, "DOORBELL_OUT_CLR", 0, 0),
    Register::live(DOORBELL_IN_SET, "DOORBELL_IN_SET", 0, 0),
    Register::live(DOORBELL_IN_CLR, "DOORBELL_IN_CLR", 0, 0),
    Register::inert(0x190, "PERI_NONSEC", 0, 0x23, SECURE),
    Register::unmodelled(0x1A0, "RISCV_SOFTIRQ"),
    Register::live(MTIME_CTRL, "MTIME_CTRL", 0, 0),
    Register::live(MTIME, "MTIME", 0, 0),
    Register::live(MTIME + 4, "MTIMEH", 0, 0),
    Register::live(MTIME + 8, "MTIMECMP", 0, 0),
    Register::live(MTIMECMPH, "MTIMECMPH", 0, 0),
    Register::unmodelled(0x1C0, "TMDS_CTRL"),
    Register::unmodelled(0x1C4, "TMDS_WDATA"),
    Register::unmodelled(0x1C8, "TMDS_PEEK_SINGLE"),
    Register::unmodelled(0x1CC, "TMDS_POP_SINGLE"),
    Register::unmodelled(0x1D0, "TMDS_PEEK_DOUBLE_L0"),
    Register::unmodelled(0x1D4, "TMDS_POP_DOUBLE_L0"),
    Register::unmodelled(0x1D8, "TMDS_PEEK_DOUBLE_L1"),
    Register::unmodelled(0x1DC, "TMDS_POP_DOUBLE_L1"),
    Register::unmodelled(0x1E0, "TMDS_PEEK_DOUBLE_L2"),
    Register::unmodelled(0x1E4, "TMDS_POP_DOUBLE_L2"),
];

/// Returns true for an address in the block.
#[inline]
pub(crate) const fn contains(address: u32) -> bool {
    address.wrapping_sub(BASE) < LENGTH
}

/// Returns true if the register at an offset shows the inputs of pins.
#[inline]
pub(crate) const fn reads_pins(offset: u32) -> bool {
    matches!(offset, GPIO_IN | GPIO_HI_IN)
}

/// Returns true if the register at an offset is one of the platform timer's.
#[inline]
pub(crate) const fn is_platform_timer(offset: u32) -> bool {
    matches!(offset, MTIME_CTRL..=MTIMECMPH)
}

/// The SIO of both cores.
#[derive(Clone, Debug)]
pub struct Sio {
    file: RegisterFile,
    /// Output levels and enables.
    pub gpio: Gpio,
    /// FIFOs between the cores.
    pub mailbox: Mailbox,
    spinlocks: u32,
    /// Doorbells raised at each core.
    doorbells: [u32; 2],
    /// INTERP0 and INTERP1 of each core.
    interpolators: [[Interpolator; 2]; 2],
    /// The RISC-V platform timer.
    pub timer: PlatformTimer,
}

impl Default for Sio {
    fn default() -> Self {
        Sio {
            file: RegisterFile::new("SIO", &REGISTERS),
            gpio: Gpio::default(),
            mailbox: Mailbox::default(),
            spinlocks: 0,
            doorbells: [0; 2],
            interpolators: [[false, true].map(Interpolator::new); 2],
            timer: PlatformTimer::default(),
        }
    }
}

impl Sio {
    /// Reads a register as `core`; `input` holds the levels of the pins.
    #[inline]
    pub fn read(&mut self, offset: u32, core: u8, input: u64) -> Result<(u32, Effects), Unmodelled> {
        let this = usize::from(core & 1);
        let value = match offset {
            CPUID => u32::from(core),
            GPIO_IN => input as u32,
            GPIO_HI_IN => (input >> 32) as u32,
            GPIO_OUT..=GPIO_HI_OE_XOR => self.gpio.read(offset),
            FIFO_ST => self.mailbox.status(this),
            FIFO_RD => return Ok((self.mailbox.pop(this), Effects::MAILBOX | Effects::EVENTS)),
            FIFO_WR => 0,
            SPINLOCK_ST => self.spinlocks,
            INTERP0..=INTERP1_END => self.interpolators[this][which(offset)].read(offset & 0x3F),
            MTIME_CTRL | MTIME..=MTIMECMPH => self.timer.read(offset - MTIME_CTRL, this),
            SPINLOCK0..=SPINLOCK31 => {
                let lock = 1 << ((offset - SPINLOCK0) / 4);
                let free = lock & !self.spinlocks;
                self.spinlocks |= lock;
                free
            }
            DOORBELL_OUT_SET | DOORBELL_OUT_CLR => self.doorbells[1 - this],
            DOORBELL_IN_SET | DOORBELL_IN_CLR => self.doorbells[this],
            _ => return self.other(offset, None),
        };
        Ok((value, Effects::empty()))
    }

    /// Writes a register as `core`.
    #[inline]
    pub fn write(&mut self, offset: u32, value: u32, core: u8) -> Result<Effects, Unmodelled> {
        let this = usize::from(core & 1);
        if offset >= ALIASED {
            self.spinlocks &= !1_u32.checked_shl((offset - ALIAS - SPINLOCK0) / 4).unwrap_or(0);
        }
        match offset {
            INTERP0..=INTERP1_END => {
                self.interpolators[this][which(offset)].write(offset & 0x3F, value);
                Ok(Effects::empty())
            }
            MTIME_CTRL | MTIME..=MTIMECMPH => {
                self.timer.write(offset - MTIME_CTRL, value, this);
                Ok(Effects::EVENTS)
            }
            GPIO_OUT..=GPIO_HI_OE_XOR => {
                self.gpio.write(offset, value);
                Ok(Effects::PINS)
            }
            FIFO_ST => {
                self.mailbox.clear_errors(this, value);
                Ok(Effects::EVENTS)
            }
            FIFO_WR => {
                self.mailbox.push(this, value);
                Ok(Effects::MAILBOX | Effects::EVENTS)
            }
            SPINLOCK0..=SPINLOCK31 => {
                self.spinlocks &= !(1 << ((offset - SPINLOCK0) / 4));
                Ok(Effects::empty())
            }
            DOORBELL_OUT_SET | DOORBELL_IN_SET => {
                let to = if offset == DOORBELL_OUT_SET { 1 - this } else { this };
                self.doorbells[to] |= value & DOORBELLS;
                Ok(Effects::EVENTS)
            }
            DOORBELL_OUT_CLR | DOORBELL_IN_CLR => {
                let to = if offset == DOORBELL_OUT_CLR { 1 - this } else { this };
                self.doorbells[to] &= !value;
                Ok(Effects::EVENTS)
            }
            // Read-only.
            CPUID | GPIO_IN | GPIO_HI_IN | FIFO_RD | SPINLOCK_ST => Ok(Effects::empty()),
            _ => self.other(offset, Some(value)).map(|(_, effects)| effects),
        }
    }

    /// Interrupt lines of a core: SIO_IRQ_FIFO (25), SIO_IRQ_BELL (26) and SIO_IRQ_MTIMECMP (29).
    pub fn interrupts(&self, core: usize) -> u64 {
        u64::from(self.mailbox.interrupts(core)) << 25
            | u64::from(self.doorbells[core] != 0) << 26
            | u64::from(self.timer.interrupts(core)) << 29
    }

    #[cold]
    fn other(&mut self, offset: u32, value: Option<u32>) -> Result<(u32, Effects), Unmodelled> {
        use crate::peripheral::registers::{Model, Write};
        match self.file.register(offset).map(|register| register.model) {
            Some(Model::Inert(_)) => {
                if let Some(value) = value {
                    self.file.write(offset, Write::plain(value));
                }
                Ok((self.file.get(offset), Effects::empty()))
            }
            _ => Err(Unmodelled(self.file.name(offset))),
        }
    }
}

/// Selects INTERP0 or INTERP1.
const fn which(offset: u32) -> usize {
    ((offset - INTERP0) / INTERP_STRIDE) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spinlock_is_won_once() {
        let mut sio = Sio::default();
        let claim = |sio: &mut Sio, core| sio.read(SPINLOCK0 + 5 * 4, core, 0).unwrap().0;
        assert_eq!(claim(&mut sio, 0), 1 << 5);
        assert_eq!(claim(&mut sio, 1), 0);
        assert_eq!(sio.read(SPINLOCK_ST, 0, 0).unwrap().0, 1 << 5);
        sio.write(SPINLOCK0 + 5 * 4, 0, 1).unwrap();
        assert_eq!(claim(&mut sio, 1), 1 << 5);
    }

    #[test]
    fn doorbells_ring_at_the_other_core() {
        let mut sio = Sio::default();
        sio.write(DOORBELL_OUT_SET, 0x102, 0).unwrap();
        assert_eq!((sio.interrupts(0), sio.interrupts(1)), (0, 1 << 26));
        assert_eq!(sio.read(DOORBELL_IN_SET, 1, 0).unwrap().0, 2);
        sio.write(DOORBELL_IN_CLR, 2, 1).unwrap();
        assert_eq!(sio.interrupts(1), 0);
    }

    #[test]
    fn later_registers_release_spinlocks_by_mistake() {
        let mut sio = Sio::default();
        for lock in [0, 9] {
            sio.read(SPINLOCK0 + 4 * lock, 0, 0).unwrap();
        }
        sio.write(DOORBELL_OUT_SET, 1, 0).unwrap();
        assert_eq!(sio.read(SPINLOCK_ST, 0, 0).unwrap().0, 1 << 9);
        sio.write(MTIME_CTRL, 0, 0).unwrap();
        assert_eq!(sio.read(SPINLOCK_ST, 0, 0).unwrap().0, 0);
    }

    #[test]
    fn each_core_has_its_interpolators() {
        let mut sio = Sio::default();
        sio.write(INTERP0 + 0x40, 5, 0).unwrap();
        assert_eq!([0, 1].map(|core| sio.read(INTERP0 + 0x40, core, 0).unwrap().0), [5, 0]);
        assert_eq!(sio.read(INTERP0, 0, 0).unwrap().0, 0);
    }

    #[test]
    fn what_is_missing_is_named() {
        let mut sio = Sio::default();
        assert_eq!(sio.read(0x1A0, 0, 0), Err(Unmodelled("SIO.RISCV_SOFTIRQ".into())));
        assert_eq!(sio.write(0x1C4, 0, 0), Err(Unmodelled("SIO.TMDS_WDATA".into())));
        assert!(sio.read(0xFFC, 0, 0).is_err());
    }
}
