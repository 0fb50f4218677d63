//! Cost of reading a register on the APB.

use super::*;

/// Returns the cycles of `reads` successive loads of TIMER0 TIMERAWL, by DWT_CYCCNT, in the third pass with warm caches.
fn cycles_of_reads(reads: usize) -> u32 {
    let mut code = vec![
        ldr_literal(4, 0),
        ldr_literal(5, 1),
        ldr_literal(6, 2),
        ldr_literal(7, 3),
        str(7, 6, 0), // DEMCR.TRCENA
        movs(0, 1),
        str(0, 5, 0), // DWT_CTRL.CYCCNTENA
        ldr_literal(7, 4),
        movs(3, 3),
    ];
    let pass = code.len();
    code.push(ldr(1, 5, 1));
    code.extend(std::iter::repeat_n(ldr(0, 4, 10), reads));
    code.extend([
        ldr(2, 5, 1),
        0x1A52, // subs r2, r2, r1
        str(2, 7, 0),
        0x3B01, // subs r3, #1
    ]);
    let back = pass as i32 - (code.len() as i32 + 2);
    code.extend([0xD100 | (back & 0xFF) as u16 /* bne pass */, LOOP]);
    let image = image(&code, &[0x400B_0000, DWT_CTRL, DEMCR, Demcr::TRCENA.bits(), 0x2000_0000]);
    let mut board = board_with(&image);
    board.advance(50_000);
    assert_eq!(board.stop_reason(), None);
    assert_eq!(board.core(0).register(3), 0, "all passes are done");
    word(&mut board, 0x2000_0000)
}

/// `time_us_32()` is such a read: 3.00 cycles, arduino-pico PR 3349.
#[test]
fn a_read_of_the_timer_costs_three_cycles() {
    assert_eq!(cycles_of_reads(30) - cycles_of_reads(10), 3 * 20);
}
