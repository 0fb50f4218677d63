//! Division: 2 to 12 cycles by the size of the quotient (source C), of which source B measured the upper end.

use super::straight_from;

/// `udiv r0, r0, r1`
const UDIV_CHAIN: [u16; 2] = [0xFBB0, 0xF0F1];
/// `udiv r2, r0, r1`
const UDIV: [u16; 2] = [0xFBB0, 0xF2F1];
/// `sdiv r2, r0, r1`
const SDIV: [u16; 2] = [0xFB90, 0xF2F1];

#[track_caller]
fn takes(code: &[u16], dividend: u32, divisor: u32, expected: u64) {
    straight_from(
        code,
        |cpu| {
            cpu.set_register(0, dividend);
            cpu.set_register(1, divisor);
        },
        expected,
    );
}

#[test]
fn a_quotient_of_32_bits_takes_12_cycles() {
    takes(&UDIV_CHAIN, 0xDEAD_BEEF, 1, 12);
    takes(&UDIV, 0xDEAD_BEEF, 1, 12);
    takes(&SDIV, 0x8000_0000, 1, 12);
}

#[test]
fn a_quotient_of_zero_takes_2_cycles() {
    takes(&UDIV, 5, 6, 2);
    takes(&SDIV, 5, (-6i32) as u32, 2);
    takes(&UDIV_CHAIN, 0, 6, 2);
}

#[test]
fn the_result_comes_in_the_last_cycle() {
    // adds r3, r3, r4: issues in the last cycle of the division.
    let mut with_other_work = UDIV.to_vec();
    with_other_work.push(0x191B);
    takes(&with_other_work, 0xDEAD_BEEF, 1, 12);
    // adds r3, r2, r4: needs the quotient.
    let mut with_use = UDIV.to_vec();
    with_use.push(0x1913);
    takes(&with_use, 0xDEAD_BEEF, 1, 13);
}

/// The kernel of source B: sixteen dependent divisions, the counter in a stall of one of them, and the branch. 193 cycles
/// per pass are measured on the chip.
#[test]
fn the_measured_kernel_takes_its_measured_cycles() {
    let mut code = vec![];
    for index in 0..16 {
        code.extend(UDIV_CHAIN);
        if index == 7 {
            code.push(0x3F01); // subs r7, #1
        }
    }
    let back = -((code.len() as i32 + 2) * 2);
    code.push(0xD100 | (back / 2) as u16 & 0xFF); // bne to the start
    let passes = |count: u32| {
        super::cycles(&code, |cpu| {
            cpu.set_register(0, 0xDEAD_BEEF);
            cpu.set_register(1, 1);
            cpu.set_register(7, count);
        })
    };
    assert_eq!(passes(30) - passes(10), 20 * 193);
}
