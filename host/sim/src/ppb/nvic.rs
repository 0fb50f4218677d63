//! Nested vectored interrupt controller: pending, active and enabled state and priority of every exception
//! (Armv8-M ARM B3.9 to B3.12, registers D1.2).

use crate::bus::Size;

/// Interrupt Set Enable Register of interrupts 0 to 31.
pub const NVIC_ISER0: u32 = 0xE000_E100;
/// Interrupt Clear Enable Register of interrupts 0 to 31.
pub const NVIC_ICER0: u32 = 0xE000_E180;
/// Interrupt Set Pending Register of interrupts 0 to 31.
pub const NVIC_ISPR0: u32 = 0xE000_E200;
/// Interrupt Clear Pending Register of interrupts 0 to 31.
pub const NVIC_ICPR0: u32 = 0xE000_E280;
/// Interrupt Active Bit Register of interrupts 0 to 31.
pub const NVIC_IABR0: u32 = 0xE000_E300;
/// Interrupt Target Non-secure Register of interrupts 0 to 31.
pub const NVIC_ITNS0: u32 = 0xE000_E380;
/// Interrupt Priority Register of interrupts 0 to 3.
pub const NVIC_IPR0: u32 = 0xE000_E400;
/// Last byte of the Interrupt Priority Registers.
pub(crate) const NVIC_IPR_LAST: u32 = 0xE000_E7EF;

/// Last address of each group of registers.
const ISER_LAST: u32 = NVIC_ICER0 - 1;
const ICER_LAST: u32 = NVIC_ISPR0 - 1;
const ISPR_LAST: u32 = NVIC_ICPR0 - 1;
const ICPR_LAST: u32 = NVIC_IABR0 - 1;
const IABR_LAST: u32 = NVIC_ITNS0 - 1;
pub(crate) const NVIC_ITNS_LAST: u32 = NVIC_IPR0 - 1;

/// Interrupt lines of the RP2350 (datasheet §3.2).
pub const IRQS: u32 = 52;
/// Implemented priority bits: the upper four, 16 levels (datasheet §3.7.2).
pub const PRIORITY_MASK: u8 = 0xF0;
/// Exception number of interrupt 0.
const FIRST_IRQ: u32 = 16;
/// Number of the first exception with a configurable priority: MemManage, the first byte of SHPR1.
const FIRST_CONFIGURABLE: u32 = 4;
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

/// State of all exceptions: bit n is exception n, so that interrupt n is bit 16 + n.
#[derive(Clone, Debug)]
pub struct Nvic {
    pending: u128,
    /// Pending exceptions at the last call of [`Nvic::newly_pending`].
    seen_pending: u128,
    active: u128,
    enabled: u128,
    /// Levels of the interrupt lines.
    lines: u64,
    priority: [u8; 68],
    /// ITNS: interrupts that target the Non-secure state. Storage: all code is Secure.
    targets_non_secure: u64,
}

impl Default for Nvic {
    fn default() -> Self {
        // System exceptions that cannot be disabled; SHCSR enables the configurable faults.
        let enabled = 1 << number::NMI
            | 1 << number::HARD_FAULT
            | 1 << number::SV_CALL
            | 1 << number::PEND_SV
            | 1 << number::SYS_TICK;
        Nvic {
            pending: 0,
            seen_pending: 0,
            active: 0,
            enabled,
            lines: 0,
            priority: [0; 68],
            targets_non_secure: 0,
        }
    }
}

/// Returns the bit of an exception; 0 for a number without an exception, which IPSR can hold after a forged return.
const fn bit(number: u16) -> u128 {
    if number < FIRST_IRQ as u16 + IRQS as u16 { 1 << number } else { 0 }
}

impl Nvic {
    /// Sets the levels of the interrupt lines; a rising line pends its interrupt.
    #[inline]
    pub fn set_lines(&mut self, lines: u64) {
        let lines = lines & IRQ_MASK;
        let rising = lines & !self.lines;
        self.lines = lines;
        self.pending |= u128::from(rising) << FIRST_IRQ;
    }

    /// Returns the levels of the interrupt lines.
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

    /// Returns true if an exception is pending.
    pub fn is_pending(&self, number: u16) -> bool {
        self.pending & bit(number) != 0
    }

    /// Returns true if an exception is active.
    pub fn is_active(&self, number: u16) -> bool {
        self.active & bit(number) != 0
    }

    /// Returns all active exceptions.
    pub fn active(&self) -> u128 {
        self.active
    }

    /// Returns all pending exceptions, enabled or not.
    pub fn pending(&self) -> u128 {
        self.pending
    }

    /// Returns true if an exception, enabled or not, has become pending since the last call.
    #[inline]
    pub fn newly_pending(&mut self) -> bool {
        let new = self.pending & !self.seen_pending;
        self.seen_pending = self.pending;
        new != 0
    }

    /// Returns the pending exceptions that are enabled.
    #[inline]
    pub fn candidates(&self) -> u128 {
        self.pending & self.enabled
    }

    /// Enables or disables an exception.
    pub fn set_enabled(&mut self, number: u16, on: bool) {
        self.enabled = self.enabled & !bit(number) | if on { bit(number) } else { 0 };
    }

