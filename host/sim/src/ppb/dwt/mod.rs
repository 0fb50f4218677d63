//! Data Watchpoint and Trace unit: cycle counter, PC sampling and watchpoints.
//! Armv8-M ARM, D1.2.66 to D1.2.83; four comparators, RP2350 datasheet §3.7.2.
//!
//! Profiling counters and trace packets are not modelled: a write that enables one fails with an error that names it.

mod comparator;
mod comparator_set;

use crate::bus::BusFault;

pub(crate) use comparator::DataAccess;
use comparator::FUNCTION_MATCHED;
#[cfg(feature = "serve")]
pub(crate) use comparator::{Direction, watch_function};
pub use comparator_set::COMPARATORS;
use comparator_set::ComparatorSet;

/// Control Register.
pub const DWT_CTRL: u32 = 0xE000_1000;
/// Cycle Count Register.
pub const DWT_CYCCNT: u32 = 0xE000_1004;
/// CPI Count Register, the first of the 8-bit profiling counters.
const DWT_CPICNT: u32 = 0xE000_1008;
/// Folded-instruction Count Register, the last of the 8-bit profiling counters.
pub const DWT_FOLDCNT: u32 = 0xE000_1018;
/// Program Counter Sample Register.
pub const DWT_PCSR: u32 = 0xE000_101C;
/// Comparator Register 0.
pub const DWT_COMP0: u32 = 0xE000_1020;
/// Comparator Function Register 0.
pub const DWT_FUNCTION0: u32 = 0xE000_1028;
/// Distance between the registers of two comparators.
pub const COMPARATOR_STRIDE: u32 = 0x10;

/// Offset of DWT_FUNCTIONn from DWT_COMPn.
const FUNCTION_OFFSET: u32 = DWT_FUNCTION0 - DWT_COMP0;
const COMPARATORS_LAST: u32 = DWT_COMP0 + COMPARATOR_STRIDE * COMPARATORS as u32 - 1;

/// NUMCOMP of DWT_CTRL.
const NUMCOMP: u32 = (COMPARATORS as u32) << 28;
/// CYCCNTENA of DWT_CTRL: the cycle counter counts.
pub const CYCCNTENA: u32 = 1 << 0;
/// POSTPRESET, POSTINIT, CYCTAP and SYNCTAP of DWT_CTRL: storage, because there are no trace packets.
const TIMING_FIELDS: u32 = 0x0000_0FFE;
/// Bits of DWT_CTRL that are refused, with their names. D1.2.69.
const UNMODELLED_CONTROLS: [(u32, &str); 9] = [
    (1 << 12, "PCSAMPLENA, trace packets of the program counter"),
    (1 << 16, "EXCTRCENA, trace packets of exceptions"),
    (1 << 17, "CPIEVTENA, the counter CPICNT"),
    (1 << 18, "EXCEVTENA, the counter EXCCNT"),
    (1 << 19, "SLEEPEVTENA, the counter SLEEPCNT"),
    (1 << 20, "LSUEVTENA, the counter LSUCNT"),
    (1 << 21, "FOLDEVTENA, the counter FOLDCNT"),
    (1 << 22, "CYCEVTENA, trace packets of the cycle counter"),
    (1 << 23, "CYCDISS, no counting in the Secure state"),
];
/// DWT_PCSR while no sample can be taken.
const NO_SAMPLE: u32 = 0xFFFF_FFFF;

/// Watchpoint and trace unit of one core.
///
/// The cycle counter is computed from the cycle number of the core: it counts while trace is enabled, the counter is
/// enabled and the core is not in Debug state. [`Dwt::set_running`] starts and stops it.
#[derive(Clone, Debug, Default)]
pub struct Dwt {
    control: u32,
    /// Trace is enabled and the core is not halted.
    running: bool,
    /// Counter value in cycle `since` while counting; otherwise the counter value.
    count: u32,
    since: u64,
    comparators: ComparatorSet,
    /// Cycle in which the counter reaches the value of comparator 0.
    cycle_match: Option<u64>,
    watches_data: bool,
    watches_instructions: bool,
}

impl Dwt {
    /// Returns the state after power-on.
    pub fn new() -> Self {
        Self::default()
    }

    /// Starts or stops the unit in cycle `now`. It runs while DEMCR.TRCENA is set and the core is not in Debug state.
    pub fn set_running(&mut self, running: bool, now: u64) {
        self.hold_count(now);
        self.running = running;
        self.update_watched();
        self.update_cycle_match(now);
    }

    /// Returns the cycle counter in cycle `now`.
    #[inline]
    pub fn cycle_count(&self, now: u64) -> u32 {
        if self.counting() {
            self.count.wrapping_add(now.wrapping_sub(self.since) as u32)
        } else {
            self.count
        }
    }

    /// Returns true if a comparator matches data accesses: [`Dwt::check_data_access`] must be called for each.
    #[inline]
    pub fn watches_data(&self) -> bool {
        self.watches_data
    }

    /// Returns true if a comparator matches instruction addresses: [`Dwt::check_instruction`] must be called for each.
    #[inline]
    pub fn watches_instructions(&self) -> bool {
        self.watches_instructions
    }

