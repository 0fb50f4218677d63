//! Boot from reset to the image, to the bootloader and to boot vectors.

use super::*;
use crate::memory::rom;

/// Returns an image that stores 42 to SCRATCH_X and loops.
fn answer() -> Vec<u8> {
    image(&[movs(0, 42), ldr_literal(1, 0), str(0, 1, 0), LOOP], &[0x2008_0000])
}

#[test]
fn an_image_in_flash_starts() {
    let mut board = board_with(&answer());
    assert_eq!(board.run_ahead(100_000, 0x2008_0000..0x2008_2000), RunAheadEnd::WatchedStore);
    assert_eq!(word(&mut board, 0x2008_0000), 42);
    assert_eq!(board.stop_reason(), None);
    assert_eq!(DebugTarget::system_clock(&board), 11_000_000);
    // Two lines: 108 cycles each, but the second continues the transfer of the first.
    assert_eq!(board.xip_counters().accesses - board.xip_counters().hits, 2);
    assert!((108 + 48..108 + 48 + 12).contains(&board.cycles()), "{}", board.cycles());
    board.advance(1000);
    assert_eq!(board.core(0).register(15), ENTRY + 6);
    assert_eq!(word(&mut board, VTOR), 0x1000_0000);
    assert_eq!(board.core(0).msp(), 0x2008_0000);
}

#[test]
fn the_same_image_takes_the_same_cycles() {
    let run = || {
        let mut board = board_with(&answer());
        board.run_ahead(100_000, 0x2008_0000..0x2008_2000);
        (board.cycles(), board.retired(0), board.xip_counters())
    };
    assert_eq!(run(), run());
}

#[test]
fn a_blank_flash_enters_the_bootloader() {
    let mut board = Board::new();
    board.advance(1000);
    assert_eq!(board.core(0).register(15) & !3, rom::PARK);
    assert!(board.core(0).asleep());
    assert_eq!(DebugTarget::system_clock(&board), 48_000_000);
    assert_eq!(board.chip.clocks().reference.whole_hertz(), 24_000_000);
    let start = word(&mut board, 0x400B_0028);
    board.advance(48_000);
    assert_eq!(word(&mut board, 0x400B_0028) - start, 1000);
}

#[test]
fn a_debugger_resets_into_the_bootloader_and_then_the_image() {
    let mut board = board_with(&answer());
    board.advance(10_000);
    board.assert_reset();
    board.advance(100);
    board.release_reset_for_rescue();
    board.advance(100);
    assert_eq!(board.core(0).register(15) & !3, rom::PARK, "a rescue waits");
    let magic = 0xB007_C0D3_u32;
    for (scratch, value) in [(4, magic), (5, magic ^ magic.wrapping_neg()), (6, 2), (7, magic)] {
        put(&mut board, 0x400D_800C + scratch * 4, value);
    }
    put(&mut board, AIRCR, AIRCR_VECTKEY | AIRCR_SYSRESETREQ);
    board.advance(1000);
    assert_eq!(DebugTarget::system_clock(&board), 48_000_000);
    assert_eq!(word(&mut board, 0x400D_801C), 0, "the request is taken");
    // With reset catch.
    control_debug(&mut board, 0, Dhcsr::C_DEBUGEN);
    put(&mut board, DEMCR, Demcr::VC_CORERESET.bits());
    put(&mut board, AIRCR, AIRCR_VECTKEY | AIRCR_SYSRESETREQ);
    board.advance(1000);
    assert!(board.halted(0));
    assert_eq!(board.core(0).register(15), rom::RESET);
    put(&mut board, DEMCR, 0);
    control_debug(&mut board, 0, Dhcsr::C_DEBUGEN);
    board.advance(10_000);
    assert_eq!(word(&mut board, 0x2008_0000), 42);
}

#[test]
fn a_boot_vector_starts_code_in_ram() {
    let mut board = Board::new();
    board.advance(100);
    put(&mut board, 0x2000_1000, u32::from(movs(3, 9)) | u32::from(LOOP) << 16);
    let (magic, entry) = (0xB007_C0D3_u32, 0x2000_1001_u32);
    for (scratch, value) in [(4, magic), (5, entry ^ magic.wrapping_neg()), (6, 0x2000_8000), (7, entry)] {
        put(&mut board, 0x400D_800C + scratch * 4, value);
    }
    put(&mut board, AIRCR, AIRCR_VECTKEY | AIRCR_SYSRESETREQ);
    board.advance(1000);
    assert_eq!((board.core(0).register(3), board.core(0).register(13)), (9, 0x2000_8000));
}

#[test]
fn what_is_not_modelled_stops_the_board_until_a_reset() {
    // Reads one-time programmable memory.
    let image = image(&[ldr_literal(1, 0), ldr(0, 1, 0), LOOP], &[0x4013_0000]);
    let mut board = board_with(&image);
    assert_eq!(board.run_ahead(100_000, 0..0), RunAheadEnd::BoardStopped);
    let reason = DebugTarget::stop_reason(&board).unwrap();
    assert!(reason.contains("OTP_DATA") && reason.contains("0x10000202"), "{reason}");
    let cycles = board.cycles();
    board.advance(50);
    assert_eq!(board.cycles(), cycles + 50);
    put(&mut board, AIRCR, AIRCR_VECTKEY | AIRCR_SYSRESETREQ);
    assert_eq!(board.stop_reason(), None);
}

#[test]
fn the_watchdog_resets_the_cores() {
    // Starts the tick and the watchdog at once, and loops.
    let code = [
        ldr_literal(0, 0),
        movs(1, 11),
        str(1, 0, 13),
        movs(1, 1),
        str(1, 0, 12),
        ldr_literal(0, 1),
        ldr_literal(1, 2),
        str(1, 0, 0),
        ldr_literal(0, 3),
        movs(1, 20),
        str(1, 0, 1),
        ldr_literal(1, 4),
        str(1, 0, 0),
        LOOP,
    ];
    let literals = [0x4010_8000, 0x4001_8008, 0x01FF_FFFF, 0x400D_8000, 1 << 30];
    let mut board = board_with(&image(&code, &literals));
    put(&mut board, 0x400D_800C, 7);
    // 20 µs of 11 cycles each, after a few hundred cycles of code.
    board.advance(220);
    assert_eq!(word(&mut board, 0x400D_8008), 0);
    board.advance(1200);
    assert_eq!(word(&mut board, 0x400D_8008), 1);
    assert_eq!(word(&mut board, 0x400D_800C), 7);
    assert_eq!(board.stop_reason(), None);
}
