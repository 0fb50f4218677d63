//! The four state machines of a PIO and what they share (RP2350 §11.1): instruction memory, flags, pins.

use super::cycle::{FlagChanges, View};
use super::instruction::Instruction;
use super::latch::Latch;
use super::machine::Machine;
use std::sync::Arc;

/// Everything of a PIO that lives in time; a copy of it can be run ahead.
#[derive(Clone, Debug)]
pub struct Engine {
    pub(super) memory: Arc<[Instruction; 32]>,
    pub(super) machines: [Machine; 4],
    /// IRQ.
    pub(super) flags: u8,
    pub(super) latch: Latch,
    /// INPUT_SYNC_BYPASS.
    pub(super) bypass: u32,
    /// GPIOBASE: 0 or 16.
    pub(super) base: u32,
    /// IRQ0_INTE and IRQ1_INTE, IRQ0_INTF and IRQ1_INTF.
    pub(super) enabled_interrupts: [u32; 2],
    pub(super) forced_interrupts: [u32; 2],
    /// Cycle in which writes that are made in every cycle change a pin again.
    hold_at: u64,
    /// A word has gone into or out of a FIFO, or something undefined was come upon.
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
    /// Cycle in which a state machine has something to do by itself; `u64::MAX` when none has.
    pub fn due(&self) -> u64 {
        self.machines.iter().map(Machine::due).fold(self.hold_at, u64::min)
    }

    /// Whether a state machine waits for an input to change.
    pub fn waits_for_pins(&self) -> bool {
        self.machines.iter().any(Machine::waits_for_pins)
    }

    /// Whether a state machine is enabled, so that it may look at pins.
    pub fn running(&self) -> bool {
        self.machines.iter().any(Machine::enabled)
    }

    /// Whether a state machine executes instructions or may do so when something changes.
    pub fn at_work(&self) -> bool {
        self.hold_at != u64::MAX || self.machines.iter().any(Machine::at_work)
    }

    /// IRQ flags.
    pub fn flags(&self) -> u8 {
        self.flags
    }

    /// What it gives to the pins of bank 0: enables and levels.
    pub fn outputs(&self) -> (u64, u64) {
        let place = |bits: u32| u64::from(bits) << self.base;
        (place(self.latch.enable), place(self.latch.level))
    }

    /// What its state machines see of the pins: `direct` where INPUT_SYNC_BYPASS says so, else `synchronised`.
    pub fn inputs(&self, direct: u64, synchronised: u64) -> u32 {
        let view = |pins: u64| (pins >> self.base) as u32;
        view(direct) & self.bypass | view(synchronised) & !self.bypass
    }

    /// An input has changed: state machines that wait for one look again.
    pub fn look_at_pins(&mut self, cycle: u64) {
        self.machines
            .iter_mut()
            .filter(|machine| machine.waits_for_pins())
            .for_each(|machine| machine.look(cycle));
    }

    /// Everybody looks again, after an access to a register.
    pub fn look(&mut self, cycle: u64) {
        self.machines.iter_mut().for_each(|machine| machine.look(cycle));
    }

    /// One cycle. Where several write a pin, the highest number wins (§11.5.6.1).
    pub fn step(&mut self, cycle: u64, inputs: u32, flags: [u8; 3], changes: &mut FlagChanges) {
        let Engine { memory, machines, latch, hold_at, changed, .. } = self;
        let view = View { cycle, memory, inputs, flags };
        let mut holds = false;
        for machine in machines.iter_mut() {
            if machine.due() <= cycle {
                machine.step(&view, latch, changes);
                *changed |= machine.take_moved();
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

    /// Whether a word has gone into or out of a FIFO, or something undefined was come upon, since it was last asked.
    pub fn take_changed(&mut self) -> bool {
        std::mem::take(&mut self.changed)
    }

    /// Before something could see or change what counting loops skip.
    pub fn stop_counting(&mut self, cycle: u64) {
        self.machines.iter_mut().for_each(|machine| machine.stop_counting(cycle));
    }

    /// Registers of a state machine (0 to 3) before a cycle.
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

    /// An instruction is written to SMx_INSTR.
    pub fn force(&mut self, number: usize, bits: u16, view: Surroundings) -> FlagChanges {
        let mut changes = FlagChanges::default();
        let Engine { memory, machines, latch, .. } = self;
        let Surroundings { cycle, inputs, flags } = view;
        if let Some(machine) = machines.get_mut(number) {
            machine.force(bits, &View { cycle, memory, inputs, flags }, latch, &mut changes);
        }
        changes
    }

    /// Flags become set and cleared; state machines that wait for one look again.
    pub fn change_flags(&mut self, raise: u8, clear: u8, cycle: u64) {
        let flags = self.flags & !clear | raise;
        if flags != self.flags {
            self.flags = flags;
        }
        self.look_at_flags(cycle);
    }

    /// A flag has changed, of this block or a neighbour.
    pub fn look_at_flags(&mut self, cycle: u64) {
        self.machines
            .iter_mut()
            .filter(|machine| machine.waits_for_flags())
            .for_each(|machine| machine.look(cycle));
    }

    /// Takes the first thing that a state machine came upon and the datasheet leaves undefined, with its number.
    pub fn take_undefined(&mut self) -> Option<(u8, u8, &'static str)> {
        self.machines.iter_mut().find_map(|machine| {
            let what = machine.take_undefined()?;
            Some((machine.number, machine.program_counter, what))
        })
    }
}

/// Registers of a state machine that no access shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Registers {
    /// Address of the next instruction.
    pub program_counter: u8,
    /// Scratch register X.
    pub x: u32,
    /// Scratch register Y.
    pub y: u32,
    /// ISR and the bits shifted in.
    pub input: (u32, u32),
    /// OSR and the bits shifted out.
    pub output: (u32, u32),
}

/// What a state machine sees when an instruction is forced on it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Surroundings {
    /// The cycle.
    pub cycle: u64,
    /// Inputs of the pins, counted from GPIOBASE.
    pub inputs: u32,
    /// Flags of the next lower block, this one and the next higher one.
    pub flags: [u8; 3],
}
