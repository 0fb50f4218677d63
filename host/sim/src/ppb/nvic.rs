//! Interrupt controller: pending, active and enabled state and priority of every exception (Armv8-M ARM B3.9 to B3.12).

use crate::bus::Size;

/// Interrupt lines of the RP2350 (datasheet §3.2).
pub const IRQS: u32 = 52;
/// Implemented priority bits: the upper four, 16 levels (datasheet §3.7.2).
pub const PRIORITY_MASK: u8 = 0xF0;
/// Exceptions before the first interrupt.
const FIRST_IRQ: u32 = 16;
const IRQ_MASK: u64 = (1 << IRQS) - 1;

/// Numbers of the system exceptions.
#[expect(missing_docs, reason = "these are the architecture's own names")]
pub mod number {
    pub const RESET: u16 = 1;
    pub const NMI: u16 = 2;
    pub const HARD_FAULT: u16 = 3;
    pub const MEM_MANAGE: u16 = 4;
    pub const BUS_FAULT: u16 = 5;
    pub const USAGE_FAULT: u16 = 6;
    pub const SECURE_FAULT: u16 = 7;
    pub const SV_CALL: u16 = 11;
    pub const DEBUG_MONITOR: u16 = 12;
    pub const PEND_SV: u16 = 14;
    pub const SYS_TICK: u16 = 15;
}

/// State of all exceptions; bit n stands for exception n, so interrupt n is bit 16 + n.
#[derive(Clone, Debug)]
pub struct Nvic {
    pending: u128,
    /// What was pending when [`Nvic::newly_pending`] was last asked.
    noticed: u128,
    active: u128,
    enabled: u128,
    /// Level of the interrupt lines.
    lines: u64,
    priority: [u8; 68],
    /// ITNS: interrupts that target the Non-secure state. Kept, without effect while all code is Secure.
    targets_non_secure: u64,
}

impl Default for Nvic {
    fn default() -> Self {
        // The system exceptions that cannot be disabled; the configurable faults follow SHCSR.
        let enabled = 1 << number::NMI
            | 1 << number::HARD_FAULT
            | 1 << number::SV_CALL
            | 1 << number::PEND_SV
            | 1 << number::SYS_TICK;
        Nvic {
            pending: 0,
            noticed: 0,
            active: 0,
            enabled,
            lines: 0,
            priority: [0; 68],
            targets_non_secure: 0,
        }
    }
}

/// Bit of an exception; 0 for numbers that do not exist, which IPSR can hold after a forged return.
const fn bit(number: u16) -> u128 {
    if number < FIRST_IRQ as u16 + IRQS as u16 { 1 << number } else { 0 }
}

impl Nvic {
    /// Sets the level of the lines; a line that rises pends its interrupt.
    #[inline]
    pub fn set_lines(&mut self, lines: u64) {
        let lines = lines & IRQ_MASK;
        let rising = lines & !self.lines;
        self.lines = lines;
        self.pending |= u128::from(rising) << FIRST_IRQ;
    }

    /// Level of the interrupt lines.
    pub fn lines(&self) -> u64 {
        self.lines
    }

    /// Pends an exception.
    pub fn pend(&mut self, number: u16) {
        self.pending |= bit(number);
    }

    /// Unpends an exception.
    pub fn unpend(&mut self, number: u16) {
        self.pending &= !bit(number);
    }

    /// Whether an exception is pending.
    pub fn is_pending(&self, number: u16) -> bool {
        self.pending & bit(number) != 0
    }

    /// Whether an exception is active.
    pub fn is_active(&self, number: u16) -> bool {
        self.active & bit(number) != 0
    }

    /// All active exceptions.
    pub fn active(&self) -> u128 {
        self.active
    }

    /// All pending exceptions, enabled or not.
    pub fn pending(&self) -> u128 {
        self.pending
    }

    /// Whether an exception, enabled or not, has become pending since the last call.
    #[inline]
    pub fn newly_pending(&mut self) -> bool {
        let new = self.pending & !self.noticed;
        self.noticed = self.pending;
        new != 0
    }

    /// Pending exceptions that are enabled.
    #[inline]
    pub fn candidates(&self) -> u128 {
        self.pending & self.enabled
    }

    /// Enables or disables an exception.
    pub fn set_enabled(&mut self, number: u16, on: bool) {
        self.enabled = self.enabled & !bit(number) | if on { bit(number) } else { 0 };
    }

