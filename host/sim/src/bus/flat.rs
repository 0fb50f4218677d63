//! A flat zero-wait memory as a bus, for tests of the core and comparisons with other implementations.

use super::code_watch::CodeWatch;
use super::{Bus, BusFault, Coprocessor, CoprocessorResult, Initiator, Size, Transfer};

/// One RAM of any size at any address; everything else is a bus error.
#[derive(Clone, Debug)]
pub struct FlatBus {
    base: u32,
    /// Content, from the base address on.
    pub memory: Vec<u8>,
    watch: CodeWatch,
    /// Wait states of a fetch from another 8-byte line.
    pub fetch_wait: u32,
    /// Wait states of a data access.
    pub data_wait: u32,
}

impl FlatBus {
    /// Creates `length` zero bytes at `base`.
    pub fn new(base: u32, length: u32) -> Self {
        FlatBus {
            base,
            memory: vec![0; length as usize],
            watch: CodeWatch::new(base, length),
            fetch_wait: 0,
            data_wait: 0,
        }
    }

    /// Writes halfwords of code from `address` on. Halfwords outside the memory are ignored.
    pub fn place(&mut self, address: u32, code: &[u16]) {
        for (index, halfword) in code.iter().enumerate() {
            let at = address.wrapping_add(index as u32 * 2);
            if let Some(bytes) = self.bytes(at, 2) {
                bytes.copy_from_slice(&halfword.to_le_bytes());
            }
            self.watch.written(at);
        }
    }

    /// Returns the word at `address`, for inspection; 0 outside the memory.
    pub fn word(&mut self, address: u32) -> u32 {
        self.bytes(address, 4).and_then(|bytes| bytes.try_into().ok()).map_or(0, u32::from_le_bytes)
    }

    /// Sets the word at `address`, if it is in the memory.
    pub fn set_word(&mut self, address: u32, value: u32) {
        if let Some(bytes) = self.bytes(address, 4) {
            bytes.copy_from_slice(&value.to_le_bytes());
        }
        self.watch.written(address);
    }

    #[inline(always)]
    fn bytes(&mut self, address: u32, length: u32) -> Option<&mut [u8]> {
        let start = address.wrapping_sub(self.base) as usize;
        self.memory.get_mut(start..start.checked_add(length as usize)?)
    }
}

impl Bus for FlatBus {
    #[inline(always)]
    fn read(&mut self, address: u32, size: Size, _by: Initiator) -> Result<Transfer, BusFault> {
        let wait = self.data_wait;
        let Some(bytes) = self.bytes(address, size.bytes()) else {
            return Err(BusFault::Bus { address });
        };
        let value = match *bytes {
            [a] => u32::from(a),
            [a, b] => u32::from(u16::from_le_bytes([a, b])),
            [a, b, c, d] => u32::from_le_bytes([a, b, c, d]),
            _ => 0,
        };
        Ok(Transfer { value, wait, ..Transfer::default() })
    }

    #[inline(always)]
    fn write(&mut self, address: u32, size: Size, value: u32, _by: Initiator) -> Result<Transfer, BusFault> {
        let wait = self.data_wait;
        let Some(bytes) = self.bytes(address, size.bytes()) else {
            return Err(BusFault::Bus { address });
        };
        bytes.copy_from_slice(&value.to_le_bytes()[..size.bytes() as usize]);
        Ok(Transfer { wait, stale_code: self.watch.written(address), ..Transfer::default() })
    }

    fn code(&mut self, address: u32, _core: u8) -> Result<u16, BusFault> {
        let Some(&mut [low, high]) = self.bytes(address, 2) else {
            return Err(BusFault::Bus { address });
        };
        self.watch.mark(address);
        Ok(u16::from_le_bytes([low, high]))
    }

    fn take_stale_code(&mut self, core: u8, into: &mut Vec<u32>) {
        self.watch.take(core, into);
    }

    #[inline(always)]
    fn fetch(&mut self, _address: u32, _by: Initiator) -> Result<u32, Box<BusFault>> {
        Ok(self.fetch_wait)
    }

    fn coprocessor(&mut self, _access: Coprocessor, _by: Initiator) -> Option<CoprocessorResult> {
        None
    }
}
