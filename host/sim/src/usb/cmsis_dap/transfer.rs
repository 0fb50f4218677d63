//! DAP_Transfer and DAP_TransferBlock: reads and writes of debug and access port registers.
//!
//! A read of an access port register returns the result of the read before it (ADIv6, B4.2.2). The probe hides that: it
//! fetches the last result from RDBUFF. A write takes effect after its acknowledge, so that its error shows at RDBUFF.

use super::reader::Reader;
use super::wire::{Acknowledge, Register, SwdSettings, Wire, read, write};

/// Bits of a transfer request byte (CMSIS-DAP, DAP_Transfer).
mod request {
    pub(super) const ACCESS_PORT: u8 = 1 << 0;
    pub(super) const READ: u8 = 1 << 1;
    pub(super) const ADDRESS: u8 = 3 << 2;
    pub(super) const VALUE_MATCH: u8 = 1 << 4;
    pub(super) const MATCH_MASK: u8 = 1 << 5;
}

/// Bit of a transfer response: the value never matched.
const VALUE_MISMATCH: u8 = 1 << 4;

/// Settings of DAP_TransferConfigure and DAP_SWD_Configure, and the mask of value matches.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct TransferSettings {
    /// Of each transaction.
    pub swd: SwdSettings,
    /// Further attempts at a transaction that is answered by WAIT.
    pub wait_retries: u16,
    /// Further reads until the value matches.
    pub match_retries: u16,
    /// Bits of a value that have to match.
    pub match_mask: u32,
}

/// Transactions that repeat after WAIT, with the posted read that is still to be fetched.
struct Transactions<'a, W> {
    wire: &'a mut W,
    settings: TransferSettings,
    /// The result of an access port read waits in RDBUFF.
    read_posted: bool,
    /// The last transaction was a write whose error is not known yet.
    write_unchecked: bool,
}

impl<W: Wire> Transactions<'_, W> {
    fn read(&mut self, register: Register) -> Result<u32, Acknowledge> {
        for _ in 0..=self.settings.wait_retries {
            match read(self.wire, self.settings.swd, register) {
                (Acknowledge::Ok, value) => return Ok(value),
                (Acknowledge::Wait, _) => {}
                (acknowledge, _) => return Err(acknowledge),
            }
        }
        Err(Acknowledge::Wait)
    }

    fn write(&mut self, register: Register, value: u32) -> Result<(), Acknowledge> {
        self.write_unchecked = true;
        for _ in 0..=self.settings.wait_retries {
            match write(self.wire, self.settings.swd, register, value) {
                Acknowledge::Ok => return Ok(()),
                Acknowledge::Wait => {}
                acknowledge => return Err(acknowledge),
            }
        }
        Err(Acknowledge::Wait)
    }

    /// The result of the posted read, if there is one.
    fn fetch_posted(&mut self) -> Result<Option<u32>, Acknowledge> {
        if !std::mem::take(&mut self.read_posted) {
            return Ok(None);
        }
        self.write_unchecked = false;
        self.read(Register::RDBUFF).map(Some)
    }

    /// Reads a register whole. For an access port that takes RDBUFF as well.
    fn read_now(&mut self, register: Register) -> Result<u32, Acknowledge> {
        self.write_unchecked = false;
        let value = self.read(register)?;
        if register.access_port { self.read(Register::RDBUFF) } else { Ok(value) }
    }

    /// Begins to read a register. Returns a value that became known: that of the posted read before it, or, in the
    /// debug port, the register's own.
    fn read_posting(&mut self, register: Register) -> Result<Option<u32>, Acknowledge> {
        self.write_unchecked = false;
        let value = self.read(register)?;
        if !register.access_port {
            return Ok(Some(value));
        }
        Ok(std::mem::replace(&mut self.read_posted, true).then_some(value))
    }

    /// Ends a command: what is posted is fetched, and the last write checked.
    fn finish(&mut self) -> Result<Option<u32>, Acknowledge> {
        let posted = self.fetch_posted()?;
        if std::mem::take(&mut self.write_unchecked) {
            self.read(Register::RDBUFF)?;
        }
        Ok(posted)
    }
}

/// Result of a transfer command.
#[derive(Debug)]
pub(super) struct TransferResult {
    /// Transfers that were begun.
    pub count: u16,
    /// Acknowledge of the last one, with [`VALUE_MISMATCH`].
    pub response: u8,
    /// Values read.
    pub data: Vec<u8>,
}

