//! Floating-point arithmetic, comparisons and conversions.

use super::Rules::{Alone, Anywhere};
use super::{Form, each};
use crate::case::Draft;

const F32: &str = ".f32";

fn three(d: &mut Draft) -> String {
    format!("s{}, s{}, s{}", d.single(), d.single(), d.single())
}

fn two(d: &mut Draft) -> String {
    format!("s{}, s{}", d.single(), d.single())
}

pub fn add(forms: &mut Vec<Form>) {
    // Arithmetic is tested most, because it has the most edge cases.
    for _ in 0..3 {
        each(
            forms,
            &[
                "vadd", "vsub", "vmul", "vnmul", "vdiv", "vmla", "vmls", "vnmla", "vnmls", "vfma", "vfms",
                "vfnma", "vfnms",
            ],
            F32,
            Anywhere,
            three,
        );
        each(forms, &["vsqrt"], F32, Anywhere, two);
        each(forms, &["vfma", "vfms", "vfnma", "vfnms", "vmla", "vmls"], F32, Alone, near_cancellation);
        each(forms, &["vadd", "vsub"], F32, Alone, near_equal);
        each(
            forms,
            &[
                "vadd", "vsub", "vmul", "vdiv", "vmla", "vnmls", "vfma", "vfms", "vfnma", "vfnms", "vmaxnm",
                "vminnm",
            ],
            F32,
            Alone,
            specials,
        );
        each(forms, &["vmul", "vdiv", "vmla", "vfma"], F32, Alone, near_underflow);
    }
    each(forms, &["vmaxnm", "vminnm", "vseleq", "vselvs", "vselge", "vselgt"], F32, Alone, three);
    each(forms, &["vabs", "vneg", "vmov", "vrintr", "vrintz", "vcmp", "vcmpe"], F32, Anywhere, two);
    each(forms, &["vrintx"], F32, Anywhere, two);
    each(forms, &["vrinta", "vrintn", "vrintp", "vrintm"], F32, Alone, two);
    each(forms, &["vcmp", "vcmpe"], F32, Anywhere, |d| format!("s{}, #0.0", d.single()));
    each(forms, &["vmov"], F32, Anywhere, |d| {
        let magnitude = f64::from(16 + d.random.below(16)) * 2f64.powi(d.random.below(8) as i32 - 7);
        let sign = d.random.pick(&["", "-"]);
        format!("s{}, #{sign}{magnitude:?}", d.single())
    });
    conversions(forms);
}

fn conversions(forms: &mut Vec<Form>) {
    for suffix in [".s32.f32", ".u32.f32", ".f32.s32", ".f32.u32"] {
        each(forms, &["vcvt"], suffix, Anywhere, two);
    }
    for suffix in [".s32.f32", ".u32.f32"] {
        each(forms, &["vcvtr"], suffix, Anywhere, two);
        each(forms, &["vcvta", "vcvtn", "vcvtp", "vcvtm"], suffix, Alone, two);
    }
    for suffix in [".f32.f16", ".f16.f32"] {
        each(forms, &["vcvtb", "vcvtt"], suffix, Anywhere, two);
    }
    for suffix in [".s32.f32", ".u32.f32", ".f32.s32", ".f32.u32"] {
        each(forms, &["vcvt"], suffix, Anywhere, |d| {
            let register = d.single();
            format!("s{register}, s{register}, #{}", d.random.between(1, 32))
        });
    }
    for suffix in [".s16.f32", ".u16.f32", ".f32.s16", ".f32.u16"] {
        each(forms, &["vcvt"], suffix, Anywhere, |d| {
            let register = d.single();
            format!("s{register}, s{register}, #{}", d.random.below(17))
        });
    }
}

/// Operands with an addend close to minus the product, where single and double rounding differ.
fn near_cancellation(d: &mut Draft) -> String {
    let [addend, a, b] = [0, 1, 2].map(|index| 3 * d.random.below(10) + index);
    let exponents = [d.random.between(97, 157), d.random.between(97, 157)];
    let [x, y] = exponents.map(|exponent| exponent << 23 | d.random.bits() & 0x807F_FFFF);
    let product = f32::from_bits(x) * f32::from_bits(y);
    let sign = d.random.bits() & 0x8000_0000;
    let near = product.to_bits().wrapping_add(d.random.below(5)).wrapping_sub(2) ^ sign;
    for (register, value) in [(addend, near), (a, x), (b, y)] {
        d.inputs.single[register as usize] = value;
    }
    format!("s{addend}, s{a}, s{b}")
}

/// Two numbers of similar magnitude, or with exponents apart so that rounding depends on the sticky bit.
fn near_equal(d: &mut Draft) -> String {
    let [result, a, b] = [0, 1, 2].map(|index| 3 * d.random.below(10) + index);
    let exponent = d.random.between(1, 227);
    let distance = d.random.pick(&[0, 0, 1, 2, 22, 23, 24, 25, 26, 27]);
    let x = exponent << 23 | d.random.bits() & 0x807F_FFFF;
    let y = (exponent + distance) << 23
        | d.random.bits() & d.random.pick(&[0x807F_FFFF, 0x8000_0001, 0x8040_0000]);
    d.inputs.single[a as usize] = x;
    d.inputs.single[b as usize] = y;
    format!("s{result}, s{a}, s{b}")
}

/// Three edge cases of the format, NaNs included.
fn specials(d: &mut Draft) -> String {
    let [result, a, b] = [0, 1, 2].map(|index| 3 * d.random.below(10) + index);
    for register in [result, a, b] {
        d.inputs.single[register as usize] = d.random.special_float();
    }
    format!("s{result}, s{a}, s{b}")
}

/// Operands whose product (for VDIV, quotient) is close to the smallest normal number, with a small addend.
fn near_underflow(d: &mut Draft) -> String {
    let [result, a, b] = [0, 1, 2].map(|index| 3 * d.random.below(10) + index);
    let exponent = d.random.between(24, 100);
    let below = d.random.below(26);
    // The result is about 2^(-121 - below), for a multiplication or for a division.
    let other = if d.random.chance(1, 2) { 133 - exponent - below } else { exponent + 121 + below };
    let values = [d.random.below(30), exponent, other];
    for (register, exponent) in [result, a, b].into_iter().zip(values) {
        d.inputs.single[register as usize] = exponent << 23 | d.random.bits() & 0x807F_FFFF;
    }
    format!("s{result}, s{a}, s{b}")
}
