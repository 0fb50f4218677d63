//! Length, class and control flow of Thumb instructions (Armv8-M ARM, C2.2).

use serde::{Deserialize, Serialize};

/// Class that an instruction counts towards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum InstructionClass {
    /// Loads: LDR, LDM, POP, VLDR and similar, including those that load the PC.
    Load,
    /// Stores: STR, STM, PUSH, VSTR and similar.
    Store,
    /// Branches without link: B, BX, CBZ, TBB and similar.
    Branch,
    /// Branches with link: BL and BLX.
    Call,
    /// Integer arithmetic, logic, moves and comparisons.
    Alu,
    /// Floating-point arithmetic, moves and comparisons.
    Float,
    /// IT, barriers, special registers, coprocessors and similar.
    Other,
}

impl InstructionClass {
    /// All classes, in the order of tables and charts.
    pub(crate) const ALL: [Self; 7] =
        [Self::Load, Self::Store, Self::Alu, Self::Branch, Self::Call, Self::Float, Self::Other];

    /// Returns the name used in tables.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Load => "load",
            Self::Store => "store",
            Self::Branch => "branch",
            Self::Call => "call",
            Self::Alu => "ALU",
            Self::Float => "float",
            Self::Other => "other",
        }
    }
}

/// Control flow after an instruction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ControlFlow {
    /// Continues with the next instruction.
    Next,
    /// May branch without link.
    Jump,
    /// Branches to a return address: `bx lr`, `pop {…, pc}`.
    Return,
    /// Calls a function.
    Call,
}

/// Facts about one instruction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Instruction {
    /// Length in bytes: 2 or 4.
    pub length: u32,
    /// Class.
    pub class: InstructionClass,
    /// Control flow.
    pub flow: ControlFlow,
}

/// Returns true if a halfword is the first of a 32-bit instruction.
pub(super) const fn is_wide(first: u16) -> bool {
    first >> 11 >= 0b11101
}

/// Decodes an instruction. `second` is ignored unless `first` [`is_wide`].
pub(super) fn decode(first: u16, second: u16) -> Instruction {
    let (class, flow) = if is_wide(first) { wide(first, second) } else { narrow(first) };
    Instruction { length: if is_wide(first) { 4 } else { 2 }, class, flow }
}

fn narrow(first: u16) -> (InstructionClass, ControlFlow) {
    use {ControlFlow::*, InstructionClass::*};
    let loads = first & 1 << 11 != 0;
    let transfer = if loads { Load } else { Store };
    match first >> 8 {
        0x00..=0x43 => (Alu, Next),
        // ADD (register) and MOV (register) reach the PC; CMP does not.
        0x44 if first & 0x87 == 0x87 => (Branch, Jump),
        0x46 if first & 0x87 == 0x87 => (Branch, if first >> 3 & 15 == 14 { Return } else { Jump }),
        0x44..=0x46 => (Alu, Next),
        0x47 if first & 0x80 != 0 => (InstructionClass::Call, ControlFlow::Call),
        0x47 => (Branch, if first >> 3 & 15 == 14 { Return } else { Jump }),
        0x48..=0x4F => (Load, Next),
        0x50..=0x55 => (Store, Next),
        0x56..=0x5F => (Load, Next),
        0x60..=0x9F => (transfer, Next),
        0xA0..=0xAF => (Alu, Next),
        0xB1 | 0xB3 | 0xB9 | 0xBB => (Branch, Jump),
        0xB4 | 0xB5 => (Store, Next),
        0xBC => (Load, Next),
        0xBD => (Load, Return),
        0xB6 | 0xB7 | 0xBE | 0xBF => (Other, Next),
        0xB0..=0xBB => (Alu, Next),
        0xC0..=0xCF => (transfer, Next),
        0xDE | 0xDF => (Other, Next),
        _ => (Branch, Jump),
    }
}

fn wide(first: u16, second: u16) -> (InstructionClass, ControlFlow) {
    use {ControlFlow::*, InstructionClass::*};
    let transfer = if first & 1 << 4 != 0 { Load } else { Store };
    let kind = first >> 4 & 0x7F;
    match first >> 11 & 3 {
        1 if kind & 0x64 == 0x00 => {
            let returns = transfer == Load && second & 1 << 15 != 0;
            (transfer, if returns { Return } else { Next })
        }
        // TBB and TBH.
        1 if first & 0xFFF0 == 0xE8D0 && second & 0xFFE0 == 0xF000 => (Branch, Jump),
        1 if kind & 0x64 == 0x04 => (transfer, Next),
        1 if kind & 0x60 == 0x20 => (Alu, Next),
        2 if second & 1 << 15 != 0 => match second >> 12 & 5 {
            5 => (InstructionClass::Call, ControlFlow::Call),
            1 => (Branch, Jump),
            0 if first & 0x0380 != 0x0380 => (Branch, Jump),
            _ => (Other, Next),
        },
        2 => (Alu, Next),
        3 if first & 0xFE00 == 0xF800 => {
            let to_pc = transfer == Load && first & 0x60 == 0x40 && second >> 12 == 15;
            let from_stack = first & 15 == 13;
            (
                transfer,
                if to_pc && from_stack {
                    Return
                } else if to_pc {
                    Jump
                } else {
                    Next
                },
            )
        }
        3 if kind & 0x40 == 0 => (Alu, Next),
        _ => (coprocessor(first, second, transfer), Next),
    }
}