    /// Whether an exception is enabled.
    pub fn is_enabled(&self, number: u16) -> bool {
        self.enabled & bit(number) != 0
    }

    /// Priority as set, -4 to 255: lower is more urgent. Unknown numbers are least urgent.
    pub fn priority(&self, number: u16) -> i16 {
        match number {
            number::RESET => -4,
            number::NMI => -2,
            number::HARD_FAULT => -1,
            _ => self.priority.get(usize::from(number)).map_or(256, |&priority| i16::from(priority)),
        }
    }

    /// A handler starts.
    pub fn activate(&mut self, number: u16) {
        self.pending &= !bit(number);
        self.active |= bit(number);
    }

    /// A handler ends; an interrupt whose line is still high pends again.
    pub fn deactivate(&mut self, number: u16) {
        self.active &= !bit(number);
        self.pending |= u128::from(self.lines) << FIRST_IRQ & bit(number);
    }

    /// Sets or clears the active bit alone (SHCSR).
    pub fn set_active(&mut self, number: u16, on: bool) {
        self.active = self.active & !bit(number) | if on { bit(number) } else { 0 };
    }

    /// No exception is active any more.
    pub fn clear_active(&mut self) {
        self.active = 0;
    }

    /// Reads offset 0x100 to 0x7FF of the system control space.
    pub(super) fn read(&self, offset: u32) -> Option<u32> {
        let half = |bits: u64| Some(if offset & 0x7C > 4 { 0 } else { (bits >> (8 * (offset & 4))) as u32 });
        let irqs = |bits: u128| half((bits >> FIRST_IRQ) as u64 & IRQ_MASK);
        match offset {
            0x100..=0x1FF => irqs(self.enabled),
            0x200..=0x2FF => irqs(self.pending),
            0x300..=0x37F => irqs(self.active),
            0x380..=0x3FF => half(self.targets_non_secure),
            0x400..=0x7EF => Some(self.priority_word((offset & 0x3FC) + FIRST_IRQ)),
            _ => None,
        }
    }

    fn priority_word(&self, first: u32) -> u32 {
        u32::from_le_bytes(
            [0, 1, 2, 3].map(|byte| self.priority.get((first + byte) as usize).copied().unwrap_or(0)),
        )
    }

    /// Writes offset 0x100 to 0x3FF; false where there is no register.
    pub(super) fn write(&mut self, offset: u32, value: u32) -> bool {
        if offset & 0x7C > 4 {
            return true;
        }
        let irqs = u64::from(value) << (8 * (offset & 4)) & IRQ_MASK;
        let bits = u128::from(irqs) << FIRST_IRQ;
        match offset {
            0x100..=0x17F => self.enabled |= bits,
            0x180..=0x1FF => self.enabled &= !bits,
            0x200..=0x27F => self.pending |= bits,
            0x280..=0x2FF => {
                // A line that is still high pends its interrupt again, unless it is being handled.
                self.pending &= !bits;
                self.pending |= u128::from(self.lines) << FIRST_IRQ & bits & !self.active;
            }
            0x300..=0x37F => {}
            0x380..=0x3FF => {
                let word = 0xFFFF_FFFF << (8 * (offset & 4));
                self.targets_non_secure = self.targets_non_secure & !word | irqs;
            }
            _ => return false,
        }
        true
    }

    /// Software trigger (STIR).
    pub(super) fn trigger(&mut self, irq: u32) {
        if irq < IRQS {
            self.pending |= 1 << (FIRST_IRQ + irq);
        }
    }

    /// Writes the priority bytes from interrupt `first` on (IPR).
    pub(super) fn write_priorities(&mut self, first: u32, size: Size, value: u32) -> bool {
        self.write_priority_bytes(first + FIRST_IRQ, size, value)
    }

    /// Writes the priority bytes from exception 4 + `offset` on (SHPR).
    pub(super) fn write_system_priorities(&mut self, offset: u32, size: Size, value: u32) -> bool {
        self.write_priority_bytes(offset + 4, size, value)
    }

    fn write_priority_bytes(&mut self, first: u32, size: Size, value: u32) -> bool {
        for byte in 0..size.bytes() {
            if let Some(priority) = self.priority.get_mut((first + byte) as usize) {
                *priority = (value >> (8 * byte)) as u8 & PRIORITY_MASK;
            }
        }
        true
    }

    /// SHPR1 to SHPR3 (`index` 0 to 2).
    pub(super) fn system_priorities(&self, index: u32) -> u32 {
        self.priority_word(4 + 4 * index)
    }
}
