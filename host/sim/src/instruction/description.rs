//! Description of an instruction for profilers and debuggers.

use super::decode::{Location, decode};
use super::facts::{Class, Facts, Writes};
use super::kind::Kind;
use super::{Operation, is_wide};

/// Addresses at which execution can continue after an instruction, apart from exceptions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    /// At the next instruction only.
    Next,
    /// At another address, always or on a condition, without link.
    Jump {
        /// The address, if the encoding holds it; else it comes from a register or from memory.
        target: Option<u32>,
    },
    /// At a saved return address: `bx lr`, `pop {…, pc}`.
    Return,
    /// At a function that returns to the next instruction.
    Call {
        /// Address of the function, if the encoding holds it.
        target: Option<u32>,
    },
}

/// Description of one instruction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Description {
    /// Length in bytes: 2 or 4.
    pub length: u32,
    /// Class in profiles.
    pub class: Class,
    /// Addresses at which execution can continue.
    pub flow: Flow,
}

/// Describes the instruction at the start of `code`, which lies at `address`. Returns `None` if `code` ends before the
/// instruction does.
pub fn describe(code: &[u8], address: u32) -> Option<Description> {
    let halfword = |at: usize| Some(u16::from_le_bytes(code.get(at..at + 2)?.try_into().ok()?));
    let first = halfword(0)?;
    let second = if is_wide(first) { halfword(2)? } else { 0 };
    // An IT block changes the effect on the flags only.
    let operation = decode(first, second, Location { address, in_it: false });
    let facts = operation.facts();
    Some(Description { length: operation.length(), class: facts.class, flow: flow(&operation, facts) })
}

fn flow(operation: &Operation, facts: &Facts) -> Flow {
    const LINK: u8 = 14;
    const STACK_POINTER: u8 = 13;
    if operation.registers_written(facts.writes) & 1 << 15 == 0 {
        return Flow::Next;
    }
    let target = facts.writes.contains(Writes::TARGET).then_some(operation.imm);
    if facts.writes.contains(Writes::LR) {
        return Flow::Call { target };
    }
    let by_register = matches!(operation.kind, Kind::Bx | Kind::Bxns | Kind::MovPc);
    let returns = facts.writes.contains(Writes::LIST)
        || facts.class == Class::Load && operation.rn == STACK_POINTER
        || by_register && operation.rm == LINK;
    if returns { Flow::Return } else { Flow::Jump { target } }
}

#[cfg(test)]
mod tests {
    use super::Class::*;
    use super::*;

    const JUMP: Flow = Flow::Jump { target: None };
    const CALL: Flow = Flow::Call { target: None };
    const ADDRESS: u32 = 0x1000_0000;

    const fn jump_to(offset: u32) -> Flow {
        Flow::Jump { target: Some(ADDRESS.wrapping_add(offset)) }
    }

    fn described(first: u16, second: u16) -> Description {
        let code = [first.to_le_bytes(), second.to_le_bytes()].concat();
        describe(&code, ADDRESS).unwrap()
    }

