//! Data Watchpoint and Trace unit: the cycle counter, PC sampling and the watchpoints.
//! Armv8-M ARM, D1.2.66 to D1.2.83; four comparators, RP2350 datasheet §3.7.2.
//!
//! Profiling counters and trace packets are not modelled: enabling one is refused by its name.

use crate::bus::BusFault;

use super::comparators::Comparators;
use super::watchpoint::{DataAccess, FUNCTION_MATCHED};

/// DWT_CTRL, Control Register.
pub const DWT_CTRL: u32 = 0xE000_1000;
/// DWT_CYCCNT, Cycle Count Register.
pub const DWT_CYCCNT: u32 = 0xE000_1004;
/// DWT_FOLDCNT, the last of the 8-bit profiling counters; DWT_CPICNT is the first.
pub const DWT_FOLDCNT: u32 = 0xE000_1018;
/// DWT_PCSR, Program Counter Sample Register.
pub const DWT_PCSR: u32 = 0xE000_101C;
/// DWT_COMP0; comparators lie 16 bytes apart, DWT_FUNCTIONn 8 bytes after DWT_COMPn.
pub const DWT_COMP0: u32 = 0xE000_1020;
pub use super::comparators::COMPARATORS;

const DWT_CPICNT: u32 = 0xE000_1008;
const COMPARATOR_BLOCK_LAST: u32 = DWT_COMP0 + 16 * COMPARATORS as u32 - 1;

/// NUMCOMP.
const NUMCOMP: u32 = (COMPARATORS as u32) << 28;
const CYCCNTENA: u32 = 1 << 0;
/// POSTPRESET, POSTINIT, CYCTAP, SYNCTAP: storage while no trace packets are made.
const TIMING_FIELDS: u32 = 0x0000_0FFE;
/// Enables that are refused, by name. D1.2.69.
const NOT_MODELLED_CONTROLS: [(u32, &str); 8] = [
    (1 << 12, "PCSAMPLENA, trace packets of the program counter"),
    (1 << 16, "EXCTRCENA, trace packets of exceptions"),
    (1 << 17, "CPIEVTENA, the counter CPICNT"),
    (1 << 18, "EXCEVTENA, the counter EXCCNT"),
    (1 << 19, "SLEEPEVTENA, the counter SLEEPCNT"),
    (1 << 20, "LSUEVTENA, the counter LSUCNT"),
    (1 << 21, "FOLDEVTENA, the counter FOLDCNT"),
    (1 << 22, "CYCEVTENA, trace packets of the cycle counter"),
];
/// CYCDISS: the cycle counter stands still in the Secure state.
const CYCDISS: u32 = 1 << 23;
/// PCSR while no sample can be taken.
const NO_SAMPLE: u32 = 0xFFFF_FFFF;

/// The watchpoint and trace unit of one core.
///
/// The cycle counter follows the core's own cycle number: it counts while trace is enabled, the counter is
/// enabled and the core is not in Debug state. [`Dwt::set_running`] tells when that changes.
#[derive(Clone, Debug, Default)]
pub struct Dwt {
    control: u32,
    /// Trace enabled and the core not halted.
    running: bool,
    /// Counter value at the cycle `since` while counting; the value itself while not.
    count: u32,
    since: u64,
    comparators: Comparators,
    /// Cycle in which the counter comes to what comparator 0 waits for.
    cycle_match: Option<u64>,
    watches_data: bool,
    watches_instructions: bool,
}

impl Dwt {
    /// State after power-on.
    pub fn new() -> Self {
        Self::default()
    }

    /// Says whether the unit works from cycle `now` on: DEMCR.TRCENA is set and the core is not in Debug state.
    pub fn set_running(&mut self, running: bool, now: u64) {
        self.hold(now);
        self.running = running;
        self.refresh();
        self.aim(now);
    }

    /// The cycle counter at cycle `now`.
    #[inline]
    pub fn cycle_count(&self, now: u64) -> u32 {
        if self.counting() {
            self.count.wrapping_add(now.wrapping_sub(self.since) as u32)
        } else {
            self.count
        }
    }

    /// Some comparator looks at data accesses: [`Dwt::data_access`] must be told of each.
    #[inline]
    pub fn watches_data(&self) -> bool {
        self.watches_data
    }

    /// Some comparator looks at instruction addresses: [`Dwt::instruction`] must be told of each.
    #[inline]
    pub fn watches_instructions(&self) -> bool {
        self.watches_instructions
    }

    /// Tells of a data access; true if a comparator asks for a debug event.
    pub fn data_access(&mut self, access: &DataAccess) -> bool {
        self.comparators.data_access(access)
    }

    /// Tells of an instruction about to execute; true if a comparator asks for a debug event before it.
    pub fn instruction(&mut self, pc: u32) -> bool {
        self.comparators.instruction(pc)
    }

