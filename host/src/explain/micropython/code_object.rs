//! The code object of a function or module: its prelude and its bytecodes (py/bc.h).

use super::opcode::{Argument, Bytecode, decode, ends_block};
use super::{Names, TargetMemory};
use crate::board::BoardError;
use crate::explain::ExplainError;

/// Longest code object that is read: the script buffer's 64 KB cannot make a longer one.
const MOST_BYTES: u32 = 128 * 1024;
/// Read at once.
const PIECE: usize = 256;

/// A code object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeObject {
    /// Where its prelude begins.
    pub address: u32,
    /// Name of the function; `<module>` for a module's code.
    pub name: String,
    /// Bytes, prelude included.
    pub bytes: u32,
    /// Offset of the first opcode from `address`.
    pub first: u32,
    /// From the first opcode on.
    pub code: Vec<u8>,
    /// Bytes of bytecode and lines of source that follow each other.
    lines: Vec<(u32, u32)>,
    /// Address of the module's table of names.
    names: u32,
}

impl CodeObject {
    /// For [`Self::read`] where the table of names does not exist yet: all names are `?`.
    pub const NAMELESS: u32 = 0;

    /// Reads the code object at an address; `names` is the address of its module's table of names.
    ///
    /// # Errors
    /// SWD trouble, or what lies there is no code object.
    pub fn read(
        memory: &mut dyn TargetMemory,
        all_names: &mut Names,
        address: u32,
        names: u32,
    ) -> Result<Self, ExplainError> {
        let mut bytes = Bytes { memory, address, bytes: Vec::new() };
        let broken = |problem: &str| ExplainError::Memory {
            what: "code object",
            address,
            problem: problem.to_owned(),
        };
        // MP_BC_PRELUDE_SIG: of it only the end is needed.
        let mut at = 0;
        while bytes.get(at)? & 0x80 != 0 {
            at += 1;
        }
        at += 1;
        // MP_BC_PRELUDE_SIZE: xIIIIIIC.
        let (mut information, mut cells, mut part) = (0u32, 0u32, 0);
        loop {
            let byte = bytes.get(at)?;
            at += 1;
            if part >= 5 {
                return Err(broken("its prelude has no end"));
            }
            cells |= u32::from(byte & 1) << part;
            information |= u32::from(byte >> 1 & 0x3F) << (6 * part);
            part += 1;
            if byte & 0x80 == 0 {
                break;
            }
        }
        let information_end = at as u32 + information;
        let first = information_end + cells;
        if first > MOST_BYTES {
            return Err(broken("its prelude is longer than any"));
        }
        let name_index = bytes.unsigned(&mut at)?;
        // Names of the arguments follow, then lines; the arguments' number is in the signature.
        let positional_and_keyword = bytes.arguments()?;
        for _ in 0..positional_and_keyword {
            bytes.unsigned(&mut at)?;
        }
        let lines = bytes.lines(at, information_end as usize)?;
        let end = bytes.end_of_code(first as usize).map_err(|error| match error {
            Some(error) => error.into(),
            None => broken("its bytecode has no end"),
        })?;
        let code = bytes.bytes.get(first as usize..end).map(<[u8]>::to_vec).unwrap_or_default();
        let name = qualified(bytes.memory, all_names, names, name_index)?;
        Ok(Self { address, name, bytes: end as u32, first, code, lines, names })
    }

