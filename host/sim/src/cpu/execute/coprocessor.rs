//! MCR, MRC, MCRR, MRRC, CDP: executed by the bus if CPACR permits.

use crate::bus::{Bus, Coprocessor, CoprocessorForm, Transfer};
use crate::cpu::Cpu;
use crate::cpu::execution_state::Activity;
use crate::cpu::trap::{Fault, Trap};
use crate::instruction::{Kind, Operation};

impl Cpu {
    /// Returns true if CPACR permits the current mode to use coprocessor `number`. 8, 9 and 12 to 15 do not exist.
    #[inline(always)]
    pub(in crate::cpu) fn coprocessor_enabled(&self, number: u32) -> bool {
        match self.scb.coprocessor_access(number & 0xF) {
            3 => true,
            1 => self.registers.privileged(),
            _ => false,
        }
    }

    pub(super) fn coprocessor<B: Bus>(&mut self, bus: &mut B, op: Operation) -> Result<(), Trap> {
        let field = |low: u32, width: u32| (op.imm >> low & ((1 << width) - 1)) as u8;
        let number = field(8, 4);
        if !self.coprocessor_enabled(u32::from(number)) {
            return Err(Fault::NoCoprocessor.into());
        }
        let two = matches!(op.kind, Kind::Mcrr | Kind::Mrrc);
        let form = match op.kind {
            Kind::Mcr => CoprocessorForm::Write(self.registers.get(op.rd)),
            Kind::Mrc => CoprocessorForm::Read,
            Kind::Mcrr => CoprocessorForm::WriteTwo(self.registers.get(op.rd), self.registers.get(op.rn)),
            Kind::Mrrc => CoprocessorForm::ReadTwo,
            _ => CoprocessorForm::Operation,
        };
        let opc1 = match op.kind {
            Kind::Mcrr | Kind::Mrrc => field(4, 4),
            Kind::Cdp => field(20, 4),
            _ => field(21, 3),
        };
        let access = Coprocessor {
            number,
            form,
            opc1,
            opc2: if two { 0 } else { field(5, 3) },
            crn: if two { 0 } else { field(16, 4) },
            crm: field(0, 4),
            crd: if op.kind == Kind::Cdp { field(12, 4) } else { 0 },
            to_flags: op.kind == Kind::Mrc && op.rd == 15,
            second: op.imm >> 28 & 1 != 0,
        };
        let Some(result) = bus.coprocessor(access, self.initiator()) else {
            return Err(Fault::Undefined.into());
        };
        self.finish_transfer(Transfer {
            wait: result.wait,
            events_pending: result.events_pending,
            ..Transfer::default()
        });
        if result.stall {
            self.state.activity = Activity::Stalled;
            return Err(Trap::Stalled);
        }
        match op.kind {
            Kind::Mrc if op.rd == 15 => self.registers.flags.set_nzcv(result.values[0]),
            Kind::Mrc => self.registers.set(op.rd, result.values[0]),
            Kind::Mrrc => {
                self.registers.set(op.rd, result.values[0]);
                self.registers.set(op.rn, result.values[1]);
            }
            _ => {}
        }
        Ok(())
    }
}
