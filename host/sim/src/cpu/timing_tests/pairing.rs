//! The limited second slot, and the cycles of branches: rows of source A.

use super::{looped, straight};

/// `nop` shares a cycle with arithmetic or a load or store before it, never with one after it.
#[test]
fn a_nop_shares_a_cycle() {
    straight(&[0x4408, 0xBF00], 1); // add r0, r1; nop
    straight(&[0x1840, 0xBF00], 1); // adds r0, r0, r1; nop
    straight(&[0x6808, 0xBF00], 1); // ldr r0, [r1]; nop
    straight(&[0x6008, 0xBF00], 1); // str r0, [r1]; nop
    straight(&[0xBF00, 0x1840, 0xEB00, 0x0001], 3); // nop; adds r0, r0, r1; add.w r0, r0, r1
    straight(&[0xF3AF, 0x8000, 0xBF00], 2); // nop.w; nop
    straight(&[0x1840, 0xF3AF, 0x8000], 2); // adds r0, r0, r1; nop.w
    straight(&[0xBF00, 0xBF00], 1); // nop; nop
}

/// Arithmetic with arithmetic, and load or store with arithmetic, never share a cycle.
#[test]
fn work_does_not_share_a_cycle() {
    straight(&[0x1840, 0x18D2], 2); // adds r0, r0, r1; adds r2, r2, r3
    straight(&[0x6808, 0x18D2], 2); // ldr r0, [r1]; adds r2, r2, r3
    straight(&[0x18D2, 0x6808], 2); // adds r2, r2, r3; ldr r0, [r1]
    straight(&[0x6808, 0x600A], 2); // ldr r0, [r1]; str r2, [r1]
}

/// A branch not taken shares the cycle of anything with 16 bits before it, flags or not.
#[test]
fn a_branch_not_taken_is_free_in_the_second_slot() {
    straight(&[0x191B, 0xD6FF], 1); // adds r3, r3, r4; bvs.n 1f
    straight(&[0x4423, 0xD6FF], 1); // add r3, r4; bvs.n 1f
    straight(&[0x6808, 0xD6FF], 1); // ldr r0, [r1]; bvs.n 1f
    straight(&[0x42A3, 0xF180, 0x8000], 2); // cmp r3, r4; bvs.w 1f
    straight(&[0xEBB3, 0x0F04, 0xD6FF], 2); // cmp.w r3, r4; bvs.n 1f
    // Alone in the first slot, it shares with a nop.
    straight(&[0xEBB3, 0x0F04, 0xD600, 0xBF00], 2); // cmp.w r3, r4; bvs.n 1f; nop
    straight(&[0x2301, 0xB10C, 0xF3AF, 0x8000], 2); // movs r3, #1; cbz r4, 1f; nop.w
}

/// `it` shares the cycle of the 16-bit instruction before it.
#[test]
fn an_it_is_free_in_the_second_slot() {
    straight(&[0x42A3, 0xBF78, 0xEB00, 0x0001], 2); // cmp r3, r4; it vc; addvc.w r0, r0, r1
    straight(&[0x6808, 0xBF78, 0xEB02, 0x0201], 2); // ldr r0, [r1]; it vc; addvc.w r2, r2, r1
    straight(&[0xEBB3, 0x0F04, 0xBF78, 0xEB00, 0x0001], 3); // cmp.w r3, r4; it vc; addvc.w r0, r0, r1
}

/// A pair need not start at a word boundary.
#[test]
fn pairs_need_no_alignment() {
    straight(&[0x1840, 0x1840, 0xBF00, 0xF3AF, 0x8000, 0x1840, 0xBF00], 4); // adds r0, r0, r1; adds r0, r0, r1; nop; nop.w; adds r0, r0, r1; nop
    straight(&[0x1840, 0xBF00, 0x1840, 0xBF00, 0xF3AF, 0x8000], 3); // adds r0, r0, r1; nop; adds r0, r0, r1; nop; nop.w
}

