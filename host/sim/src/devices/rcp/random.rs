//! Pseudorandom numbers (RP2350 §3.6.3.6): four shift registers in 24 bits.

/// Lowest bit, width and taps of each register.
const REGISTERS: [(u32, u32, u32); 4] = [(20, 4, 0xC), (15, 5, 0x14), (8, 7, 0x60), (0, 8, 0xB4)];

/// For each output bit, from bit 0: the state bits combined by XOR, and the three of a majority vote.
const OUTPUT: [([u32; 6], [u32; 3]); 8] = [
    ([11, 3, 4, 19, 10, 14], [1, 2, 9]),
    ([4, 16, 11, 18, 9, 6], [14, 21, 16]),
    ([15, 13, 20, 21, 8, 12], [7, 22, 9]),
    ([23, 12, 7, 16, 14, 5], [17, 3, 15]),
    ([4, 19, 17, 0, 18, 7], [18, 11, 3]),
    ([7, 5, 2, 18, 11, 1], [18, 14, 7]),
    ([14, 21, 19, 6, 16, 13], [4, 14, 6]),
    ([7, 17, 6, 16, 13, 8], [9, 12, 21]),
];

/// Returns the random byte of a state.
pub(super) fn output(state: u32) -> u8 {
    let bit = |number: u32| state >> number & 1;
    OUTPUT.iter().enumerate().fold(0, |byte, (position, (taps, voters))| {
        let sum = taps.iter().fold(0, |sum, &tap| sum ^ bit(tap));
        let votes: u32 = voters.iter().map(|&voter| bit(voter)).sum();
        byte | ((sum ^ (votes >> 1)) as u8) << position
    })
}

/// Returns the next state.
pub(super) fn next(state: u32) -> u32 {
    REGISTERS.iter().fold(0, |next, &(low, width, taps)| {
        let mask = (1 << width) - 1;
        let old = state >> low & mask;
        let shifted_in = if old == 0 { 1 } else { (old & taps).count_ones() & 1 };
        next | (old << 1 & mask | shifted_in) << low
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_registers_have_their_full_periods() {
        for (low, width, _) in REGISTERS {
            let part = |state: u32| state >> low & ((1 << width) - 1);
            let mut state = 1 << low;
            let period = (1..)
                .find(|_| {
                    state = next(state);
                    part(state) == 1
                })
                .unwrap();
            assert_eq!(period, (1 << width) - 1, "register of {width} bits");
        }
        assert_eq!(next(0), 1 << 20 | 1 << 15 | 1 << 8 | 1, "a register that is 0 starts");
    }

    #[test]
    fn outputs_follow_the_table() {
        assert_eq!(output(0), 0);
        // Bit 4 alone is a tap of outputs 0, 1 and 4, and one vote of three for 6.
        assert_eq!(output(1 << 4), 0b0001_0011);
        // Bits 9 and 12 carry the vote for 7; both, apart, are taps of 1, 2 and 3; 9 alone votes for 0 and 2.
        assert_eq!(output(1 << 9 | 1 << 12), 0b1000_1110);
    }
}
