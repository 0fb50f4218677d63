//! The FIFOs of a state machine (RP2350 §11.5.4, SHIFTCTRL): four words each way, eight one way, or four registers.

/// One direction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Fifo {
    words: [u32; 8],
    first: u8,
    level: u8,
    depth: u8,
}

impl Fifo {
    /// An empty FIFO of 0, 4 or 8 words.
    pub(super) fn new(depth: u8) -> Self {
        Fifo { depth: depth.min(8), ..Fifo::default() }
    }

    /// Words in it.
    pub(super) fn level(&self) -> u32 {
        u32::from(self.level)
    }

    /// Words that it can still take.
    pub(super) fn room(&self) -> u32 {
        u32::from(self.depth - self.level)
    }

    /// Whether it has no word; one of depth 0 never has.
    pub(super) fn empty(&self) -> bool {
        self.level == 0
    }

    /// Whether it can take no word; one of depth 0 never can.
    pub(super) fn full(&self) -> bool {
        self.level == self.depth
    }

    /// Takes a word, unless it is full.
    pub(super) fn push(&mut self, word: u32) -> bool {
        if self.full() {
            return false;
        }
        let place = (self.first + self.level) % self.depth;
        self.words[usize::from(place & 7)] = word;
        self.level += 1;
        true
    }

    /// Gives the oldest word, unless it is empty.
    pub(super) fn pop(&mut self) -> Option<u32> {
        if self.empty() {
            return None;
        }
        let word = self.stale();
        self.first = (self.first + 1) % self.depth;
        self.level -= 1;
        Some(word)
    }

    /// What the read port shows when there is no word: the storage behind it. A choice; the datasheet leaves it open.
    pub(super) fn stale(&self) -> u32 {
        self.words[usize::from(self.first & 7)]
    }

    /// One of the four words as a register (FJOIN_RX_PUT and FJOIN_RX_GET).
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