    /// Returns true if an exception is enabled.
    pub fn is_enabled(&self, number: u16) -> bool {
        self.enabled & bit(number) != 0
    }

    /// Returns the priority of an exception, -4 to 255: lower values have precedence. Unknown numbers have 256.
    pub fn priority(&self, number: u16) -> i16 {
        match number {
            number::RESET => -4,
            number::NMI => -2,
            number::HARD_FAULT => -1,
            _ => self.priority.get(usize::from(number)).map_or(256, |&priority| i16::from(priority)),
        }
    }

    /// Makes an exception active and no longer pending: its handler starts.
    pub fn activate(&mut self, number: u16) {
        self.pending &= !bit(number);
        self.active |= bit(number);
    }

    /// Makes an exception inactive: its handler ends. An interrupt whose line is still high pends again.
    pub fn deactivate(&mut self, number: u16) {
        self.active &= !bit(number);
        self.pending |= u128::from(self.lines) << FIRST_IRQ & bit(number);
    }

    /// Sets or clears the active state alone (SHCSR).
    pub fn set_active(&mut self, number: u16, on: bool) {
        self.active = self.active & !bit(number) | if on { bit(number) } else { 0 };
    }

    /// Makes all exceptions inactive.
    pub fn clear_active(&mut self) {
        self.active = 0;
    }

    /// Reads a register from NVIC_ISER0 to the last NVIC_IPRn; `None` between them.
    pub(crate) fn read(&self, address: u32) -> Option<u32> {
        let irqs = |exceptions: u128| (exceptions >> FIRST_IRQ) as u64 & IRQ_MASK;
        let bits = match address {
            NVIC_ISER0..=ICER_LAST => irqs(self.enabled),
            NVIC_ISPR0..=ICPR_LAST => irqs(self.pending),
            NVIC_IABR0..=IABR_LAST => irqs(self.active),
            NVIC_ITNS0..=NVIC_ITNS_LAST => self.targets_non_secure,
            NVIC_IPR0..=NVIC_IPR_LAST => {
                return Some(self.priority_word((address & !3) - NVIC_IPR0 + FIRST_IRQ));
            }
            _ => return None,
        };
        Some(word_shift(address).map_or(0, |shift| (bits >> shift) as u32))
    }

    fn priority_word(&self, first: u32) -> u32 {
        u32::from_le_bytes(
            [0, 1, 2, 3].map(|byte| self.priority.get((first + byte) as usize).copied().unwrap_or(0)),
        )
    }

    /// Writes a register from NVIC_ISER0 to the last NVIC_ITNSn; returns false if there is none.
    pub(crate) fn write(&mut self, address: u32, value: u32) -> bool {
        let Some(shift) = word_shift(address) else { return true };
        let irqs = u64::from(value) << shift & IRQ_MASK;
        let bits = u128::from(irqs) << FIRST_IRQ;
        match address {
            NVIC_ISER0..=ISER_LAST => self.enabled |= bits,
            NVIC_ICER0..=ICER_LAST => self.enabled &= !bits,
            NVIC_ISPR0..=ISPR_LAST => self.pending |= bits,
            NVIC_ICPR0..=ICPR_LAST => {
                // A line that is still high pends its interrupt again, unless the interrupt is active.
                self.pending &= !bits;
                self.pending |= u128::from(self.lines) << FIRST_IRQ & bits & !self.active;
            }
            // Read-only.
            NVIC_IABR0..=IABR_LAST => {}
            NVIC_ITNS0..=NVIC_ITNS_LAST => {
                let word = 0xFFFF_FFFF << shift;
                self.targets_non_secure = self.targets_non_secure & !word | irqs;
            }
            _ => return false,
        }
        true
    }

    /// Pends an interrupt by software (STIR).
    pub(crate) fn trigger(&mut self, irq: u32) {
        if irq < IRQS {
            self.pending |= 1 << (FIRST_IRQ + irq);
        }
    }

    /// Writes priority bytes at an address in NVIC_IPRn.
    pub(crate) fn write_priorities(&mut self, address: u32, size: Size, value: u32) -> bool {
        self.write_priority_bytes(address - NVIC_IPR0 + FIRST_IRQ, size, value)
    }

    /// Writes priority bytes at an offset from SHPR1.
    pub(crate) fn write_system_priorities(&mut self, offset: u32, size: Size, value: u32) -> bool {
        self.write_priority_bytes(offset + FIRST_CONFIGURABLE, size, value)
    }

    fn write_priority_bytes(&mut self, first: u32, size: Size, value: u32) -> bool {
        for byte in 0..size.bytes() {
            if let Some(priority) = self.priority.get_mut((first + byte) as usize) {
                *priority = (value >> (8 * byte)) as u8 & PRIORITY_MASK;
            }
        }
        true
    }

    /// Returns SHPR1 to SHPR3 (`index` 0 to 2).
    pub(crate) fn system_priorities(&self, index: u32) -> u32 {
        self.priority_word(FIRST_CONFIGURABLE + 4 * index)
    }
}

/// Position of the first interrupt of a register with one bit per interrupt; `None` from the third word of a group
/// on, which has no interrupts.
fn word_shift(address: u32) -> Option<u32> {
    let word = address & 0x7C;
    (word <= 4).then_some(8 * word)
}
