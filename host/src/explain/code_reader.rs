//! The instructions of a trace: of the image, and of machine code that MicroPython emitted into RAM.

use std::collections::HashMap;

use yaxpeax_arch::{Decoder, U8Reader};
use yaxpeax_arm::armv7::InstDecoder;

use super::ExplainError;
use super::instruction::{Instruction, decode, is_wide};
use super::micropython::TargetMemory;
use super::profile::Code;
use super::program::Program;
use super::trace::Trace;

/// Every address of a trace with its instruction.
#[derive(Debug, Default)]
pub(super) struct CodeReader {
    instructions: HashMap<u32, (Instruction, u16, u16)>,
}

impl CodeReader {
    /// Reads what the image does not hold from the board.
    pub fn read(
        program: &Program,
        trace: &Trace,
        memory: &mut dyn TargetMemory,
    ) -> Result<Self, ExplainError> {
        let mut reader = Self::default();
        for step in &trace.steps {
            let address = step.address;
            if reader.instructions.contains_key(&address) {
                continue;
            }
            // What has a symbol is the image's; its bytes are those that were flashed.
            let known = program.symbols.at(address).and_then(|_| program.instruction(address));
            let found = match known {
                Some(found) => found,
                None => {
                    let mut bytes = [0; 4];
                    memory.read(address, &mut bytes)?;
                    let first = u16::from_le_bytes([bytes[0], bytes[1]]);
                    let second = u16::from_le_bytes([bytes[2], bytes[3]]);
                    (decode(first, second), first, second)
                }
            };
            reader.instructions.insert(address, found);
        }
        Ok(reader)
    }

    /// The encoding at an address.
    pub fn encoding(&self, address: u32) -> Option<(u16, u16)> {
        let (_, first, second) = self.instructions.get(&address)?;
        Some((*first, if is_wide(*first) { *second } else { 0 }))
    }

    /// The instruction at an address in assembly, or its encoding where the disassembler does not know it.
    pub fn text(&self, address: u32) -> String {
        let Some((first, second)) = self.encoding(address) else { return "?".to_owned() };
        let mut bytes = first.to_le_bytes().to_vec();
        bytes.extend(second.to_le_bytes());
        match InstDecoder::default_thumb().decode(&mut U8Reader::new(&bytes)) {
            Ok(instruction) => instruction.to_string(),
            Err(_) if is_wide(first) => format!(".inst.w {first:#06x}{second:04x}"),
            Err(_) => format!(".inst.n {first:#06x}"),
        }
    }
}

impl Code for CodeReader {
    fn instruction(&self, address: u32) -> Option<Instruction> {
        self.instructions.get(&address).map(|(instruction, ..)| *instruction)
    }
}
