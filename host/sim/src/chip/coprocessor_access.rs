//! Execution of coprocessor instructions (RP2350 §3.6): CP0 GPIO, CP4 and CP5 double precision, CP7 redundancy.

use super::Chip;
use crate::bus::{Coprocessor, CoprocessorResult, Initiator};
use crate::devices::dcp::DcpAnswer;
use crate::devices::rcp::RcpAnswer;
use crate::devices::sio::gpio_coprocessor::{self, GpioAnswer};
use crate::peripheral::Effects;

impl Chip {
    /// Executes a coprocessor instruction; `None` if it is UNDEFINED.
    pub(super) fn execute_coprocessor(
        &mut self,
        access: Coprocessor,
        by: Initiator,
    ) -> Option<CoprocessorResult> {
        let core = usize::from(by.core & 1);
        match access.number {
            0 => self.execute_gpio(access, by),
            4 | 5 => match self.coprocessors.dcp.execute(core, access) {
                DcpAnswer::Done(values) => Some(values.into()),
                DcpAnswer::Undefined => None,
                DcpAnswer::Undocumented(what) => {
                    Some(self.stop_coprocessor(format!("double-precision coprocessor: {what}")))
                }
            },
            7 => Some(self.execute_rcp(access, by)),
            _ => None,
        }
    }

    fn execute_rcp(&mut self, access: Coprocessor, by: Initiator) -> CoprocessorResult {
        match self.coprocessors.rcp.access(usize::from(by.core & 1), access) {
            RcpAnswer::Done(result) => result,
            RcpAnswer::Failed(check) => {
                tracing::debug!(core = by.core, cycle = by.now, "RCP fault: {check}");
                self.requests.add(Effects::NMI);
                CoprocessorResult { events_pending: true, ..CoprocessorResult::default() }
            }
            RcpAnswer::Stalled => {
                self.requests.add(Effects::NMI);
                CoprocessorResult { events_pending: true, stall: true, ..CoprocessorResult::default() }
            }
        }
    }

    fn execute_gpio(&mut self, access: Coprocessor, by: Initiator) -> Option<CoprocessorResult> {
        let input = if gpio_coprocessor::reads_pins(&access) { self.read_pins(by) } else { 0 };
        let values = match gpio_coprocessor::execute(&mut self.sio.gpio, access, input) {
            GpioAnswer::Done(values) => values,
            GpioAnswer::Undefined => return None,
            GpioAnswer::Unmodelled(what) => return Some(self.stop_coprocessor(what)),
        };
        let changed = self.sio.gpio.take_changed();
        let effects = if changed == 0 { Effects::empty() } else { self.update_sio_pins(changed, by.now) };
        let events_pending = !effects.is_empty() && self.propagate(effects, by.now);
        Some(CoprocessorResult { values, events_pending, ..CoprocessorResult::default() })
    }

    fn stop_coprocessor(&mut self, what: String) -> CoprocessorResult {
        self.requests.stop(0, what);
        CoprocessorResult { events_pending: true, ..CoprocessorResult::default() }
    }
}
