//! Dispatch sites: the places where MicroPython's VM continues with the next bytecode.
//!
//! With computed goto (py/vm.c, `DISPATCH`), each site loads the opcode through the bytecode pointer, loads the address
//! of the handler from a table, and jumps there. The compiler duplicates the sites, so they are found by a search of the
//! machine code.

use crate::explain::error::ExplainError;
use crate::explain::instruction::Instruction;
use crate::explain::program::Program;

/// Function that executes bytecode.
pub(crate) const VM_FUNCTION: &str = "mp_execute_bytecode";

/// Maximum number of instructions between the start and the jump of a dispatch. The compiler schedules other instructions
/// in between.
const MAX_DISTANCE: usize = 16;

/// Dispatch site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct DispatchSite {
    /// Address of the first instruction: it stores the bytecode pointer in the frame, or loads the opcode.
    pub start: u32,
    /// Address of the load of the opcode.
    pub opcode_load: u32,
    /// Register that holds the bytecode pointer before that load.
    pub pointer_register: u8,
    /// Offset that the load adds to the bytecode pointer.
    pub pointer_offset: i32,
    /// Address of the load of the handler's address.
    pub table_load: u32,
    /// Register that holds the opcode before that load.
    pub opcode_register: u8,
    /// Address of the jump to the handler.
    pub jump: u32,
}

/// Returns all dispatch sites of an image.
///
/// # Errors
/// Returns an error if the image has no VM, or a VM without computed goto.
pub(crate) fn dispatch_sites(program: &Program) -> Result<Vec<DispatchSite>, ExplainError> {
    let (start, end) = program
        .symbols
        .function(VM_FUNCTION)
        .ok_or_else(|| program.problem(format!("expected the function {VM_FUNCTION}, found none")))?;
    let mut code = Vec::new();
    let mut address = start;
    while address < end {
        match program.instruction(address) {
            Some(instruction) if program.symbols.is_code(address) => {
                code.push((address, instruction));
                address += instruction.length;
            }
            _ => address += 2,
        }
    }
    let sites = find_sites(&code);
    if sites.is_empty() {
        return Err(
            program.problem(format!("expected dispatches by computed goto in {VM_FUNCTION}, found none"))
        );
    }
    Ok(sites)
}

fn find_sites(code: &[(u32, Instruction)]) -> Vec<DispatchSite> {
    (0..code.len())
        .filter_map(|index| site_before_jump(&code[index.saturating_sub(MAX_DISTANCE)..=index]))
        .collect()
}

/// Returns the dispatch site whose jump is the last of these instructions; `None` if it is not the jump of a dispatch.
fn site_before_jump(code: &[(u32, Instruction)]) -> Option<DispatchSite> {
    let (&(jump_address, jump), before) = code.split_last()?;
    // The table load itself may be the jump, with the PC as its destination.
    let (table_index, opcode_register) = match table_load(jump) {
        Some((15, index_register)) => (before.len(), index_register),
        _ => {
            let target = jump_register(jump)?;
            let index = before.iter().rposition(|(_, load)| {
                table_load(*load).is_some_and(|(destination, _)| destination == target)
            })?;
            (index, table_load(before[index].1)?.1)
        }
    };
    let load_index = code[..table_index].iter().rposition(|(_, load)| {
        byte_load(*load).is_some_and(|(destination, ..)| destination == opcode_register)
    })?;
    let (_, pointer_register, pointer_offset) = byte_load(code[load_index].1)?;
    let store_index = load_index.checked_sub(1).filter(|&index| stores_pointer(code[index].1));
    Some(DispatchSite {
        start: code[store_index.unwrap_or(load_index)].0,
        opcode_load: code[load_index].0,
        pointer_register,
        pointer_offset,
        table_load: code[table_index].0,
        opcode_register,
        jump: jump_address,
    })
}

