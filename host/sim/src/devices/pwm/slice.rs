//! One slice: a fractional divider, a counter, and two comparators.

use crate::peripheral::registers::{bit, field};

/// Input of a slice's divider (CSR.DIVMODE).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Count {
    /// Every cycle of clk_sys.
    Cycles,
    /// Every cycle in which the B pin is high.
    WhileHigh,
    /// Rising edges of the B pin.
    Rising,
    /// Falling edges of the B pin.
    Falling,
}

const EN: u32 = 0;
const PH_CORRECT: u32 = 1;
const A_INV: u32 = 2;
const B_INV: u32 = 3;

/// Units of the divider per count: it has 4 fractional bits.
const PARTS: u64 = 16;
/// Initial value of the divider: the first count follows after the whole part of its first period.
const START: u64 = PARTS - 1;
/// Number of counter values.
const RANGE: u64 = 1 << 16;

/// PWM slice.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slice {
    control: u32,
    divider: u64,
    /// TOP and CC as written, and as the counter uses them: it takes them over when it wraps.
    written: (u32, u32),
    used: (u32, u32),
    counter: u32,
    falling: bool,
    /// Sixteenths of a divider input since the last count.
    phase: u64,
    retard: bool,
    /// Level of the B pin as an input.
    pub input: bool,
}

impl Default for Slice {
    fn default() -> Self {
        let limits = (0xFFFF, 0);
        Slice {
            control: 0,
            divider: PARTS,
            written: limits,
            used: limits,
            counter: 0,
            falling: false,
            phase: START,
            retard: false,
            input: false,
        }
    }
}

impl Slice {
    /// Applies CSR, DIV, TOP and CC as written. While the slice is off, TOP and CC take effect at once.
    pub(super) fn configure(&mut self, control: u32, divider: u32, top: u32, compare: u32) {
        if !self.enabled() {
            self.phase = START;
            self.used = (top, compare);
        }
        self.control = control;
        let whole = match field(divider, 4, 8) {
            0 => 256,
            whole => u64::from(whole),
        };
        self.divider = whole * PARTS + u64::from(divider & 0xF);
        self.phase = self.phase.min(self.divider - 1);
        self.written = (top, compare);
        if !self.enabled() {
            self.used = self.written;
            self.retard = false;
        }
        self.falling &= self.corrects() && self.counter <= self.used.0;
    }

    /// CSR.EN.
    pub(super) fn enabled(&self) -> bool {
        bit(self.control, EN)
    }

    /// Input of the divider.
    pub(super) fn counts(&self) -> Count {
        match field(self.control, 4, 2) {
            0 => Count::Cycles,
            1 => Count::WhileHigh,
            2 => Count::Rising,
            _ => Count::Falling,
        }
    }

    /// CTR.
    pub(super) fn counter(&self) -> u32 {
        self.counter
    }

    /// Writes CTR.
    pub(super) fn set_counter(&mut self, counter: u32) {
        self.counter = counter & 0xFFFF;
        self.falling &= self.counter <= self.used.0;
    }

    /// CSR.PH_ADV: counts once, which needs a cycle in which the divider does not count. Returns true if the counter
    /// wrapped.
    pub(super) fn advance_phase(&mut self) -> bool {
        self.enabled() && self.divider > PARTS && self.step(1) != 0
    }

    /// CSR.PH_RET: suppresses the next count.
    pub(super) fn retard_phase(&mut self) {
        self.retard = self.enabled();
    }

    /// True while PH_RET waits for the count to suppress.
    pub(super) fn retarding(&self) -> bool {
        self.retard
    }

    /// Levels of the outputs A and B.
    pub(super) fn outputs(&self) -> [bool; 2] {
        let compare = self.used.1;
        let high = |lsb| self.counter < field(compare, lsb, 16);
        [high(0) ^ bit(self.control, A_INV), high(16) ^ bit(self.control, B_INV)]
    }

    /// True if output B drives its pin, which it does not while B is the input.
    pub(super) fn drives_b(&self) -> bool {
        self.counts() == Count::Cycles
    }

