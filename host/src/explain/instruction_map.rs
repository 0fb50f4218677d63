//! The instructions of a trace by address: those of the image, and machine code that MicroPython emitted into RAM.

use std::collections::HashMap;

use yaxpeax_arch::{Decoder, U8Reader};
use yaxpeax_arm::armv7::InstDecoder;

use super::error::ExplainError;
use super::instruction::{Instruction, decode, is_wide};
use super::micropython::TargetMemory;
use super::program::Program;
use super::trace::Trace;

/// Instructions by address.
#[derive(Debug, Default)]
pub(super) struct InstructionMap {
    instructions: HashMap<u32, (Instruction, u16, u16)>,
}

impl InstructionMap {
    /// Collects the instruction at every address of a trace. Code that is not part of the image is read from the board.
    pub(super) fn read(
        program: &Program,
        trace: &Trace,
        memory: &mut dyn TargetMemory,
    ) -> Result<Self, ExplainError> {
        let mut map = Self::default();
        for step in &trace.steps {
            let address = step.address;
            if map.instructions.contains_key(&address) {
                continue;
            }
            // Code with a symbol is as it was flashed, or copied to RAM at startup: the image has its bytes.
            let in_image = program.symbols.function_at(address).and_then(|_| program.instruction(address));
            let instruction = match in_image {
                Some(instruction) => instruction,
                None => {
                    let mut bytes = [0; 4];
                    memory.read(address, &mut bytes)?;
                    let first = u16::from_le_bytes([bytes[0], bytes[1]]);
                    let second = u16::from_le_bytes([bytes[2], bytes[3]]);
                    (decode(first, second), first, second)
                }
            };
            map.instructions.insert(address, instruction);
        }
        Ok(map)
    }

    /// Returns the instruction at an address of the trace.
    pub(super) fn instruction(&self, address: u32) -> Option<Instruction> {
        self.instructions.get(&address).map(|(instruction, ..)| *instruction)
    }

    /// Returns the encoding of the instruction at an address; the second halfword of a 16-bit instruction is 0.
    pub(super) fn encoding(&self, address: u32) -> Option<(u16, u16)> {
        let (_, first, second) = self.instructions.get(&address)?;
        Some((*first, if is_wide(*first) { *second } else { 0 }))
    }

    /// Disassembles the instruction at an address. An encoding that the disassembler does not know becomes `.inst`.
    pub(super) fn disassemble(&self, address: u32) -> String {
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
