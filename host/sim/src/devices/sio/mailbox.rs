//! The FIFOs between the cores (RP2350 §3.1.5): one each way, four words deep.

use std::collections::VecDeque;

/// Words in one FIFO.
pub(super) const DEPTH: usize = 4;

const VLD: u32 = 1 << 0;
const RDY: u32 = 1 << 1;
const WOF: u32 = 1 << 2;
const ROE: u32 = 1 << 3;

/// Both FIFOs.
#[derive(Clone, Debug, Default)]
pub struct Mailbox {
    /// What each core can read.
    inbox: [VecDeque<u32>; 2],
    /// WOF and ROE of each core.
    errors: [u32; 2],
}

impl Mailbox {
    /// FIFO_ST of a core.
    pub fn status(&self, core: usize) -> u32 {
        let valid = if self.inbox[core].is_empty() { 0 } else { VLD };
        let ready = if self.inbox[1 - core].len() < DEPTH { RDY } else { 0 };
        valid | ready | self.errors[core]
    }

    /// A core writes to the other one. A full FIFO ignores that and says so.
    pub fn push(&mut self, core: usize, value: u32) {
        if self.inbox[1 - core].len() < DEPTH {
            self.inbox[1 - core].push_back(value);
        } else {
            self.errors[core] |= WOF;
        }
    }

    /// A core reads. An empty FIFO gives 0 (a choice) and says so.
    pub fn pop(&mut self, core: usize) -> u32 {
        self.inbox[core].pop_front().unwrap_or_else(|| {
            self.errors[core] |= ROE;
            0
        })
    }

    /// A core writes to FIFO_ST.
    pub fn clear_errors(&mut self, core: usize, mask: u32) {
        self.errors[core] &= !(mask & (WOF | ROE));
    }

    /// SIO_IRQ_FIFO of a core.
    pub fn interrupts(&self, core: usize) -> bool {
        !self.inbox[core].is_empty() || self.errors[core] != 0
    }

    /// Whether there is something to read for a core.
    pub fn has_mail(&self, core: usize) -> bool {
        !self.inbox[core].is_empty()
    }

    /// Empties what a core could read.
    pub fn drain(&mut self, core: usize) {
        self.inbox[core].clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_arrive_in_order_and_errors_stick() {
        let mut mailbox = Mailbox::default();
        for word in 0..6 {
            mailbox.push(0, word);
        }
        assert_eq!(mailbox.status(0), WOF);
        assert_eq!(mailbox.status(1), VLD | RDY);
        assert!(mailbox.interrupts(1));
        assert_eq!([mailbox.pop(1), mailbox.pop(1), mailbox.pop(1), mailbox.pop(1)], [0, 1, 2, 3]);
        assert_eq!(mailbox.pop(1), 0);
        assert_eq!(mailbox.status(1), RDY | ROE);
        mailbox.clear_errors(1, ROE);
        assert_eq!(mailbox.status(1), RDY);
        assert!(!mailbox.interrupts(1));
    }
}
