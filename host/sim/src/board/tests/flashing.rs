//! ROM functions that flash loaders call.

use super::*;

pub(super) fn look_up(board: &mut Board, code: &[u8; 2]) -> u32 {
    let lookup = word(board, 0x14) >> 16;
    call(board, lookup, [u32::from(u16::from_le_bytes(*code)), 4, 0, 0])
}

pub(super) fn halted() -> Board {
    let mut board = Board::new();
    board.advance(100);
    halt(&mut board, 0);
    board
}

#[test]
fn functions_are_found_by_their_code() {
    let mut board = halted();
    assert_eq!(look_up(&mut board, b"EX"), Function::FlashExitXip.address() | 1);
    assert_eq!(look_up(&mut board, b"??"), 0);
    let version = DebugTarget::read(&mut board, 0, 0x12, Size::Byte);
    assert_eq!(version, Ok(2));
}

#[test]
fn a_sector_is_erased_and_programmed_and_read() {
    let mut board = halted();
    board.load_flash(0x1000, &[0; 0x3000]);
    for code in [b"IF", b"EX"] {
        let function = look_up(&mut board, code);
        call(&mut board, function, [0; 4]);
    }
    let before = board.time();
    let erase = look_up(&mut board, b"RE");
    call(&mut board, erase, [0x2000, 0x1000, 0x1_0000, 0xD8]);
    assert!(board.time() - before >= flash::SECTOR_ERASE_TIME);
    put(&mut board, 0x2000_0000, 0x1234_5678);
    let program = look_up(&mut board, b"RP");
    call(&mut board, program, [0x2000, 0x2000_0000, 0x100, 0]);
    for code in [b"FC", b"CX"] {
        let function = look_up(&mut board, code);
        call(&mut board, function, [0; 4]);
    }
    assert_eq!(word(&mut board, 0x1000_2000), 0x1234_5678);
    assert_eq!(word(&mut board, 0x1000_2100), u32::MAX);
    assert_eq!((word(&mut board, 0x1000_1FFC), word(&mut board, 0x1000_3000)), (0, 0));
    // 03h at CLKDIV 12.
    assert_eq!(word(&mut board, 0x400D_000C) & 0xFF, 12);
    assert_eq!(word(&mut board, 0x400D_0014), 3);
}

#[test]
fn code_that_was_reprogrammed_is_decoded_anew() {
    let mut board = halted();
    board.load_flash(0x2000, &[0x07, 0x20, 0x70, 0x47]);
    assert_eq!(call(&mut board, 0x1000_2000, [0; 4]), 7);
    let erase = look_up(&mut board, b"RE");
    call(&mut board, erase, [0x2000, 0x1000, 0x1_0000, 0xD8]);
    put(&mut board, 0x2000_0000, 0x4770_2009);
    let program = look_up(&mut board, b"RP");
    call(&mut board, program, [0x2000, 0x2000_0000, 0x100, 0]);
    assert_eq!(call(&mut board, 0x1000_2000, [0; 4]), 9);
}

#[test]
fn a_whole_block_is_quicker_than_its_sectors() {
    let mut board = halted();
    let erase = look_up(&mut board, b"RE");
    let before = board.time();
    call(&mut board, erase, [0x1_0000, 0x1_1000, 0x1_0000, 0xD8]);
    let took = board.time() - before;
    let expected = flash::BLOCK_ERASE_TIME + flash::SECTOR_ERASE_TIME;
    assert!(took >= expected && took < expected + 1_000_000_000, "{took}");
}

#[test]
fn unmodelled_calls_stop_the_board_by_name() {
    for (code, arguments, expected) in [
        (b"RE", [0x10, 0x1000, 0, 0], "flash_range_erase"),
        (b"RP", [0x40_0000, 0x2000_0000, 0x100, 0], "flash_range_program"),
        (b"RP", [0, 0x4000_0000, 0x100, 0], "flash_range_program from"),
        (b"OA", [0; 4], "ROM function \"OA\""),
    ] {
        let mut board = halted();
        let function = look_up(&mut board, code);
        for (number, argument) in arguments.iter().enumerate() {
            board.cores[0].set_register(number, *argument);
        }
        board.cores[0].set_register(15, function & !1);
        control_debug(&mut board, 0, Dhcsr::C_DEBUGEN);
        assert_eq!(board.run_ahead(10_000, 0..0), RunAheadEnd::BoardStopped);
        let reason = DebugTarget::stop_reason(&board).unwrap();
        assert!(reason.contains(expected), "{reason}");
    }
}

#[test]
fn reboot_goes_through_the_watchdog() {
    let mut board = halted();
    let reboot = look_up(&mut board, b"RB");
    put(&mut board, 0x2000_1000, u32::from(movs(3, 9)) | u32::from(LOOP) << 16);
    assert_eq!(call(&mut board, reboot, [0xD, 1, 0x2000_1001, 0x2000_8000]), 0);
    // The debugger holds the watchdog while the core is halted.
    board.advance(1_000_000);
    assert!(board.halted(0));
    put(&mut board, 0x2007_0000, u32::from(LOOP));
    control_debug(&mut board, 0, Dhcsr::C_DEBUGEN);
    board.advance(100_000);
    assert_eq!((board.core(0).register(3), board.core(0).register(13)), (9, 0x2000_8000));
}
