//! Execution of the three PIOs on demand.
//!
//! They are advanced only when something accesses them, when pins change, and in the cycle in which something changes
//! that a core, DMA or another device waits for. That cycle is predicted by executing copies.

use super::block::Pio;
use super::engine::{BlockInputs, Engine};
use super::group::{Group, Pads};
use crate::peripheral::Effects;

/// Minimum and maximum number of cycles of a prediction. The limits affect only simulation speed: a short window wastes
/// little work between frequent accesses, and a long one rarely needs renewal.
const SHORTEST_WINDOW: u64 = 64;
const LONGEST_WINDOW: u64 = 16_384;

/// Signals of the PIOs that something waits for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Observed {
    /// Pins whose edges another device senses in their cycle.
    pins: u64,
    /// Requests of each PIO that DMA waits for.
    requests: [u64; 3],
}

/// The simulated time of the PIOs.
#[derive(Debug)]
pub(crate) struct Schedule {
    group: Group,
    /// Predicted cycle of the next change that something waits for; `None` without a prediction.
    next_event: Option<u64>,
    /// Signals that the prediction is for.
    observed: Observed,
    /// Cycles that the next prediction looks ahead.
    window: u64,
    /// Copies of the state machines, executed for the prediction.
    copies: [Box<Engine>; 3],
    /// Copy of the group, executed for the prediction.
    copied_group: Group,
    /// The copies have the state that the PIOs will have in the cycle of `copied_group`: they changed no pin, and no
    /// input of the PIOs has changed since.
    copies_valid: bool,
    /// Effects of the execution on the rest of the chip since they were last taken.
    changed: Effects,
}

impl Default for Schedule {
    fn default() -> Self {
        Schedule {
            group: Group::default(),
            next_event: None,
            observed: Observed::default(),
            window: SHORTEST_WINDOW,
            copies: Default::default(),
            copied_group: Group::default(),
            copies_valid: false,
            changed: Effects::empty(),
        }
    }
}

/// Interrupt and request lines of the three PIOs.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Lines {
    interrupts: [u64; 3],
    requests: [u64; 3],
}

impl Lines {
    fn of(engines: &[&mut Engine; 3]) -> Self {
        Lines {
            interrupts: [0, 1, 2].map(|number: usize| engines[number].interrupt_lines()),
            requests: [0, 1, 2].map(|number: usize| engines[number].request_lines()),
        }
    }
}

impl Schedule {
    /// First cycle that has not been executed.
    #[inline]
    pub(crate) fn cycle(&self) -> u64 {
        self.group.cycle()
    }

    /// Executes all cycles before a cycle.
    pub(crate) fn run(&mut self, pios: [&mut Pio; 3], pads: &mut impl Pads, cycle: u64) {
        let [pio0, pio1, pio2] = pios;
        let before = Lines::of(&[pio0.engine(), pio1.engine(), pio2.engine()]);
        self.adopt_copies([pio0, pio1, pio2], cycle);
        let mut engines = [pio0.engine(), pio1.engine(), pio2.engine()];
        self.group.run(&mut engines, pads, cycle, |_, _| false);
        let after = Lines::of(&engines);
        if before.requests != after.requests {
            self.changed |= Effects::REQUESTS | Effects::EVENTS;
        }
        if before.interrupts != after.interrupts {
            self.changed |= Effects::EVENTS;
        }
    }

    /// Replaces the state machines by their copies, if these have not been executed beyond a cycle.
    fn adopt_copies(&mut self, pios: [&mut Pio; 3], cycle: u64) {
        if !self.copies_valid || self.copied_group.cycle() > cycle {
            return;
        }
        for (pio, copy) in pios.into_iter().zip(&mut self.copies) {
            pio.swap_engine(copy);
        }
        self.group.clone_from(&self.copied_group);
        self.copies_valid = false;
    }

    /// Adds effects on the rest of the chip.
    #[inline]
    pub(crate) fn add_changed(&mut self, effects: Effects) {
        self.changed |= effects;
    }

    /// Takes the effects on the rest of the chip since the last call.
    #[inline]
    pub(crate) fn take_changed(&mut self) -> Effects {
        std::mem::take(&mut self.changed)
    }

