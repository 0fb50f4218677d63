//! The repeated piece of a sequence: one operation of many.

/// A repetition in a sequence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// Elements of one repetition.
    pub length: usize,
    /// Where the repetitions begin.
    pub start: usize,
    /// How many whole ones there are.
    pub count: usize,
}

impl Period {
    /// First and end of the repetition in the middle.
    pub fn middle(&self) -> (usize, usize) {
        let start = self.start + self.count / 2 * self.length;
        (start, start + self.length)
    }

    /// Which of the repetitions that is, from 1 on.
    pub fn middle_number(&self) -> usize {
        self.count / 2 + 1
    }
}

/// Longest repetition that is looked for.
const LONGEST: usize = 1024;
/// Longest part of a sequence that is looked at, around its middle.
const LONGEST_PART: usize = 20_000;
/// Fewest repetitions.
const FEWEST: usize = 4;

/// The shortest repetition that most of the sequence consists of; `None` where nothing repeats.
///
/// A repetition counts if it fills half of what the best one fills.
pub fn period<T: PartialEq>(sequence: &[T]) -> Option<Period> {
    let skipped = sequence.len().saturating_sub(LONGEST_PART) / 2;
    let part = &sequence[skipped..sequence.len() - skipped];
    let mut found: Vec<(Period, usize)> = Vec::new();
    for length in 1..=LONGEST.min(part.len() / FEWEST) {
        let (mut best, mut run) = ((0, 0), 0);
        for at in length..part.len() {
            run = if part[at] == part[at - length] { run + 1 } else { 0 };
            if run > best.1 {
                best = (at + 1 - run - length, run);
            }
        }
        let (start, run) = best;
        let count = run / length + 1;
        if count >= FEWEST {
            let period = Period { length, start: skipped + start, count };
            let fills = run + length;
            found.push((period, fills));
            if fills * 10 > part.len() * 9 {
                break;
            }
        }
    }
    let most = found.iter().map(|(_, fills)| *fills).max()?;
    found.into_iter().find(|(_, fills)| fills * 2 >= most).map(|(period, _)| period)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_statement_among_its_set_up() {
        let mut sequence = vec![9, 8, 7];
        for _ in 0..10 {
            sequence.extend([1, 2, 3, 4]);
        }
        sequence.extend([5, 6]);
        let period = period(&sequence).unwrap();
        assert_eq!(period, Period { length: 4, start: 3, count: 10 });
        assert_eq!(period.middle(), (23, 27));
        assert_eq!(period.middle_number(), 6);
    }

    #[test]
    fn a_short_run_within_is_not_taken_for_the_whole() {
        // The loop's body has a run of equal elements of its own.
        let body = [1, 2, 2, 2, 2, 3];
        let sequence: Vec<i32> = body.iter().copied().cycle().take(60).collect();
        assert_eq!(period(&sequence).map(|period| period.length), Some(6));
    }

    #[test]
    fn nothing_repeats() {
        assert_eq!(period(&(0..100).collect::<Vec<i32>>()), None);
        assert_eq!(period::<i32>(&[]), None);
        assert_eq!(period(&[1, 1, 1]), None);
    }
}
