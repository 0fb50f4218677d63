//! The reads that XIP's stream makes (RP2350 §4.4.3), and the port that reaches its FIFO without the APB.

use super::Chip;
use crate::bus::BusFault;
use crate::devices::qmi::Qmi;

/// Offset of an address into the windows of the flash.
const OFFSET: u32 = 0x03FF_FFFF;

/// XIP_AUX: three registers of XIP_CTRL and QMI (§4.4.6).
const XIP_AUX: u32 = 0x5050_0000;
const REACHED: [u32; 3] = [0x400C_801C, 0x400D_0004, 0x400D_0008];

/// XIP_CTRL and QMI, whose registers the stream's progress shows in.
const XIP_CTRL: u32 = 0x400C_8000;

/// The register that an address in XIP_AUX stands for; any other address stands for itself.
pub(super) fn behind_aux(address: u32) -> u32 {
    let offset = address.wrapping_sub(XIP_AUX);
    match REACHED.get((offset / 4) as usize) {
        Some(register) if offset < 4 * REACHED.len() as u32 => register | offset & 3,
        _ => address,
    }
}

impl Chip {
    /// Before an access to XIP_CTRL: the stream has read what it could by then.
    pub(super) fn prepare_stream(&mut self, address: u32, cycle: u64) {
        if address & !0x3FFF == XIP_CTRL {
            self.run_stream(cycle);
        }
    }

    /// Lets the stream read up to a cycle.
    pub(super) fn run_stream(&mut self, cycle: u64) {
        loop {
            let stream = &mut self.peripherals.xip.stream;
            if stream.accept_word(cycle) {
                continue;
            }
            match stream.next(self.peripherals.qmi.free_at()) {
                Some(start) if start <= cycle && !self.peripherals.qmi.in_direct_mode() => {
                    self.stream_word(start)
                }
                _ => return,
            }
        }
    }

    /// When the stream is to be looked at again.
    pub(super) fn stream_event(&self) -> u64 {
        self.peripherals.xip.stream.next(self.peripherals.qmi.free_at()).unwrap_or(u64::MAX)
    }

    fn stream_word(&mut self, start: u64) {
        let address = self.peripherals.xip.stream.begin();
        let storage =
            self.peripherals.qmi.translate(address & OFFSET).filter(|storage| Qmi::present(*storage));
        let read = storage.map(|storage| (storage, self.peripherals.qmi.transfer(storage, 4, start)));
        match read {
            Some((storage, Ok(wait))) => {
                let word = self.peripherals.qmi.flash.value(storage, 4);
                self.peripherals.xip.stream.load(start + u64::from(wait), word);
            }
            _ => {
                self.peripherals.xip.stream.stop();
                let what = "XIP stream from where no flash is".to_owned();
                self.fault.get_or_insert(BusFault::NotModelled { address, what });
            }
        }
    }
}
