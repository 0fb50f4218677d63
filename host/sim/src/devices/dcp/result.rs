//! Results packed from X, with the special values of each operation: RDDx and RDFx.

use super::state::{Magnitude, State};
use super::unpacked::{INFINITE, NAN, NEGATIVE, POINT, SINGLE_BIAS, Unpacked, ZERO};

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

/// A result without its sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Zero,
    Infinite,
    /// With its payload, as a mantissa.
    Nan(u64),
    Finite,
}

/// A result's layout.
struct Format {
    fraction: u32,
    greatest: i32,
    /// Subtracted from the exponent.
    rebias: i32,
}

const DOUBLE: Format = Format { fraction: 52, greatest: 0x7FF, rebias: 0 };
const SINGLE: Format = Format { fraction: 23, greatest: 0xFF, rebias: SINGLE_BIAS };

/// The NaN of an operation without a result. A negative one, as the SDK's tests on the chip have it for roots; for the
/// other operations a choice.
const INVALID: (bool, Kind) = (true, Kind::Nan(0));

impl State {
    /// The double-precision result of an operation.
    pub(super) fn double(&self, operation: Operation) -> u64 {
        let (negative, kind) = self.classify(operation);
        u64::from(negative) << 63 | self.pack(kind, &DOUBLE)
    }

    /// The single-precision result of an operation.
    pub(super) fn single(&self, operation: Operation) -> u32 {
        let (negative, kind) = self.classify(operation);
        u32::from(negative) << 31 | self.pack(kind, &SINGLE) as u32
    }

    fn pack(&self, kind: Kind, format: &Format) -> u64 {
        let infinity = (format.greatest as u64) << format.fraction;
        let fraction = |mantissa: u64| mantissa >> (POINT - format.fraction) & ((1 << format.fraction) - 1);
        let exponent = self.x.exponent() - format.rebias;
        match kind {
            // Quiet; the payload is what the operand brought.
            Kind::Nan(payload) => infinity | fraction(payload | 1 << (POINT - 1)),
            Kind::Infinite => infinity,
            Kind::Finite if exponent >= format.greatest => infinity,
            Kind::Finite if exponent > 0 => (exponent as u64) << format.fraction | fraction(self.x.mantissa),
            // Denormal results are flushed (§3.6.2.9).
            Kind::Finite | Kind::Zero => 0,
        }
    }

    /// Sign and kind of the result.
    fn classify(&self, operation: Operation) -> (bool, Kind) {
        let (x, y) = (&self.x, &self.y);
        let unary = matches!(operation, Operation::Root | Operation::General);
        if let Some(nan) = [Some(x), (!unary).then_some(y)].into_iter().flatten().find(|one| one.is(NAN)) {
            return (nan.is(NEGATIVE), Kind::Nan(nan.mantissa));
        }
        let negative = x.is(NEGATIVE);
        match operation {
            Operation::Add => self.sum(y.is(NEGATIVE)),
            Operation::Subtract => self.sum(!y.is(NEGATIVE)),
            // The sign is that of the product since its mantissa was written.
            Operation::Multiply => match (x.is(ZERO) || y.is(ZERO), x.is(INFINITE) || y.is(INFINITE)) {
                (true, true) => INVALID,
                (true, false) => (negative, Kind::Zero),
                (false, true) => (negative, Kind::Infinite),
                _ => (negative, Kind::Finite),
            },
            Operation::Divide => match (kind_of(x), kind_of(y)) {
                (Kind::Infinite, Kind::Infinite) | (Kind::Zero, Kind::Zero) => INVALID,
                (Kind::Infinite, _) | (_, Kind::Zero) => (negative, Kind::Infinite),
                (Kind::Zero, _) | (_, Kind::Infinite) => (negative, Kind::Zero),
                _ => (negative, Kind::Finite),
            },
            Operation::Root if negative && !x.is(ZERO) => INVALID,
            Operation::Root | Operation::General => (negative, kind_of(x)),
        }
    }

    /// The sum of X and Y, whose sign is given: it is the subtrahend's inverted.
    fn sum(&self, y_negative: bool) -> (bool, Kind) {
        let (x, y) = (&self.x, &self.y);
        let x_negative = x.is(NEGATIVE);
        match (x.is(INFINITE), y.is(INFINITE)) {
            (true, true) if x_negative != y_negative => INVALID,
            (true, _) => (x_negative, Kind::Infinite),
            (_, true) => (y_negative, Kind::Infinite),
            // Nothing is left: negative only if both were.
            _ if x.mantissa == 0 => (x_negative && y_negative, Kind::Zero),
            _ if self.order == Magnitude::Less => (y_negative, Kind::Finite),
            _ => (x_negative, Kind::Finite),
        }
    }
}

fn kind_of(number: &Unpacked) -> Kind {
    match number.flags & (ZERO | INFINITE) {
        ZERO => Kind::Zero,
        INFINITE => Kind::Infinite,
        _ => Kind::Finite,
    }
}
