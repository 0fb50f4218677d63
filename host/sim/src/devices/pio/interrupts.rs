//! FIFO status, interrupts and data requests of a PIO block (RP2350 §11.7, §12.6.4.1).

use super::engine::Engine;
use super::fifo::Fifo;
use super::machine::Machine;

/// Interrupt sources in INTR: RX FIFO not empty (bits 0 to 3), TX FIFO not full (4 to 7), IRQ flags (8 to 15).
pub(super) const SOURCES: u32 = 0xFFFF;

impl Engine {
    /// Returns a mask of the state machines for which `test` is true.
    fn gather(&self, test: impl Fn(&Machine) -> bool) -> u32 {
        self.machines
            .iter()
            .enumerate()
            .fold(0, |bits, (number, machine)| bits | u32::from(test(machine)) << number)
    }

    fn fifo_bits(&self, tx: impl Fn(&Fifo) -> bool, rx: impl Fn(&Fifo) -> bool) -> (u32, u32) {
        (self.gather(|machine| tx(&machine.tx)), self.gather(|machine| rx(&machine.rx)))
    }

    /// FSTAT.
    pub(super) fn fifo_status(&self) -> u32 {
        let (tx_empty, rx_empty) = self.fifo_bits(Fifo::empty, Fifo::empty);
        let (tx_full, rx_full) = self.fifo_bits(Fifo::full, Fifo::full);
        tx_empty << 24 | tx_full << 16 | rx_empty << 8 | rx_full
    }

    /// FLEVEL.
    pub(super) fn fifo_levels(&self) -> u32 {
        self.machines.iter().enumerate().fold(0, |levels, (number, machine)| {
            levels | (machine.tx.level() | machine.rx.level() << 4) << (8 * number)
        })
    }

    /// FDEBUG.
    pub(super) fn fifo_debug(&self) -> u32 {
        self.machines.iter().enumerate().fold(0, |bits, (number, machine)| bits | machine.debug() << number)
    }

    /// INTR.
    pub(super) fn raw_interrupts(&self) -> u32 {
        let (tx, rx) = self.fifo_bits(|tx| !tx.full(), |rx| !rx.empty());
        u32::from(self.flags) << 8 | tx << 4 | rx
    }

    /// IRQ0_INTS or IRQ1_INTS.
    pub(super) fn pending(&self, line: usize) -> u32 {
        self.raw_interrupts() & self.enabled_interrupts[line] | self.forced_interrupts[line]
    }

    /// Returns true if any interrupt is enabled.
    pub fn interrupts_enabled(&self) -> bool {
        self.enabled_interrupts != [0; 2]
    }

    /// Returns the two interrupt lines.
    pub fn interrupt_lines(&self) -> u64 {
        if !self.interrupts_enabled() && self.forced_interrupts == [0; 2] {
            return 0;
        }
        u64::from(self.pending(0) != 0) | u64::from(self.pending(1) != 0) << 1
    }

    /// Returns the eight data requests: TX of the four state machines in bits 0 to 3, RX in bits 4 to 7.
    pub fn request_lines(&self) -> u64 {
        let (tx, rx) = self.fifo_bits(|tx| !tx.full(), |rx| !rx.empty());
        u64::from(tx | rx << 4)
    }

    /// Returns the number of words that DMA can write (0 to 3: TX) or read (4 to 7: RX) for one of these requests.
    pub fn credits(&self, request: u32) -> u32 {
        let machine = &self.machines[(request & 3) as usize];
        if request & 4 == 0 { machine.tx.room() } else { machine.rx.level() }
    }
}