    /// The line of the source that a bytecode belongs to; the offset is from the first opcode.
    pub fn line(&self, offset: u32) -> u32 {
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

    /// The bytecode at an offset from the first opcode.
    pub fn bytecode(&self, offset: u32) -> Option<Bytecode> {
        decode(&self.code, offset as usize)
    }

    /// A bytecode with its argument as text: `LOAD_NAME x`.
    ///
    /// # Errors
    /// SWD trouble.
    pub fn text(
        &self,
        memory: &mut dyn TargetMemory,
        names: &mut Names,
        bytecode: &Bytecode,
    ) -> Result<String, BoardError> {
        let name = bytecode.name;
        Ok(match bytecode.argument {
            Argument::None => name.to_owned(),
            Argument::Name(index) => format!("{name} {}", qualified(memory, names, self.names, index)?),
            Argument::Int(value) => format!("{name} {value}"),
            Argument::Uint(value) => format!("{name} {value}"),
            Argument::Target(target) => format!("{name} to {target}"),
            Argument::Operator(operator) => format!("{name} {operator}"),
            Argument::Call(positional, 0) => format!("{name} {positional}"),
            Argument::Call(positional, keyword) => format!("{name} {positional} and {keyword} by keyword"),
        })
    }
}

/// The name at an index of a module's table.
fn qualified(
    memory: &mut dyn TargetMemory,
    names: &mut Names,
    table: u32,
    index: u32,
) -> Result<String, BoardError> {
    if table == CodeObject::NAMELESS {
        return Ok("?".to_owned());
    }
    // qstr_short_t is 16 bits.
    let mut number = [0; 2];
    memory.read(table + 2 * index, &mut number)?;
    let name = names.name(memory, u16::from_le_bytes(number).into())?;
    Ok(name.unwrap_or_else(|| "?".to_owned()))
}

/// Bytes from an address on, read as they are needed.
struct Bytes<'a> {
    memory: &'a mut dyn TargetMemory,
    address: u32,
    bytes: Vec<u8>,
}

impl Bytes<'_> {
    fn get(&mut self, at: usize) -> Result<u8, BoardError> {
        while self.bytes.len() <= at {
            let from = self.bytes.len();
            self.bytes.resize(from + PIECE, 0);
            self.memory.read(self.address + from as u32, &mut self.bytes[from..])?;
        }
        Ok(self.bytes[at])
    }

    fn unsigned(&mut self, at: &mut usize) -> Result<u32, BoardError> {
        let mut value = 0u32;
        loop {
            let byte = self.get(*at)?;
            *at += 1;
            value = value << 7 | u32::from(byte & 0x7F);
            if byte & 0x80 == 0 {
                return Ok(value);
            }
        }
    }

    /// Number of arguments that have names: MP_BC_PRELUDE_SIG, xSSSSEAA and then xFSSKAED.
    fn arguments(&mut self) -> Result<u32, BoardError> {
        let mut byte = self.get(0)?;
        let (mut positional, mut keyword, mut at) = (u32::from(byte & 3), 0u32, 0);
        while byte & 0x80 != 0 && at < 8 {
            at += 1;
            byte = self.get(at)?;
            positional |= u32::from(byte & 4) << (at - 1);
            keyword |= u32::from(byte >> 3 & 1) << (at - 1);
        }
        Ok(positional + keyword)
    }

    fn lines(&mut self, from: usize, to: usize) -> Result<Vec<(u32, u32)>, BoardError> {
        let (mut lines, mut at) = (Vec::new(), from);
        while at < to {
            let byte = u32::from(self.get(at)?);
            at += 1;
            lines.push(if byte & 0x80 == 0 {
                (byte & 0x1F, byte >> 5)
            } else {
                let low = u32::from(self.get(at)?);
                at += 1;
                (byte & 0xF, byte << 4 & 0x700 | low)
            });
        }
        Ok(lines)
    }

    /// Behind the last bytecode: one that control does not go on behind, and that nothing jumps over.
    fn end_of_code(&mut self, first: usize) -> Result<usize, Option<BoardError>> {
        let (mut at, mut farthest) = (first, 0i64);
        while at < MOST_BYTES as usize {
            // The longest bytecode is opcode, five bytes and one.
            self.get(at + 7).map_err(Some)?;
            let bytecode = decode(&self.bytes[first..], at - first).ok_or(None)?;
            at += bytecode.length;
            if let Argument::Target(target) = bytecode.argument {
                farthest = farthest.max(target);
            }
            if ends_block(bytecode.name) && farthest < (at - first) as i64 {
                return Ok(at);
            }
        }
        Err(None)
    }
}
