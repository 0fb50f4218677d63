//! Both cores: launch, events, interrupts and time.

use super::*;

/// Returns an image with which core 0 launches core 1: core 0 sends the launch sequence and checks each answer. Core 1
/// stores its number to 0x2000_0004 and signals; core 0 waits for that, then stores it to 0x2000_0008.
fn launching() -> Vec<u8> {
    const TABLE: usize = 0x300;
    const SECOND: usize = 0x400;
    let code = [
        // r4 = SIO, r5 = the words to send, r6 = their number.
        ldr_literal(4, 0),
        ldr_literal(5, 1),
        movs(6, 6),
        // Empties the mailbox: as long as FIFO_ST.VLD is set, reads FIFO_RD.
        ldr(0, 4, 20),
        0x07C0, // lsls r0, r0, #31
        0xD501, // bpl out
        ldr(0, 4, 22),
        0xE7FA, // b to FIFO_ST
        // Sends a word, signals, waits for the answer and compares.
        ldr(1, 5, 0),
        str(1, 4, 21),
        SEV,
        ldr(0, 4, 20),
        0x07C0, // lsls r0, r0, #31
        0xD5FC, // bpl to FIFO_ST
        ldr(0, 4, 22),
        0x4288, // cmp r0, r1
        0xD1FE, // bne .
        adds(5, 4),
        0x3E01, // subs r6, #1
        0xD1F3, // bne to the next word
        // Waits for core 1.
        ldr_literal(2, 2),
        WFE,
        ldr(0, 2, 1),
        0x2801, // cmp r0, #1
        0xD1FB, // bne to wfe
        str(0, 2, 2),
        LOOP,
    ];
    let mut image = image(&code, &[0xD000_0000, 0x1000_0000 + TABLE as u32, 0x2000_0000]);
    let words = [0, 0, 1, 0x1000_0000, 0x2004_0000, 0x1000_0001 + SECOND as u32];
    place(&mut image, TABLE, &[], &words);
    let second = [ldr_literal(0, 0), ldr(1, 0, 0), ldr_literal(2, 1), str(1, 2, 1), SEV, LOOP];
    place(&mut image, SECOND, &second, &[0xD000_0000, 0x2000_0000]);
    image
}

#[test]
fn core_0_launches_core_1() {
    let mut board = board_with(&launching());
    board.advance(20_000);
    assert_eq!(board.stop_reason(), None);
    assert_eq!(word(&mut board, 0x2000_0004), 1, "core 1 ran");
    assert_eq!(word(&mut board, 0x2000_0008), 1, "core 0 woke");
    assert_eq!(board.core(1).register(13), 0x2004_0000);
    assert_eq!(DebugTarget::read(&mut board, 1, VTOR, Size::Word), Ok(0x1000_0000));
    assert!(board.retired(1) > 0);
}

#[test]
fn forcing_core_1_off_brings_it_back_to_the_rom() {
    let mut board = board_with(&launching());
    board.advance(20_000);
    put(&mut board, 0x4001_8004, 1 << 24);
    board.advance(100);
    let retired = board.retired(1);
    board.advance(1000);
    assert_eq!(board.retired(1), retired, "held");
    put(&mut board, 0x4001_8004, 0);
    board.advance(100);
    assert!(board.core(1).asleep());
    // Core 1 has sent a word to core 0.
    assert_eq!(word(&mut board, 0xD000_0050) & 1, 1);
}

#[test]
fn cores_that_both_run_stay_close() {
    let mut board = board_with(&launching());
    board.advance(20_000);
    for _ in 0..100 {
        board.advance(997);
        let apart = board.core(0).cycle().abs_diff(board.core(1).cycle());
        assert!(apart < 200, "{apart}");
    }
}

/// TIMER0 alarm 0 wakes core 0 from WFI with interrupts masked; it stores the time at which it resumes.
#[test]
fn an_alarm_wakes_a_sleeping_core_at_its_cycle() {
    // The tick of TIMER0, the third generator, every 11 cycles; alarm in 100 µs; sleep.
    let code = [
        0xB672, // cpsid i
        ldr_literal(0, 0),
        movs(1, 11),
        str(1, 0, 7),
        movs(1, 1),
        str(1, 0, 6),
        ldr_literal(0, 1),
        str(1, 0, 16),
        ldr(1, 0, 10),
        adds(1, 100),
        str(1, 0, 4),
        ldr_literal(2, 2),
        movs(1, 1),
        str(1, 2, 0),
        WFI,
        ldr(3, 0, 10),
        ldr_literal(2, 3),
        str(3, 2, 0),
        LOOP,
    ];
    let literals = [0x4010_8000, 0x400B_0000, NVIC_ISER0, 0x2008_0000];
    let mut board = board_with(&image(&code, &literals));
    assert_eq!(board.run_ahead(1_000_000, 0x2008_0000..0x2008_0004), RunAheadEnd::WatchedStore);
    let alarm = word(&mut board, 0x400B_0010);
    assert!((100..110).contains(&alarm));
    assert_eq!(word(&mut board, 0x2008_0000), alarm);
    assert!((1100..2200).contains(&board.cycles()), "{}", board.cycles());
}

#[test]
fn sleeping_cores_take_no_time_to_simulate() {
    let mut board = Board::new();
    board.advance(1_000_000_000_000);
    assert_eq!(board.cycles(), 1_000_000_000_000);
    assert!(board.retired(0) < 10);
}
