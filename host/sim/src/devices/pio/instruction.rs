//! Instructions of a state machine and their 16-bit encodings (RP2350 §11.4).

/// Decoded instruction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Instruction {
    /// Encoding.
    pub bits: u16,
    /// Operation with its operands.
    pub operation: Operation,
}

impl Default for Instruction {
    fn default() -> Self {
        Instruction::decode(0)
    }
}

/// Operation of an instruction, without side-set and delay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operation {
    /// JMP.
    Jump { condition: Condition, target: u8 },
    /// WAIT for a polarity.
    Wait { high: bool, on: WaitOn },
    /// IN: 1 to 32 bits.
    In { source: Source, count: u32 },
    /// OUT: 1 to 32 bits.
    Out { destination: Destination, count: u32 },
    /// PUSH.
    Push { if_full: bool, block: bool },
    /// PULL.
    Pull { if_empty: bool, block: bool },
    /// MOV rxfifo[], isr; `None` if Y is the index.
    Put { index: Option<u8> },
    /// MOV osr, rxfifo[]; `None` if Y is the index.
    Get { index: Option<u8> },
    /// MOV.
    Move { destination: Destination, change: MoveOperation, source: Source },
    /// IRQ.
    Irq { clear: bool, wait: bool, flag: Flag },
    /// SET: five bits.
    Set { destination: Destination, value: u32 },
    /// Reserved encoding.
    Reserved,
}

/// Condition of JMP.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Condition {
    Always,
    XZero,
    XNonzeroDecrement,
    YZero,
    YNonzeroDecrement,
    XDiffersFromY,
    Pin,
    OutputNotEmpty,
}

/// Source of WAIT.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum WaitOn {
    /// Pin by its number.
    Gpio(u8),
    /// Pin relative to IN_BASE.
    Pin(u8),
    /// IRQ flag; a wait for 1 clears it.
    Irq(Flag),
    /// Pin relative to JMP_PIN.
    JumpPin(u8),
}

/// IRQ flag of this block or a neighbour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Flag {
    /// Block of the flag: 0 the next lower one, 1 this one, 2 the next higher one.
    pub block: usize,
    /// The number of the state machine is added to the index, modulo 4.
    pub relative: bool,
    /// Index of the flag, 0 to 7.
    pub index: u8,
}

impl Flag {
    const LOWER: usize = 0;
    const OWN: usize = 1;
    const HIGHER: usize = 2;

    fn decode(field: u8) -> Self {
        let (block, relative) = match field >> 3 & 3 {
            0 => (Self::OWN, false),
            1 => (Self::LOWER, false),
            2 => (Self::OWN, true),
            _ => (Self::HIGHER, false),
        };
        Flag { block, relative, index: field & 7 }
    }

    /// Returns the bit mask of the flag for state machine `number`.
    pub(super) fn mask(self, number: u8) -> u8 {
        let index =
            if self.relative { self.index & 4 | self.index.wrapping_add(number) & 3 } else { self.index };
        1 << index
    }
}

/// Source of IN and MOV.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    Pins,
    X,
    Y,
    Null,
    Status,
    InputShift,
    OutputShift,
}

/// Destination of OUT, MOV and SET.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Destination {
    Pins,
    X,
    Y,
    Null,
    Directions,
    ProgramCounter,
    InputShift,
    OutputShift,
    Execute,
}

/// Operation of MOV on the data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MoveOperation {
    Copy,
    Invert,
    Reverse,
}

impl Instruction {
    /// Decodes an instruction.
    pub(super) fn decode(bits: u16) -> Self {
        Instruction { bits, operation: operation(bits).unwrap_or(Operation::Reserved) }
    }

    /// Returns the 5-bit field that side-set and delay share.
    pub(super) fn side_and_delay(self) -> u32 {
        u32::from(self.bits) >> 8 & 0x1F
    }
}

fn operation(bits: u16) -> Option<Operation> {
    let low = (bits & 0x1F) as u8;
    let middle = (bits >> 5 & 7) as u8;
    let flag = |number: u32| bits >> number & 1 == 1;
    let count = if low == 0 { 32 } else { u32::from(low) };
    Some(match bits >> 13 {
        0 => Operation::Jump { condition: condition(middle), target: low },
        1 => {
            let on = match middle & 3 {
                0 => WaitOn::Gpio(low),
                1 => WaitOn::Pin(low),
                2 => WaitOn::Irq(Flag::decode(low)),
                _ if low < 4 => WaitOn::JumpPin(low),
                _ => return None,
            };
            Operation::Wait { high: flag(7), on }
        }
        2 if middle == 5 => return None,
        2 => Operation::In { source: source(middle)?, count },
        3 => {
            use Destination::{Directions, Execute, InputShift, Null, Pins, ProgramCounter, X, Y};
            let destination =
                [Pins, X, Y, Null, Directions, ProgramCounter, InputShift, Execute][usize::from(middle)];
            Operation::Out { destination, count }
        }
        4 => fifo(low, middle, flag(7))?,
        5 => {
            use Destination::{Directions, Execute, InputShift, OutputShift, Pins, ProgramCounter, X, Y};
            let destination = [Pins, X, Y, Directions, Execute, ProgramCounter, InputShift, OutputShift]
                [usize::from(middle)];
            let change = match low >> 3 {
                0 => MoveOperation::Copy,
                1 => MoveOperation::Invert,
                2 => MoveOperation::Reverse,
                _ => return None,
            };
            Operation::Move { destination, change, source: source(low & 7)? }
        }
        6 if flag(7) => return None,
        6 => Operation::Irq { clear: flag(6), wait: flag(5), flag: Flag::decode(low) },
        _ => {
            let destination = match middle {
                0 => Destination::Pins,
                1 => Destination::X,
                2 => Destination::Y,
                4 => Destination::Directions,
                _ => return None,
            };
            Operation::Set { destination, value: u32::from(low) }
        }
    })
}

