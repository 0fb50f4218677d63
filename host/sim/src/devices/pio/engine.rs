//! The four state machines of a PIO block and their shared state (RP2350 §11.1): instruction memory, IRQ flags, pins.

use super::cycle::{CycleInputs, FlagChanges};
use super::instruction::Instruction;
use super::latch::Latch;
use super::machine::Machine;
use std::sync::Arc;

/// State of a PIO block that changes from cycle to cycle. A copy can be executed ahead for a prediction.
#[derive(Clone, Debug)]
pub struct Engine {
    pub(super) memory: Arc<[Instruction; 32]>,
    pub(super) machines: [Machine; 4],
    /// IRQ flags.
    pub(super) flags: u8,
    pub(super) latch: Latch,
    /// INPUT_SYNC_BYPASS.
    pub(super) bypass: u32,
    /// GPIOBASE: 0 or 16.
    pub(super) base: u32,
    /// IRQ0_INTE and IRQ1_INTE.
    pub(super) enabled_interrupts: [u32; 2],
    /// IRQ0_INTF and IRQ1_INTF.
    pub(super) forced_interrupts: [u32; 2],
    /// Cycle in which repeating the held writes changes a pin.
    hold_at: u64,
    /// A FIFO level changed, or an instruction with an undefined effect was executed.
    changed: bool,
}

impl Default for Engine {
    fn default() -> Self {
        Engine {
            memory: Arc::new([Instruction::default(); 32]),
            machines: [0, 1, 2, 3].map(Machine::new),
            flags: 0,
            latch: Latch::default(),
            bypass: 0,
            base: 0,
            enabled_interrupts: [0; 2],
            forced_interrupts: [0; 2],
            hold_at: u64::MAX,
            changed: false,
        }
    }
}

impl Engine {
    /// Returns the next cycle in which a state machine must be executed; `u64::MAX` if all wait for an external event.
    pub fn due(&self) -> u64 {
        self.machines.iter().map(Machine::due).fold(self.hold_at, u64::min)
    }

    /// Returns true if a state machine waits for an input to change.
    pub fn waits_for_pins(&self) -> bool {
        self.machines.iter().any(Machine::waits_for_pins)
    }

    /// Returns true if a state machine is enabled and may read pins.
    pub fn running(&self) -> bool {
        self.machines.iter().any(Machine::enabled)
    }

    /// Returns true if a state machine executes instructions, or can resume without a register access.
    pub fn active(&self) -> bool {
        self.hold_at != u64::MAX || self.machines.iter().any(Machine::active)
    }

    /// Returns the IRQ flags.
    pub fn flags(&self) -> u8 {
        self.flags
    }

    /// Returns the output enables and the output levels for the pins of bank 0.
    pub fn outputs(&self) -> (u64, u64) {
        let shifted = |bits: u32| u64::from(bits) << self.base;
        (shifted(self.latch.enable), shifted(self.latch.level))
    }

    /// Returns the inputs of the state machines: `direct` for the pins set in INPUT_SYNC_BYPASS, else `synchronised`.
    pub fn inputs(&self, direct: u64, synchronised: u64) -> u32 {
        let view = |pins: u64| (pins >> self.base) as u32;
        view(direct) & self.bypass | view(synchronised) & !self.bypass
    }

    /// Makes the state machines that wait for an input check it again, after a change.
    pub fn recheck_pins(&mut self, cycle: u64) {
        self.machines
            .iter_mut()
            .filter(|machine| machine.waits_for_pins())
            .for_each(|machine| machine.recheck(cycle));
    }

    /// Makes all state machines check what they wait for again, after a register access.
    pub fn recheck(&mut self, cycle: u64) {
        self.machines.iter_mut().for_each(|machine| machine.recheck(cycle));
    }

