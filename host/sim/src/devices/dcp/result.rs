//! Packing of results from X, with the special values of each operation: RDDx and RDFx.

use super::state::{Magnitude, State};
use super::unpacked::{Flags, POINT, SINGLE_BIAS, Unpacked};

/// The operation whose result is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operation {
    Add,
    Subtract,
    Multiply,
    Divide,
    Root,
    /// A conversion between precisions.
    General,
}

/// Kind of a result, without the sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Zero,
    Infinite,
    /// With a payload, as a mantissa.
    Nan(u64),
    Finite,
}

/// Layout of a result.
struct Format {
    fraction: u32,
    greatest: i32,
    /// Value that is subtracted from the exponent.
    rebias: i32,
}

const DOUBLE: Format = Format { fraction: 52, greatest: 0x7FF, rebias: 0 };
const SINGLE: Format = Format { fraction: 23, greatest: 0xFF, rebias: SINGLE_BIAS };

/// NaN of an invalid operation. It is negative for roots by the SDK's tests on the chip, for other operations by
/// assumption.
const INVALID: (bool, Kind) = (true, Kind::Nan(0));

impl State {
    /// Returns the double-precision result of an operation.
    pub(super) fn double(&self, operation: Operation) -> u64 {
        let (negative, kind) = self.classify(operation);
        u64::from(negative) << 63 | self.pack(kind, &DOUBLE)
    }

    /// Returns the single-precision result of an operation.
    pub(super) fn single(&self, operation: Operation) -> u32 {
        let (negative, kind) = self.classify(operation);
        u32::from(negative) << 31 | self.pack(kind, &SINGLE) as u32
    }

    fn pack(&self, kind: Kind, format: &Format) -> u64 {
        let infinity = (format.greatest as u64) << format.fraction;
        let fraction = |mantissa: u64| mantissa >> (POINT - format.fraction) & ((1 << format.fraction) - 1);
        let exponent = self.x.exponent() - format.rebias;
        match kind {
            // Quiet, with the payload of the operand.
            Kind::Nan(payload) => infinity | fraction(payload | 1 << (POINT - 1)),
            Kind::Infinite => infinity,
            Kind::Finite if exponent >= format.greatest => infinity,
            Kind::Finite if exponent > 0 => (exponent as u64) << format.fraction | fraction(self.x.mantissa),
            // Denormal results are flushed (§3.6.2.9).
            Kind::Finite | Kind::Zero => 0,
        }
    }

    /// Returns the sign and kind of the result.
    fn classify(&self, operation: Operation) -> (bool, Kind) {
        let (x, y) = (&self.x, &self.y);
        let unary = matches!(operation, Operation::Root | Operation::General);
        if let Some(nan) =
            [Some(x), (!unary).then_some(y)].into_iter().flatten().find(|one| one.is(Flags::NAN))
        {
            return (nan.is(Flags::NEGATIVE), Kind::Nan(nan.mantissa));
        }
        let negative = x.is(Flags::NEGATIVE);
        match operation {
            Operation::Add => self.sum(y.is(Flags::NEGATIVE)),
            Operation::Subtract => self.sum(!y.is(Flags::NEGATIVE)),
            // X has had the sign of the product since its mantissa was written.
            Operation::Multiply => {
                match (x.is(Flags::ZERO) || y.is(Flags::ZERO), x.is(Flags::INFINITE) || y.is(Flags::INFINITE))
                {
                    (true, true) => INVALID,
                    (true, false) => (negative, Kind::Zero),
                    (false, true) => (negative, Kind::Infinite),
                    _ => (negative, Kind::Finite),
                }
            }
            Operation::Divide => match (kind_of(x), kind_of(y)) {
                (Kind::Infinite, Kind::Infinite) | (Kind::Zero, Kind::Zero) => INVALID,
                (Kind::Infinite, _) | (_, Kind::Zero) => (negative, Kind::Infinite),
                (Kind::Zero, _) | (_, Kind::Infinite) => (negative, Kind::Zero),
                _ => (negative, Kind::Finite),
            },
            Operation::Root if negative && !x.is(Flags::ZERO) => INVALID,
            Operation::Root | Operation::General => (negative, kind_of(x)),
        }
    }

    /// Returns the sign and kind of the sum of X and Y. A subtraction inverts `y_negative`.
    fn sum(&self, y_negative: bool) -> (bool, Kind) {
        let (x, y) = (&self.x, &self.y);
        let x_negative = x.is(Flags::NEGATIVE);
        match (x.is(Flags::INFINITE), y.is(Flags::INFINITE)) {
            (true, true) if x_negative != y_negative => INVALID,
            (true, _) => (x_negative, Kind::Infinite),
            (_, true) => (y_negative, Kind::Infinite),
            // A zero sum is negative only if both operands were.
            _ if x.mantissa == 0 => (x_negative && y_negative, Kind::Zero),
            _ if self.order == Magnitude::Less => (y_negative, Kind::Finite),
            _ => (x_negative, Kind::Finite),
        }
    }
}

fn kind_of(number: &Unpacked) -> Kind {
    if number.is(Flags::ZERO) {
        Kind::Zero
    } else if number.is(Flags::INFINITE) {
        Kind::Infinite
    } else {
        Kind::Finite
    }
}
