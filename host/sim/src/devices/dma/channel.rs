//! One channel (RP2350 §12.6.2): its registers and its sequence of transfers.

use crate::bus::Size;
use crate::peripheral::registers::{bit, field};

/// Fields of CTRL (register description of CH0_CTRL_TRIG).
mod control {
    pub(super) const EN: u32 = 0;
    pub(super) const HIGH_PRIORITY: u32 = 1;
    pub(super) const DATA_SIZE: u32 = 2;
    pub(super) const INCR_READ: u32 = 4;
    pub(super) const INCR_READ_REV: u32 = 5;
    pub(super) const INCR_WRITE: u32 = 6;
    pub(super) const INCR_WRITE_REV: u32 = 7;
    pub(super) const RING_SIZE: u32 = 8;
    pub(super) const RING_SEL: u32 = 12;
    pub(super) const CHAIN_TO: u32 = 13;
    pub(super) const TREQ_SEL: u32 = 17;
    pub(super) const IRQ_QUIET: u32 = 23;
    pub(super) const BSWAP: u32 = 24;
    pub(super) const SNIFF_EN: u32 = 25;
    pub(super) const BUSY: u32 = 26;
    pub(super) const WRITE_ERROR: u32 = 29;
    pub(super) const READ_ERROR: u32 = 30;
    pub(super) const AHB_ERROR: u32 = 31;
    /// Fields that software writes.
    pub(super) const WRITABLE: u32 = 0x03FF_FFFF;
}

/// TRANS_COUNT.MODE of a channel that triggers itself again.
const TRIGGER_SELF: u32 = 1;
/// TRANS_COUNT.MODE of a channel whose count does not decrease.
const ENDLESS: u32 = 0xF;
/// TRANS_COUNT.COUNT.
const COUNT: u32 = 0x0FFF_FFFF;

/// TREQ_SEL of the first pacing timer.
const FIRST_TIMER: u32 = 0x3B;
const UNPACED: u32 = 0x3F;

/// Pacing of a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pace {
    /// As fast as possible.
    Free,
    /// By one of the four timers.
    Timer(usize),
    /// By the data request of a device, by DREQ number.
    Request(u32),
}

/// One channel.
#[derive(Clone, Debug, Default)]
pub(crate) struct Channel {
    control: u32,
    /// Next address to read.
    pub read_address: u32,
    /// Next address to write.
    pub write_address: u32,
    /// TRANS_COUNT as last written: DBG_TCR.
    pub reload: u32,
    /// Transfers of this sequence whose write is not complete.
    remaining: u32,
    /// Transfers of this sequence that have not been issued.
    pub to_issue: u32,
    /// Transfers between read and write.
    pub under_way: u32,
    busy: bool,
    aborted: bool,
    /// First cycle in which a transfer may be issued.
    pub ready_from: u64,
    /// The data request was low when it was last checked.
    pub waits: bool,
    /// Pulses of the pacing timer before the first that counts for this channel.
    pub pulses_taken: u64,
}

impl Channel {
    /// CTRL.
    pub(crate) fn control(&self) -> u32 {
        let errors = self.control >> control::WRITE_ERROR & 3;
        self.control | u32::from(self.busy) << control::BUSY | u32::from(errors != 0) << control::AHB_ERROR
    }

    /// Writes CTRL. Ones clear the error flags.
    pub(crate) fn set_control(&mut self, value: u32) {
        let errors = self.control & (3 << control::WRITE_ERROR) & !value;
        self.control = value & control::WRITABLE | errors;
        // The data request may be another one now.
        self.waits = false;
    }

    /// TRANS_COUNT: the mode as written, and the remaining transfers.
    pub(crate) fn count(&self) -> u32 {
        self.reload & !COUNT | self.remaining
    }

    /// BUSY.
    pub(crate) fn busy(&self) -> bool {
        self.busy
    }

    /// Returns true if the channel may issue a transfer, subject to its pacing.
    pub(crate) fn runs(&self) -> bool {
        self.busy && !self.aborted && self.to_issue != 0 && bit(self.control, control::EN)
    }