    /// The cycle in which the cycle counter matches, if it will.
    #[inline]
    pub fn cycle_match(&self) -> Option<u64> {
        self.cycle_match
    }

    /// In or after the cycle of the match: notes it; true if a debug event is asked for.
    pub fn take_cycle_match(&mut self, now: u64) -> bool {
        self.aim(now);
        self.comparators.note_cycle()
    }

    /// Works out the next match after cycle `now`.
    fn aim(&mut self, now: u64) {
        self.cycle_match = self.comparators.cycle().filter(|_| self.counting()).map(|reference| {
            let distance = reference.wrapping_sub(self.cycle_count(now));
            now + if distance == 0 { 1 << 32 } else { u64::from(distance) }
        });
    }

    #[inline]
    fn counting(&self) -> bool {
        self.running && self.control & CYCCNTENA != 0
    }

    fn hold(&mut self, now: u64) {
        self.count = self.cycle_count(now);
        self.since = now;
    }

    fn refresh(&mut self) {
        self.watches_data = self.running && self.comparators.watch_data();
        self.watches_instructions = self.running && self.comparators.watch_instructions();
    }

    /// Reads a register in cycle `now`, `pc` being the core's; `None` when the address is not one of the unit's.
    pub fn read(&mut self, address: u32, now: u64, pc: u32) -> Option<u32> {
        Some(match address {
            DWT_CTRL => NUMCOMP | self.control,
            DWT_CYCCNT => self.cycle_count(now),
            // They never count: enabling one is refused.
            DWT_CPICNT..=DWT_FOLDCNT if address.is_multiple_of(4) => 0,
            DWT_PCSR if self.running => pc,
            DWT_PCSR => NO_SAMPLE,
            DWT_COMP0..=COMPARATOR_BLOCK_LAST => {
                let index = (address - DWT_COMP0) as usize / 16;
                match address % 16 {
                    0 => self.comparators.reference(index),
                    8 => self.comparators.take_function(index),
                    _ => return None,
                }
            }
            _ => return None,
        })
    }

    /// Writes a register in cycle `now`; `None` when the address is not one of the unit's.
    pub fn write(&mut self, address: u32, value: u32, now: u64) -> Option<Result<(), BusFault>> {
        let result = match address {
            DWT_CTRL => self.write_control(value, now),
            DWT_CYCCNT => {
                self.hold(now);
                self.count = value;
                Ok(())
            }
            DWT_CPICNT..=DWT_PCSR if address.is_multiple_of(4) => Ok(()),
            DWT_COMP0..=COMPARATOR_BLOCK_LAST => {
                let index = (address - DWT_COMP0) as usize / 16;
                match address % 16 {
                    0 => {
                        self.comparators.set_reference(index, value);
                        Ok(())
                    }
                    8 => self.write_function(index, value),
                    _ => return None,
                }
            }
            _ => return None,
        };
        self.refresh();
        self.aim(now);
        Some(result)
    }

    fn write_control(&mut self, value: u32, now: u64) -> Result<(), BusFault> {
        let refused = NOT_MODELLED_CONTROLS.into_iter().find(|(bit, _)| value & bit != 0);
        let cycdiss = (value & CYCDISS != 0).then_some((CYCDISS, "CYCDISS"));
        if let Some((_, name)) = refused.or(cycdiss) {
            return Err(BusFault::NotModelled { address: DWT_CTRL, what: format!("DWT_CTRL with {name}") });
        }
        self.hold(now);
        self.control = value & (TIMING_FIELDS | CYCCNTENA);
        Ok(())
    }

