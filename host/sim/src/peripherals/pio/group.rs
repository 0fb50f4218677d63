//! The three PIOs in time: brought to a cycle together, because each sees the others' flags and pins.

use super::Engine;
use super::cycle::FlagChanges;

/// Cycles until state machines see an input (INPUT_SYNC_BYPASS): one register in front of them, and the two of the
/// synchroniser (the designer's answer in the feedback tracker of the datasheets: an own output is seen after two
/// cycles without and after four with synchroniser).
const STAGES: usize = 3;

/// What is beyond the PIOs: multiplexer and pads.
pub trait Pads {
    /// Inputs of the pins.
    fn input(&self) -> u64;

    /// The PIOs give this to the pins from a cycle on: enables and levels.
    fn drive(&mut self, outputs: [(u64, u64); 3], cycle: u64);
}

/// The cycle that the PIOs have come to, and the inputs on their way to them.
#[derive(Clone, Debug, Default)]
pub struct Group {
    /// The first cycle that has not been executed.
    cycle: u64,
    /// Inputs of the last cycles, the latest first.
    stages: [u64; STAGES],
    /// What the state machines saw when they were last clocked or looked: direct and synchronised.
    seen: (u64, u64),
}

type Engines<'a, 'b> = &'a mut [&'b mut Engine; 3];

impl Group {
    /// The cycle that the PIOs have come to.
    pub fn cycle(&self) -> u64 {
        self.cycle
    }

    /// What state machines of a PIO see in this cycle.
    pub fn inputs(&self, engine: &Engine) -> u32 {
        engine.inputs(self.stages[0], self.stages[STAGES - 1])
    }

    /// Flags of the block below, of that block itself, and of the block above.
    pub fn flags_around(number: usize, flags: [u8; 3]) -> [u8; 3] {
        [flags[(number + 2) % 3], flags[number], flags[(number + 1) % 3]]
    }

    /// Sets and clears flags as state machines of a block asked for; everybody who waits for one looks from `cycle`.
    pub fn change_flags(engines: Engines, number: usize, changes: &FlagChanges, cycle: u64) {
        if *changes == FlagChanges::default() {
            return;
        }
        for (place, block) in [(0, (number + 2) % 3), (1, number), (2, (number + 1) % 3)] {
            engines[block].change_flags(changes.raise[place], changes.clear[place], cycle);
        }
        engines.iter_mut().for_each(|engine| engine.look_at_flags(cycle));
    }

    /// Executes all cycles before `to`. Ends earlier when `stop`, asked after each cycle in which a state machine was
    /// clocked, says so; returns whether it did.
    pub fn run<P: Pads>(
        &mut self,
        engines: Engines,
        pads: &mut P,
        to: u64,
        mut stop: impl FnMut(&[&mut Engine; 3], &P) -> bool,
    ) -> bool {
        while self.cycle < to {
            let waiting = engines.iter().any(|engine| engine.waits_for_pins());
            let seen = (self.stages[0], self.stages[STAGES - 1]);
            if waiting && seen != self.seen {
                self.seen = seen;
                engines.iter_mut().for_each(|engine| engine.look_at_pins(self.cycle));
            }
            let due = engines.iter().map(|engine| engine.due()).min().unwrap_or(u64::MAX);
            if due > self.cycle {
                let moving = waiting && self.stages.iter().any(|stage| *stage != pads.input());
                let next = if moving { self.cycle + 1 } else { due.min(to) };
                self.pass(pads.input(), next - self.cycle);
                continue;
            }
            self.seen = seen;
            let before = outputs(engines);
            self.step(engines);
            self.pass(pads.input(), 1);
            let after = outputs(engines);
            if before != after {
                pads.drive(after, self.cycle);
            }
            if stop(engines, pads) {
                return true;
            }
        }
        false
    }

    /// The cycle in which a state machine is due.
    fn step(&mut self, engines: Engines) {
        let flags = [0, 1, 2].map(|number: usize| engines[number].flags());
        let mut changes = [FlagChanges::default(); 3];
        for (number, engine) in engines.iter_mut().enumerate() {
            if engine.due() <= self.cycle {
                let inputs = self.inputs(engine);
                engine.step(self.cycle, inputs, Self::flags_around(number, flags), &mut changes[number]);
            }
        }
        for (number, changes) in changes.iter().enumerate() {
            Self::change_flags(engines, number, changes, self.cycle + 1);
        }
    }

    /// Cycles pass with the same inputs.
    fn pass(&mut self, input: u64, cycles: u64) {
        for _ in 0..cycles.min(STAGES as u64) {
            self.stages.rotate_right(1);
            self.stages[0] = input;
        }
        self.cycle += cycles;
    }
}

fn outputs(engines: &[&mut Engine; 3]) -> [(u64, u64); 3] {
    [0, 1, 2].map(|number: usize| engines[number].outputs())
}
