//! MCR, MRC, MCRR, MRRC, CDP: handed to the bus if CPACR allows.

use crate::bus::{Bus, Coprocessor, CoprocessorForm};
use crate::cpu::Cpu;
use crate::cpu::exit::Trap;
use crate::instruction::{Kind, Operation};

impl Cpu {
    /// Whether CPACR lets the present mode use coprocessor `number`. 8, 9 and 12 to 15 do not exist.
    #[inline(always)]
    pub(in crate::cpu) fn coprocessor_enabled(&self, number: u32) -> bool {
        match self.scb.coprocessor_access(number & 0xF) {
            3 => true,
            1 => self.privileged(),
            _ => false,
        }
    }

    pub(super) fn coprocessor<B: Bus>(&mut self, bus: &mut B, op: Operation) -> Result<(), Trap> {
        let field = |low: u32, width: u32| (op.imm >> low & ((1 << width) - 1)) as u8;
        let number = field(8, 4);
        if !self.coprocessor_enabled(u32::from(number)) {
            return Err(Trap::NoCoprocessor);
        }
        let two = matches!(op.kind, Kind::Mcrr | Kind::Mrrc);
        let form = match op.kind {
            Kind::Mcr => CoprocessorForm::Write(self.get(op.rd)),
            Kind::Mrc => CoprocessorForm::Read,
            Kind::Mcrr => CoprocessorForm::WriteTwo(self.get(op.rd), self.get(op.rn)),
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
            return Err(Trap::Undefined);
        };
        self.cycle += u64::from(result.wait);
        if result.events_pending {
            self.events_pending = true;
            self.look_up_soon();
        }
        if result.stall {
            self.stalled = true;
            return Err(Trap::Stop);
        }
        match op.kind {
            Kind::Mrc if op.rd == 15 => self.flags.set_nzcv(result.values[0]),
            Kind::Mrc => self.set(op.rd, result.values[0]),
            Kind::Mrrc => {
                self.set(op.rd, result.values[0]);
                self.set(op.rn, result.values[1]);
            }
            _ => {}
        }
        Ok(())
    }
}
