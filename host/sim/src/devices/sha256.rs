//! SHA-256 accelerator (RP2350 §12.13).

use crate::peripheral::registers::{Register, RegisterFile, Write, bit, field};
use crate::peripheral::{Access, Effects, Peripheral, Unmodelled};
use crate::time::Picoseconds;
use sha2::block_api::compress256;

const CSR: u32 = 0x00;
const WDATA: u32 = 0x04;
const SUM0: u32 = 0x08;
const SUM7: u32 = 0x24;

const START: u32 = 0;
const WDATA_RDY: u32 = 1 << 1;
const SUM_VLD: u32 = 1 << 2;
const ERR_WDATA_NOT_RDY: u32 = 1 << 4;
const BSWAP: u32 = 12;

/// Bytes of a block, and cycles of its digest (register description of CSR.WDATA_RDY).
const BLOCK: usize = 64;
const DIGEST_CYCLES: u64 = 57;
/// DREQ number (§12.6.4.1).
const DREQ: u32 = 54;

/// Initial hash value: the fractional parts of the square roots of the first eight primes (FIPS 180-4 §5.3.3).
const INITIAL: [u32; 8] =
    [0x6A09_E667, 0xBB67_AE85, 0x3C6E_F372, 0xA54F_F53A, 0x510E_527F, 0x9B05_688C, 0x1F83_D9AB, 0x5BE0_CD19];

static REGISTERS: [Register; 3] = [
    Register::live(CSR, "CSR", 0x1206, 0x1300),
    Register::live(WDATA, "WDATA", 0, 0),
    Register::live(SUM0, "SUM#", 0, 0).array(8, 4),
];

/// The accelerator.
#[derive(Clone, Debug)]
pub(crate) struct Sha256 {
    file: RegisterFile,
    block: Vec<u8>,
    sum: [u32; 8],
    /// Cycle at which the digest in progress ends.
    busy_until: u64,
    observed: bool,
}

impl Default for Sha256 {
    fn default() -> Self {
        Sha256 {
            file: RegisterFile::new("SHA256", &REGISTERS),
            block: Vec::with_capacity(BLOCK),
            sum: [0; 8],
            busy_until: 0,
            observed: false,
        }
    }
}

impl Sha256 {
    fn flags(&self, cycle: u64) -> u32 {
        let ready = if cycle >= self.busy_until { WDATA_RDY } else { 0 };
        let valid = if ready != 0 && self.block.is_empty() { SUM_VLD } else { 0 };
        ready | valid
    }

    /// Takes a store; bytes and halfwords are assembled to words, the first lowest.
    fn take(&mut self, write: Write, cycle: u64) {
        if cycle < self.busy_until {
            self.file.set(CSR, self.file.get(CSR) | ERR_WDATA_NOT_RDY);
            return;
        }
        let bytes = write.data.to_le_bytes();
        self.block.extend(bytes.iter().take(write.size.bytes() as usize));
        if self.block.len() < BLOCK {
            return;
        }
        let mut block = [0; BLOCK];
        for (to, from) in block.chunks_exact_mut(4).zip(self.block.chunks_exact(4)) {
            to.copy_from_slice(from);
            if !bit(self.file.get(CSR), BSWAP) {
                to.reverse();
            }
        }
        self.block.clear();
        compress256(&mut self.sum, &[block]);
        self.busy_until = cycle + DIGEST_CYCLES;
    }

    /// Transfers of the size in DMA_SIZE until the block is full.
    fn wanted(&self) -> u32 {
        let size = 1 << field(self.file.get(CSR), 8, 2).min(2);
        ((BLOCK - self.block.len()) / size) as u32
    }
}

impl Peripheral for Sha256 {
    fn file(&self) -> &RegisterFile {
        &self.file
    }

    fn file_mut(&mut self) -> &mut RegisterFile {
        &mut self.file
    }

    fn read(&mut self, offset: u32, access: &Access) -> Result<(u32, Effects), Unmodelled> {
        let flags = self.flags(access.cycle);
        let value = match offset {
            CSR => self.file.get(CSR) & !(WDATA_RDY | SUM_VLD) | flags,
            SUM0..=SUM7 if flags & SUM_VLD == 0 => {
                return Err(Unmodelled(format!("{} while CSR.SUM_VLD is 0", self.file.name(offset))));
            }
            SUM0..=SUM7 => self.sum[((offset - SUM0) / 4) as usize],
            _ => 0,
        };
        Ok((value, Effects::empty()))
    }

    fn write(&mut self, offset: u32, write: Write, access: &Access) -> Result<Effects, Unmodelled> {
        match offset {
            CSR => {
                self.file.clear_ones(CSR, ERR_WDATA_NOT_RDY, write);
                self.file.write(CSR, write);
                if bit(write.applied_to(0), START) {
                    self.sum = INITIAL;
                    self.block.clear();
                    self.busy_until = 0;
                }
            }
            WDATA => self.take(write, access.cycle),
            _ => {}
        }
        Ok(Effects::EVENTS | Effects::REQUESTS)
    }

    fn reset(&mut self) {
        *self = Sha256 { observed: self.observed, ..Sha256::default() };
    }

    fn advance(&mut self, access: &Access) -> Effects {
        if self.busy_until != 0 && access.cycle >= self.busy_until {
            self.busy_until = 0;
            return Effects::REQUESTS;
        }
        Effects::empty()
    }

    fn next_event(&self, access: &Access) -> Option<Picoseconds> {
        if self.busy_until == 0 || !self.observed {
            return None;
        }
        let ahead = self.busy_until.saturating_sub(access.cycle);
        Some(access.now.saturating_add(access.clocks.system.time_of(ahead)?))
    }

    fn requests(&self) -> u64 {
        u64::from(self.busy_until == 0) << DREQ
    }

    fn observe_requests(&mut self, observed: u64) {
        self.observed = observed >> DREQ & 1 == 1;
    }

    fn credits(&self, request: u32) -> u32 {
        if request == DREQ && self.busy_until == 0 { self.wanted() } else { 0 }
    }
}
