//! Arbitration between channels (register description of CTRL.HIGH_PRIORITY): each round serves all high-priority
//! channels, then one other; round robin within each kind.

/// State of the current round.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Arbiter {
    /// High-priority channels served in this round, a bit each.
    served: u16,
    /// Low-priority channel served last, plus one.
    next_low: u32,
}

impl Arbiter {
    /// Chooses one of the channels that ask, by bit.
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
    fn channels_are_served_round_robin() {
        assert_eq!(sequence(0b1000_0000_0000_0110, 0, 6), [1, 2, 15, 1, 2, 15]);
        assert_eq!(sequence(0b110, 0b110, 4), [1, 2, 1, 2]);
        assert!(sequence(0, 0, 4).is_empty());
    }

    #[test]
    fn one_of_low_priority_follows_all_of_high_priority() {
        assert_eq!(sequence(0b1111, 0b0110, 8), [1, 2, 0, 1, 2, 3, 1, 2]);
    }
}