    /// Compares a data access; returns true if a comparator generates a debug event.
    pub fn check_data_access(&mut self, access: &DataAccess) -> bool {
        self.comparators.check_data_access(access)
    }

    /// Compares the address of the next instruction; returns true if a comparator generates a debug event before it.
    pub fn check_instruction(&mut self, pc: u32) -> bool {
        self.comparators.check_instruction(pc)
    }

    /// Returns the cycle in which the cycle counter matches comparator 0, if it does.
    #[inline]
    pub fn cycle_match(&self) -> Option<u64> {
        self.cycle_match
    }

    /// Records the cycle match, in its cycle or later; returns true if comparator 0 generates a debug event.
    pub fn take_cycle_match(&mut self, now: u64) -> bool {
        self.update_cycle_match(now);
        self.comparators.record_cycle_match()
    }

    /// Computes the next cycle match after cycle `now`.
    fn update_cycle_match(&mut self, now: u64) {
        self.cycle_match = self.comparators.cycle_reference().filter(|_| self.counting()).map(|reference| {
            let distance = reference.wrapping_sub(self.cycle_count(now));
            now + if distance == 0 { 1 << 32 } else { u64::from(distance) }
        });
    }

    #[inline]
    fn counting(&self) -> bool {
        self.running && self.control & CYCCNTENA != 0
    }

    /// Stores the counter value of cycle `now`.
    fn hold_count(&mut self, now: u64) {
        self.count = self.cycle_count(now);
        self.since = now;
    }

    fn update_watched(&mut self) {
        self.watches_data = self.running && self.comparators.watches_data();
        self.watches_instructions = self.running && self.comparators.watches_instructions();
    }

    /// Reads a register in cycle `now`, with the core at `pc`; `None` if the unit has no register at the address.
    pub fn read(&mut self, address: u32, now: u64, pc: u32) -> Option<u32> {
        Some(match address {
            DWT_CTRL => NUMCOMP | self.control,
            DWT_CYCCNT => self.cycle_count(now),
            // The profiling counters cannot be enabled.
            DWT_CPICNT..=DWT_FOLDCNT if address.is_multiple_of(4) => 0,
            DWT_PCSR if self.running => pc,
            DWT_PCSR => NO_SAMPLE,
            DWT_COMP0..=COMPARATORS_LAST => {
                let (index, offset) = comparator_register(address);
                match offset {
                    0 => self.comparators.reference(index),
                    FUNCTION_OFFSET => self.comparators.take_function(index),
                    // Reserved, RES0 (Armv8-M ARM D1.2).
                    _ => 0,
                }
            }
            _ => return None,
        })
    }

    /// Writes a register in cycle `now`; `None` if the unit has no register at the address.
    pub fn write(&mut self, address: u32, value: u32, now: u64) -> Option<Result<(), BusFault>> {
        let result = match address {
            DWT_CTRL => self.write_control(value, now),
            DWT_CYCCNT => {
                self.hold_count(now);
                self.count = value;
                Ok(())
            }
            DWT_CPICNT..=DWT_PCSR if address.is_multiple_of(4) => Ok(()),
            DWT_COMP0..=COMPARATORS_LAST => {
                let (index, offset) = comparator_register(address);
                match offset {
                    0 => {
                        self.comparators.set_reference(index, value);
                        Ok(())
                    }
                    FUNCTION_OFFSET => self.write_function(index, value),
                    // Reserved, RES0. Debuggers for Armv7-M write DWT_MASKn there.
                    _ => Ok(()),
                }
            }
            _ => return None,
        };
        self.update_watched();
        self.update_cycle_match(now);
        Some(result)
    }

    fn write_control(&mut self, value: u32, now: u64) -> Result<(), BusFault> {
        if let Some((_, name)) = UNMODELLED_CONTROLS.into_iter().find(|(bit, _)| value & bit != 0) {
            return Err(BusFault::Unmodelled { address: DWT_CTRL, what: format!("DWT_CTRL with {name}") });
        }
        self.hold_count(now);
        self.control = value & (TIMING_FIELDS | CYCCNTENA);
        Ok(())
    }

    fn write_function(&mut self, index: usize, value: u32) -> Result<(), BusFault> {
        self.comparators.set_function(index, value & !FUNCTION_MATCHED).map_err(|unsupported| {
            BusFault::Unmodelled {
                address: DWT_FUNCTION0 + COMPARATOR_STRIDE * index as u32,
                what: format!("DWT_FUNCTION{index} with {unsupported} ({value:#010x})"),
            }
        })
    }
}

/// Returns the index of a comparator and the offset of its register at an address.
fn comparator_register(address: u32) -> (usize, u32) {
    let offset = address - DWT_COMP0;
    ((offset / COMPARATOR_STRIDE) as usize, offset % COMPARATOR_STRIDE)
}

/// Returns true if MATCHED is set in a value of DWT_FUNCTIONn.
#[cfg(feature = "serve")]
pub(crate) fn function_matched(function: u32) -> bool {
    function & FUNCTION_MATCHED != 0
}

#[cfg(test)]
mod tests;