/// The loops that source A gives.
#[test]
fn loops_take_the_stated_cycles() {
    looped(&[0x3F01, 0xD1FD], 1 + 2); // subs r7, #1; bne.n 1b
    looped(&[0x3F01, 0x4408, 0xD1FC], 1 + 1 + 1); // subs r7, #1; add r0, r1; bne.n 1b
    looped(&[0x3F01, 0xCE0F, 0xD1FC], 1 + 4 + 1); // subs r7, #1; ldmia r6!, {r0-r3}; bne.n 1b
    looped(&[0xF1B7, 0x0701, 0x46D2, 0xD1FB], 1 + 1 + 1); // subs.w r7, r7, #1; mov.n r10, r10; bne.n 1b
    looped(&[0x3F01, 0xBF00, 0xD1FC], 1 + 2); // subs r7, #1; nop; bne.n 1b
    looped(&[0x3F01, 0xF3AF, 0x8000, 0xD1FB], 1 + 1 + 2); // subs r7, #1; nop.w; bne.n 1b
    looped(&[0x3F01, 0x1840, 0x2F00, 0xD1FB], 1 + 1 + 1 + 2); // subs r7, #1; adds r0, r0, r1; cmp r7, #0; bne.n 1b
    looped(&[0x3F01, 0xF47F, 0xAFFD], 1 + 2); // subs r7, #1; bne.w 1b
}

/// The same branches at the end of the loops, not taken: 0 in the second slot.
#[test]
fn a_loop_that_ends_pays_nothing_for_its_branch() {
    straight(&[0x3F01, 0xD6FF], 1); // subs r7, #1; bvs.n 1f
    straight(&[0x3F01, 0x4408, 0xD6FF], 1 + 1); // subs r7, #1; add r0, r1; bvs.n 1f
    straight(&[0x3F01, 0x460E, 0xCE3C, 0xD6FF], 1 + 1 + 4); // subs r7, #1; mov r6, r1; ldmia r6!, {r2-r5}; bvs.n 1f
}

/// Unconditional branches follow the same rule.
#[test]
fn unconditional_branches_refill_once() {
    straight(&[0x4408, 0xE7FF], 2); // add r0, r1; b.n 1f
    straight(&[0xF3AF, 0x8000, 0xE7FF], 3); // nop.w; b.n 1f
    straight(&[0xF000, 0xF800], 2); // bl 1f
}

/// The kernel of source B with alternating branches: 51.5 cycles per pass are measured on the chip, as an average of two
/// cases. The upper eight constants are shifted ones.
#[test]
fn the_measured_kernel_of_alternating_branches() {
    let mut code = vec![];
    for bit in 0..16u16 {
        // tst.w r4, #1 << bit; beq over the nop; nop
        let rotation = 39 - bit;
        code.extend(if bit < 8 {
            [0xF014, 0x0F00 | 1 << bit]
        } else {
            [0xF014 | (rotation >> 4) << 10, 0x0F00 | (rotation >> 1 & 7) << 12 | (rotation & 1) << 7]
        });
        code.extend([0xD000, 0xBF00]);
    }
    code.push(0x3F01); // subs r7, #1
    let back = -2 * (code.len() as i32 + 2);
    code.push(0xD100 | (back / 2) as u16 & 0xFF); // bne to the start
    let passes = |count: u32| {
        super::cycles(&code, |cpu| {
            cpu.set_register(4, 0xAAAA_AAAA);
            cpu.set_register(7, count);
        })
    };
    assert_eq!(passes(30) - passes(10), 20 * 51);
}

/// The kernel of source B with sixteen `nop`, and the counter first: 10.07 cycles per pass are measured on the chip.
#[test]
fn the_measured_kernel_of_nops() {
    let mut code = vec![0x3F01]; // subs r7, #1
    code.extend([0xBF00; 16]);
    code.push(0xD100 | (-(code.len() as i32) - 2) as u16 & 0xFF); // bne to the start
    looped(&code, 10);
}