    /// Discards the prediction, because an input of the PIOs has changed.
    #[inline]
    pub(crate) fn invalidate(&mut self) {
        (self.next_event, self.window, self.copies_valid) = (None, SHORTEST_WINDOW, false);
    }

    /// Completes a write to a register of one PIO in the others, and executes an instruction written to SMx_INSTR.
    pub(crate) fn complete_write(&mut self, pios: [&mut Pio; 3], number: usize, cycle: u64) -> Effects {
        self.invalidate();
        let completion = pios[number].take_write_completion();
        for (mask, neighbour) in
            completion.neighbours.masks.into_iter().zip([(number + 2) % 3, (number + 1) % 3])
        {
            pios[neighbour].apply_neighbour_write(mask, &completion.neighbours, cycle);
        }
        let mut engines = pios.map(Pio::engine);
        engines.iter_mut().for_each(|engine| engine.recheck_flags(cycle));
        let Some((machine, bits)) = completion.forced else {
            return Effects::empty();
        };
        let before = engines[number].outputs();
        let flags = [0, 1, 2].map(|block: usize| engines[block].flags());
        let inputs = BlockInputs {
            cycle,
            inputs: self.group.inputs(engines[number]),
            flags: Group::flags_around(number, flags),
        };
        let changes = engines[number].force(machine, bits, inputs);
        Group::change_flags(&mut engines, number, &changes, cycle);
        if engines[number].outputs() == before { Effects::empty() } else { Effects::PINS }
    }

    /// Returns the cycle of the next change that something waits for; `u64::MAX` when none is ahead.
    ///
    /// `pins` are those whose edges another device senses, `pads` a copy of the pads.
    pub(crate) fn next_event<P: Pads>(
        &mut self,
        pios: [&mut Pio; 3],
        pads: impl FnOnce() -> P,
        pins: u64,
        cycle: u64,
    ) -> u64 {
        let observed =
            Observed { pins, requests: [0, 1, 2].map(|number: usize| pios[number].observed_requests()) };
        if observed != self.observed {
            self.observed = observed;
            self.invalidate();
        }
        if let Some(at) = self.next_event {
            if at > cycle {
                return at;
            }
            self.window = (self.window * 2).min(LONGEST_WINDOW);
        }
        let at = self.predict_next_event(pios, pads);
        self.next_event = Some(at);
        at
    }

    fn predict_next_event<P: Pads>(&mut self, pios: [&mut Pio; 3], pads: impl FnOnce() -> P) -> u64 {
        let observed = self.observed;
        let engines = pios.map(Pio::engine);
        let idle = engines.iter().all(|engine| engine.due() == u64::MAX && !engine.waits_for_pins());
        let silent = engines.iter().all(|engine| !engine.interrupts_enabled());
        let unobserved = observed == Observed::default() && silent;
        if idle || unobserved {
            return u64::MAX;
        }
        let mut copies = self.copies.each_mut().map(Box::as_mut);
        for (copy, engine) in copies.iter_mut().zip(engines) {
            (*copy).clone_from(engine);
        }
        self.copied_group.clone_from(&self.group);
        let group = &mut self.copied_group;
        let mut pads = pads();
        let (before, sensed) = (Lines::of(&copies), pads.sensed());
        let outputs = [0, 1, 2].map(|number: usize| copies[number].outputs());
        let mut pins_changed = false;
        let end = group.cycle().saturating_add(self.window);
        let stopped = group.run(&mut copies, &mut pads, end, |engines, pads| {
            let now = Lines::of(engines);
            pins_changed |= (0..3).any(|number| engines[number].outputs() != outputs[number]);
            let rises = (0..3).any(|number| {
                now.requests[number] & !before.requests[number] & observed.requests[number] != 0
            });
            rises || now.interrupts != before.interrupts || (pads.sensed() ^ sensed) & observed.pins != 0
        });
        self.copies_valid = !pins_changed;
        let asleep = copies.iter().all(|engine| engine.due() == u64::MAX);
        if asleep && !stopped { u64::MAX } else { group.cycle() }
    }
}