    /// CTRL.HIGH_PRIORITY.
    pub(crate) fn high_priority(&self) -> bool {
        bit(self.control, control::HIGH_PRIORITY)
    }

    /// CTRL.IRQ_QUIET.
    pub(crate) fn irq_quiet(&self) -> bool {
        bit(self.control, control::IRQ_QUIET)
    }

    /// CTRL.SNIFF_EN.
    pub(crate) fn sniffed(&self) -> bool {
        bit(self.control, control::SNIFF_EN)
    }

    /// CTRL.CHAIN_TO.
    pub(crate) fn chain_to(&self) -> usize {
        field(self.control, control::CHAIN_TO, 4) as usize
    }

    /// CTRL.TREQ_SEL.
    pub(crate) fn pace(&self) -> Pace {
        match field(self.control, control::TREQ_SEL, 6) {
            UNPACED => Pace::Free,
            timer @ FIRST_TIMER.. => Pace::Timer((timer - FIRST_TIMER) as usize),
            request => Pace::Request(request),
        }
    }

    /// Width of a transfer. The reserved size is treated as a word (assumption).
    pub(crate) fn size(&self) -> Size {
        match field(self.control, control::DATA_SIZE, 2) {
            0 => Size::Byte,
            1 => Size::Half,
            _ => Size::Word,
        }
    }

    /// Returns data with its bytes swapped, if CTRL.BSWAP is set.
    pub(crate) fn swapped(&self, data: u32) -> u32 {
        match self.size() {
            _ if !bit(self.control, control::BSWAP) => data,
            Size::Byte => data,
            Size::Half => u32::from((data as u16).swap_bytes()),
            Size::Word => data.swap_bytes(),
        }
    }

    /// Starts a sequence, unless the channel is busy, disabled, or has an error flag set. Returns true if the sequence
    /// is empty and thus complete; an endless empty sequence never completes.
    pub(crate) fn trigger(&mut self, from: u64) -> bool {
        let error = self.control >> control::WRITE_ERROR & 3 != 0;
        if self.busy || error || !bit(self.control, control::EN) {
            return false;
        }
        self.remaining = self.reload & COUNT;
        self.to_issue = self.remaining;
        self.ready_from = from;
        self.waits = false;
        self.busy = self.remaining != 0;
        !self.busy && self.reload >> 28 != ENDLESS
    }

    /// Counts a transfer as issued.
    pub(crate) fn issue(&mut self) {
        self.under_way += 1;
        if self.reload >> 28 != ENDLESS {
            self.to_issue -= 1;
        }
    }

    /// Advances the read address after a read.
    pub(crate) fn advance_read(&mut self) {
        let step = [control::INCR_READ, control::INCR_READ_REV];
        self.read_address = self.next(self.read_address, step, false);
    }

    /// Advances the write address after a write, or one omitted because of an error. Returns true if that ends the
    /// sequence.
    pub(crate) fn advance_write(&mut self) -> bool {
        let step = [control::INCR_WRITE, control::INCR_WRITE_REV];
        self.write_address = self.next(self.write_address, step, true);
        self.under_way = self.under_way.saturating_sub(1);
        if self.reload >> 28 != ENDLESS {
            self.remaining = self.remaining.saturating_sub(1);
        }
        self.under_way == 0 && (self.to_issue == 0 || self.aborted)
    }

    /// Returns the address after an access. In a ring only its low RING_SIZE bits change (§12.6.2.1).
    fn next(&self, address: u32, [up, reverse]: [u32; 2], write: bool) -> u32 {
        let size = self.size().bytes();
        let next = match (bit(self.control, up), bit(self.control, reverse)) {
            (false, false) => address,
            (true, false) => address.wrapping_add(size),
            (true, true) => address.wrapping_sub(size),
            (false, true) => address.wrapping_add(2 * size),
        };
        match field(self.control, control::RING_SIZE, 4) {
            0 => next,
            bits if bit(self.control, control::RING_SEL) == write => {
                let mask = (1 << bits) - 1;
                address & !mask | next & mask
            }
            _ => next,
        }
    }

