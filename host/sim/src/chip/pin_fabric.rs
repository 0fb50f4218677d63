//! Pins of bank 0, with the signals between them and the devices.

use crate::devices::pins::io_bank0::IoBank0;
use crate::devices::pins::pads_bank0::PadsBank0;
use crate::devices::pins::{Levels, Pins, Wiring};
use crate::devices::pio::{FIRST_FUNCTION, Pads};
use crate::devices::sio::Gpio;
use crate::peripheral::pin_mux::{ALL_PINS, Drive, Drives, FUNCTION_NONE, FUNCTION_SIO, Inputs};

/// Function selects of the three PIOs.
const PIO_FUNCTIONS: std::ops::Range<u32> = FIRST_FUNCTION..FIRST_FUNCTION + 3;

/// The pins, the outputs of the devices to them, and their inputs as the devices last saw them.
#[derive(Debug, Default)]
pub(super) struct PinFabric {
    /// The pins.
    pub(super) pins: Pins,
    /// Outputs of the devices.
    pub(super) drives: Drives,
    /// Inputs of the devices.
    pub(super) inputs: Inputs,
    /// Pins whose edges the devices must report in their cycle.
    observed: u64,
}

/// Changes that an update of the pins makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct PinChanges {
    /// The interrupt line of a core changed.
    pub interrupts: bool,
    /// An input changed.
    pub inputs: bool,
}

impl PinFabric {
    /// Updates the outputs of SIO to some pins.
    #[inline]
    pub(super) fn drive_sio(&mut self, pins: u64, gpio: &Gpio) {
        self.drives.put(FUNCTION_SIO, pins, Drive { enable: gpio.enable, level: gpio.output });
    }

    /// Replaces the outputs of SIO and discards those of the other devices.
    pub(super) fn restart_drives(&mut self, gpio: &Gpio) {
        self.drives = Drives::default();
        self.drive_sio(ALL_PINS, gpio);
    }

    /// Reads the settings of multiplexer and pads. Returns true if a pin has another function.
    pub(super) fn rewire(&mut self, io: &IoBank0, pads: &PadsBank0) -> bool {
        self.pins.rewire(io, pads);
        let selected = io.selected();
        let rerouted = selected != self.inputs.selected;
        self.inputs.selected = selected;
        rerouted
    }

    /// Updates the levels of the pins from the outputs of the devices.
    #[inline]
    pub(super) fn update(&mut self, io: &mut IoBank0, cycle: u64) -> PinChanges {
        let pending = io.pending();
        self.pins.update(&self.drives, cycle);
        io.set_levels(*self.pins.levels());
        PinChanges { interrupts: io.pending() != pending, inputs: self.take_input_changes() != 0 }
    }

    /// Updates the inputs of the devices. Returns the pins that changed.
    #[inline]
    pub(super) fn take_input_changes(&mut self) -> u64 {
        let level = self.pins.levels().input;
        let changed = self.inputs.level ^ level;
        self.inputs.level = level;
        changed
    }

    /// Observes pins, and those that wires connect to them. Returns the observed pins if they differ from before.
    pub(super) fn observe(&mut self, pins: u64) -> Option<u64> {
        let observed = self.pins.wiring().connected(pins | self.pins.recorded());
        let changed = observed != self.observed;
        self.observed = observed;
        changed.then_some(observed)
    }

    /// Returns true if the devices report the edges of any pin in their cycle.
    #[inline]
    pub(super) fn observes_any(&self) -> bool {
        self.observed != 0
    }

    /// Pins with a device other than SIO and PIO selected. PIO reaches them only by external wires.
    pub(super) fn foreign_pins(&self) -> u64 {
        self.pins.wiring().selected_by(|function| {
            function != FUNCTION_SIO && function != FUNCTION_NONE && !PIO_FUNCTIONS.contains(&function)
        })
    }

    /// Pins whose edges by PIO must be sensed in their cycle; `watched` are those with an interrupt.
    pub(super) fn pins_observed_of_pio(&self, watched: u64) -> u64 {
        let wiring = self.pins.wiring();
        let own = PIO_FUNCTIONS.fold(0, |pins, function| pins | wiring.selected(function));
        watched | wiring.connected(own) & self.foreign_pins()
    }

    fn pio_share(&self) -> PioShare {
        let wiring = self.pins.wiring();
        PioShare {
            others: wiring.merge(&self.drives, |function| !PIO_FUNCTIONS.contains(&function)),
            pins: [0, 1, 2].map(|number| wiring.selected(FIRST_FUNCTION + number)),
        }
    }

    /// The pins as the PIOs drive them.
    pub(super) fn pads<'a>(&'a mut self, io: &'a mut IoBank0) -> LivePads<'a> {
        let share = self.pio_share();
        LivePads { pins: &mut self.pins, io, share }
    }

    /// A copy of the pins, for a prediction.
    pub(super) fn copied_pads(&self) -> CopiedPads<'_> {
        CopiedPads { wiring: self.pins.wiring(), levels: *self.pins.levels(), share: self.pio_share() }
    }
}

/// Outputs of the other devices, and the pins that each PIO drives.
#[derive(Clone, Copy)]
struct PioShare {
    others: Drive,
    pins: [u64; 3],
}

impl PioShare {
    fn with(&self, outputs: [(u64, u64); 3]) -> Drive {
        let mut drive = self.others;
        for ((enable, level), pins) in outputs.into_iter().zip(self.pins) {
            drive.enable |= enable & pins;
            drive.level |= level & pins;
        }
        drive
    }
}

/// The pins themselves.
pub(super) struct LivePads<'a> {
    pins: &'a mut Pins,
    io: &'a mut IoBank0,
    share: PioShare,
}

impl Pads for LivePads<'_> {
    fn input(&self) -> u64 {
        self.pins.levels().input
    }

    fn sensed(&self) -> u64 {
        self.pins.levels().sensed
    }

    fn drive(&mut self, outputs: [(u64, u64); 3], cycle: u64) {
        self.pins.drive(self.share.with(outputs), cycle);
        self.io.set_levels(*self.pins.levels());
    }
}

/// A copy of the pins.
pub(super) struct CopiedPads<'a> {
    wiring: &'a Wiring,
    levels: Levels,
    share: PioShare,
}

impl Pads for CopiedPads<'_> {
    fn input(&self) -> u64 {
        self.levels.input
    }

    fn sensed(&self) -> u64 {
        self.levels.sensed
    }

    fn drive(&mut self, outputs: [(u64, u64); 3], _cycle: u64) {
        self.wiring.update(&mut self.levels, self.share.with(outputs));
    }
}
