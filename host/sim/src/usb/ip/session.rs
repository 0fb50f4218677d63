//! One client from its first byte to its last, without sockets: bytes in, bytes out.

use std::collections::VecDeque;

use super::BUS_ID;
use super::message::{
    self, BUS_ID_LENGTH, Command, HEADER_LENGTH, OPERATION_LENGTH, Operation, ProtocolError, Status, Submit,
};
use crate::usb::control::ControlEndpoint;
use crate::usb::device::{BULK_PACKET, InResult, OutResult, UsbDevice};
use crate::usb::setup::Setup;

/// A transfer that the device has not finished.
#[derive(Debug)]
struct Pending {
    submit: Submit,
    /// Data for the device that it has not taken yet.
    data: VecDeque<u8>,
    /// Bytes that it took.
    taken: u32,
}

/// Result of a transfer's attempt.
enum Progress {
    Done(Vec<u8>),
    Waits,
}

/// State of a connection.
#[derive(Debug, Default)]
pub struct Session {
    input: Vec<u8>,
    imported: bool,
    /// The client's connection ends after what is sent now: a list was given.
    finished: bool,
    control: ControlEndpoint,
    pending: VecDeque<Pending>,
}

impl Session {
    /// True if a transfer waits for the device.
    pub fn has_pending(&self) -> bool {
        !self.pending.is_empty()
    }

    /// Takes bytes of the client and appends the replies to `output`.
    ///
    /// # Errors
    /// The client breaks the protocol; the connection has to be closed.
    pub fn receive(
        &mut self,
        device: &mut impl UsbDevice,
        bytes: &[u8],
        output: &mut Vec<u8>,
    ) -> Result<(), ProtocolError> {
        self.input.extend(bytes);
        while !self.finished && self.step(device, output)? {}
        self.service(device, output);
        Ok(())
    }

    /// True if the client has imported the device.
    pub fn has_imported(&self) -> bool {
        self.imported
    }

    /// True if the connection is to be closed.
    pub fn is_finished(&self) -> bool {
        self.finished
    }

    /// Tries all pending transfers again, in the order of their submission at each endpoint.
    pub fn service(&mut self, device: &mut impl UsbDevice, output: &mut Vec<u8>) {
        let mut blocked: u32 = 0;
        let mut left = VecDeque::new();
        while let Some(mut pending) = self.pending.pop_front() {
            let bit = endpoint_bit(&pending.submit);
            if blocked & bit == 0
                && let Progress::Done(reply) = self.attempt(device, &mut pending)
            {
                output.extend(reply);
            } else {
                blocked |= bit;
                left.push_back(pending);
            }
        }
        self.pending = left;
    }

    /// Carries out the next message if it is whole.
    fn step(&mut self, device: &mut impl UsbDevice, output: &mut Vec<u8>) -> Result<bool, ProtocolError> {
        if self.imported { self.command(device, output) } else { self.operation(device, output) }
    }

    fn operation(
        &mut self,
        device: &mut impl UsbDevice,
        output: &mut Vec<u8>,
    ) -> Result<bool, ProtocolError> {
        let Some(header) = self.input.first_chunk::<OPERATION_LENGTH>() else {
            return Ok(false);
        };
        let operation = message::operation(*header)?;
        let length = match operation {
            Operation::ListDevices => OPERATION_LENGTH,
            Operation::Import => OPERATION_LENGTH + BUS_ID_LENGTH,
        };
        if self.input.len() < length {
            return Ok(false);
        }
        let request: Vec<u8> = self.input.drain(..length).collect();
        match operation {
            Operation::ListDevices => {
                output.extend(message::operation_reply(operation, 0));
                output.extend(1_u32.to_be_bytes());
                output.extend(message::device_record(device));
                output.extend(message::interfaces(device).concat());
                self.finished = true;
            }
            Operation::Import => {
                let name = request.get(OPERATION_LENGTH..).unwrap_or_default();
                let name = name.split(|byte| *byte == 0).next().unwrap_or_default();
                let granted = name == BUS_ID.as_bytes();
                output.extend(message::operation_reply(operation, u32::from(!granted)));
                if granted {
                    output.extend(message::device_record(device));
                    device.reset();
                    self.imported = true;
                } else {
                    self.finished = true;
                }
            }
        }
        Ok(true)
    }

    fn command(&mut self, device: &mut impl UsbDevice, output: &mut Vec<u8>) -> Result<bool, ProtocolError> {
        let Some(header) = self.input.first_chunk::<HEADER_LENGTH>() else {
            return Ok(false);
        };
        match message::command(header)? {
            Command::Unlink { sequence, target } => {
                self.input.drain(..HEADER_LENGTH);
                let position = self.pending.iter().position(|it| it.submit.sequence == target);
                if let Some(position) = position {
                    self.pending.remove(position);
                }
                output.extend(message::unlink_reply(sequence, position.is_some()));
            }
            Command::Submit(submit) => {
                let data = if submit.to_host { 0 } else { submit.length as usize };
                if self.input.len() < HEADER_LENGTH + data {
                    return Ok(false);
                }
                let data: VecDeque<u8> =
                    self.input.drain(..HEADER_LENGTH + data).skip(HEADER_LENGTH).collect();
                self.pending.push_back(Pending { submit, data, taken: 0 });
                self.service(device, output);
            }
        }
        Ok(true)
    }

    /// Lets the device work at a transfer.
    fn attempt(&mut self, device: &mut impl UsbDevice, pending: &mut Pending) -> Progress {
        let Pending { submit, data, taken } = pending;
        let stalled =
            |taken| Progress::Done(message::submit_reply(submit.sequence, Status::Stalled, taken, &[]));
        let done = |taken, data: &[u8]| {
            Progress::Done(message::submit_reply(submit.sequence, Status::Done, taken, data))
        };
        if submit.endpoint == 0 {
            let setup = Setup::parse(submit.setup);
            return match self.control.transfer(device, &setup, data.make_contiguous()) {
                Some(mut answer) if setup.is_in() => {
                    answer.truncate(submit.length as usize);
                    done(0, &answer)
                }
                Some(_) => done(submit.length, &[]),
                None => stalled(0),
            };
        }
        let address = submit.endpoint | if submit.to_host { 0x80 } else { 0 };
        if self.control.is_halted(address) {
            return stalled(0);
        }
        if submit.to_host {
            return match device.read_transfer(submit.endpoint, submit.length as usize) {
                InResult::Data(data) => done(0, &data),
                InResult::NotReady => Progress::Waits,
                InResult::Stalled => stalled(0),
            };
        }
        loop {
            let packet: Vec<u8> = data.iter().copied().take(BULK_PACKET).collect();
            match device.write_packet(submit.endpoint, &packet) {
                OutResult::Accepted => {
                    data.drain(..packet.len());
                    *taken += packet.len() as u32;
                }
                OutResult::NotReady => return Progress::Waits,
                OutResult::Stalled => return stalled(*taken),
            }
            if data.is_empty() {
                return done(*taken, &[]);
            }
        }
    }
}

/// A bit for each endpoint and direction.
fn endpoint_bit(submit: &Submit) -> u32 {
    1 << (u32::from(submit.endpoint) + if submit.to_host { 16 } else { 0 })
}
