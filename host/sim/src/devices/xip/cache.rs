//! XIP cache (RP2350 §4.4): 16 KB, two ways, lines of 8 bytes.
//!
//! It holds tags only. Data always comes from the flash, so a line that software did not flush after programming is not
//! stale in the model. Pinned lines have data of their own ([`super::pinned_lines`]). The model replaces the way used
//! less recently, where the chip replaces one at random (assumption).

use super::line::{LINE, SETS, WAYS};
use super::pinned_lines::PinnedLines;

/// Tag of an empty way; no line has it.
const EMPTY: u32 = u32::MAX;

/// Maintenance operations, by the low bits of the written address (§4.4.1.1).
const INVALIDATE_BY_SET_AND_WAY: u32 = 0;
const CLEAN_BY_SET_AND_WAY: u32 = 1;
const INVALIDATE_BY_ADDRESS: u32 = 2;
const CLEAN_BY_ADDRESS: u32 = 3;
const PIN: u32 = 7;

/// Tags and counters of the cache.
#[derive(Clone, Debug)]
pub(crate) struct Cache {
    /// Line numbers in each set, the most recently used first, and the way of that line.
    sets: Box<[[u32; WAYS]]>,
    first_way: Box<[u8]>,
    /// Pinned lines, which are not replaced.
    pub pinned: PinnedLines,
    enabled: bool,
    hits: u32,
    accesses: u32,
}

impl Default for Cache {
    fn default() -> Self {
        Cache {
            sets: vec![[EMPTY; WAYS]; SETS].into_boxed_slice(),
            first_way: vec![0; SETS].into_boxed_slice(),
            pinned: PinnedLines::default(),
            enabled: true,
            hits: 0,
            accesses: 0,
        }
    }
}

impl Cache {
    /// Looks up an offset. Counts a hit as `words` accesses; the caller counts a miss by [`Cache::count_miss`].
    #[inline(always)]
    pub(crate) fn hit(&mut self, offset: u32, words: u32) -> bool {
        let line = offset / LINE;
        let set = &mut self.sets[line as usize % SETS];
        if set[0] != line {
            if set[1] != line {
                return false;
            }
            set.swap(0, 1);
            self.first_way[line as usize % SETS] ^= 1;
        }
        if !self.enabled {
            return false;
        }
        self.hits = self.hits.saturating_add(words);
        self.accesses = self.accesses.saturating_add(words);
        true
    }

    /// True if a miss at an offset can replace a line. If both are pinned, the access bypasses the cache.
    pub(crate) fn replaces(&self, offset: u32) -> bool {
        let oldest = self.sets[(offset / LINE) as usize % SETS][1];
        oldest == EMPTY || !self.pinned.holds(oldest)
    }

    /// Replaces the least recently used line by the line of an offset.
    pub(crate) fn fill(&mut self, offset: u32) {
        let line = offset / LINE;
        let set = &mut self.sets[line as usize % SETS];
        *set = [line, set[0]];
        self.first_way[line as usize % SETS] ^= 1;
    }

    /// Counts accesses of which the first missed; with `filled`, the others hit the line that it filled.
    pub(crate) fn count_miss(&mut self, words: u32, filled: bool) {
        self.accesses = self.accesses.saturating_add(words);
        if filled {
            self.hits = self.hits.saturating_add(words - 1);
        }
    }

    /// True if accesses use the cache.
    pub(crate) fn enabled(&self) -> bool {
        self.enabled
    }

    /// Enables or disables the cache; its content stays.
    pub(crate) fn enable(&mut self, on: bool) {
        self.enabled = on;
    }

    /// Invalidates all lines, pinned ones too (§5.4.8, flash_flush_cache).
    pub(crate) fn flush(&mut self) {
        self.sets.fill([EMPTY; WAYS]);
        self.pinned.clear();
    }

    /// Applies a reset of the chip: all lines stay, pinned ones too (§4.4.1.3).
    pub(crate) fn reset(&mut self) {
        self.enabled = true;
        self.hits = 0;
        self.accesses = 0;
    }

    /// The line in a way of a set.
    fn line_in(&self, set: usize, way: usize) -> u32 {
        self.sets[set][way ^ usize::from(self.first_way[set])]
    }

    fn forget(&mut self, line: u32) {
        if line == EMPTY {
            return;
        }
        let set = &mut self.sets[line as usize % SETS];
        if let Some(way) = set.iter().position(|way| *way == line) {
            set[way] = EMPTY;
            // An empty way is filled first.
            if way == 0 {
                set.swap(0, 1);
                self.first_way[line as usize % SETS] ^= 1;
            }
        }
        self.pinned.release(line);
    }

