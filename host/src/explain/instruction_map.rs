//! The instructions of a trace by address: those of the image, and machine code that MicroPython emitted into RAM.

use std::collections::HashMap;

use yaxpeax_arch::{Decoder, U8Reader};
use yaxpeax_arm::armv7::InstDecoder;

use super::error::ExplainError;
use super::instruction::Instruction;
use super::micropython::TargetMemory;
use super::program::Program;
use super::trace::Trace;

/// Instructions by address.
#[derive(Debug, Default)]
pub(super) struct InstructionMap {
    instructions: HashMap<u32, Instruction>,
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
                Some(instruction) => Some(instruction),
                None => {
                    let mut code = [0; 4];
                    memory.read(address, &mut code)?;
                    Instruction::decode(&code, address)
                }
            };
            map.instructions.extend(instruction.map(|instruction| (address, instruction)));
        }
        Ok(map)
    }

    /// Returns the instruction at an address of the trace.
    pub(super) fn get(&self, address: u32) -> Option<&Instruction> {
        self.instructions.get(&address)
    }

    /// Disassembles the instruction at an address. An encoding that the disassembler does not know becomes `.inst`.
    pub(super) fn disassemble(&self, address: u32) -> String {
        let Some(&Instruction { first, second, length, .. }) = self.get(address) else {
            return "?".to_owned();
        };
        let mut bytes = first.to_le_bytes().to_vec();
        bytes.extend(second.to_le_bytes());
        match InstDecoder::default_thumb().decode(&mut U8Reader::new(&bytes)) {
            Ok(instruction) => instruction.to_string(),
            Err(_) if length == 4 => format!(".inst.w {first:#06x}{second:04x}"),
            Err(_) => format!(".inst.n {first:#06x}"),
        }
    }
}
