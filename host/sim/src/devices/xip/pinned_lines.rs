//! Pinned cache lines (RP2350 §4.4.1.3): they keep written data and are never replaced.

use super::line::{LINE, SETS, WAYS};

const NONE: u32 = u32::MAX;

/// Pinned lines with their data, which lie in the cache's data memory.
#[derive(Clone, Debug)]
pub(crate) struct PinnedLines {
    /// Line number pinned in each set and way.
    lines: Box<[[u32; WAYS]]>,
    data: Box<[[[u8; LINE as usize]; WAYS]]>,
    count: u32,
}

impl Default for PinnedLines {
    fn default() -> Self {
        PinnedLines {
            lines: vec![[NONE; WAYS]; SETS].into_boxed_slice(),
            data: vec![[[0; LINE as usize]; WAYS]; SETS].into_boxed_slice(),
            count: 0,
        }
    }
}

impl PinnedLines {
    /// True if any line is pinned.
    #[inline(always)]
    pub(crate) fn any(&self) -> bool {
        self.count != 0
    }

    fn way(&self, line: u32) -> Option<usize> {
        self.lines[line as usize % SETS].iter().position(|pinned| *pinned == line)
    }

    /// True if a line is pinned.
    pub(crate) fn holds(&self, line: u32) -> bool {
        self.any() && self.way(line).is_some()
    }

    /// Pins a line in a way of its set; the data memory keeps its content.
    pub(crate) fn pin(&mut self, line: u32, set: usize, way: usize) {
        self.lines[set % SETS][way % WAYS] = line;
        self.count += 1;
    }

    /// Unpins a line.
    pub(crate) fn release(&mut self, line: u32) {
        if let Some(way) = self.way(line) {
            self.lines[line as usize % SETS][way] = NONE;
            self.count -= 1;
        }
    }

    /// Unpins all lines.
    pub(crate) fn clear(&mut self) {
        self.lines.fill([NONE; WAYS]);
        self.count = 0;
    }

    /// Little-endian number of `length` aligned bytes at an offset, if its line is pinned.
    pub(crate) fn read(&self, offset: u32, length: u32) -> Option<u32> {
        let line = offset / LINE;
        let way = self.way(line)?;
        let bytes = &self.data[line as usize % SETS][way];
        let start = (offset % LINE) as usize;
        let bytes = bytes.get(start..start + length as usize)?;
        Some(bytes.iter().rev().fold(0, |value, byte| value << 8 | u32::from(*byte)))
    }

    /// Writes the low `length` bytes of a value. Returns false if the line is not pinned.
    pub(crate) fn write(&mut self, offset: u32, length: u32, value: u32) -> bool {
        let line = offset / LINE;
        let Some(way) = self.way(line) else { return false };
        let start = (offset % LINE) as usize;
        let bytes = &mut self.data[line as usize % SETS][way];
        for (cell, byte) in bytes.iter_mut().skip(start).take(length as usize).zip(value.to_le_bytes()) {
            *cell = byte;
        }
        true
    }
}
