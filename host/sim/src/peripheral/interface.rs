//! Interface of a device on the APB or AHB to the rest of the chip.

use super::access::Access;
use super::effects::Effects;
use super::pin_mux::{Drives, Inputs};
use super::registers::{Model, RegisterFile, Write};
use crate::time::Picoseconds;

/// Access that is not modelled, with the name of the register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unmodelled(pub String);

/// A device on the APB or AHB.
pub trait Peripheral: Send {
    /// Register file of the device.
    fn file(&self) -> &RegisterFile;

    /// Register file of the device.
    fn file_mut(&mut self) -> &mut RegisterFile;

    /// Reads the register at a word offset whose model is [`Model::Live`]. A read can have side effects.
    fn read(&mut self, offset: u32, _access: &Access) -> Result<(u32, Effects), Unmodelled> {
        Ok((self.file().get(offset), Effects::empty()))
    }

    /// Writes the register at a word offset whose model is [`Model::Live`] or [`Model::Inert`].
    fn write(&mut self, offset: u32, write: Write, _access: &Access) -> Result<Effects, Unmodelled> {
        self.file_mut().write(offset, write);
        Ok(Effects::empty())
    }

    /// Puts the device into its reset state.
    fn reset(&mut self) {
        self.file_mut().reset();
    }

    /// Advances the device to a time and services its events: alarms fire, frames end. Called when an event is due and
    /// before interrupt lines are read.
    fn advance(&mut self, _access: &Access) -> Effects {
        Effects::empty()
    }

    /// Time of the device's next event, if nothing accesses it before.
    fn next_event(&self, _access: &Access) -> Option<Picoseconds> {
        None
    }

    /// Interrupt lines that are high, by IRQ number (§3.2).
    fn interrupts(&self) -> u64 {
        0
    }

    /// Data requests to DMA that are high, by DREQ number (§12.6.4.1): the device can accept or supply a datum now. A
    /// change is reported by [`Effects::REQUESTS`].
    fn requests(&self) -> u64 {
        0
    }

    /// Sets the data requests that running DMA channels wait for, by DREQ number.
    ///
    /// While one of them is low, [`Peripheral::next_event`] must include its rise, and [`Peripheral::advance`] must
    /// then report [`Effects::REQUESTS`]. Other requests may change without an event.
    fn observe_requests(&mut self, _observed: u64) {}

    /// Number of transfers that a data request asks for, those in progress included: the room or the data in a FIFO
    /// (§12.6.4.2). DMA has at most this many in progress.
    fn credits(&self, request: u32) -> u32 {
        (self.requests() >> request & 1) as u32
    }

    /// Begins a DMA transfer for a data request. A device whose request is a pulse counts it off.
    fn take_credit(&mut self, _request: u32) {}

    /// Pins whose edges the device must sense in their cycle, a bit each. A change is reported by [`Effects::EVENTS`].
    fn watches_pins(&self) -> u64 {
        0
    }

    /// Sets the pins whose edges something must sense in their cycle, a bit each.
    ///
    /// While the device changes one of them by itself, [`Peripheral::next_event`] must include the change, and
    /// [`Peripheral::advance`] must then report [`Effects::PINS`].
    fn observe_pins(&mut self, _observed: u64, _access: &Access) {}

    /// Puts the outputs of the device into those of its function selects (§9.4). A change is reported by
    /// [`Effects::PINS`].
    fn drive_pins(&self, _drives: &mut Drives) {}

    /// Passes changed inputs of the pins to the device.
    fn sense_pins(&mut self, _inputs: &Inputs, _access: &Access) -> Effects {
        Effects::empty()
    }
}

/// Reads any register of a device.
///
/// # Errors
/// Names the register if it is not modelled.
pub fn read(device: &mut dyn Peripheral, offset: u32, access: &Access) -> Result<(u32, Effects), Unmodelled> {
    match device.file().register(offset).map(|register| register.model) {
        Some(Model::Live) => device.read(offset, access),
        Some(Model::Inert(_)) => Ok((device.file().get(offset), Effects::empty())),
        Some(Model::Unmodelled) | None => Err(Unmodelled(device.file().name(offset))),
    }
}

/// Writes any register of a device.
///
/// # Errors
/// Names the register if it is not modelled.
pub fn write(
    device: &mut dyn Peripheral,
    offset: u32,
    write: Write,
    access: &Access,
) -> Result<Effects, Unmodelled> {
    match device.file().register(offset).map(|register| register.model) {
        // Also an inert register is written by the rules of its device: a password, for instance.
        Some(Model::Live | Model::Inert(_)) => device.write(offset, write, access),
        Some(Model::Unmodelled) | None => Err(Unmodelled(device.file().name(offset))),
    }
}
