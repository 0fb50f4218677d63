//! The repeated part of a sequence: one operation of many.

use std::ops::Range;

/// Repetition in a sequence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Repetition {
    /// Number of elements of one repetition.
    pub length: usize,
    /// Index of the first element of the first repetition.
    pub start: usize,
    /// Number of complete repetitions.
    pub count: usize,
}

impl Repetition {
    /// Returns the indices of the repetition in the middle.
    pub(crate) fn middle(&self) -> Range<usize> {
        let start = self.start + self.count / 2 * self.length;
        start..start + self.length
    }

    /// Returns the number of the repetition in the middle, from 1.
    pub(crate) fn middle_number(&self) -> usize {
        self.count / 2 + 1
    }
}

/// Maximum length of a repetition.
const MAX_LENGTH: usize = 1024;
/// Number of elements, around the middle of the sequence, that are searched.
const SEARCH_WINDOW: usize = 20_000;
/// Minimum number of repetitions.
const MIN_COUNT: usize = 4;

/// Returns the shortest repetition that covers most of the sequence; `None` if nothing repeats.
///
/// A repetition qualifies if it covers at least half as many elements as the one that covers most.
pub(crate) fn find_repetition<T: PartialEq>(sequence: &[T]) -> Option<Repetition> {
    let skipped = sequence.len().saturating_sub(SEARCH_WINDOW) / 2;
    let window = &sequence[skipped..sequence.len() - skipped];
    let mut candidates: Vec<(Repetition, usize)> = Vec::new();
    for length in 1..=MAX_LENGTH.min(window.len() / MIN_COUNT) {
        // The longest run of elements that are each equal to the element `length` before.
        let (mut longest, mut run) = ((0, 0), 0);
        for index in length..window.len() {
            run = if window[index] == window[index - length] { run + 1 } else { 0 };
            if run > longest.1 {
                longest = (index + 1 - run - length, run);
            }
        }
        let (start, run) = longest;
        let count = run / length + 1;
        if count >= MIN_COUNT {
            let covered = run + length;
            candidates.push((Repetition { length, start: skipped + start, count }, covered));
            if covered * 10 > window.len() * 9 {
                break;
            }
        }
    }
    let most = candidates.iter().map(|(_, covered)| *covered).max()?;
    candidates.into_iter().find(|(_, covered)| covered * 2 >= most).map(|(repetition, _)| repetition)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_repetition_is_found_between_other_elements() {
        let mut sequence = vec![9, 8, 7];
        for _ in 0..10 {
            sequence.extend([1, 2, 3, 4]);
        }
        sequence.extend([5, 6]);
        let repetition = find_repetition(&sequence).unwrap();
        assert_eq!(repetition, Repetition { length: 4, start: 3, count: 10 });
        assert_eq!(repetition.middle(), 23..27);
        assert_eq!(repetition.middle_number(), 6);
    }

    #[test]
    fn a_run_of_equal_elements_within_a_repetition_is_not_taken_for_it() {
        let body = [1, 2, 2, 2, 2, 3];
        let sequence: Vec<i32> = body.iter().copied().cycle().take(60).collect();
        assert_eq!(find_repetition(&sequence).map(|repetition| repetition.length), Some(6));
    }

    #[test]
    fn a_sequence_without_enough_repetitions_has_none() {
        assert_eq!(find_repetition(&(0..100).collect::<Vec<i32>>()), None);
        assert_eq!(find_repetition::<i32>(&[]), None);
        assert_eq!(find_repetition(&[1, 1, 1]), None);
    }
}