    /// XIP_CTR_HIT and XIP_CTR_ACC.
    pub(crate) fn counters(&self) -> (u32, u32) {
        (self.hits, self.accesses)
    }

    /// Writes XIP_CTR_HIT.
    pub(crate) fn clear_hits(&mut self) {
        self.hits = 0;
    }

    /// Writes XIP_CTR_ACC.
    pub(crate) fn clear_accesses(&mut self) {
        self.accesses = 0;
    }

    /// Writes to the maintenance window. Cleaning does nothing: only pinned lines are ever dirty, and the memory behind
    /// them is read-only.
    pub(crate) fn maintain(&mut self, offset: u32) -> Result<(), String> {
        let line = offset / LINE;
        let set = line as usize % SETS;
        let way = line as usize / SETS % WAYS;
        match offset % LINE {
            INVALIDATE_BY_SET_AND_WAY => {
                self.forget(self.line_in(set, way));
            }
            INVALIDATE_BY_ADDRESS => self.forget(line),
            CLEAN_BY_SET_AND_WAY | CLEAN_BY_ADDRESS => {}
            PIN => {
                self.forget(line);
                self.forget(self.line_in(set, way));
                self.pinned.pin(line, set, way);
                self.fill(offset);
                // In an empty set, either way can come first.
                self.first_way[set] = way as u8;
            }
            operation => return Err(format!("XIP cache maintenance: operation {operation}")),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_lines_of_a_set_stay_and_the_older_goes() {
        let mut cache = Cache::default();
        let lines = [0, 0x2000, 0x4000].map(|base| base + 0x48);
        for offset in &lines[..2] {
            assert!(!cache.hit(*offset, 1));
            cache.fill(*offset);
        }
        assert!(cache.hit(lines[0] + 7, 1));
        cache.fill(lines[2]);
        assert!(cache.hit(lines[0], 1));
        assert!(!cache.hit(lines[1], 1));
        assert!(cache.hit(lines[2], 1));
        assert_eq!(cache.counters(), (3, 3));
    }

    #[test]
    fn maintenance_empties_what_it_says() {
        let mut cache = Cache::default();
        cache.fill(0x48);
        cache.fill(0x50);
        cache.maintain(0x48 + INVALIDATE_BY_ADDRESS).unwrap();
        assert!(!cache.hit(0x48, 1));
        assert!(cache.hit(0x50, 1));
        for offset in (0..0x4000).step_by(8) {
            cache.maintain(offset).unwrap();
        }
        assert!(!cache.hit(0x50, 1));
        assert!(cache.maintain(0x5).is_err());
        // Both ways of a set, in any order of use.
        for order in [[0, 1], [1, 0]] {
            for used in [0x48, 0x2048] {
                for way in order {
                    cache.fill(0x48);
                    cache.fill(0x2048);
                    assert!(cache.hit(used, 1));
                    cache.maintain(0x48 + way * 0x2000 + INVALIDATE_BY_SET_AND_WAY).unwrap();
                    assert_ne!(cache.hit(0x48, 1), cache.hit(0x2048, 1), "one of them is left");
                    cache.maintain(0x48 + (1 - way) * 0x2000 + INVALIDATE_BY_SET_AND_WAY).unwrap();
                    assert!(!cache.hit(0x48, 1) && !cache.hit(0x2048, 1));
                }
            }
        }
    }

    #[test]
    fn a_pinned_line_stays_until_it_is_invalidated() {
        let mut cache = Cache::default();
        // Way 1 of set 9.
        cache.maintain(0x2000 + 0x48 + PIN).unwrap();
        for offset in [0x4048, 0x6048, 0x8048] {
            if cache.replaces(offset) {
                cache.fill(offset);
            }
            assert!(cache.hit(0x2048, 1));
        }
        assert!(cache.pinned.read(0x2048, 4).is_some());
        // The other way is not pinned.
        cache.maintain(0x48 + INVALIDATE_BY_SET_AND_WAY).unwrap();
        assert!(cache.hit(0x2048, 1) && !cache.hit(0x8048, 1));
        cache.maintain(0x2048 + INVALIDATE_BY_SET_AND_WAY).unwrap();
        assert!(!cache.hit(0x2048, 1));
        assert_eq!(cache.pinned.read(0x2048, 4), None);
    }

    #[test]
    fn counters_saturate_and_clear_apart() {
        let mut cache = Cache::default();
        cache.fill(0);
        cache.hit(0, u32::MAX);
        cache.hit(0, 2);
        cache.count_miss(2, true);
        assert_eq!(cache.counters(), (u32::MAX, u32::MAX));
        cache.clear_hits();
        assert_eq!(cache.counters(), (0, u32::MAX));
        cache.clear_accesses();
        assert_eq!(cache.counters(), (0, 0));
    }
}
