//! Code object of a function or module: its prelude and its bytecode (py/bc.h).

use super::bytecode::{Argument, Bytecode, decode_bytecode, ends_block};
use super::target_memory::TargetMemory;
use crate::board::BoardError;
use crate::explain::error::ExplainError;

/// Maximum number of bytes of a code object. A script of at most 64 KB cannot compile to more.
const MAX_BYTES: u32 = 128 * 1024;
/// Number of bytes per read.
const CHUNK: usize = 256;
/// Longest bytecode: opcode, argument of five bytes, extra byte.
const MAX_BYTECODE_BYTES: usize = 7;

/// Code object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CodeObject {
    /// Address of the prelude.
    pub address: u32,
    /// Number of bytes, including the prelude.
    pub bytes: u32,
    /// Offset of the first opcode from `address`.
    first_opcode: u32,
    /// Bytecode, from the first opcode.
    code: Vec<u8>,
    /// Bytes of bytecode and the number of source lines they advance by.
    lines: Vec<(u32, u32)>,
}

impl CodeObject {
    /// Reads the code object at an address.
    ///
    /// # Errors
    /// Returns an error if the probe fails or the address holds no code object.
    pub(crate) fn read(memory: &mut dyn TargetMemory, address: u32) -> Result<Self, ExplainError> {
        let mut bytes = ByteReader { memory, address, bytes: Vec::new() };
        let malformed = |problem: &str| ExplainError::Memory {
            what: "code object",
            address,
            problem: problem.to_owned(),
        };
        // MP_BC_PRELUDE_SIG, of varying length.
        let mut position = 0;
        while bytes.get(position)? & 0x80 != 0 {
            position += 1;
        }
        position += 1;
        // MP_BC_PRELUDE_SIZE: bytes xIIIIIIC, of which x marks that another follows.
        let (mut info_bytes, mut cell_bytes, mut part) = (0u32, 0u32, 0);
        loop {
            let byte = bytes.get(position)?;
            position += 1;
            if part >= 5 {
                return Err(malformed("expected a prelude size of at most 5 bytes, found more"));
            }
            cell_bytes |= u32::from(byte & 1) << part;
            info_bytes |= u32::from(byte >> 1 & 0x3F) << (6 * part);
            part += 1;
            if byte & 0x80 == 0 {
                break;
            }
        }
        let info_end = position as u32 + info_bytes;
        let first_opcode = info_end + cell_bytes;
        if first_opcode > MAX_BYTES {
            return Err(malformed(&format!(
                "expected a prelude of at most {MAX_BYTES} bytes, found {first_opcode}"
            )));
        }
        // The name of the function and those of its arguments precede the line numbers.
        let skipped_names = 1 + bytes.named_arguments()?;
        for _ in 0..skipped_names {
            bytes.unsigned(&mut position)?;
        }
        let lines = bytes.lines(position, info_end as usize)?;
        let end = bytes
            .end_of_code(first_opcode as usize)?
            .ok_or_else(|| malformed("expected bytecode that ends, found other data"))?;
        let code = bytes.bytes.get(first_opcode as usize..end).map(<[u8]>::to_vec).unwrap_or_default();
        Ok(Self { address, bytes: end as u32, first_opcode, code, lines })
    }

    /// Returns the offset of a bytecode from the first opcode, given its address; `None` for an address before it.
    pub(crate) fn offset_of(&self, address: u32) -> Option<u32> {
        address.checked_sub(self.address + self.first_opcode)
    }

    /// Returns the source line of the bytecode at an offset.
    pub(crate) fn line(&self, offset: u32) -> u32 {
        let (mut rest, mut line) = (offset, 1);
        for &(bytes, lines) in &self.lines {
            if rest < bytes {
                break;
            }
            rest -= bytes;
            line += lines;
        }
        line
    }

    /// Returns the opcode at an offset.
    pub(crate) fn opcode(&self, offset: u32) -> Option<u8> {
        self.code.get(offset as usize).copied()
    }

    /// Decodes the bytecode at an offset.
    pub(crate) fn bytecode(&self, offset: u32) -> Option<Bytecode> {
        decode_bytecode(&self.code, offset as usize)
    }
}

/// Bytes from an address on, read from the board on demand.
struct ByteReader<'a> {
    memory: &'a mut dyn TargetMemory,
    address: u32,
    bytes: Vec<u8>,
}

impl ByteReader<'_> {
    fn get(&mut self, position: usize) -> Result<u8, BoardError> {
        while self.bytes.len() <= position {
            let length = self.bytes.len();
            self.bytes.resize(length + CHUNK, 0);
            self.memory.read(self.address + length as u32, &mut self.bytes[length..])?;
        }
        Ok(self.bytes[position])
    }

    /// Reads a variable-length integer: seven bits per byte, the most significant first.
    fn unsigned(&mut self, position: &mut usize) -> Result<u32, BoardError> {
        let mut value = 0u32;
        loop {
            let byte = self.get(*position)?;
            *position += 1;
            value = value << 7 | u32::from(byte & 0x7F);
            if byte & 0x80 == 0 {
                return Ok(value);
            }
        }
    }

    /// Returns the number of named arguments, from MP_BC_PRELUDE_SIG: one byte xSSSSEAA, then bytes xFSSKAED.
    fn named_arguments(&mut self) -> Result<u32, BoardError> {
        let mut byte = self.get(0)?;
        let (mut positional, mut keyword, mut position) = (u32::from(byte & 3), 0u32, 0);
        while byte & 0x80 != 0 && position < 8 {
            position += 1;
            byte = self.get(position)?;
            positional |= u32::from(byte & 4) << (position - 1);
            keyword |= u32::from(byte >> 3 & 1) << (position - 1);
        }
        Ok(positional + keyword)
    }

    /// Reads the line numbers: pairs of a number of bytes and a number of lines, packed into one or two bytes.
    fn lines(&mut self, start: usize, end: usize) -> Result<Vec<(u32, u32)>, BoardError> {
        let (mut lines, mut position) = (Vec::new(), start);
        while position < end {
            let byte = u32::from(self.get(position)?);
            position += 1;
            lines.push(if byte & 0x80 == 0 {
                (byte & 0x1F, byte >> 5)
            } else {
                let low = u32::from(self.get(position)?);
                position += 1;
                (byte & 0xF, byte << 4 & 0x700 | low)
            });
        }
        Ok(lines)
    }

    /// Returns the end of the bytecode: after a bytecode that never continues, beyond all jump targets. `None` if there
    /// is no such bytecode.
    fn end_of_code(&mut self, first_opcode: usize) -> Result<Option<usize>, BoardError> {
        let (mut position, mut farthest_target) = (first_opcode, 0i64);
        while position < MAX_BYTES as usize {
            self.get(position + MAX_BYTECODE_BYTES)?;
            let code = &self.bytes[first_opcode..];
            let Some(bytecode) = decode_bytecode(code, position - first_opcode) else { return Ok(None) };
            position += bytecode.length;
            if let Argument::Target(target) = bytecode.argument {
                farthest_target = farthest_target.max(target);
            }
            if ends_block(bytecode.name) && farthest_target < (position - first_opcode) as i64 {
                return Ok(Some(position));
            }
        }
        Ok(None)
    }
}
