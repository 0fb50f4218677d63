//! ROM functions that programs call.

use super::flashing::{halted, look_up};
use super::*;

const BUFFER: u32 = 0x2000_1000;

fn service(board: &mut Board, code: &[u8; 2], arguments: [u32; 4]) -> u32 {
    let function = look_up(board, code);
    assert_ne!(function, 0);
    call(board, function, arguments)
}

fn words(board: &mut Board, count: u32) -> Vec<u32> {
    (0..count).map(|index| word(board, BUFFER + 4 * index)).collect()
}

#[test]
fn get_sys_info_returns_the_requested_words() {
    let mut board = halted();
    assert_eq!(service(&mut board, b"GS", [BUFFER, 16, 0x1 | 0x4 | 0x8 | 0x8000, 0]), 6);
    let info = words(&mut board, 6);
    assert_eq!((info[0], info[1], info[4], info[5]), (0xD, 1, 0, 0xC00));
    assert_eq!(service(&mut board, b"GS", [BUFFER, 3, 1, 0]) as i32, -13);
    assert_eq!(service(&mut board, b"GS", [BUFFER + 1, 3, 1, 0]) as i32, -11);
    assert_eq!(service(&mut board, b"GS", [BUFFER, 9, 0x50, 0]), 9);
    assert_eq!(words(&mut board, 9)[5] >> 8 & 0xFF, 0, "a normal boot");
}

#[test]
fn there_are_no_partitions() {
    let mut board = halted();
    assert_eq!(service(&mut board, b"LP", [BUFFER, 3064, 0, 0]), 0);
    assert_eq!(service(&mut board, b"LP", [BUFFER, 3063, 0, 0]) as i32, -13);
    assert_eq!(service(&mut board, b"GP", [BUFFER, 8, 0x8030, 0]), 1);
    assert_eq!(words(&mut board, 1), [0x8030]);
    assert_eq!(service(&mut board, b"AB", [BUFFER, 4096, 0, 0]) as i32, -5);
}

#[test]
fn a_flash_operation_goes_through_the_translation() {
    let mut board = halted();
    board.load_flash(0x10_0000, &[7; 8]);
    assert_eq!(service(&mut board, b"FA", [0x1000_1234, 0, 0, 0]), 0x1000_1234);
    // Window 0: 1 MB, from 1 MB on.
    put(&mut board, 0x400D_0034, 0x100 << 16 | 0x100);
    assert_eq!(service(&mut board, b"FA", [0x1000_1234, 0, 0, 0]), 0x1010_1234);
    assert_eq!(service(&mut board, b"FA", [0x1020_0000, 0, 0, 0]) as i32, -10);
    assert_eq!(service(&mut board, b"FO", [1 | 1 << 8 | 2 << 16, 0x1000_0004, 8, BUFFER]), 0);
    assert_eq!(words(&mut board, 2), [0x0707_0707, u32::MAX]);
    let before = board.time();
    assert_eq!(service(&mut board, b"FO", [1 | 1 << 8, 0x1000_0000, 0x1000, 0]), 0);
    assert!(board.time() - before >= flash::SECTOR_ERASE_TIME);
    assert_eq!(board.flash()[0x10_0000], 0xFF);
    put(&mut board, BUFFER, 0x1234_5678);
    assert_eq!(service(&mut board, b"FO", [1 << 8 | 1 << 16, 0x1010_0000, 0x100, BUFFER]), 0);
    assert_eq!(board.flash()[0x10_0000..0x10_0004], [0x78, 0x56, 0x34, 0x12]);
    for (flags, address, code) in [
        (0, 0x1000_0000, -5),
        (1 << 8 | 3 << 16, 0x1000_0000, -5),
        (1 << 8, 0x1000_0100, -11),
        (1 << 8, 0, -4),
    ] {
        assert_eq!(service(&mut board, b"FO", [flags, address, 0x1000, BUFFER]) as i32, code);
    }
}

#[test]
fn callbacks_are_stored_until_the_state_is_reset() {
    let mut board = halted();
    assert_eq!(service(&mut board, b"RC", [0, 0x2000_0001, 0, 0]), 0);
    assert_eq!(service(&mut board, b"RC", [0, u32::MAX, 0, 0]), 0x2000_0001);
    assert_eq!(service(&mut board, b"RC", [1, 0, 0, 0]) as i32, -5);
    service(&mut board, b"SR", [4, 0, 0, 0]);
    assert_eq!(service(&mut board, b"RC", [0, u32::MAX, 0, 0]), 0);
    assert_eq!(service(&mut board, b"SP", [2, 1, 0, 0]), 0);
}

#[test]
fn the_boot_ram_holds_code_that_restores_fast_reads() {
    let mut board = halted();
    service(&mut board, b"EX", [0; 4]);
    assert_eq!(word(&mut board, 0x400D_000C) & 0xFF, 12);
    // As the SDK does: a copy in SRAM is called.
    for index in 0..64 {
        let code = word(&mut board, 0x400E_0000 + 4 * index);
        put(&mut board, BUFFER + 4 * index, code);
    }
    call(&mut board, BUFFER, [0; 4]);
    assert_eq!(word(&mut board, 0x400D_000C) & 0xFF, 3);
    assert_eq!(word(&mut board, 0x400D_0014) & 0xFF, 0xEB);
}

#[test]
fn the_flush_empties_the_cache_and_unpins_its_lines() {
    use crate::bus::{Bus, Initiator};
    const LINE: u32 = 0x1000_0100;
    let mut board = halted();
    let flush = look_up(&mut board, b"FC");
    let wait = |board: &mut Board, address| {
        board.advance(5_000);
        let by = Initiator { core: 0, now: board.cycles(), debugger: false };
        board.chip.read(address, Size::Word, by).map(|transfer| transfer.wait)
    };
    put(&mut board, 0x1BFF_C007, 0);
    assert!(wait(&mut board, LINE).is_ok_and(|wait| wait > 0));
    assert_eq!(wait(&mut board, LINE), Ok(0));
    assert_eq!(wait(&mut board, 0x13FF_C000), Ok(0));
    call(&mut board, flush, [0; 4]);
    assert!(wait(&mut board, LINE).is_ok_and(|wait| wait > 0));
    assert!(wait(&mut board, 0x13FF_C000).is_err());
}
