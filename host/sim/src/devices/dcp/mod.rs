//! CP4 and CP5, the double-precision coprocessor (RP2350 §3.6.2).
//!
//! Registers and instructions: §3.6.2.3 to §3.6.2.5. Encodings: the SDK's `dcp_instr.inc.S`. The internal formats
//! (scales of mantissas, bias of exponents) are those with which the documented sequences compute the documented
//! results; `docs/coprocessors.md` lists what is documented and what is an assumption.

mod adder;
mod approximation;
mod integer;
mod normalise;
mod product;
mod result;
mod state;
mod unpacked;

use crate::bus::{Coprocessor, CoprocessorForm, CoprocessorResult};
use result::Operation;
use state::State;

/// Answer to an instruction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DcpAnswer {
    /// The instruction is complete; the values read, 0 for a write.
    Done([u32; 2]),
    /// The instruction is UNDEFINED.
    Undefined,
    /// The answer of the chip is not documented.
    Undocumented(&'static str),
}

/// The two instances of a core (§3.6.2): CP4 of the core's security state, CP5 of the Non-secure state.
#[derive(Clone, Debug, Default)]
struct Core {
    secure: State,
    non_secure: State,
}

/// The double-precision coprocessors of both cores.
#[derive(Clone, Debug, Default)]
pub(crate) struct Dcp {
    cores: [Core; 2],
}

impl Dcp {
    /// Sets all registers of a core to zero (assumption).
    pub(crate) fn reset(&mut self, core: usize) {
        self.cores[core & 1] = Core::default();
    }

    /// Executes an instruction of a core in the Secure state. Each takes a single cycle (§3.6.2.2).
    pub(crate) fn execute(&mut self, core: usize, access: Coprocessor) -> DcpAnswer {
        let core = &mut self.cores[core & 1];
        let state = if access.number == 5 { &mut core.non_secure } else { &mut core.secure };
        match access.form {
            CoprocessorForm::WriteTwo(low, high) if !access.second => write(state, access, low, high),
            CoprocessorForm::Operation if !access.second => operate(state, access),
            CoprocessorForm::Read => read_one(state, access),
            CoprocessorForm::ReadTwo => read_two(state, access),
            _ => DcpAnswer::Undefined,
        }
    }
}

impl From<[u32; 2]> for CoprocessorResult {
    fn from(values: [u32; 2]) -> Self {
        CoprocessorResult { values, ..CoprocessorResult::default() }
    }
}

fn halves(value: u64) -> [u32; 2] {
    [value as u32, (value >> 32) as u32]
}

/// MCRR (table 109).
fn write(state: &mut State, access: Coprocessor, low: u32, high: u32) -> DcpAnswer {
    let data = u64::from(high) << 32 | u64::from(low);
    state.engaged = true;
    match (access.opc1, access.crm) {
        (0, 0) => state.x.mantissa = data,
        (0, 1) => state.y.mantissa = data,
        (0, 2) => state.restore(low, high),
        (1, 0) => state.x = unpacked::double(data),
        (1, 1) => state.y = unpacked::double(data),
        (1, 2) => (state.x, state.y) = (unpacked::single(low), unpacked::single(high)),
        (2, 0) => state.write_sticky(data),
        (3, 0) => state.write_product(data, true),
        (4, 0) => state.write_quotient(data, product::DOUBLE_QUOTIENT),
        (5, 0) => state.write_root(data, product::DOUBLE_ROOT),
        (6, 0) => state.prepare_integer(i64::from(low)),
        (7, 0) => state.prepare_integer(i64::from(low as i32)),
        (8, 0) => state.prepare_conversion(unpacked::double(data)),
        (9, 2) => state.prepare_conversion(unpacked::single(low)),
        (10, 0) => state.write_product(data, false),
        (11, 0) => state.write_quotient(data, product::SINGLE_QUOTIENT),
        (12, 0) => state.write_root(data, product::SINGLE_ROOT),
        _ => return DcpAnswer::Undefined,
    }
    DcpAnswer::Done([0; 2])
}

/// CDP (table 110).
fn operate(state: &mut State, access: Coprocessor) -> DcpAnswer {
    if access.crd != 0 || access.crn != 0 {
        return DcpAnswer::Undefined;
    }
    match (access.opc1, access.crm, access.opc2) {
        (0, 0, 0) => {
            *state = State::default();
            return DcpAnswer::Done([0; 2]);
        }
        (0, 1, 0) => state.compare(),
        (1, 1, 0) => state.add(false),
        (1, 1, 1) => state.add(true),
        (2, 1, 0) => state.halve_exponent(),
        (8, 2, 0) => state.normalise(),
        (8, 2, 1) => state.round_to_single(),
        (8, 0, 1) => state.round_to_double(),
        (8, 0, 2) => state.truncate_to_integer(),
        (8, 0, 3) => state.round_to_integer(),
        _ => return DcpAnswer::Undefined,
    }
    state.engaged = true;
    DcpAnswer::Done([0; 2])
}

/// MRC, and MRC2, which keeps the engaged flag (table 111).
fn read_one(state: &mut State, access: Coprocessor) -> DcpAnswer {
    if access.opc1 != 0 || access.crn != 0 {
        return DcpAnswer::Undefined;
    }
    let value = match (access.crm, access.opc2) {
        (0, 0) if access.to_flags => u32::from(state.x.flags.bits()) << 28,
        (0, 0) => return DcpAnswer::Undocumented("RXVD to a register: the coprocessor's version"),
        (0, 1) => state.comparison(),
        (2, 0) => state.single(Operation::Add),
        (2, 1) => state.single(Operation::Subtract),
        (2, 2) => state.single(Operation::Multiply),
        (2, 3) => state.single(Operation::Divide),
        (2, 4) => state.single(Operation::Root),
        (2, 5) => state.single(Operation::General),
        (3, 0 | 1) => match state.integer(access.opc2 == 0) {
            Some(value) => value,
            None => return DcpAnswer::Undocumented("a NaN converted to an integer"),
        },
        _ => return DcpAnswer::Undefined,
    };
    if !access.second {
        state.engaged = false;
    }
    DcpAnswer::Done([value, 0])
}

/// MRRC, and MRRC2, which keeps the engaged flag (table 111).
fn read_two(state: &mut State, access: Coprocessor) -> DcpAnswer {
    let (values, engaged) = match (access.opc1, access.crm) {
        (0, 8) => (halves(state.x.mantissa), state.engaged),
        (0, 9) => (halves(state.y.mantissa), false),
        (0, 10) => (state.save(), state.engaged),
        (shift, 4) => (halves(state.x.mantissa >> shift), true),
        (shift, 5) => (halves(state.y.mantissa >> shift), true),
        (1, 1) => ([state.x.high(), state.y.high()], true),
        (2, 1) => ([approximation::reciprocal(state.y.mantissa), (state.y.mantissa >> 31) as u32], true),
        (4, 1) => ([approximation::reciprocal_root(state.x.mantissa), state.x.high()], true),
        (1, 0) => (halves(state.double(Operation::Add)), false),
        (3, 0) => (halves(state.double(Operation::Subtract)), false),
        (5, 0) => (halves(state.double(Operation::Multiply)), false),
        (7, 0) => (halves(state.double(Operation::Divide)), false),
        (9, 0) => (halves(state.double(Operation::Root)), false),
        (11, 0) => (halves(state.double(Operation::General)), false),
        _ => return DcpAnswer::Undefined,
    };
    if !access.second {
        state.engaged = engaged;
    }
    DcpAnswer::Done(values)
}

#[cfg(test)]
mod tests;