    /// Executes one cycle. If several state machines write a pin, the one with the highest number wins (§11.5.6.1).
    pub fn step(&mut self, cycle: u64, inputs: u32, flags: [u8; 3], changes: &mut FlagChanges) {
        let Engine { memory, machines, latch, hold_at, changed, .. } = self;
        let view = CycleInputs { cycle, memory, inputs, flags };
        let mut holds = false;
        for machine in machines.iter_mut() {
            if machine.due() <= cycle {
                machine.step(&view, latch, changes);
                *changed |= machine.take_changed();
            } else {
                machine.hold(latch);
            }
            holds |= machine.holds();
        }
        *hold_at = u64::MAX;
        if holds {
            let mut again = *latch;
            machines.iter().for_each(|machine| machine.hold(&mut again));
            if again != *latch {
                *hold_at = cycle + 1;
            }
        }
    }

    /// Returns true if a FIFO level changed, or an instruction with an undefined effect was executed, since the last
    /// call.
    pub fn take_changed(&mut self) -> bool {
        std::mem::take(&mut self.changed)
    }

    /// Brings skipped counting loops up to date, before an access that can observe or change their registers.
    pub fn stop_counting(&mut self, cycle: u64) {
        self.machines.iter_mut().for_each(|machine| machine.stop_counting(cycle));
    }

    /// Returns the registers of a state machine (0 to 3) at the start of a cycle.
    pub fn registers(&mut self, number: usize, cycle: u64) -> Registers {
        self.stop_counting(cycle);
        self.machines.get(number).map_or_else(Registers::default, |machine| Registers {
            program_counter: machine.program_counter,
            x: machine.x,
            y: machine.y,
            input: (machine.input.value, machine.input.count),
            output: (machine.output.value, machine.output.count),
        })
    }

    /// Executes an instruction that was written to SMx_INSTR.
    pub fn force(&mut self, number: usize, bits: u16, view: BlockInputs) -> FlagChanges {
        let mut changes = FlagChanges::default();
        let Engine { memory, machines, latch, .. } = self;
        let BlockInputs { cycle, inputs, flags } = view;
        if let Some(machine) = machines.get_mut(number) {
            machine.force(bits, &CycleInputs { cycle, memory, inputs, flags }, latch, &mut changes);
        }
        changes
    }

    /// Sets and clears flags, and makes the state machines that wait for a flag check it again.
    pub fn change_flags(&mut self, raise: u8, clear: u8, cycle: u64) {
        let flags = self.flags & !clear | raise;
        if flags != self.flags {
            self.flags = flags;
        }
        self.recheck_flags(cycle);
    }

    /// Makes the state machines that wait for a flag check it again, after a change in this block or a neighbour.
    pub fn recheck_flags(&mut self, cycle: u64) {
        self.machines
            .iter_mut()
            .filter(|machine| machine.waits_for_flags())
            .for_each(|machine| machine.recheck(cycle));
    }

    /// Takes the first instruction with an undefined effect: state machine, address and reason.
    pub fn take_undefined(&mut self) -> Option<(u8, u8, &'static str)> {
        self.machines.iter_mut().find_map(|machine| {
            let what = machine.take_undefined()?;
            Some((machine.number, machine.program_counter, what))
        })
    }
}

/// Registers of a state machine that the system cannot read, for tests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Registers {
    /// Address of the next instruction.
    pub program_counter: u8,
    /// Scratch register X.
    pub x: u32,
    /// Scratch register Y.
    pub y: u32,
    /// ISR, and the number of bits shifted in.
    pub input: (u32, u32),
    /// OSR, and the number of bits shifted out.
    pub output: (u32, u32),
}

/// Inputs of a state machine for an instruction that is written to SMx_INSTR.
#[derive(Clone, Copy, Debug, Default)]
pub struct BlockInputs {
    /// Cycle of clk_sys.
    pub cycle: u64,
    /// Inputs of the pins, counted from GPIOBASE.
    pub inputs: u32,
    /// Flags of the next lower block, this one and the next higher one.
    pub flags: [u8; 3],
}