    #[test]
    fn classes_and_flow() {
        // Encodings as arm-none-eabi-as writes them.
        let cases = [
            (0x6813, 0, Load, Flow::Next),                     // ldr r3, [r2]
            (0x3301, 0, Alu, Flow::Next),                      // adds r3, #1
            (0x6013, 0, Store, Flow::Next),                    // str r3, [r2]
            (0x4B01, 0, Load, Flow::Next),                     // ldr r3, [pc, #4]
            (0x4770, 0, Branch, Flow::Return),                 // bx lr
            (0x4718, 0, Branch, JUMP),                         // bx r3
            (0x4798, 0, Class::Call, CALL),                    // blx r3
            (0x46F7, 0, Branch, Flow::Return),                 // mov pc, lr
            (0x469F, 0, Branch, JUMP),                         // mov pc, r3
            (0x44F7, 0, Branch, JUMP),                         // add pc, lr
            (0x4618, 0, Alu, Flow::Next),                      // mov r0, r3
            (0x4598, 0, Alu, Flow::Next),                      // cmp r8, r3
            (0xB570, 0, Store, Flow::Next),                    // push {r4, r5, r6, lr}
            (0xBD70, 0, Load, Flow::Return),                   // pop {r4, r5, r6, pc}
            (0xBD00, 0, Load, Flow::Return),                   // pop {pc}
            (0xB113, 0, Branch, jump_to(8)),                   // cbz r3, . + 8
            (0xBF18, 0, Other, Flow::Next),                    // it ne
            (0xB2DB, 0, Alu, Flow::Next),                      // uxtb r3, r3
            (0xD1FA, 0, Branch, jump_to(8u32.wrapping_neg())), // bne . - 8
            (0xE7FE, 0, Branch, jump_to(0)),                   // b .
            (0xDF00, 0, Other, Flow::Next),                    // svc #0
            (0xDE00, 0, Other, Flow::Next),                    // udf #0
            (0xC803, 0, Load, Flow::Next),                     // ldmia r0, {r0, r1}
            (0xC103, 0, Store, Flow::Next),                    // stmia r1!, {r0, r1}
            (0x5651, 0, Load, Flow::Next),                     // ldrsb r1, [r2, r1]
            (0x5311, 0, Store, Flow::Next),                    // strh r1, [r2, r4]
            (0xF000, 0xF800, Class::Call, Flow::Call { target: Some(ADDRESS + 4) }), // bl . + 4
            (0xF000, 0xB800, Branch, jump_to(4)),              // b.w . + 4
            (0xF040, 0x8000, Branch, jump_to(4)),              // bne.w . + 4
            (0xF3BF, 0x8F4F, Other, Flow::Next),               // dsb
            (0xF3EF, 0x8000, Other, Flow::Next),               // mrs r0, apsr
            (0xF043, 0x0301, Alu, Flow::Next),                 // orr r3, r3, #1
            (0xEBB3, 0x0F04, Alu, Flow::Next),                 // cmp.w r3, r4
            (0xEBB3, 0x0FC4, Alu, Flow::Next),                 // cmp.w r3, r4, lsl #3
            (0xE8D2, 0xF003, Branch, JUMP),                    // tbb [r2, r3]
            (0xF858, 0x3023, Load, Flow::Next),                // ldr.w r3, [r8, r3, lsl #2]
            (0xF85D, 0xFB04, Load, Flow::Return),              // ldr pc, [sp], #4
            (0xF85F, 0xF000, Load, JUMP),                      // ldr.w pc, [pc, #-0]
            (0xE8BD, 0x8FF0, Load, Flow::Return),              // ldmia sp!, {r4-r11, pc}
            (0xE92D, 0x4FF0, Store, Flow::Next),               // stmdb sp!, {r4-r11, lr}
            (0xEE11, 0xFF10, Other, Flow::Next),               // mrc p15, #0, apsr_nzcv, c1, c0, #0
            (0xEE70, 0x7A87, Float, Flow::Next),               // vadd.f32 s15, s1, s14
            (0xEEF1, 0xFA10, Float, Flow::Next),               // vmrs apsr_nzcv, fpscr
            (0xEC55, 0x4A33, Float, Flow::Next),               // vmov r4, r5, s7, s8
            (0xEDD3, 0x7A00, Load, Flow::Next),                // vldr s15, [r3]
            (0xED2D, 0x8B10, Store, Flow::Next),               // vpush {d8-d15}
        ];
        for (first, second, class, flow) in cases {
            let length = if is_wide(first) { 4 } else { 2 };
            let expected = Description { length, class, flow };
            assert_eq!(described(first, second), expected, "{first:04x} {second:04x}");
        }
    }

    #[test]
    fn code_that_ends_within_the_instruction_has_no_description() {
        assert_eq!(describe(&[0x00], ADDRESS), None);
        assert_eq!(describe(&[0x00, 0xF0, 0x00], ADDRESS), None);
        assert_eq!(describe(&[0x00, 0xBF], ADDRESS).map(|nop| nop.length), Some(2));
    }
}
