//! Execution of instructions (RP2350 §11.4).

use super::cycle::{CycleInputs, FlagChanges, InstructionResult, Wait};
use super::instruction::{Condition, Destination, Instruction, MoveOperation, Operation, Source, WaitOn};
use super::latch::{Latch, LatchPart, PinWrite};
use super::machine::Machine;
use super::settings::Status;
use super::shift::Shift;

impl Machine {
    pub(super) fn execute(
        &mut self,
        operation: Operation,
        view: &CycleInputs,
        latch: &mut Latch,
        flags: &mut FlagChanges,
    ) -> InstructionResult {
        if !matches!(operation, Operation::Out { .. }) {
            self.refill();
        }
        match operation {
            Operation::Jump { condition, target } => {
                if self.condition_holds(condition, view) {
                    InstructionResult::Jump(target)
                } else {
                    InstructionResult::Next
                }
            }
            Operation::Wait { high, on } => self.wait(high, on, view, flags),
            Operation::In { source, count } => self.shift_in(source, count, view),
            Operation::Out { destination, count } => self.shift_out(destination, count, latch),
            Operation::Push { if_full, block } => self.push(if_full, block),
            Operation::Pull { if_empty, block } => self.pull_word(if_empty, block),
            Operation::Put { index } => {
                if !self.settings.joins.put {
                    return InstructionResult::Undefined("MOV to the RX FIFO without FJOIN_RX_PUT");
                }
                *self.rx.register(index.map_or(self.y, u32::from)) = self.input.value;
                InstructionResult::Next
            }
            Operation::Get { index } => {
                if !self.settings.joins.get {
                    return InstructionResult::Undefined("MOV from the RX FIFO without FJOIN_RX_GET");
                }
                self.output = Shift::filled(*self.rx.register(index.map_or(self.y, u32::from)));
                InstructionResult::Next
            }
            Operation::Move { destination, change, source } => {
                let Some(value) = self.value_of(source, view) else {
                    return InstructionResult::Undefined(
                        "MOV from STATUS with a reserved STATUS_SEL or STATUS_N",
                    );
                };
                let value = match change {
                    MoveOperation::Copy => value,
                    MoveOperation::Invert => !value,
                    MoveOperation::Reverse => value.reverse_bits(),
                };
                self.write_destination(destination, value, 0, latch)
            }
            Operation::Irq { clear, wait, flag } => {
                let mask = flag.mask(self.number);
                if clear {
                    flags.clear[flag.block] |= mask;
                    return InstructionResult::Next;
                }
                if !self.raised {
                    flags.raise[flag.block] |= mask;
                } else if view.flags[flag.block] & mask == 0 {
                    return InstructionResult::Next;
                }
                self.raised = wait;
                if wait { InstructionResult::Stall(Wait::Flags) } else { InstructionResult::Next }
            }
            Operation::Set { destination, value } => {
                let mapped = PinWrite::mapped(self.settings.set_base, self.settings.set_count, value);
                match destination {
                    Destination::Pins => self.write_pins(LatchPart::Level, Some(mapped), latch),
                    Destination::Directions => self.write_pins(LatchPart::Enable, Some(mapped), latch),
                    Destination::X => self.x = value,
                    _ => self.y = value,
                }
                InstructionResult::Next
            }
            Operation::Reserved => InstructionResult::Undefined("a reserved encoding"),
        }
    }

    fn condition_holds(&mut self, condition: Condition, view: &CycleInputs) -> bool {
        let decrement = |register: &mut u32| {
            let nonzero = *register != 0;
            *register = register.wrapping_sub(1);
            nonzero
        };
        match condition {
            Condition::Always => true,
            Condition::XZero => self.x == 0,
            Condition::XNonzeroDecrement => decrement(&mut self.x),
            Condition::YZero => self.y == 0,
            Condition::YNonzeroDecrement => decrement(&mut self.y),
            Condition::XDiffersFromY => self.x != self.y,
            Condition::Pin => view.inputs >> self.settings.jump_pin & 1 == 1,
            Condition::OutputNotEmpty => !self.output_used_up(),
        }
    }

    fn wait(
        &mut self,
        high: bool,
        on: WaitOn,
        view: &CycleInputs,
        flags: &mut FlagChanges,
    ) -> InstructionResult {
        let pin = |level: u32| {
            if (level & 1 == 1) == high {
                InstructionResult::Next
            } else {
                InstructionResult::Stall(Wait::Pins)
            }
        };
        match on {
            WaitOn::Gpio(number) => pin(view.inputs >> number),
            WaitOn::Pin(number) => pin(self.input_pins(view) >> number),
            WaitOn::JumpPin(number) => {
                pin(view.inputs >> ((self.settings.jump_pin + u32::from(number)) & 31))
            }
            WaitOn::Irq(flag) => {
                let mask = flag.mask(self.number);
                if (view.flags[flag.block] & mask != 0) != high {
                    return InstructionResult::Stall(Wait::Flags);
                }
                if high {
                    flags.clear[flag.block] |= mask;
                }
                InstructionResult::Next
            }
        }
    }

