//! The three PIOs in time: brought to a cycle together, because each sees the others' flags and pins.

use super::cycle::FlagChanges;
use super::engine::Engine;

/// Cycles until state machines see an input (INPUT_SYNC_BYPASS): one register in front of them, and the two of the
/// synchroniser (the designer's answer in the feedback tracker of the datasheets: an own output is seen after two
/// cycles without and after four with synchroniser).
const STAGES: usize = 3;

/// What is beyond the PIOs: multiplexer and pads.
pub(crate) trait Pads {
    /// Inputs of the pins, after the input override.
    fn input(&self) -> u64;

    /// Inputs of the pins, before the input override.
    fn sensed(&self) -> u64;

    /// The PIOs give this to the pins from a cycle on: enables and levels.
    fn drive(&mut self, outputs: [(u64, u64); 3], cycle: u64);
}

/// The cycle that the PIOs have come to, and the inputs on their way to them.
#[derive(Clone, Debug, Default)]
pub(super) struct Group {
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
    #[inline]
    pub(super) fn cycle(&self) -> u64 {
        self.cycle
    }

    /// What state machines of a PIO see in this cycle.
    pub(super) fn inputs(&self, engine: &Engine) -> u32 {
        engine.inputs(self.stages[0], self.stages[STAGES - 1])
    }

    /// Flags of the block below, of that block itself, and of the block above.
    pub(super) fn flags_around(number: usize, flags: [u8; 3]) -> [u8; 3] {
        [flags[(number + 2) % 3], flags[number], flags[(number + 1) % 3]]
    }

    /// Sets and clears flags as state machines of a block asked for; everybody who waits for one looks from `cycle`.
    pub(super) fn change_flags(engines: Engines, number: usize, changes: &FlagChanges, cycle: u64) {
        if *changes == FlagChanges::default() {
            return;
        }
        for (place, block) in [(0, (number + 2) % 3), (1, number), (2, (number + 1) % 3)] {
            engines[block].change_flags(changes.raise[place], changes.clear[place], cycle);
        }
        engines.iter_mut().for_each(|engine| engine.look_at_flags(cycle));
    }

    /// Executes all cycles before `to`. Ends earlier when `stop`, asked after each cycle in which a FIFO, a flag or an
    /// output changed, says so; returns whether it did.
    pub(super) fn run<P: Pads>(
        &mut self,
        engines: Engines,
        pads: &mut P,
        to: u64,
        mut stop: impl FnMut(&[&mut Engine; 3], &P) -> bool,
    ) -> bool {
        let mut ahead = Ahead::new(engines);
        while self.cycle < to {
            let input = pads.input();
            let seen = (self.stages[0], self.stages[STAGES - 1]);
            if ahead.waiting && seen != self.seen {
                self.seen = seen;
                engines.iter_mut().for_each(|engine| engine.look_at_pins(self.cycle));
                ahead.look(engines);
            }
            let due = ahead.first();
            let steady = self.stages.iter().all(|stage| *stage == input);
            if due > self.cycle {
                let next = if ahead.waiting && !steady { self.cycle + 1 } else { due.min(to) };
                self.pass(input, next - self.cycle);
                continue;
            }
            self.seen = seen;
            if steady && let Some(next) = self.sample(engines, &ahead, to) {
                self.pass(input, next - self.cycle);
                ahead.look(engines);
                continue;
            }
            let before = outputs(engines);
            let mut changed = self.step(engines, &ahead);
            self.pass(input, 1);
            ahead.look(engines);
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

    /// Several cycles in which all that happens is that one state machine takes samples; gives the one after them.
    fn sample(&self, engines: Engines, ahead: &Ahead, to: u64) -> Option<u64> {
        let mut due = (0..3).filter(|number| ahead.due[*number] <= self.cycle);
        let number = due.next().filter(|_| due.next().is_none())?;
        let until =
            (0..3).filter(|other| *other != number).fold(to, |until, other| until.min(ahead.due[other]));
        let inputs = self.inputs(engines[number]);
        engines[number].sample(self.cycle, inputs, until)
    }

    /// The cycle in which a state machine is due; whether a FIFO or a flag may have changed.
    fn step(&mut self, engines: Engines, ahead: &Ahead) -> bool {
        let flags = [0, 1, 2].map(|number: usize| engines[number].flags());
        let mut changes = [FlagChanges::default(); 3];
        let mut changed = false;
        for (number, engine) in engines.iter_mut().enumerate() {
            if ahead.due[number] <= self.cycle {
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

    /// Cycles pass with the same inputs.
    fn pass(&mut self, input: u64, cycles: u64) {
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

/// What the state machines will do next.
struct Ahead {
    /// Cycle in which each PIO is due.
    due: [u64; 3],
    /// Some state machine waits for a pin.
    waiting: bool,
    /// PIOs that have a state machine at work. Nothing wakes the others but an access.
    at_work: [bool; 3],
}

impl Ahead {
    fn new(engines: &[&mut Engine; 3]) -> Self {
        let at_work = [0, 1, 2].map(|number: usize| engines[number].at_work());
        let mut ahead = Ahead { due: [u64::MAX; 3], waiting: false, at_work };
        ahead.look(engines);
        ahead
    }

    fn look(&mut self, engines: &[&mut Engine; 3]) {
        self.waiting = false;
        for (number, engine) in engines.iter().enumerate() {
            if self.at_work[number] {
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