/// Coprocessors 10 and 11 are the floating-point unit.
fn coprocessor(first: u16, second: u16, transfer: InstructionClass) -> InstructionClass {
    let memory = first & 0xEE00 == 0xEC00 && first & 0xEFE0 != 0xEC40;
    match (second >> 9 & 7 == 5, memory) {
        (_, true) => transfer,
        (true, false) => InstructionClass::Float,
        (false, false) => InstructionClass::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::{InstructionClass::*, *};

    #[test]
    fn class_and_control_flow_of_each_encoding() {
        // Encodings by arm-none-eabi-as.
        let cases: [(u16, u16, InstructionClass, ControlFlow); 34] = [
            (0x6813, 0, Load, ControlFlow::Next),                   // ldr r3, [r2]
            (0x3301, 0, Alu, ControlFlow::Next),                    // adds r3, #1
            (0x6013, 0, Store, ControlFlow::Next),                  // str r3, [r2]
            (0x4B01, 0, Load, ControlFlow::Next),                   // ldr r3, [pc, #4]
            (0x4770, 0, Branch, ControlFlow::Return),               // bx lr
            (0x4718, 0, Branch, ControlFlow::Jump),                 // bx r3
            (0x4798, 0, InstructionClass::Call, ControlFlow::Call), // blx r3
            (0x46F7, 0, Branch, ControlFlow::Return),               // mov pc, lr
            (0x469F, 0, Branch, ControlFlow::Jump),                 // mov pc, r3
            (0x4618, 0, Alu, ControlFlow::Next),                    // mov r0, r3
            (0x4598, 0, Alu, ControlFlow::Next),                    // cmp r8, r3
            (0xB570, 0, Store, ControlFlow::Next),                  // push {r4, r5, r6, lr}
            (0xBD70, 0, Load, ControlFlow::Return),                 // pop {r4, r5, r6, pc}
            (0xB113, 0, Branch, ControlFlow::Jump),                 // cbz r3
            (0xBF18, 0, Other, ControlFlow::Next),                  // it ne
            (0xB2DB, 0, Alu, ControlFlow::Next),                    // uxtb r3, r3
            (0xD1FA, 0, Branch, ControlFlow::Jump),                 // bne
            (0xE7FE, 0, Branch, ControlFlow::Jump),                 // b .
            (0xC803, 0, Load, ControlFlow::Next),                   // ldmia r0, {r0, r1}
            (0xC103, 0, Store, ControlFlow::Next),                  // stmia r1!, {r0, r1}
            (0x5651, 0, Load, ControlFlow::Next),                   // ldrsb r1, [r2, r1]
            (0x5311, 0, Store, ControlFlow::Next),                  // strh r1, [r2, r4]
            (0xF000, 0xF800, InstructionClass::Call, ControlFlow::Call), // bl
            (0xF000, 0xB800, Branch, ControlFlow::Jump),            // b.w
            (0xF040, 0x8000, Branch, ControlFlow::Jump),            // bne.w
            (0xF3BF, 0x8F4F, Other, ControlFlow::Next),             // dsb
            (0xF043, 0x0301, Alu, ControlFlow::Next),               // orr r3, r3, #1
            (0xF858, 0x3023, Load, ControlFlow::Next),              // ldr.w r3, [r8, r3, lsl #2]
            (0xF85D, 0xFB04, Load, ControlFlow::Return),            // ldr pc, [sp], #4
            (0xF85F, 0xF000, Load, ControlFlow::Jump),              // ldr.w pc, [pc, #-0]
            (0xE8BD, 0x8FF0, Load, ControlFlow::Return),            // ldmia sp!, {r4-r11, pc}
            (0xE92D, 0x4FF0, Store, ControlFlow::Next),             // stmdb sp!, {r4-r11, lr}
            (0xEE70, 0x7A87, Float, ControlFlow::Next),             // vadd.f32 s15, s1, s14
            (0xEDD3, 0x7A00, Load, ControlFlow::Next),              // vldr s15, [r3]
        ];
        for (first, second, class, flow) in cases {
            let found = decode(first, second);
            assert_eq!((found.class, found.flow), (class, flow), "{first:04x} {second:04x}");
            assert_eq!(found.length, if is_wide(first) { 4 } else { 2 });
        }
    }
}
