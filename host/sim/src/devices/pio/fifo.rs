//! FIFOs of a state machine (RP2350 §11.5.4, SHIFTCTRL): four words in each direction, eight in one direction, or four
//! registers.

/// FIFO of one direction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Fifo {
    words: [u32; 8],
    first: u8,
    level: u8,
    depth: u8,
}

impl Fifo {
    /// Creates an empty FIFO with a depth of 0, 4 or 8 words.
    pub(super) fn new(depth: u8) -> Self {
        Fifo { depth: depth.min(8), ..Fifo::default() }
    }

    /// Returns the number of words in the FIFO.
    pub(super) fn level(&self) -> u32 {
        u32::from(self.level)
    }

    /// Returns the number of free entries.
    pub(super) fn room(&self) -> u32 {
        u32::from(self.depth - self.level)
    }

    /// Returns true if the FIFO is empty; with depth 0 always.
    pub(super) fn empty(&self) -> bool {
        self.level == 0
    }

    /// Returns true if the FIFO is full; with depth 0 always.
    pub(super) fn full(&self) -> bool {
        self.level == self.depth
    }

    /// Adds a word. Returns false if the FIFO is full.
    pub(super) fn push(&mut self, word: u32) -> bool {
        if self.full() {
            return false;
        }
        let position = (self.first + self.level) % self.depth;
        self.words[usize::from(position & 7)] = word;
        self.level += 1;
        true
    }

    /// Removes and returns the oldest word; `None` if the FIFO is empty.
    pub(super) fn pop(&mut self) -> Option<u32> {
        if self.empty() {
            return None;
        }
        let word = self.stale();
        self.first = (self.first + 1) % self.depth;
        self.level -= 1;
        Some(word)
    }

    /// Returns the value that a read of the empty FIFO yields: the storage at the read pointer (assumption).
    pub(super) fn stale(&self) -> u32 {
        self.words[usize::from(self.first & 7)]
    }

    /// Returns one of the four words as a register (FJOIN_RX_PUT and FJOIN_RX_GET).
    pub(super) fn register(&mut self, index: u32) -> &mut u32 {
        &mut self.words[(index & 3) as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_come_out_in_order_and_no_more_go_in_than_fit() {
        for depth in [4, 8] {
            let mut fifo = Fifo::new(depth);
            for round in 0..3 {
                let words: Vec<u32> = (0..u32::from(depth)).map(|word| round * 100 + word).collect();
                assert!(words.iter().all(|word| fifo.push(*word)));
                assert!(fifo.full() && !fifo.push(9));
                assert_eq!(fifo.pop(), Some(words[0]));
                assert!(fifo.push(77) && fifo.room() == 0);
                assert_eq!((1..words.len()).map(|_| fifo.pop().unwrap()).collect::<Vec<_>>(), words[1..]);
                assert_eq!((fifo.pop(), fifo.pop()), (Some(77), None));
            }
        }
    }

    #[test]
    fn one_without_depth_is_both_empty_and_full() {
        let mut fifo = Fifo::new(0);
        assert!(fifo.empty() && fifo.full() && !fifo.push(1));
        assert_eq!(fifo.pop(), None);
    }
}
