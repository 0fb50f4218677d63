//! FIFOs between the cores (RP2350 §3.1.5): one in each direction, four words deep.

use std::collections::VecDeque;

/// Words in a FIFO.
pub(super) const DEPTH: usize = 4;

const VLD: u32 = 1 << 0;
const RDY: u32 = 1 << 1;
const WOF: u32 = 1 << 2;
const ROE: u32 = 1 << 3;

/// Both FIFOs.
#[derive(Clone, Debug, Default)]
pub struct Mailbox {
    /// Words for each core to read.
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

    /// Writes from one core to the other. A full FIFO ignores the word and sets WOF.
    pub fn push(&mut self, core: usize, value: u32) {
        if self.inbox[1 - core].len() < DEPTH {
            self.inbox[1 - core].push_back(value);
        } else {
            self.errors[core] |= WOF;
        }
    }

    /// Reads as a core. An empty FIFO returns 0 (assumption) and sets ROE.
    pub fn pop(&mut self, core: usize) -> u32 {
        self.inbox[core].pop_front().unwrap_or_else(|| {
            self.errors[core] |= ROE;
            0
        })
    }

    /// Writes FIFO_ST as a core.
    pub fn clear_errors(&mut self, core: usize, mask: u32) {
        self.errors[core] &= !(mask & (WOF | ROE));
    }

    /// SIO_IRQ_FIFO of a core.
    pub fn interrupts(&self, core: usize) -> bool {
        !self.inbox[core].is_empty() || self.errors[core] != 0
    }

    /// True if a core has a word to read.
    pub fn has_mail(&self, core: usize) -> bool {
        !self.inbox[core].is_empty()
    }

    /// Drains the words for a core.
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
