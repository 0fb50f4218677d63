//! DMA alongside the cores.

use super::*;

const WORDS: u32 = 1000;

/// Starts a copy, sleeps until its interrupt, and stores the state and the remaining count of the channel.
fn copying() -> Vec<u8> {
    let code = [
        0xB672, // cpsid i
        ldr_literal(0, 0),
        movs(1, 4),
        str(1, 0, 0),
        ldr_literal(0, 1),
        ldr_literal(1, 2),
        str(1, 0, 0),
        ldr_literal(0, 3),
        movs(1, 1),
        str(1, 0, 0),
        ldr_literal(0, 4),
        ldr_literal(1, 5),
        str(1, 0, 0),
        ldr_literal(1, 6),
        str(1, 0, 1),
        ldr_literal(1, 7),
        str(1, 0, 2),
        ldr_literal(1, 8),
        str(1, 0, 3),
        WFI,
        ldr(2, 0, 2),
        ldr(3, 0, 3),
        ldr_literal(4, 9),
        str(2, 4, 1),
        str(3, 4, 0),
        LOOP,
    ];
    let literals = [
        0x4002_3000,
        NVIC_ISER0,
        1 << 10,
        0x5000_0404,
        0x5000_0000,
        0x2000_0000,
        0x2004_0000,
        WORDS,
        0x007E_0059,
        0x2008_0000,
    ];
    image(&code, &literals)
}

#[test]
fn its_interrupt_wakes_a_core_in_its_cycle() {
    let mut board = board_with(&copying());
    for word in 0..WORDS {
        put(&mut board, 0x2000_0000 + 4 * word, word ^ 0x5555_0000);
    }
    assert_eq!(board.run_ahead(1_000_000, 0x2008_0000..0x2008_0004), RunAheadEnd::WatchedStore);
    assert_eq!(word(&mut board, 0x2008_0000) >> 26 & 1, 0, "not busy");
    assert_eq!(word(&mut board, 0x2008_0004), 0, "nothing left");
    for index in 0..WORDS {
        assert_eq!(word(&mut board, 0x2004_0000 + 4 * index), index ^ 0x5555_0000);
    }
    let cycles = board.cycles();
    assert!((u64::from(WORDS)..u64::from(WORDS) + 2_000).contains(&cycles), "{cycles}");
}