/// Decodes PUSH, PULL, and MOV to and from the registers of the RX FIFO.
fn fifo(low: u8, middle: u8, out: bool) -> Option<Operation> {
    if low & 0x10 == 0 {
        let (conditional, block) = (middle & 2 != 0, middle & 1 != 0);
        return match (low, out) {
            (0, false) => Some(Operation::Push { if_full: conditional, block }),
            (0, true) => Some(Operation::Pull { if_empty: conditional, block }),
            _ => None,
        };
    }
    let index = match (low & 8 != 0, low & 7) {
        (true, index @ 0..4) => Some(index),
        (false, 0) => None,
        _ => return None,
    };
    match (middle & 3, out) {
        (0, false) => Some(Operation::Put { index }),
        (0, true) => Some(Operation::Get { index }),
        _ => None,
    }
}

fn condition(field: u8) -> Condition {
    use Condition::{
        Always, OutputNotEmpty, Pin, XDiffersFromY, XNonzeroDecrement, XZero, YNonzeroDecrement, YZero,
    };
    let all =
        [Always, XZero, XNonzeroDecrement, YZero, YNonzeroDecrement, XDiffersFromY, Pin, OutputNotEmpty];
    all[usize::from(field & 7)]
}

fn source(field: u8) -> Option<Source> {
    Some(match field {
        0 => Source::Pins,
        1 => Source::X,
        2 => Source::Y,
        3 => Source::Null,
        5 => Source::Status,
        6 => Source::InputShift,
        7 => Source::OutputShift,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn op(bits: u16) -> Operation {
        Instruction::decode(bits).operation
    }

    /// Encodings are those of the SDK's pioasm.
    #[test]
    fn known_encodings_are_taken_apart() {
        assert_eq!(op(0x0000), Operation::Jump { condition: Condition::Always, target: 0 });
        assert_eq!(op(0x0085), Operation::Jump { condition: Condition::YNonzeroDecrement, target: 5 });
        assert_eq!(op(0x2003), Operation::Wait { high: false, on: WaitOn::Gpio(3) });
        assert_eq!(op(0x20E2), Operation::Wait { high: true, on: WaitOn::JumpPin(2) });
        assert_eq!(op(0x4001), Operation::In { source: Source::Pins, count: 1 });
        assert_eq!(op(0x6020), Operation::Out { destination: Destination::X, count: 32 });
        assert_eq!(op(0x8020), Operation::Push { if_full: false, block: true });
        assert_eq!(op(0x80A0), Operation::Pull { if_empty: false, block: true });
        assert_eq!(op(0x8018), Operation::Put { index: Some(0) });
        assert_eq!(op(0x8010), Operation::Put { index: None });
        assert_eq!(op(0x809B), Operation::Get { index: Some(3) });
        let nop =
            Operation::Move { destination: Destination::Y, change: MoveOperation::Copy, source: Source::Y };
        assert_eq!(op(0xA042), nop);
        assert_eq!(op(0xE081), Operation::Set { destination: Destination::Directions, value: 1 });
    }

    #[test]
    fn flags_are_of_this_block_or_a_neighbour_or_count_on_by_machine() {
        let flag = |bits| match op(bits) {
            Operation::Irq { flag, .. } => flag,
            other => panic!("{other:?}"),
        };
        assert_eq!(flag(0xC003), Flag { block: 1, relative: false, index: 3 });
        assert_eq!(flag(0xC00B).block, 0);
        assert_eq!(flag(0xC01B).block, 2);
        assert_eq!(flag(0xC011).mask(3), 1);
        assert_eq!(flag(0xC016).mask(3), 1 << 5);
    }

    #[test]
    fn reserved_encodings_are_told_apart() {
        for bits in [0x4081, 0x40A1, 0x8001, 0x8030, 0x8014, 0x801C, 0xA01A, 0xA004, 0xC080, 0xE060, 0x20E4] {
            assert_eq!(op(bits), Operation::Reserved, "{bits:#06x}");
        }
    }
}