impl TransferResult {
    fn none() -> Self {
        Self { count: 0, response: 0, data: Vec::new() }
    }

    fn push(&mut self, value: Option<u32>) {
        self.data.extend(value.map(u32::to_le_bytes).into_iter().flatten());
    }
}

fn register(request: u8) -> Register {
    Register { access_port: request & request::ACCESS_PORT != 0, address: request & request::ADDRESS }
}

/// Carries out DAP_Transfer after its command and index bytes; `None` if the command is cut short.
pub(super) fn transfer(
    wire: &mut impl Wire,
    settings: &mut TransferSettings,
    fields: &mut Reader<'_>,
) -> Option<TransferResult> {
    let count = fields.u8()?;
    let mut transactions =
        Transactions { wire, settings: *settings, read_posted: false, write_unchecked: false };
    let mut result = TransferResult::none();
    for _ in 0..count {
        let request = fields.u8()?;
        let takes_word = request & request::READ == 0 || request & request::VALUE_MATCH != 0;
        let word = if takes_word { Some(fields.u32()?) } else { None };
        result.count += 1;
        if request & request::READ == 0 && request & request::MATCH_MASK != 0 {
            settings.match_mask = word.unwrap_or(0);
            transactions.settings.match_mask = settings.match_mask;
            result.response = Acknowledge::Ok as u8;
            continue;
        }
        match single(&mut transactions, request, word, &mut result) {
            Ok(true) => result.response = Acknowledge::Ok as u8,
            Ok(false) => {
                result.response = Acknowledge::Ok as u8 | VALUE_MISMATCH;
                return Some(result);
            }
            Err(acknowledge) => {
                result.response = acknowledge as u8;
                return Some(result);
            }
        }
    }
    finish(&mut transactions, &mut result);
    Some(result)
}

/// One transfer of DAP_Transfer; false if a value that should match did not.
fn single<W: Wire>(
    transactions: &mut Transactions<'_, W>,
    request: u8,
    word: Option<u32>,
    result: &mut TransferResult,
) -> Result<bool, Acknowledge> {
    let register = register(request);
    match word {
        None if register.access_port => result.push(transactions.read_posting(register)?),
        None => {
            result.push(transactions.fetch_posted()?);
            result.push(transactions.read_posting(register)?);
        }
        Some(value) if request & request::READ == 0 => {
            result.push(transactions.fetch_posted()?);
            transactions.write(register, value)?;
        }
        Some(value) => {
            result.push(transactions.fetch_posted()?);
            let mask = transactions.settings.match_mask;
            for _ in 0..=transactions.settings.match_retries {
                if transactions.read_now(register)? & mask == value & mask {
                    return Ok(true);
                }
            }
            return Ok(false);
        }
    }
    Ok(true)
}

fn finish<W: Wire>(transactions: &mut Transactions<'_, W>, result: &mut TransferResult) {
    match transactions.finish() {
        Ok(posted) => result.push(posted),
        Err(acknowledge) => result.response = acknowledge as u8,
    }
}

/// Carries out DAP_TransferBlock after its command and index bytes; `None` if the command is cut short.
pub(super) fn transfer_block(
    wire: &mut impl Wire,
    settings: &TransferSettings,
    fields: &mut Reader<'_>,
) -> Option<TransferResult> {
    let count = fields.u16()?;
    let request = fields.u8()?;
    let register = register(request);
    let reads = request & request::READ != 0;
    let values = if reads { &[] } else { fields.bytes(usize::from(count) * 4)? };
    let mut transactions =
        Transactions { wire, settings: *settings, read_posted: false, write_unchecked: false };
    let mut result = TransferResult::none();
    let mut words = values.chunks_exact(4);
    for _ in 0..count {
        let outcome = if reads {
            transactions.read_posting(register)
        } else {
            let word = words.next().and_then(|word| word.try_into().ok()).map(u32::from_le_bytes)?;
            transactions.write(register, word).map(|()| None)
        };
        match outcome {
            Ok(value) => result.push(value),
            Err(acknowledge) => {
                result.response = acknowledge as u8;
                return Some(result);
            }
        }
        result.count += 1;
        result.response = Acknowledge::Ok as u8;
    }
    finish(&mut transactions, &mut result);
    Some(result)
}
