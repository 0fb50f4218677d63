//! Which channel begins the next transfer (register description of CTRL.HIGH_PRIORITY): in each round all
//! high-priority channels, then one other; round robin among those of a kind.

/// Where the rounds are.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Arbiter {
    /// High-priority channels that have had their turn in this round.
    served: u16,
    /// Last channel of low priority that had a turn, plus one.
    next_low: u32,
}

impl Arbiter {
    /// Chooses among the channels that ask, by bit.
    pub(super) fn choose(&mut self, asking: u16, high: u16) -> Option<usize> {
        if asking == 0 {
            return None;
        }
        let first = asking & high & !self.served;
        if first != 0 {
            let channel = first.trailing_zeros();
            self.served |= 1 << channel;
            return Some(channel as usize);
        }
        self.served = 0;
        let low = asking & !high;
        if low == 0 {
            return self.choose(asking, high);
        }
        let turned = low.rotate_right(self.next_low);
        let channel = (turned.trailing_zeros() + self.next_low) % 16;
        self.next_low = (channel + 1) % 16;
        Some(channel as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sequence(asking: u16, high: u16, length: usize) -> Vec<usize> {
        let mut arbiter = Arbiter::default();
        (0..length).filter_map(|_| arbiter.choose(asking, high)).collect()
    }

    #[test]
    fn channels_take_turns() {
        assert_eq!(sequence(0b1000_0000_0000_0110, 0, 6), [1, 2, 15, 1, 2, 15]);
        assert_eq!(sequence(0b110, 0b110, 4), [1, 2, 1, 2]);
        assert_eq!(sequence(0, 0, 4), []);
    }

    #[test]
    fn one_of_low_priority_follows_all_of_high_priority() {
        assert_eq!(sequence(0b1111, 0b0110, 8), [1, 2, 0, 1, 2, 3, 1, 2]);
    }
}
