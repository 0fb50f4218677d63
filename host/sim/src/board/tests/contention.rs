//! Contention for the SRAM banks.

use super::*;

/// Cores stop here.
const END: u32 = 0x2007_0000;

/// Writes a loop to memory: r5 passes of 8 loads from the address in r4.
fn put_loop(board: &mut Board, at: u32) {
    let mut code = vec![ldr(0, 4, 0); 8];
    code.extend([0x3D01 /* subs r5, #1 */, 0xD1F5 /* bne to the first load */, BKPT, BKPT]);
    for (index, pair) in code.chunks(2).enumerate() {
        put(board, at + 4 * index as u32, u32::from(pair[0]) | u32::from(pair[1]) << 16);
    }
}

/// Returns a board whose cores are halted, with the same loop for each in SCRATCH_X and SCRATCH_Y, so that their
/// fetches do not compete.
fn two_cores() -> Board {
    let mut board = Board::new();
    board.advance(100);
    for core in 0..2 {
        halt(&mut board, core);
    }
    put_loop(&mut board, 0x2008_0000);
    put_loop(&mut board, 0x2008_1000);
    board
}

/// Runs the loop on the cores that have an address, and returns the cycles that each took.
fn run(board: &mut Board, addresses: [Option<u32>; 2], passes: u32) -> [u64; 2] {
    let mut start = [0; 2];
    for (core, address) in addresses.into_iter().enumerate() {
        if let Some(address) = address {
            board.cores[core].set_register(4, address);
            board.cores[core].set_register(5, passes);
            board.cores[core].set_register(15, 0x2008_0000 + 0x1000 * core as u32);
            board.cores[core].set_register(13, END);
        }
    }
    for (core, address) in addresses.into_iter().enumerate() {
        if address.is_some() {
            control_debug(board, core as u8, Dhcsr::C_DEBUGEN);
        }
    }
    let mut taken = [0; 2];
    for (core, address) in addresses.into_iter().enumerate() {
        start[core] = if address.is_some() { board.cores[core].cycle() } else { 0 };
    }
    for _ in 0..100_000 {
        board.advance(50);
        for core in 0..2 {
            if taken[core] == 0 && addresses[core].is_some() && board.halted(core as u8) {
                taken[core] = board.cores[core].cycle() - start[core];
            }
        }
        if (0..2).all(|core| addresses[core].is_none() || taken[core] != 0) {
            return taken;
        }
    }
    panic!("{:?}", board.stop_reason());
}

const PASSES: u32 = 200;

#[test]
fn cores_at_different_banks_do_not_wait() {
    let alone = run(&mut two_cores(), [Some(0x2000_0000), None], PASSES)[0];
    let both = run(&mut two_cores(), [Some(0x2000_0000), Some(0x2000_0004)], PASSES);
    for core in 0..2 {
        assert!(both[core].abs_diff(alone) <= 48, "{both:?} {alone}");
    }
}

#[test]
fn cores_at_one_bank_get_half_of_it_each() {
    let alone = run(&mut two_cores(), [Some(0x2000_0000), None], PASSES)[0];
    // Eight loads in eleven cycles: the two cores together need 16 accesses in 11 cycles of the bank.
    let both = run(&mut two_cores(), [Some(0x2000_0000), Some(0x2000_0100)], PASSES);
    let least = u64::from(PASSES) * 16;
    for core in 0..2 {
        assert!(both[core] >= least - 64 && both[core] < least * 5 / 4, "{both:?} {alone} {least}");
    }
    assert!(both[0].abs_diff(both[1]) < 200, "neither is preferred: {both:?}");
    assert!(least > alone);
}

#[test]
fn a_core_with_priority_does_not_wait() {
    let alone = run(&mut two_cores(), [Some(0x2000_0000), None], PASSES)[0];
    for favourite in 0..2_usize {
        let mut board = two_cores();
        put(&mut board, 0x4002_3000, 1 << 1);
        put(&mut board, 0x4006_8000, if favourite == 0 { 1 } else { 1 << 4 });
        let both = run(&mut board, [Some(0x2000_0000), Some(0x2000_0100)], PASSES);
        assert!(both[favourite].abs_diff(alone) <= 96, "{favourite} {both:?} {alone}");
        assert!(both[1 - favourite] > alone * 13 / 10, "{favourite} {both:?} {alone}");
    }
}

#[test]
fn dma_and_a_core_share_a_bank() {
    let alone = run(&mut two_cores(), [Some(0x2000_0000), None], PASSES)[0];
    for (source, meets) in [(0x2000_0400, true), (0x2000_0404, false)] {
        let mut board = two_cores();
        put(&mut board, 0x4002_3000, 1 << 2);
        // Endless reads of one word, written to another bank than the core's.
        for (register, value) in [(0, source), (4, 0x2000_0408), (8, 0xF000_0001), (0xC, 0x007E_0009)] {
            put(&mut board, 0x5000_0000 + register, value);
        }
        let with = run(&mut board, [Some(0x2000_0000), None], PASSES)[0];
        if meets {
            assert!(with > alone * 12 / 10, "{with} {alone}");
        } else {
            assert!(with.abs_diff(alone) <= 16, "{with} {alone}");
        }
    }
}

#[test]
fn the_performance_counters_count_bank_accesses() {
    let mut board = two_cores();
    put(&mut board, 0x4002_3000, 1 << 1);
    // Accesses and contested accesses of bank 0, accesses of bank 1.
    for (counter, event) in [(0, 0x37), (1, 0x36), (2, 0x33)] {
        put(&mut board, 0x4006_8010 + 8 * counter, event);
    }
    put(&mut board, 0x4006_8008, 1);
    run(&mut board, [Some(0x2000_0000), None], PASSES);
    put(&mut board, 0x4006_8008, 0);
    let counters = [0, 1, 2].map(|counter| word(&mut board, 0x4006_800C + 8 * counter));
    assert_eq!(counters, [8 * PASSES, 0, 0]);
    put(&mut board, 0x4006_8008, 1);
    run(&mut board, [Some(0x2000_0000), Some(0x2000_0100)], PASSES);
    put(&mut board, 0x4006_8008, 0);
    assert_eq!(word(&mut board, 0x4006_800C), 24 * PASSES);
    assert!(word(&mut board, 0x4006_8014) > PASSES);
    put(&mut board, 0x4006_800C, 0);
    assert_eq!(word(&mut board, 0x4006_800C), 0);
}

#[test]
fn the_debugger_takes_a_cycle_of_one_bank() {
    let alone = run(&mut two_cores(), [Some(0x2000_0000), None], PASSES)[0];
    for (address, disturbs) in [(0x2000_0200, true), (0x2008_1800, false), (0x2000_0204, false)] {
        let mut board = two_cores();
        board.cores[0].set_register(4, 0x2000_0000);
        board.cores[0].set_register(5, PASSES);
        board.cores[0].set_register(15, 0x2008_0000);
        control_debug(&mut board, 0, Dhcsr::C_DEBUGEN);
        let start = board.cores[0].cycle();
        while !board.halted(0) {
            board.advance(7);
            word(&mut board, address);
        }
        let taken = board.cores[0].cycle() - start;
        assert!(taken.abs_diff(alone) <= 32 || disturbs, "{address:#x} {taken} {alone}");
        assert!(taken > alone + u64::from(PASSES) / 4 || !disturbs, "{address:#x} {taken} {alone}");
    }
}