    /// Returns the inputs relative to IN_BASE, masked by IN_COUNT.
    pub(super) fn input_pins(&self, view: &CycleInputs) -> u32 {
        view.inputs.rotate_right(self.settings.in_base) & self.settings.in_mask
    }

    /// Returns the value of a source; `None` for STATUS with reserved settings.
    fn value_of(&self, source: Source, view: &CycleInputs) -> Option<u32> {
        let all = |on: bool| if on { u32::MAX } else { 0 };
        Some(match source {
            Source::Pins => self.input_pins(view),
            Source::X => self.x,
            Source::Y => self.y,
            Source::Null => 0,
            Source::InputShift => self.input.value,
            Source::OutputShift => self.output.value,
            Source::Status => match self.settings.status {
                Status::TxBelow(number) => all(self.tx.level() < number),
                Status::RxBelow(number) => all(self.rx.level() < number),
                Status::Flag(block, mask) => all(view.flags[block] & mask != 0),
                Status::Reserved => return None,
            },
        })
    }

    /// Writes the result of OUT or MOV to its destination; `count` is the number of bits of OUT, 0 for MOV.
    fn write_destination(
        &mut self,
        destination: Destination,
        value: u32,
        count: u32,
        latch: &mut Latch,
    ) -> InstructionResult {
        let mapped = PinWrite::mapped(self.settings.out_base, self.settings.out_count, value);
        let enabled = self.settings.out_enable_bit.is_none_or(|bit| count == 0 || value >> bit & 1 == 1);
        match destination {
            Destination::Pins => self.write_pins(LatchPart::Level, enabled.then_some(mapped), latch),
            Destination::Directions => self.write_pins(LatchPart::Enable, enabled.then_some(mapped), latch),
            Destination::X => self.x = value,
            Destination::Y => self.y = value,
            Destination::Null => {}
            Destination::ProgramCounter => return InstructionResult::Jump(value as u8 & 31),
            Destination::InputShift => self.input = Shift { value, count },
            Destination::OutputShift => self.output = Shift::filled(value),
            Destination::Execute => return InstructionResult::Execute(Instruction::decode(value as u16)),
        }
        InstructionResult::Next
    }

    /// Executes IN, with autopush (§11.5.4.1). Stalls before shifting while the RX FIFO has no room for a complete
    /// word.
    fn shift_in(&mut self, source: Source, count: u32, view: &CycleInputs) -> InstructionResult {
        let data = self.value_of(source, view).unwrap_or(0);
        let shifted = self.input.with(data, count, self.settings.in_right);
        if !self.settings.autopush || shifted.count < self.settings.push_threshold {
            self.input = shifted;
            return InstructionResult::Next;
        }
        if self.settings.joins.put || self.settings.joins.get {
            return InstructionResult::Undefined("autopush with FJOIN_RX_PUT or FJOIN_RX_GET");
        }
        if !self.push_word(shifted.value) {
            self.record_rx_stall();
            return InstructionResult::Stall(Wait::Access);
        }
        self.input = Shift::EMPTY_INPUT;
        InstructionResult::Next
    }

    /// Executes OUT, with autopull (§11.5.4.2). An empty OSR is filled in one cycle, and shifted in the next.
    fn shift_out(&mut self, destination: Destination, count: u32, latch: &mut Latch) -> InstructionResult {
        if self.settings.autopull && self.output_used_up() {
            return if self.pull() { InstructionResult::Stall(Wait::Tick) } else { self.stall_at_tx() };
        }
        let value = self.output.take(count, self.settings.out_right);
        self.refill();
        self.write_destination(destination, value, count, latch)
    }

    fn push(&mut self, if_full: bool, block: bool) -> InstructionResult {
        if if_full && self.input.count < self.settings.push_threshold {
            return InstructionResult::Next;
        }
        if self.settings.joins.put || self.settings.joins.get {
            return InstructionResult::Undefined("PUSH with FJOIN_RX_PUT or FJOIN_RX_GET");
        }
        if !self.push_word(self.input.value) {
            self.record_rx_stall();
            if block {
                return InstructionResult::Stall(Wait::Access);
            }
        }
        self.input = Shift::EMPTY_INPUT;
        InstructionResult::Next
    }

    /// Executes PULL, which with autopull has no effect while the OSR is full.
    fn pull_word(&mut self, if_empty: bool, block: bool) -> InstructionResult {
        let full = self.settings.autopull && self.output.count == 0;
        if full || if_empty && !self.output_used_up() || self.pull() {
            return InstructionResult::Next;
        }
        if block {
            return self.stall_at_tx();
        }
        self.output = Shift::filled(self.x);
        InstructionResult::Next
    }
}