    /// Feeds a number of inputs to the divider: cycles, or edges. Returns the number of wraps.
    pub(super) fn run(&mut self, inputs: u64) -> u64 {
        if !self.enabled() {
            return 0;
        }
        let total = self.phase.saturating_add(inputs.saturating_mul(PARTS));
        self.phase = total % self.divider;
        let mut counts = total / self.divider;
        if counts > 0 && std::mem::take(&mut self.retard) {
            counts -= 1;
        }
        self.step(counts)
    }

    /// Divider inputs until a number of further counts.
    fn inputs_until(&self, counts: u64) -> u64 {
        let counts = counts + u64::from(self.retard);
        (counts * self.divider).saturating_sub(self.phase).div_ceil(PARTS)
    }

    /// Divider inputs until the counter wraps.
    pub(super) fn until_wrap(&self) -> u64 {
        self.inputs_until(self.counts_left())
    }

    /// Divider inputs until an output can change: at a comparison or a wrap.
    pub(super) fn until_edge(&self) -> u64 {
        let mut first = self.counts_left();
        let (top, position) = (u64::from(self.used.0), self.position());
        for compare in [field(self.used.1, 0, 16), field(self.used.1, 16, 16)].map(u64::from) {
            let mirrored = (2 * top + 2).saturating_sub(compare);
            for edge in [Some(compare), (self.corrects() && compare <= top).then_some(mirrored)] {
                if let Some(ahead) =
                    edge.and_then(|edge| edge.checked_sub(position)).filter(|ahead| *ahead > 0)
                {
                    first = first.min(ahead);
                }
            }
        }
        self.inputs_until(first)
    }

    fn corrects(&self) -> bool {
        bit(self.control, PH_CORRECT)
    }

    /// Counts since the last wrap. With phase correction the counter goes up and down and stays at both ends for two
    /// counts, so that a period has twice as many counts.
    fn position(&self) -> u64 {
        match (self.corrects() && self.falling, self.used.0) {
            (true, top) if self.counter <= top => u64::from(2 * top + 1 - self.counter),
            _ => u64::from(self.counter),
        }
    }

    fn period(&self) -> u64 {
        (u64::from(self.used.0) + 1) << u32::from(self.corrects())
    }

    /// Counts until the counter is 0 again. A counter that software set beyond TOP counts to its largest value.
    fn counts_left(&self) -> u64 {
        if self.counter > self.used.0 {
            RANGE - u64::from(self.counter)
        } else {
            self.period() - self.position()
        }
    }

    fn step(&mut self, counts: u64) -> u64 {
        let left = self.counts_left();
        let Some(beyond) = counts.checked_sub(left) else {
            self.go_to(self.position() + counts);
            return 0;
        };
        self.used = self.written;
        let period = self.period();
        self.go_to(beyond % period);
        1 + beyond / period
    }

