//! The PIOs in the chip's time. They run only when they are looked at: at accesses, when pins change, and in the
//! cycle in which something changes that somebody waits for. That cycle is found by running a copy ahead.

use super::Chip;
use super::address_map::Peripherals;
use crate::bus::BusFault;
use crate::devices::pins::io_bank0::{FUNCTION_NONE, FUNCTION_SIO, IoBank0};
use crate::devices::pins::{Levels, Pins, Wiring};
use crate::devices::pio::group::{Group, Pads};
use crate::devices::pio::{Engine, FIRST_FUNCTION, Pio, Surroundings};
use crate::peripheral::pin_mux::Drive;
use crate::peripheral::{Effects, Peripheral};

/// Where PIO0 to PIO2 lie, a megabyte each.
const FIRST: u32 = 0x502;
/// How many cycles a copy is first run ahead, and at most. Choices: between accesses that follow each other soon little
/// is wasted, and in quiet times it is rarely begun anew.
const SHORTEST: u64 = 64;
const LONGEST: u64 = 16_384;

/// The PIOs' time.
#[derive(Debug)]
pub struct PioTime {
    group: Group,
    /// Cycle in which they must be looked at; `None`: not known.
    prediction: Option<u64>,
    /// What it was made for: pins and requests that somebody waits for.
    watched: (u64, [u64; 3]),
    window: u64,
    /// The copies that ran ahead, and the cycle that they came to.
    copies: [Box<Engine>; 3],
    copied: Group,
    /// They moved no pin, and nothing has changed since: what they came to is what the PIOs will come to.
    holds: bool,
    /// What changed when they ran, for the rest of the chip.
    changed: Effects,
}

impl Default for PioTime {
    fn default() -> Self {
        PioTime {
            group: Group::default(),
            prediction: None,
            watched: (0, [0; 3]),
            window: SHORTEST,
            copies: Default::default(),
            copied: Group::default(),
            holds: false,
            changed: Effects::NONE,
        }
    }
}

/// Which PIO an address belongs to.
pub fn number_at(address: u32) -> Option<usize> {
    let number = (address >> 20).wrapping_sub(FIRST) as usize;
    (number < 3).then_some(number)
}

fn pios(peripherals: &mut Peripherals) -> [&mut Pio; 3] {
    [&mut peripherals.pio0, &mut peripherals.pio1, &mut peripherals.pio2]
}

/// What the pins are given besides by the PIOs, and those that each of these has.
#[derive(Clone, Copy)]
struct Shares {
    others: Drive,
    pins: [u64; 3],
}

impl Shares {
    fn with(&self, outputs: [(u64, u64); 3]) -> Drive {
        let mut given = self.others;
        for ((enable, level), pins) in outputs.into_iter().zip(self.pins) {
            given.enable |= enable & pins;
            given.level |= level & pins;
        }
        given
    }
}

/// The pins themselves.
struct Live<'a> {
    pins: &'a mut Pins,
    io: &'a mut IoBank0,
    shares: Shares,
}

impl Pads for Live<'_> {
    fn input(&self) -> u64 {
        self.pins.levels().input
    }

    fn drive(&mut self, outputs: [(u64, u64); 3], cycle: u64) {
        self.pins.give(self.shares.with(outputs), cycle);
        self.io.show(*self.pins.levels());
    }
}

/// A copy of the pins.
struct Ahead<'a> {
    wiring: &'a Wiring,
    levels: Levels,
    shares: Shares,
}

impl Pads for Ahead<'_> {
    fn input(&self) -> u64 {
        self.levels.input
    }

    fn drive(&mut self, outputs: [(u64, u64); 3], _cycle: u64) {
        self.levels.update(self.wiring, self.shares.with(outputs));
    }
}

/// What of the PIOs others may wait for.
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

impl PioTime {
    /// Takes what the copies came to, if that is on the way to a cycle.
    fn adopt(&mut self, blocks: [&mut Pio; 3], cycle: u64) {
        if !self.holds || self.copied.cycle() > cycle {
            return;
        }
        for (block, copy) in blocks.into_iter().zip(&mut self.copies) {
            block.swap_engine(copy);
        }
        self.group.clone_from(&self.copied);
        self.holds = false;
    }
}

impl Chip {
    fn shares(&self) -> Shares {
        let wiring = self.pins.wiring();
        let functions = FIRST_FUNCTION..FIRST_FUNCTION + 3;
        Shares {
            others: wiring.merge(&self.drives, |function| !functions.contains(&function)),
            pins: [0, 1, 2].map(|number| wiring.selected(FIRST_FUNCTION + number)),
        }
    }

    /// Brings the PIOs to a cycle.
    pub(super) fn run_pio(&mut self, cycle: u64) {
        if cycle <= self.pio.group.cycle() {
            return;
        }
        let shares = self.shares();
        let Chip { peripherals, pins, pio, drives, inputs, fault, .. } = self;
        let Peripherals { pio0, pio1, pio2, io_bank0, .. } = peripherals;
        let pending = io_bank0.pending();
        let before = Lines::of(&[pio0.engine(), pio1.engine(), pio2.engine()]);
        pio.adopt([pio0, pio1, pio2], cycle);
        let mut engines = [pio0.engine(), pio1.engine(), pio2.engine()];
        let mut pads = Live { pins, io: io_bank0, shares };
        pio.group.run(&mut engines, &mut pads, cycle, |_, _| false);
        let after = Lines::of(&engines);
        if before.requests != after.requests {
            pio.changed |= Effects::REQUESTS | Effects::EVENTS;
        }
        if before.interrupts != after.interrupts || io_bank0.pending() != pending {
            pio.changed |= Effects::EVENTS;
        }
        for block in [pio0, pio1, pio2] {
            block.drive_pins(drives);
            if let Some(what) = block.take_undefined() {
                fault.get_or_insert(BusFault::NotModelled { address: 0, what });
                pio.changed |= Effects::EVENTS;
            }
        }
        let changed = inputs.level ^ pins.levels().input;
        inputs.level = pins.levels().input;
        if changed & self.foreign_pins() != 0 {
            let effects = self.sense_pins(cycle);
            self.pio.changed |= effects;
        }
    }

