//! The double-precision coprocessor against the host's arithmetic: complete operations by instructions of coprocessor
//! and core, on random operands. Results must be those of IEEE 754, rounded to nearest, except that denormals are zero
//! as operands and results (RP2350 §3.6.2.9).
//!
//! `DCP_SEQUENCES` names another assembly source with some of the same functions, for instance the SDK's own sequences.

mod machine;
mod operands;
mod reference;

use machine::Machine;
use operands::Random;

/// Operand pairs for each function, unless `DCP_OPERANDS` is set.
const COUNT: u32 = 20_000;

/// Tests a function on random operands; `expected` receives them as r0:r1 and r2:r3.
fn check(
    name: &str,
    draw: fn(&mut Random) -> (u64, u64),
    same: fn(u64, u64) -> bool,
    expected: fn(u64, u64) -> u64,
) {
    let Some(mut machine) = Machine::with(name) else {
        return;
    };
    let count = std::env::var("DCP_OPERANDS").ok().and_then(|count| count.parse().ok()).unwrap_or(COUNT);
    let mut random = Random::new(name);
    for _ in 0..count {
        let (a, b) = draw(&mut random);
        let (found, expected) = (machine.call(a, b), expected(a, b));
        assert!(
            same(found, expected),
            "{name} of {a:#018x} and {b:#018x}: found {found:#018x}, expected {expected:#018x}"
        );
    }
}

/// Equal, or both NaN with any payload.
fn doubles(found: u64, expected: u64) -> bool {
    found == expected || f64::from_bits(found).is_nan() && f64::from_bits(expected).is_nan()
}

fn singles(found: u64, expected: u64) -> bool {
    let [found, expected] = [found as u32, expected as u32];
    found == expected || f32::from_bits(found).is_nan() && f32::from_bits(expected).is_nan()
}

fn words(found: u64, expected: u64) -> bool {
    found as u32 == expected as u32
}

/// N is the engaged flag; bits 27 to 0 are the rest of the status register.
fn flags(found: u64, expected: u64) -> bool {
    found >> 28 & 7 == expected
}

fn classes(found: u64, expected: u64) -> bool {
    found >> 28 & 15 == expected
}

#[test]
fn arithmetic_in_double_precision() {
    check("double_add", operands::close_doubles, doubles, reference::double_add);
    check("double_subtract", operands::close_doubles, doubles, reference::double_subtract);
    check("double_multiply", operands::two_doubles, doubles, reference::double_multiply);
    check("double_divide", operands::two_doubles, doubles, reference::double_divide);
    check("double_root", operands::two_doubles, doubles, reference::double_root);
}

#[test]
fn arithmetic_in_single_precision() {
    check("single_add", operands::close_singles, singles, reference::single_add);
    check("single_subtract", operands::close_singles, singles, reference::single_subtract);
    check("single_multiply", operands::two_singles, singles, reference::single_multiply);
    check("single_divide", operands::two_singles, singles, reference::single_divide);
    check("single_root", operands::two_singles, singles, reference::single_root);
    check("exact_product", operands::two_singles, doubles, reference::exact_product);
}

#[test]
fn comparisons() {
    check("double_compare", operands::close_doubles, flags, reference::double_compare);
    check("single_compare", operands::close_singles, flags, reference::single_compare);
    check("double_classify", operands::two_doubles, classes, reference::double_classify);
}

#[test]
fn conversions_between_precisions() {
    check("double_to_single", operands::singles_extended, singles, reference::double_to_single);
    check("single_to_double", operands::two_singles, doubles, reference::single_to_double);
}

#[test]
fn conversions_from_integers() {
    check("unsigned_to_double", operands::integers, doubles, |a, _| f64::from(a as u32).to_bits());
    check("signed_to_double", operands::integers, doubles, |a, _| f64::from(a as u32 as i32).to_bits());
    check("unsigned_to_single", operands::integers, singles, |a, _| (a as u32 as f32).to_bits().into());
    check("signed_to_single", operands::integers, singles, |a, _| (a as u32 as i32 as f32).to_bits().into());
}

#[test]
fn conversions_to_integers() {
    let from_double = operands::near_integers_double;
    let from_single = operands::near_integers_single;
    check("double_to_signed", from_double, words, |a, _| f64::from_bits(a) as i32 as u32 as u64);
    check("double_to_unsigned", from_double, words, |a, _| (f64::from_bits(a) as u32).into());
    check("double_to_signed_rounded", from_double, words, |a, _| {
        f64::from_bits(a).round_ties_even() as i32 as u32 as u64
    });
    check("double_to_unsigned_rounded", from_double, words, |a, _| {
        (f64::from_bits(a).round_ties_even() as u32).into()
    });
    check("single_to_signed", from_single, words, |a, _| f32::from_bits(a as u32) as i32 as u32 as u64);
    check("single_to_unsigned", from_single, words, |a, _| (f32::from_bits(a as u32) as u32).into());
    check("single_to_signed_rounded", from_single, words, |a, _| {
        f32::from_bits(a as u32).round_ties_even() as i32 as u32 as u64
    });
    check("single_to_unsigned_rounded", from_single, words, |a, _| {
        (f32::from_bits(a as u32).round_ties_even() as u32).into()
    });
}

/// Returns the cycles of a function beyond those of an empty one.
fn cycles(name: &str) -> Option<u64> {
    Some(Machine::with(name)?.cycles() - Machine::with("empty")?.cycles())
}

/// Table 113 of the datasheet, for the sequences that this test has.
#[test]
fn operations_take_the_stated_cycles() {
    for (name, stated) in [
        ("double_add", 6),
        ("double_subtract", 6),
        ("double_compare", 4),
        ("signed_to_double", 5),
        ("unsigned_to_double", 5),
        ("double_to_signed", 5),
        ("double_to_unsigned_rounded", 5),
    ] {
        assert!(
            cycles(name).is_none_or(|taken| taken == stated),
            "{name}: {:?}, stated {stated}",
            cycles(name)
        );
    }
}

/// The cycles of table 113 for products, quotients and roots require a result latency of two cycles for words
/// from a coprocessor.
#[test]
fn words_from_the_coprocessor_have_a_result_latency_of_two_cycles() {
    if let Some(used) = cycles("read_and_use") {
        assert_eq!(used, 3);
        assert_eq!(cycles("read_and_use_later"), Some(3));
    }
}
