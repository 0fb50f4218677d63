//! Coprocessors (RP2350 §3.6): CP0 GPIO, CP4 and CP5 double precision, CP7 redundancy.

use super::Chip;
use crate::bus::{BusFault, Coprocessor, CoprocessorForm, CoprocessorResult, Initiator};
use crate::devices::sio::Change;
use crate::devices::{dcp, rcp};
use crate::peripheral::Effects;

/// CRm of the GPIO coprocessor (§3.6.1): what it reaches.
const OUT: u8 = 0;
const ENABLE: u8 = 4;
const IN: u8 = 8;
/// In the forms with one register, the odd one reaches the high word.
const HIGH: u8 = 1;

impl Chip {
    /// Answers a coprocessor instruction; `None` makes it UNDEFINED.
    pub(super) fn coprocessor_access(
        &mut self,
        access: Coprocessor,
        by: Initiator,
    ) -> Option<CoprocessorResult> {
        match access.number {
            0 => self.gpio_access(access, by),
            7 => {
                let outcome = self.rcp.access(usize::from(by.core & 1), access);
                let (result, fault) = match outcome {
                    rcp::Outcome::Done(result) => (result, false),
                    rcp::Outcome::Failed(check) => {
                        tracing::debug!(core = by.core, cycle = by.now, "RCP fault: {check}");
                        (CoprocessorResult { attention: true, ..CoprocessorResult::default() }, true)
                    }
                    rcp::Outcome::Stalled => {
                        let stall = CoprocessorResult { stall: true, ..CoprocessorResult::default() };
                        (CoprocessorResult { attention: true, ..stall }, true)
                    }
                };
                if fault {
                    self.pending |= Effects::NMI;
                }
                Some(result)
            }
            4 | 5 => match self.dcp.access(usize::from(by.core & 1), access) {
                dcp::Outcome::Done(values) => Some(values.into()),
                dcp::Outcome::Undefined => None,
                dcp::Outcome::Unknown(what) => {
                    Some(self.stop(format!("double-precision coprocessor: {what}")))
                }
            },
            _ => None,
        }
    }

    /// Whether the NMI of a core is high.
    pub(crate) fn asserts_nmi(&self, core: usize) -> bool {
        self.rcp.fault(core)
    }

    fn stop(&mut self, what: String) -> CoprocessorResult {
        self.fault.get_or_insert(BusFault::NotModelled { address: 0, what });
        CoprocessorResult { attention: true, ..CoprocessorResult::default() }
    }

    /// The GPIO coprocessor reaches the same registers as SIO (§3.6.1).
    fn gpio_access(&mut self, access: Coprocessor, by: Initiator) -> Option<CoprocessorResult> {
        if access.second || access.crn != 0 || access.opc2 != 0 {
            return None;
        }
        let register = access.crm;
        let enable = register & !HIGH == ENABLE;
        let high = register & HIGH != 0;
        let change = Change::CODES[usize::from(access.opc1 & 3)];
        let input = if register & !HIGH == IN { self.pins_seen(by) } else { 0 };
        let gpio = &mut self.sio.gpio;
        let mut values = [0; 2];
        match (access.form, access.opc1) {
            (CoprocessorForm::Read, 0) => {
                let all = match register & !HIGH {
                    OUT => gpio.output,
                    ENABLE => gpio.enable,
                    IN => input,
                    _ => return None,
                };
                values[0] = if high { (all >> 32) as u32 } else { all as u32 };
            }
            (CoprocessorForm::ReadTwo, 0) => {
                let all = match register {
                    OUT => gpio.output,
                    ENABLE => gpio.enable,
                    IN => input,
                    _ => return None,
                };
                values = [all as u32, (all >> 32) as u32];
            }
            (CoprocessorForm::Write(value), 0..=3) if matches!(register & !HIGH, OUT | ENABLE) => {
                gpio.change_word(enable, high, change, value);
            }
            // One pin, by its number.
            (CoprocessorForm::Write(pin), 5..=7) if matches!(register, OUT | ENABLE) => {
                gpio.change_all(enable, change, 1 << (pin & 63));
            }
            (CoprocessorForm::WriteTwo(low, top), 0..=3) if matches!(register, OUT | ENABLE) => {
                gpio.change_all(enable, change, u64::from(top) << 32 | u64::from(low));
            }
            // One pin, and a bit: its level, or whether to do anything.
            (CoprocessorForm::WriteTwo(pin, value), 4..=7) if matches!(register, OUT | ENABLE) => {
                let mask = 1 << (pin & 63);
                let change = match (access.opc1, value & 1) {
                    (4, 0) => Change::Clear,
                    (4, _) => Change::Set,
                    _ => change,
                };
                if access.opc1 == 4 || value & 1 == 1 {
                    gpio.change_all(enable, change, mask);
                }
            }
            // One register of a group, by its number.
            (CoprocessorForm::WriteTwo(value, index), 8..=11) if matches!(register, OUT | ENABLE) => {
                if index > 1 {
                    return Some(self.stop(format!("GPIO coprocessor: register index {index}")));
                }
                gpio.change_word(enable, index == 1, change, value);
            }
            _ => return None,
        }
        let changed = gpio.take_changed();
        let effects = if changed == 0 { Effects::NONE } else { self.update_sio_pins(changed, by.now) };
        let attention = effects.any() && self.propagate(effects, by.now);
        Some(CoprocessorResult { values, attention, ..CoprocessorResult::default() })
    }
}