    fn write_function(&mut self, index: usize, value: u32) -> Result<(), BusFault> {
        self.comparators.set_function(index, value & !FUNCTION_MATCHED).map_err(|unsupported| {
            BusFault::NotModelled {
                address: DWT_COMP0 + 16 * index as u32 + 8,
                what: format!("DWT_FUNCTION{index} with {unsupported} ({value:#010x})"),
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bus::Size;

    fn counting_from(now: u64) -> Dwt {
        let mut dwt = Dwt::new();
        dwt.set_running(true, now);
        dwt.write(DWT_CTRL, CYCCNTENA, now);
        dwt
    }

    #[test]
    fn counts_exactly_the_cycles_since_it_was_enabled() {
        let mut dwt = counting_from(1000);
        assert_eq!(dwt.read(DWT_CYCCNT, 1000, 0), Some(0));
        assert_eq!(dwt.read(DWT_CYCCNT, 1007, 0), Some(7));
        dwt.write(DWT_CYCCNT, 100, 1010);
        assert_eq!(dwt.read(DWT_CYCCNT, 1011, 0), Some(101));
    }

    #[test]
    fn needs_trace_and_its_own_enable() {
        let mut dwt = Dwt::new();
        dwt.write(DWT_CTRL, CYCCNTENA, 0);
        assert_eq!(dwt.cycle_count(50), 0);
        dwt.set_running(true, 50);
        assert_eq!(dwt.cycle_count(60), 10);
        dwt.write(DWT_CTRL, 0, 60);
        assert_eq!(dwt.cycle_count(90), 10);
    }

    #[test]
    fn stops_while_the_core_is_halted() {
        let mut dwt = counting_from(0);
        dwt.set_running(false, 30);
        assert_eq!(dwt.cycle_count(1_000_000), 30);
        dwt.set_running(true, 1_000_000);
        assert_eq!(dwt.cycle_count(1_000_005), 35);
    }

    #[test]
    fn wraps_at_32_bits() {
        let mut dwt = counting_from(0);
        dwt.write(DWT_CYCCNT, 0xFFFF_FFFE, 10);
        assert_eq!(dwt.cycle_count(13), 1);
        assert_eq!(counting_from(0).cycle_count((1 << 32) + 9), 9);
    }

    #[test]
    fn announces_four_comparators_and_stores_them() {
        let mut dwt = Dwt::new();
        assert_eq!(dwt.read(DWT_CTRL, 0, 0), Some(0x4000_0000));
        dwt.write(DWT_COMP0 + 0x20, 0x2000_0000, 0);
        assert_eq!(dwt.read(DWT_COMP0 + 0x20, 0, 0), Some(0x2000_0000));
        assert_eq!(dwt.read(DWT_COMP0 + 0x28, 0, 0), Some(0x5000_0000));
        assert_eq!(dwt.read(DWT_COMP0 + 4, 0, 0), None);
    }

    #[test]
    fn watches_only_while_trace_is_enabled() {
        let mut dwt = Dwt::new();
        dwt.write(DWT_COMP0, 0x2000_0010, 0);
        dwt.write(DWT_COMP0 + 8, 0x0000_0815, 0);
        assert!(!dwt.watches_data());
        dwt.set_running(true, 0);
        assert!(dwt.watches_data() && !dwt.watches_instructions());
        let store = DataAccess { address: 0x2000_0012, size: Size::Byte, write: true, value: 0 };
        assert!(dwt.data_access(&store));
        assert!(!dwt.data_access(&DataAccess { write: false, ..store }));
        assert_eq!(dwt.read(DWT_COMP0 + 8, 0, 0), Some(0x5900_0815));
        assert_eq!(dwt.read(DWT_COMP0 + 8, 0, 0), Some(0x5800_0815));
    }

    #[test]
    fn refuses_what_it_does_not_model_by_name() {
        let mut dwt = Dwt::new();
        for (bit, name) in [(17, "CPICNT"), (18, "EXCCNT"), (19, "SLEEPCNT"), (20, "LSUCNT"), (21, "FOLDCNT")]
        {
            let Some(Err(BusFault::NotModelled { what, .. })) = dwt.write(DWT_CTRL, 1 << bit, 0) else {
                panic!("{name} is not refused");
            };
            assert!(what.contains(name), "{what}");
        }
        // A limit, of which comparator 0 is not capable.
        assert!(matches!(dwt.write(DWT_COMP0 + 8, 0x13, 0), Some(Err(BusFault::NotModelled { .. }))));
        assert!(matches!(dwt.write(DWT_COMP0 + 8, 0, 0), Some(Ok(()))));
    }

    #[test]
    fn the_cycle_counter_matches_each_time_round() {
        let mut dwt = counting_from(1000);
        dwt.write(DWT_COMP0, 250, 1010);
        dwt.write(DWT_COMP0 + 8, 0x11, 1010);
        assert_eq!(dwt.cycle_match(), Some(1250));
        assert!(dwt.take_cycle_match(1250));
        assert_eq!(dwt.cycle_match(), Some(1250 + (1 << 32)));
        dwt.write(DWT_CYCCNT, 0, 2000);
        assert_eq!(dwt.cycle_match(), Some(2250));
        dwt.set_running(false, 2100);
        assert_eq!(dwt.cycle_match(), None);
        dwt.set_running(true, 5000);
        assert_eq!(dwt.cycle_match(), Some(5150));
        assert_eq!(dwt.read(DWT_COMP0 + 8, 5000, 0), Some(0x5900_0011));
    }

    #[test]
    fn samples_the_program_counter_of_a_running_core() {
        let mut dwt = counting_from(0);
        assert_eq!(dwt.read(DWT_PCSR, 5, 0x1000_0200), Some(0x1000_0200));
        dwt.set_running(false, 6);
        assert_eq!(dwt.read(DWT_PCSR, 7, 0x1000_0200), Some(0xFFFF_FFFF));
    }
}