/// Returns n of `bx rn` or `mov pc, rn`; `None` for the link register.
fn jump_register(Instruction { first, .. }: Instruction) -> Option<u8> {
    let register = (first >> 3 & 15) as u8;
    (matches!(first & 0xFF87, 0x4700 | 0x4687) && register != 14).then_some(register)
}

/// Returns destination and index register of `ldr.w rd, [rt, ri, lsl #2]`.
fn table_load(Instruction { first, second, .. }: Instruction) -> Option<(u8, u8)> {
    (first & 0xFFF0 == 0xF850 && second & 0x0FF0 == 0x0020)
        .then_some(((second >> 12) as u8, (second & 15) as u8))
}

/// Returns destination, base register and the offset of the accessed address from the base, for `ldrb`.
fn byte_load(Instruction { first, second, .. }: Instruction) -> Option<(u8, u8, i32)> {
    if first & 0xF800 == 0x7800 {
        return Some(((first & 7) as u8, (first >> 3 & 7) as u8, i32::from(first >> 6 & 31)));
    }
    let (destination, base) = ((second >> 12) as u8, (first & 15) as u8);
    match first & 0xFFF0 {
        0xF890 => Some((destination, base, i32::from(second & 0xFFF))),
        0xF810 if second & 0x0800 != 0 => {
            let immediate = i32::from(second & 0xFF);
            let signed = if second & 0x0200 != 0 { immediate } else { -immediate };
            // Without the P bit, the access uses the base before the offset is added.
            Some((destination, base, if second & 0x0400 != 0 { signed } else { 0 }))
        }
        _ => None,
    }
}

/// Returns true for `str rt, [rn, #4]`, which stores the bytecode pointer in `mp_code_state_t.ip`.
fn stores_pointer(Instruction { first, second, .. }: Instruction) -> bool {
    first & 0xFFC0 == 0x6040 || first & 0xFFF0 == 0xF8C0 && second & 0xFFF == 4
}

#[cfg(test)]
mod tests {
    use super::*;

    fn instruction(address: u32, first: u16, second: u16) -> Instruction {
        Instruction::decode(&[first.to_le_bytes(), second.to_le_bytes()].concat(), address).unwrap()
    }

    fn instructions(code: &[(u32, u16, u16)]) -> Vec<(u32, Instruction)> {
        code.iter().map(|&(address, first, second)| (address, instruction(address, first, second))).collect()
    }

    #[test]
    fn dispatch_sites_of_every_form_are_found() {
        // str r4, [r6, #4]; ldrb r3, [r4]; adds r4, #1; ldr.w r3, [r8, r3, lsl #2]; orr r3, r3, #1; bx r3
        let code = instructions(&[
            (0x100, 0x6074, 0),
            (0x102, 0x7823, 0),
            (0x104, 0x3401, 0),
            (0x106, 0xF858, 0x3023),
            (0x10A, 0xF043, 0x0301),
            (0x10E, 0x4718, 0),
        ]);
        let site = DispatchSite {
            start: 0x100,
            opcode_load: 0x102,
            pointer_register: 4,
            pointer_offset: 0,
            table_load: 0x106,
            opcode_register: 3,
            jump: 0x10E,
        };
        assert_eq!(find_sites(&code), [site]);
        // ldrb.w r3, [r4], #1; ldr.w pc, [r8, r3, lsl #2], without a store of the pointer.
        let code = instructions(&[(0x100, 0x2000, 0), (0x102, 0xF814, 0x3B01), (0x106, 0xF858, 0xF023)]);
        let site = DispatchSite { start: 0x102, opcode_load: 0x102, table_load: 0x106, jump: 0x106, ..site };
        assert_eq!(find_sites(&code), [site]);
        // ldrb r3, [r4, #1]
        assert_eq!(byte_load(instruction(0x100, 0x7863, 0)), Some((3, 4, 1)));
        // bx lr is a return.
        let code = instructions(&[(0x100, 0x7823, 0), (0x102, 0xF858, 0x3023), (0x106, 0x4770, 0)]);
        assert_eq!(find_sites(&code), []);
    }
}
