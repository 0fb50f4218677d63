//! Joint execution of the three PIO blocks, because each reads the flags and pins of the others.

use super::cycle::FlagChanges;
use super::engine::Engine;

/// Registers between a pin and the state machines: one input register, and two of the synchroniser, which
/// INPUT_SYNC_BYPASS omits. Source: the designer's answer in the feedback tracker of the datasheets, by which a state
/// machine reads its own output back after two cycles without the synchroniser and after four with it.
const STAGES: usize = 3;

/// Multiplexer and pads, as the PIO blocks access them.
pub(crate) trait Pads {
    /// Returns the inputs of the pins, after the input override.
    fn input(&self) -> u64;

    /// Returns the inputs of the pins, before the input override.
    fn sensed(&self) -> u64;

    /// Sets the output enables and levels of the three blocks from a cycle on.
    fn drive(&mut self, outputs: [(u64, u64); 3], cycle: u64);
}

/// Current cycle of the PIO blocks, and the inputs in the registers before them.
#[derive(Clone, Debug, Default)]
pub(super) struct Group {
    /// The first cycle that has not been executed.
    cycle: u64,
    /// Inputs of the last cycles, most recent first.
    stages: [u64; STAGES],
    /// Inputs that the state machines last checked: direct and synchronised.
    seen: (u64, u64),
}

type Engines<'a, 'b> = &'a mut [&'b mut Engine; 3];

impl Group {
    /// Returns the first cycle that has not been executed.
    #[inline]
    pub(super) fn cycle(&self) -> u64 {
        self.cycle
    }

    /// Returns the inputs of the state machines of a block in the current cycle.
    pub(super) fn inputs(&self, engine: &Engine) -> u32 {
        engine.inputs(self.stages[0], self.stages[STAGES - 1])
    }

    /// Returns the flags of the next lower block, of the block itself and of the next higher one.
    pub(super) fn flags_around(number: usize, flags: [u8; 3]) -> [u8; 3] {
        [flags[(number + 2) % 3], flags[number], flags[(number + 1) % 3]]
    }

    /// Applies the flag changes of a block. State machines that wait for a flag check it again in `cycle`.
    pub(super) fn change_flags(engines: Engines, number: usize, changes: &FlagChanges, cycle: u64) {
        if *changes == FlagChanges::default() {
            return;
        }
        for (index, block) in [(0, (number + 2) % 3), (1, number), (2, (number + 1) % 3)] {
            engines[block].change_flags(changes.raise[index], changes.clear[index], cycle);
        }
        engines.iter_mut().for_each(|engine| engine.recheck_flags(cycle));
    }

    /// Executes all cycles before `to`. Calls `stop` after each cycle in which a FIFO, a flag or an output changed, and
    /// ends early if it returns true. Returns true if execution ended early.
    pub(super) fn run<P: Pads>(
        &mut self,
        engines: Engines,
        pads: &mut P,
        to: u64,
        mut stop: impl FnMut(&[&mut Engine; 3], &P) -> bool,
    ) -> bool {
        let mut due_cycles = DueCycles::new(engines);
        while self.cycle < to {
            let input = pads.input();
            let seen = (self.stages[0], self.stages[STAGES - 1]);
            if due_cycles.waiting && seen != self.seen {
                self.seen = seen;
                engines.iter_mut().for_each(|engine| engine.recheck_pins(self.cycle));
                due_cycles.update(engines);
            }
            let due = due_cycles.first();
            let steady = self.stages.iter().all(|stage| *stage == input);
            if due > self.cycle {
                let next = if due_cycles.waiting && !steady { self.cycle + 1 } else { due.min(to) };
                self.advance(input, next - self.cycle);
                continue;
            }
            self.seen = seen;
            if steady && let Some(next) = self.sample(engines, &due_cycles, to) {
                self.advance(input, next - self.cycle);
                due_cycles.update(engines);
                continue;
            }
            let before = outputs(engines);
            let mut changed = self.step(engines, &due_cycles);
            self.advance(input, 1);
            due_cycles.update(engines);
            let after = outputs(engines);
            if before != after {
                pads.drive(after, self.cycle);
                changed = true;
            }
            if changed && stop(engines, pads) {
                return true;
            }
        }
        false
    }

    /// Executes several cycles at once, if one state machine takes samples and nothing else happens. Returns the cycle
    /// after them; `None` if no cycle was executed.
    fn sample(&self, engines: Engines, due_cycles: &DueCycles, to: u64) -> Option<u64> {
        let mut due = (0..3).filter(|number| due_cycles.due[*number] <= self.cycle);
        let number = due.next().filter(|_| due.next().is_none())?;
        let until =
            (0..3).filter(|other| *other != number).fold(to, |until, other| until.min(due_cycles.due[other]));
        let inputs = self.inputs(engines[number]);
        engines[number].sample(self.cycle, inputs, until)
    }

    /// Executes a cycle in which a state machine is due. Returns true if a FIFO or a flag may have changed.
    fn step(&mut self, engines: Engines, due_cycles: &DueCycles) -> bool {
        let flags = [0, 1, 2].map(|number: usize| engines[number].flags());
        let mut changes = [FlagChanges::default(); 3];
        let mut changed = false;
        for (number, engine) in engines.iter_mut().enumerate() {
            if due_cycles.due[number] <= self.cycle {
                let inputs = self.inputs(engine);
                engine.step(self.cycle, inputs, Self::flags_around(number, flags), &mut changes[number]);
                changed |= engine.take_changed();
            }
        }
        for (number, changes) in changes.iter().enumerate() {
            if *changes != FlagChanges::default() {
                Self::change_flags(engines, number, changes, self.cycle + 1);
                changed = true;
            }
        }
        changed
    }

    /// Advances by a number of cycles with constant inputs.
    fn advance(&mut self, input: u64, cycles: u64) {
        let [first, second, _] = self.stages;
        self.stages = match cycles {
            0 => self.stages,
            1 => [input, first, second],
            2 => [input, input, first],
            _ => [input; STAGES],
        };
        self.cycle += cycles;
    }
}

/// Next cycles in which the blocks must be executed.
struct DueCycles {
    /// Cycle in which each PIO is due.
    due: [u64; 3],
    /// A state machine waits for a pin.
    waiting: bool,
    /// Blocks with an active state machine. Only a register access can activate the others.
    active: [bool; 3],
}

impl DueCycles {
    fn new(engines: &[&mut Engine; 3]) -> Self {
        let active = [0, 1, 2].map(|number: usize| engines[number].active());
        let mut due_cycles = DueCycles { due: [u64::MAX; 3], waiting: false, active };
        due_cycles.update(engines);
        due_cycles
    }

    fn update(&mut self, engines: &[&mut Engine; 3]) {
        self.waiting = false;
        for (number, engine) in engines.iter().enumerate() {
            if self.active[number] {
                self.due[number] = engine.due();
                self.waiting |= engine.waits_for_pins();
            }
        }
    }

    fn first(&self) -> u64 {
        self.due[0].min(self.due[1]).min(self.due[2])
    }
}

fn outputs(engines: &[&mut Engine; 3]) -> [(u64, u64); 3] {
    [0, 1, 2].map(|number: usize| engines[number].outputs())
}