    /// Pins that another block than SIO and PIO has. What a PIO does reaches them by wires alone.
    fn foreign_pins(&self) -> u64 {
        let own = FIRST_FUNCTION..FIRST_FUNCTION + 3;
        self.pins.wiring().selected_by(|function| {
            function != FUNCTION_SIO && function != FUNCTION_NONE && !own.contains(&function)
        })
    }

    /// Pins whose edges others than PIO must see in their cycle.
    fn pins_to_tell(&self) -> u64 {
        let wiring = self.pins.wiring();
        let own = (0..3).fold(0, |pins, number| pins | wiring.selected(FIRST_FUNCTION + number));
        self.peripherals.io_bank0.watched() | wiring.connected(own) & self.foreign_pins()
    }

    /// The cycle that the PIOs have come to.
    pub(super) fn pio_cycle(&self) -> u64 {
        self.pio.group.cycle()
    }

    /// Takes what changed while the PIOs ran.
    pub(super) fn take_changed(&mut self) -> Effects {
        std::mem::take(&mut self.pio.changed)
    }

    /// What was foretold of the PIOs is void: something has changed for them.
    pub(super) fn forget_prediction(&mut self) {
        (self.pio.prediction, self.pio.window, self.pio.holds) = (None, SHORTEST, false);
    }

    /// Does what a write to a PIO leaves to be done beyond that PIO.
    pub(super) fn finish_pio_write(&mut self, number: usize, cycle: u64) -> Effects {
        self.forget_prediction();
        let outside = pios(&mut self.peripherals)[number].take_outside();
        let blocks = pios(&mut self.peripherals);
        for (mask, block) in outside.neighbours.masks.into_iter().zip([(number + 2) % 3, (number + 1) % 3]) {
            blocks[block].follow_neighbour(mask, &outside.neighbours, cycle);
        }
        let mut engines = blocks.map(Pio::engine);
        engines.iter_mut().for_each(|engine| engine.look_at_flags(cycle));
        let Some((machine, bits)) = outside.forced else {
            return Effects::NONE;
        };
        let before = engines[number].outputs();
        let flags = [0, 1, 2].map(|block: usize| engines[block].flags());
        let surroundings = Surroundings {
            cycle,
            inputs: self.pio.group.inputs(engines[number]),
            flags: Group::flags_around(number, flags),
        };
        let changes = engines[number].force(machine, bits, surroundings);
        Group::change_flags(&mut engines, number, &changes, cycle);
        if engines[number].outputs() == before { Effects::NONE } else { Effects::PINS }
    }

    /// Cycle in which the PIOs must be looked at, because something may change then that somebody waits for.
    pub(super) fn pio_event(&mut self, cycle: u64) -> u64 {
        let watched = (self.pins_to_tell(), pios(&mut self.peripherals).map(|block| block.wanted()));
        if watched != self.pio.watched {
            self.pio.watched = watched;
            self.forget_prediction();
        }
        if let Some(at) = self.pio.prediction {
            if at > cycle {
                return at;
            }
            self.pio.window = (self.pio.window * 2).min(LONGEST);
        }
        let at = self.predict_next_event();
        self.pio.prediction = Some(at);
        at
    }

    fn predict_next_event(&mut self) -> u64 {
        let shares = self.shares();
        let (watched, wanted) = self.pio.watched;
        let Chip { peripherals, pins, pio, .. } = self;
        let engines = pios(peripherals).map(Pio::engine);
        let idle = engines.iter().all(|engine| engine.due() == u64::MAX && !engine.waits_for_pins());
        let silent = engines.iter().all(|engine| !engine.interrupts_enabled());
        let unobserved = watched == 0 && wanted == [0; 3] && silent;
        if idle || unobserved {
            return u64::MAX;
        }
        let mut copies = pio.copies.each_mut().map(Box::as_mut);
        for (copy, engine) in copies.iter_mut().zip(engines) {
            (*copy).clone_from(engine);
        }
        pio.copied.clone_from(&pio.group);
        let group = &mut pio.copied;
        let mut pads = Ahead { wiring: pins.wiring(), levels: *pins.levels(), shares };
        let (before, input) = (Lines::of(&copies), pads.levels.sensed);
        let outputs = [0, 1, 2].map(|number: usize| copies[number].outputs());
        let mut moved = false;
        let end = group.cycle().saturating_add(pio.window);
        let stopped = group.run(&mut copies, &mut pads, end, |engines, pads| {
            let now = Lines::of(engines);
            moved |= (0..3).any(|number| engines[number].outputs() != outputs[number]);
            let rises =
                (0..3).any(|block| now.requests[block] & !before.requests[block] & wanted[block] != 0);
            rises || now.interrupts != before.interrupts || (pads.levels.sensed ^ input) & watched != 0
        });
        pio.holds = !moved;
        let asleep = copies.iter().all(|engine| engine.due() == u64::MAX);
        if asleep && !stopped { u64::MAX } else { group.cycle() }
    }
}
