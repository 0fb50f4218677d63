//! The places at which MicroPython's VM goes from one bytecode to the next.
//!
//! With computed goto (py/vm.c, `DISPATCH`) each is a load of the opcode through the bytecode pointer, a load of the
//! handler's address from a table, and a jump there. The compiler has made many of them, so they are looked for in the
//! code itself.

use crate::explain::ExplainError;
use crate::explain::program::Program;

/// The function that executes bytecode.
pub const VM_FUNCTION: &str = "mp_execute_bytecode";

/// How far before its jump a dispatch may begin, in instructions: what the compiler has scheduled in between.
const FARTHEST: usize = 16;

/// One dispatch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DispatchSite {
    /// Its first instruction: it keeps the bytecode pointer in the frame, or loads the opcode.
    pub start: u32,
    /// The load of the opcode.
    pub fetch: u32,
    /// The bytecode pointer before the load.
    pub pointer: u8,
    /// What the load adds to it.
    pub offset: i32,
    /// The load of the handler's address.
    pub table: u32,
    /// The opcode, then.
    pub opcode: u8,
    /// The jump.
    pub jump: u32,
}

/// All dispatches of an image.
///
/// # Errors
/// The image has no VM, or one without computed goto.
pub fn dispatch_sites(program: &Program) -> Result<Vec<DispatchSite>, ExplainError> {
    let (start, end) = program
        .symbols
        .function(VM_FUNCTION)
        .ok_or_else(|| program.problem(format!("expected the function {VM_FUNCTION}, found none")))?;
    let mut code = Vec::new();
    let mut address = start;
    while address < end {
        match program.instruction(address) {
            Some((instruction, first, second)) if program.symbols.is_code(address) => {
                code.push((address, first, second));
                address += instruction.length;
            }
            _ => address += 2,
        }
    }
    let sites = find(&code);
    if sites.is_empty() {
        return Err(program.problem(format!("found no dispatch by computed goto in {VM_FUNCTION}")));
    }
    Ok(sites)
}

type Line = (u32, u16, u16);

fn find(code: &[Line]) -> Vec<DispatchSite> {
    (0..code.len()).filter_map(|index| site(&code[index.saturating_sub(FARTHEST)..=index])).collect()
}

/// The dispatch that ends with the last of these instructions.
fn site(code: &[Line]) -> Option<DispatchSite> {
    let (&(jump, first, second), before) = code.split_last()?;
    // Either the table's load is the jump, or it precedes a jump to a register.
    let (table_at, opcode) = match table_load(first, second) {
        Some((15, index)) => (before.len(), index),
        _ => {
            let target = jump_register(first)?;
            let at = before.iter().rposition(|&(_, first, second)| {
                table_load(first, second).is_some_and(|(to, _)| to == target)
            })?;
            (at, table_load(before[at].1, before[at].2)?.1)
        }
    };
    let fetch_at = code[..table_at]
        .iter()
        .rposition(|&(_, first, second)| byte_load(first, second).is_some_and(|(to, ..)| to == opcode))?;
    let (fetch, first, second) = code[fetch_at];
    let (_, pointer, offset) = byte_load(first, second)?;
    let kept = fetch_at.checked_sub(1).filter(|&at| keeps_pointer(code[at].1, code[at].2));
    let start = code[kept.unwrap_or(fetch_at)].0;
    Some(DispatchSite { start, fetch, pointer, offset, table: code[table_at].0, opcode, jump })
}

/// `bx rN` or `mov pc, rN`, but not with the link register.
fn jump_register(first: u16) -> Option<u8> {
    let register = (first >> 3 & 15) as u8;
    (matches!(first & 0xFF87, 0x4700 | 0x4687) && register != 14).then_some(register)
}

/// `ldr.w rN, [rT, rI, lsl #2]`: N and I.
fn table_load(first: u16, second: u16) -> Option<(u8, u8)> {
    (first & 0xFFF0 == 0xF850 && second & 0x0FF0 == 0x0020)
        .then_some(((second >> 12) as u8, (second & 15) as u8))
}

/// `ldrb`: destination, base, and what is added to it before the access.
fn byte_load(first: u16, second: u16) -> Option<(u8, u8, i32)> {
    if first & 0xF800 == 0x7800 {
        return Some(((first & 7) as u8, (first >> 3 & 7) as u8, i32::from(first >> 6 & 31)));
    }
    let (to, base) = ((second >> 12) as u8, (first & 15) as u8);
    match first & 0xFFF0 {
        0xF890 => Some((to, base, i32::from(second & 0xFFF))),
        0xF810 if second & 0x0800 != 0 => {
            let immediate = i32::from(second & 0xFF);
            let signed = if second & 0x0200 != 0 { immediate } else { -immediate };
            // Without P the base changes after the access.
            Some((to, base, if second & 0x0400 != 0 { signed } else { 0 }))
        }
        _ => None,
    }
}

/// `str rN, [rM, #4]`: the bytecode pointer to `mp_code_state_t.ip`.
fn keeps_pointer(first: u16, second: u16) -> bool {
    first & 0xFFC0 == 0x6040 || first & 0xFFF0 == 0xF8C0 && second & 0xFFF == 4
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dispatches_of_every_shape() {
        // str r4, [r6, #4]; ldrb r3, [r4]; adds r4, #1; ldr.w r3, [r8, r3, lsl #2]; orr r3, r3, #1; bx r3
        let code = [
            (0x100, 0x6074, 0),
            (0x102, 0x7823, 0),
            (0x104, 0x3401, 0),
            (0x106, 0xF858, 0x3023),
            (0x10A, 0xF043, 0x0301),
            (0x10E, 0x4718, 0),
        ];
        let site = DispatchSite {
            start: 0x100,
            fetch: 0x102,
            pointer: 4,
            offset: 0,
            table: 0x106,
            opcode: 3,
            jump: 0x10E,
        };
        assert_eq!(find(&code), [site]);
        // ldrb.w r3, [r4], #1; ldr.w pc, [r8, r3, lsl #2], without keeping the pointer.
        let code = [(0x100, 0x2000, 0), (0x102, 0xF814, 0x3B01), (0x106, 0xF858, 0xF023)];
        let site = DispatchSite { start: 0x102, fetch: 0x102, table: 0x106, jump: 0x106, ..site };
        assert_eq!(find(&code), [site]);
        // ldrb r3, [r4, #1]
        assert_eq!(byte_load(0x7863, 0), Some((3, 4, 1)));
        // bx lr is no dispatch.
        assert_eq!(find(&[(0x100, 0x7823, 0), (0x102, 0xF858, 0x3023), (0x106, 0x4770, 0)]), []);
    }
}