    fn go_to(&mut self, position: u64) {
        let top = u64::from(self.used.0);
        self.falling = self.corrects() && position > top && self.counter <= self.used.0;
        let counter = if self.falling { (2 * top + 1).saturating_sub(position) } else { position };
        self.counter = counter as u32 & 0xFFFF;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slice(control: u32, divider: u32, top: u32, compare: u32) -> Slice {
        let mut slice = Slice::default();
        slice.configure(control, divider, top, compare);
        slice
    }

    /// The same slice, stepped input by input: counter, outputs and wraps of each step.
    fn steps(mut slice: Slice, inputs: u64) -> Vec<(u32, [bool; 2], u64)> {
        let mut wraps = 0;
        (0..inputs)
            .map(|_| {
                wraps += slice.run(1);
                (slice.counter(), slice.outputs(), wraps)
            })
            .collect()
    }

    #[test]
    fn it_counts_to_top_and_wraps() {
        let counters: Vec<u32> = steps(slice(1, 16, 3, 2), 9).iter().map(|step| step.0).collect();
        assert_eq!(counters, [1, 2, 3, 0, 1, 2, 3, 0, 1]);
    }

    #[test]
    fn phase_correction_counts_up_and_down_in_twice_the_time() {
        let steps = steps(slice(3, 16, 2, 1), 13);
        let counters: Vec<u32> = steps.iter().map(|step| step.0).collect();
        assert_eq!(counters, [1, 2, 2, 1, 0, 0, 1, 2, 2, 1, 0, 0, 1]);
        assert_eq!(steps[12].2, 2);
        // CC = 1 of TOP + 1 = 3: high for a third of the period, around the wrap.
        let high = steps[0..12].iter().filter(|step| step.1[0]).count();
        assert_eq!(high, 4);
    }

    #[test]
    fn the_divider_is_exact_on_average_and_never_off_by_a_cycle() {
        // 2 + 5/16: counts after 2, 4, 6, 9, 11, 13, 16, 18, … cycles.
        let mut slice = slice(1, 2 * 16 + 5, 0xFFFF, 0);
        let mut at = Vec::new();
        for cycle in 1..=37 {
            let before = slice.counter();
            slice.run(1);
            if slice.counter() != before {
                at.push(cycle);
            }
        }
        let expected: Vec<u64> = (1..=16).map(|count| count * 37 / 16).collect();
        assert_eq!(at, expected);
    }

    #[test]
    fn running_far_is_running_step_by_step() {
        for (control, divider, top, compare) in [
            (1, 16, 9, 0x0003_0007),
            (3, 19, 9, 0x000A_0001),
            (0xF, 0x25, 6, 0x0000_0008),
            (1, 0x10, 0, 0x0001_0000),
            (3, 0x1F, 1, 0x0002_0001),
        ] {
            let start = slice(control, divider, top, compare);
            for (index, expected) in steps(start, 200).into_iter().enumerate() {
                let mut far = start;
                let wraps = far.run(index as u64 + 1);
                assert_eq!((far.counter(), far.outputs(), wraps), expected, "{control} {divider} {index}");
            }
        }
    }

    #[test]
    fn no_edge_comes_before_it_is_announced() {
        for (control, divider, top, compare) in
            [(1, 16, 9, 0x0003_0007), (3, 19, 9, 0x000A_0001), (3, 0x25, 6, 0x0000_0004), (1, 16, 5, 0)]
        {
            let mut slice = slice(control, divider, top, compare);
            for _ in 0..40 {
                let (ahead, before) = (slice.until_edge(), slice.outputs());
                assert!(ahead > 0);
                let mut early = slice;
                early.run(ahead - 1);
                assert_eq!(early.outputs(), before);
                slice.run(ahead);
            }
        }
    }

    #[test]
    fn top_and_compare_are_taken_over_at_the_wrap_or_at_once_when_off() {
        let mut slice = slice(0, 16, 4, 2);
        assert_eq!(slice.outputs(), [true, false]);
        slice.configure(1, 16, 4, 2);
        slice.configure(1, 16, 9, 9);
        slice.run(3);
        assert_eq!((slice.counter(), slice.outputs()), (3, [false, false]));
        assert_eq!(slice.until_wrap(), 2);
        assert_eq!(slice.run(2), 1);
        assert_eq!((slice.outputs(), slice.until_wrap()), ([true, false], 10));
    }

    #[test]
    fn phase_is_moved_by_one_count() {
        let mut slice = slice(1, 32, 99, 0);
        slice.run(2);
        assert!(!slice.advance_phase());
        assert_eq!(slice.counter(), 2);
        slice.retard_phase();
        assert_eq!(slice.until_wrap(), 2 * 99);
        slice.run(2);
        assert_eq!((slice.counter(), slice.retarding()), (2, false));
        slice.run(2);
        assert_eq!(slice.counter(), 3);
    }

    #[test]
    fn a_counter_beyond_top_goes_to_its_end() {
        let mut slice = slice(1, 16, 9, 0);
        slice.set_counter(0xFFFE);
        assert_eq!(slice.until_wrap(), 2);
        assert_eq!((slice.run(1), slice.counter()), (0, 0xFFFF));
        assert_eq!((slice.run(1), slice.counter()), (1, 0));
    }
}