    /// Ends the sequence. Returns true if it is complete, with interrupt and chain: not after an abort or error.
    pub(crate) fn finish(&mut self) -> bool {
        let good = !self.aborted && self.control >> control::WRITE_ERROR & 3 == 0;
        self.busy = false;
        self.aborted = false;
        good
    }

    /// Returns true if TRANS_COUNT.MODE makes the channel trigger itself.
    pub(crate) fn triggers_itself(&self) -> bool {
        self.reload >> 28 == TRIGGER_SELF
    }

    /// Stops the sequence after a bus error (§12.6.7.1): no more transfers are issued.
    pub(crate) fn fail(&mut self, write: bool) {
        self.control |= 1 << if write { control::WRITE_ERROR } else { control::READ_ERROR };
        self.to_issue = 0;
    }

    /// Returns true if an error stopped the channel.
    pub(crate) fn failed(&self) -> bool {
        self.control >> control::WRITE_ERROR & 3 != 0
    }

    /// Aborts the sequence. Returns true if no transfer is in progress, so that it ends at once.
    pub(crate) fn abort(&mut self) -> bool {
        self.remaining = 0;
        self.to_issue = 0;
        self.aborted = self.busy;
        self.busy && self.under_way == 0
    }

    /// Returns true while transfers of an aborted sequence are in progress: its bit in CHAN_ABORT.
    pub(crate) fn aborting(&self) -> bool {
        self.aborted
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn channel(control: u32) -> Channel {
        let mut channel = Channel::default();
        channel.set_control(control);
        channel.read_address = 0x2000_0010;
        channel.write_address = 0x2000_0010;
        channel
    }

    #[test]
    fn addresses_advance_by_the_four_combinations() {
        for (bits, expected) in [(0, 0x10), (1, 0x14), (3, 0xC), (2, 0x18)] {
            let mut it = channel(2 << control::DATA_SIZE | bits << control::INCR_READ);
            it.advance_read();
            assert_eq!(it.read_address, 0x2000_0000 + expected);
            let mut it = channel(2 << control::DATA_SIZE | bits << control::INCR_WRITE);
            it.advance_write();
            assert_eq!(it.write_address, 0x2000_0000 + expected);
        }
    }

    #[test]
    fn a_ring_wraps_one_side_only() {
        let both = 1 << control::INCR_READ | 1 << control::INCR_WRITE | 1 << control::DATA_SIZE;
        let mut it = channel(both | 2 << control::RING_SIZE);
        it.read_address = 0x2000_0012;
        it.write_address = 0x2000_0012;
        it.advance_read();
        it.advance_write();
        assert_eq!((it.read_address, it.write_address), (0x2000_0010, 0x2000_0014));
        let mut it = channel(both | 2 << control::RING_SIZE | 1 << control::RING_SEL | 1 << 7);
        it.advance_write();
        assert_eq!(it.write_address, 0x2000_0012, "downwards from the ring's start to its end");
    }

    #[test]
    fn bytes_swap_within_the_transfer() {
        let swap = 1 << control::BSWAP;
        assert_eq!(channel(swap | 2 << control::DATA_SIZE).swapped(0x1122_3344), 0x4433_2211);
        assert_eq!(channel(swap | 1 << control::DATA_SIZE).swapped(0x3344), 0x4433);
        assert_eq!(channel(swap).swapped(0x44), 0x44);
    }

    #[test]
    fn errors_stay_until_ones_are_written_and_prevent_triggers() {
        let mut it = channel(1);
        it.reload = 4;
        it.fail(false);
        assert_eq!(it.control() >> 29, 0b110);
        it.trigger(0);
        assert!(!it.busy());
        it.set_control(1);
        assert_eq!(it.control() >> 29, 0b110);
        it.set_control(1 | 1 << control::READ_ERROR);
        assert_eq!(it.control() >> 29, 0);
        it.trigger(0);
        assert!(it.busy());
    }

    #[test]
    fn an_empty_sequence_completes_unless_it_is_endless() {
        let mut it = channel(1);
        assert!(it.trigger(0) && !it.busy());
        it.reload = ENDLESS << 28;
        assert!(!it.trigger(0) && !it.busy());
    }
}
