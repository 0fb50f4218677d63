//! The results of IEEE 754, by the host's arithmetic, with denormals flushed.

fn double(bits: u64) -> f64 {
    let value = f64::from_bits(bits);
    if value.is_subnormal() { 0f64.copysign(value) } else { value }
}

fn single(bits: u32) -> f32 {
    let value = f32::from_bits(bits);
    if value.is_subnormal() { 0f32.copysign(value) } else { value }
}

/// Returns the two numbers in r0 and r1.
fn singles(both: u64) -> (f32, f32) {
    (single(both as u32), single((both >> 32) as u32))
}

/// Flushes a result that is exact where it is denormal.
fn flushed(value: f64) -> u64 {
    double(value.to_bits()).to_bits()
}

fn flushed_single(value: f32) -> u64 {
    single(value.to_bits()).to_bits().into()
}

pub fn double_add(a: u64, b: u64) -> u64 {
    flushed(double(a) + double(b))
}

pub fn double_subtract(a: u64, b: u64) -> u64 {
    flushed(double(a) - double(b))
}

/// Computes an operation whose result is near or below the smallest normal number. The first operand is scaled by
/// 2^200, so that the result is rounded as with an unlimited exponent, and then scaled back.
fn scaled(a: f64, b: f64, operation: fn(f64, f64) -> f64) -> u64 {
    let direct = operation(a, b);
    let small = direct.abs() < 2f64.powi(-1000) && a.abs() < 2f64.powi(500) && a != 0.0 && b.is_finite();
    if !small {
        return flushed(direct);
    }
    let scale = 2f64.powi(200);
    let large = operation(a * scale, b);
    let least = f64::MIN_POSITIVE * scale;
    if large.abs() < least { 0f64.copysign(large).to_bits() } else { (large / scale).to_bits() }
}

pub fn double_multiply(a: u64, b: u64) -> u64 {
    scaled(double(a), double(b), |a, b| a * b)
}

pub fn double_divide(a: u64, b: u64) -> u64 {
    scaled(double(a), double(b), |a, b| a / b)
}

pub fn double_root(a: u64, _: u64) -> u64 {
    double(a).sqrt().to_bits()
}

/// Rounds a double-precision result to single precision with an exponent that is not limited below.
fn rounded_single(exact: f64) -> u64 {
    let scale = 2f64.powi(100);
    if exact.abs() >= 2f64.powi(-120) || exact == 0.0 || exact.is_nan() {
        return u64::from((exact as f32).to_bits());
    }
    let large = (exact * scale) as f32;
    let value = f64::from(large) / scale;
    let flushed =
        if value.abs() < f64::from(f32::MIN_POSITIVE) { 0f32.copysign(large) } else { value as f32 };
    u64::from(flushed.to_bits())
}

pub fn single_add(both: u64, _: u64) -> u64 {
    let (a, b) = singles(both);
    flushed_single(a + b)
}

pub fn single_subtract(both: u64, _: u64) -> u64 {
    let (a, b) = singles(both);
    flushed_single(a - b)
}

pub fn single_multiply(both: u64, _: u64) -> u64 {
    let (a, b) = singles(both);
    rounded_single(f64::from(a) * f64::from(b))
}

/// A quotient or root of single-precision numbers rounds the same by way of double precision (Figueroa 1995).
pub fn single_divide(both: u64, _: u64) -> u64 {
    let (a, b) = singles(both);
    rounded_single(f64::from(a) / f64::from(b))
}

pub fn single_root(both: u64, _: u64) -> u64 {
    u64::from(singles(both).0.sqrt().to_bits())
}

pub fn exact_product(both: u64, _: u64) -> u64 {
    let (a, b) = singles(both);
    (f64::from(a) * f64::from(b)).to_bits()
}

/// Returns Z, C and V in bits 2 to 0.
fn compare(order: Option<std::cmp::Ordering>) -> u64 {
    match order {
        None => 1,
        Some(std::cmp::Ordering::Less) => 0,
        Some(std::cmp::Ordering::Equal) => 6,
        Some(std::cmp::Ordering::Greater) => 2,
    }
}

pub fn double_compare(a: u64, b: u64) -> u64 {
    compare(double(a).partial_cmp(&double(b)))
}

pub fn single_compare(both: u64, _: u64) -> u64 {
    let (a, b) = singles(both);
    compare(a.partial_cmp(&b))
}

/// Returns negative, zero, infinite and NaN in bits 3 to 0.
pub fn double_classify(a: u64, _: u64) -> u64 {
    let value = double(a);
    let kinds = [value.is_nan(), value.is_infinite(), value == 0.0, value.is_sign_negative()];
    kinds.iter().enumerate().fold(0, |flags, (bit, is)| flags | u64::from(*is) << bit)
}

pub fn double_to_single(a: u64, _: u64) -> u64 {
    rounded_single(double(a))
}

pub fn single_to_double(both: u64, _: u64) -> u64 {
    f64::from(singles(both).0).to_bits()
}
