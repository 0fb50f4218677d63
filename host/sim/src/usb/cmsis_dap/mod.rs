//! CMSIS-DAP 2.1 commands at a board's SWD pins. Command numbers and layouts: Arm, CMSIS-DAP documentation.

mod info;
mod reader;
mod swj;
#[cfg(test)]
mod tests;
mod transfer;
mod wire;

use num_enum::TryFromPrimitive;

pub use info::ProbeInfo;
use reader::Reader;
use transfer::{TransferResult, TransferSettings};
pub use wire::Wire;
use wire::{Acknowledge, Register, write};

/// Answer to a command that is not known or cut short.
const UNKNOWN: [u8; 1] = [0xFF];
/// Status of a command that was carried out.
const OK: u8 = 0x00;
/// Status of a command that failed.
const ERROR: u8 = 0xFF;
/// Port of DAP_Connect: serial wire debug.
const PORT_SWD: u8 = 1;

/// Command numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, TryFromPrimitive)]
#[repr(u8)]
enum Command {
    Info = 0x00,
    HostStatus = 0x01,
    Connect = 0x02,
    Disconnect = 0x03,
    TransferConfigure = 0x04,
    Transfer = 0x05,
    TransferBlock = 0x06,
    TransferAbort = 0x07,
    WriteAbort = 0x08,
    Delay = 0x09,
    ResetTarget = 0x0A,
    SwjPins = 0x10,
    SwjClock = 0x11,
    SwjSequence = 0x12,
    SwdConfigure = 0x13,
    SwdSequence = 0x1D,
    QueueCommands = 0x7E,
    ExecuteCommands = 0x7F,
}

/// A probe's command processor.
#[derive(Debug)]
pub struct Processor {
    info: ProbeInfo,
    settings: TransferSettings,
    /// Level of SWCLK as DAP_SWJ_Pins left it.
    clock_high: bool,
    /// Commands that wait for one that is not to be queued.
    queued: Vec<Vec<u8>>,
}

impl Processor {
    /// A probe after power-on.
    pub fn new(info: ProbeInfo) -> Self {
        Self { info, settings: TransferSettings::default(), clock_high: true, queued: Vec::new() }
    }

    /// Forgets settings and queued commands.
    pub fn reset(&mut self) {
        *self = Self::new(self.info.clone());
    }

    /// Carries out a command. Returns the responses that became ready: none while commands are queued.
    pub fn execute(&mut self, wire: &mut impl Wire, command: &[u8]) -> Vec<Vec<u8>> {
        if command.first() == Some(&(Command::QueueCommands as u8)) {
            let mut queued = command.to_vec();
            // A queued list is executed like an immediate one.
            if let Some(first) = queued.first_mut() {
                *first = Command::ExecuteCommands as u8;
            }
            if self.queued.len() < usize::from(self.info.packet_count) {
                self.queued.push(queued);
                return Vec::new();
            }
            self.queued.push(queued);
        } else {
            self.queued.push(command.to_vec());
        }
        let commands = std::mem::take(&mut self.queued);
        commands.iter().map(|command| self.respond(wire, command)).collect()
    }

    fn respond(&mut self, wire: &mut impl Wire, command: &[u8]) -> Vec<u8> {
        let mut fields = Reader::new(command);
        let response = if command.first() == Some(&(Command::ExecuteCommands as u8)) {
            self.list(wire, &mut fields)
        } else {
            self.single(wire, &mut fields)
        };
        // A response longer than a packet cannot be sent: the command asked for too much.
        response.filter(|it| it.len() <= usize::from(self.info.packet_size)).unwrap_or(UNKNOWN.to_vec())
    }

    /// DAP_ExecuteCommands: several commands, several responses in one packet.
    fn list(&mut self, wire: &mut impl Wire, fields: &mut Reader<'_>) -> Option<Vec<u8>> {
        fields.u8()?;
        let count = fields.u8()?;
        let mut response = vec![Command::ExecuteCommands as u8, count];
        for _ in 0..count {
            response.extend(self.single(wire, fields)?);
        }
        Some(response)
    }

    /// One command from its number on; `None` if it is unknown or cut short.
    fn single(&mut self, wire: &mut impl Wire, fields: &mut Reader<'_>) -> Option<Vec<u8>> {
        let number = fields.u8()?;
        let answer = match Command::try_from(number).ok()? {
            Command::Info => self.info.answer(fields.u8()?),
            Command::HostStatus => {
                fields.bytes(2)?;
                vec![OK]
            }
            // 0 asks for the default port.
            Command::Connect => vec![if fields.u8()? <= PORT_SWD { PORT_SWD } else { 0 }],
            Command::Disconnect => {
                wire.drive_reset(true);
                vec![OK]
            }
            Command::TransferConfigure => self.configure_transfers(fields)?,
            Command::Transfer => {
                fields.u8()?;
                let TransferResult { count, response, data } =
                    transfer::transfer(wire, &mut self.settings, fields)?;
                let mut answer = vec![count as u8, response];
                answer.extend(data);
                answer
            }
            Command::TransferBlock => {
                fields.u8()?;
                let TransferResult { count, response, data } =
                    transfer::transfer_block(wire, &self.settings, fields)?;
                let mut answer = count.to_le_bytes().to_vec();
                answer.push(response);
                answer.extend(data);
                answer
            }
            // Transfers are carried out before their command is answered: there is none to abort, and no response.
            Command::TransferAbort => return Some(Vec::new()),
            Command::WriteAbort => {
                fields.u8()?;
                let abort = Register { access_port: false, address: 0 };
                vec![status(write(wire, self.settings.swd, abort, fields.u32()?))]
            }
            Command::Delay => {
                wire.delay_us(u32::from(fields.u16()?));
                vec![OK]
            }
            // There is no reset sequence of the probe's own.
            Command::ResetTarget => vec![OK, 0],
            Command::SwjPins => swj::pins(wire, &mut self.clock_high, fields)?,
            Command::SwjClock => {
                let hz = fields.u32()?;
                if hz > 0 {
                    wire.set_clock_hz(hz);
                }
                vec![if hz == 0 { ERROR } else { OK }]
            }
            Command::SwjSequence => swj::sequence(wire, fields)?,
            Command::SwdConfigure => {
                let settings = fields.u8()?;
                self.settings.swd.turnaround = u32::from(settings & 3) + 1;
                self.settings.swd.data_phase = settings & 4 != 0;
                vec![OK]
            }
            Command::SwdSequence => swj::swd_sequence(wire, fields)?,
            // A list cannot hold a list.
            Command::QueueCommands | Command::ExecuteCommands => return None,
        };
        let mut response = vec![number];
        response.extend(answer);
        Some(response)
    }

    fn configure_transfers(&mut self, fields: &mut Reader<'_>) -> Option<Vec<u8>> {
        self.settings.swd.idle_cycles = u32::from(fields.u8()?);
        self.settings.wait_retries = fields.u16()?;
        self.settings.match_retries = fields.u16()?;
        Some(vec![OK])
    }
}

fn status(acknowledge: Acknowledge) -> u8 {
    if acknowledge == Acknowledge::Ok { OK } else { ERROR }
}
