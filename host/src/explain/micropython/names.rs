//! Interned strings (qstrs): py/qstr.h and py/qstr.c of MicroPython 1.25.0.

use std::collections::HashMap;

use super::{Offsets, TargetMemory};
use crate::board::BoardError;

/// More pools than any firmware has: a broken chain must end.
const MOST_POOLS: usize = 256;

/// One pool of strings.
#[derive(Clone, Copy, Debug)]
struct Pool {
    /// Number of the first.
    first: u32,
    count: u32,
    lengths: u32,
    strings: u32,
}

/// Looks names up by their numbers.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// The latest first.
    pools: Vec<Pool>,
    known: HashMap<u32, String>,
}

impl Names {
    /// Reads the chain of pools.
    ///
    /// # Errors
    /// SWD trouble.
    pub fn read(memory: &mut dyn TargetMemory, offsets: &Offsets) -> Result<Self, BoardError> {
        let [prev, total_before, len, lengths, strings] = offsets.pool;
        let mut names = Self::default();
        let mut pool = memory.word(offsets.last_pool)?;
        while pool != 0 && names.pools.len() < MOST_POOLS {
            names.pools.push(Pool {
                // The upper bit is another member, is_sorted.
                first: memory.word(pool + total_before)? & 0x7FFF_FFFF,
                count: memory.word(pool + len)?,
                lengths: memory.word(pool + lengths)?,
                strings: pool + strings,
            });
            pool = memory.word(pool + prev)?;
        }
        Ok(names)
    }

    /// The name of this number; `None` if there is none.
    ///
    /// # Errors
    /// SWD trouble.
    pub fn name(&mut self, memory: &mut dyn TargetMemory, number: u32) -> Result<Option<String>, BoardError> {
        if let Some(name) = self.known.get(&number) {
            return Ok(Some(name.clone()));
        }
        let Some(pool) = self.pools.iter().find(|pool| number >= pool.first) else { return Ok(None) };
        let index = number - pool.first;
        if index >= pool.count {
            return Ok(None);
        }
        let mut length = [0];
        memory.read(pool.lengths + index, &mut length)?;
        let start = memory.word(pool.strings + 4 * index)?;
        let mut bytes = vec![0; length[0].into()];
        if !bytes.is_empty() {
            memory.read(start, &mut bytes)?;
        }
        let name = String::from_utf8_lossy(&bytes).into_owned();
        self.known.insert(number, name.clone());
        Ok(Some(name))
    }
}
