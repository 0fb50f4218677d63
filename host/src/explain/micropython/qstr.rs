//! Interned strings (qstrs): py/qstr.h and py/qstr.c of MicroPython 1.25.0.

use std::collections::HashMap;

use super::runtime_layout::RuntimeLayout;
use super::target_memory::TargetMemory;
use crate::board::BoardError;

/// Maximum number of pools that are read. No firmware has as many; the chain may be corrupt.
const MAX_POOLS: usize = 256;

/// Pool of strings.
#[derive(Clone, Copy, Debug)]
struct Pool {
    /// Number of the first string.
    first: u32,
    /// Number of strings.
    count: u32,
    /// Address of the lengths of the strings.
    lengths: u32,
    /// Address of the pointers to the strings.
    strings: u32,
}

/// Interned strings by number.
#[derive(Clone, Debug, Default)]
pub(crate) struct QstrTable {
    /// Pools, the latest first.
    pools: Vec<Pool>,
    /// Strings that have been read, by number.
    strings: HashMap<u32, String>,
}

impl QstrTable {
    /// Reads the chain of pools.
    ///
    /// # Errors
    /// Returns an error if the probe fails.
    pub(crate) fn read(memory: &mut dyn TargetMemory, layout: &RuntimeLayout) -> Result<Self, BoardError> {
        let mut table = Self::default();
        let mut pool = memory.word(layout.last_pool)?;
        while pool != 0 && table.pools.len() < MAX_POOLS {
            table.pools.push(Pool {
                // The top bit is another member, is_sorted.
                first: memory.word(pool + layout.pool_total_previous)? & 0x7FFF_FFFF,
                count: memory.word(pool + layout.pool_length)?,
                lengths: memory.word(pool + layout.pool_string_lengths)?,
                strings: pool + layout.pool_strings,
            });
            pool = memory.word(pool + layout.pool_previous)?;
        }
        Ok(table)
    }

    /// Returns the name at an index of a module's table of names, given the address of the table; `?` if there is none.
    ///
    /// # Errors
    /// Returns an error if the probe fails.
    pub(super) fn name(
        &mut self,
        memory: &mut dyn TargetMemory,
        table: u32,
        index: u32,
    ) -> Result<String, BoardError> {
        // An entry is a qstr_short_t, 16 bits.
        let mut number = [0; 2];
        memory.read(table + 2 * index, &mut number)?;
        Ok(self.string(memory, u16::from_le_bytes(number).into())?.unwrap_or_else(|| "?".to_owned()))
    }

    /// Returns the string with a number; `None` if there is none.
    fn string(&mut self, memory: &mut dyn TargetMemory, number: u32) -> Result<Option<String>, BoardError> {
        if let Some(string) = self.strings.get(&number) {
            return Ok(Some(string.clone()));
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
        let string = String::from_utf8_lossy(&bytes).into_owned();
        self.strings.insert(number, string.clone());
        Ok(Some(string))
    }
}
