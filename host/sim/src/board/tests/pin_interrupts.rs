//! Interrupts by edges of a PIO state machine, which a handler answers on another pin.

use super::*;
use crate::waveform::EdgeLog;

const PIO0: u32 = 0x5020_0000;
const IO_BANK0: u32 = 0x4002_8000;
const PADS_BANK0: u32 = 0x4003_8000;
/// Pin that the state machine drives, and pin that the handler pulses.
const STIMULUS: u32 = 9;
const ANSWER: u32 = 8;
/// Cycles between rising edges.
const PERIOD: u64 = 32 * 64;

const HANDLER: usize = 0x300;

/// Enables an interrupt and loops; its handler pulses ANSWER and clears a register.
fn program(interrupt: u32, clear: (u32, u32)) -> Vec<u8> {
    let code = [ldr_literal(0, 0), ldr_literal(1, 1), str(1, 0, 0), LOOP];
    let mut image = image(&code, &[NVIC_ISER0, 1 << interrupt]);
    let handler = [
        ldr_literal(0, 0),
        ldr_literal(1, 1),
        str(1, 0, 6),
        str(1, 0, 8),
        ldr_literal(2, 2),
        ldr_literal(3, 3),
        str(3, 2, 0),
        // Reads back, so that the line is low before the return.
        ldr(3, 2, 0),
        0x4770, // bx lr
    ];
    place(&mut image, HANDLER, &handler, &[0xD000_0000, 1 << ANSWER, clear.0, clear.1]);
    let vector = (16 + interrupt as usize) * 4;
    image[vector..vector + 4].copy_from_slice(&(0x1000_0001 + HANDLER as u32).to_le_bytes());
    image
}

/// Returns the cycles from each rising edge of STIMULUS to the answer.
fn latencies(interrupt: u32, clear: (u32, u32), set_up: &[(u32, u32)], program_of_pio: &[u32]) -> Vec<u64> {
    let mut board = board_with(&program(interrupt, clear));
    // The ROM puts blocks into reset first.
    board.advance(10_000);
    put(&mut board, 0x4002_3000, 1 << 6 | 1 << 9 | 1 << 11);
    for (pin, function) in [(STIMULUS, 6), (ANSWER, 5)] {
        put(&mut board, PADS_BANK0 + 4 + pin * 4, 0x50);
        put(&mut board, IO_BANK0 + pin * 8 + 4, function);
    }
    put(&mut board, 0xD000_0038, 1 << ANSWER);
    for (place, instruction) in program_of_pio.iter().enumerate() {
        put(&mut board, PIO0 + 0x48 + place as u32 * 4, *instruction);
    }
    put(&mut board, PIO0 + 0xCC, (program_of_pio.len() as u32 - 1) << 12);
    put(&mut board, PIO0 + 0xC8, 32 << 16);
    put(&mut board, PIO0 + 0xDC, 1 << 26 | STIMULUS << 5);
    put(&mut board, PIO0 + 0xD8, 0xE081);
    set_up.iter().for_each(|(address, value)| put(&mut board, *address, *value));
    let log = EdgeLog::new(1000);
    board.record_pins(1 << STIMULUS | 1 << ANSWER, Some(Box::new(log.clone())));
    put(&mut board, PIO0, 1);
    board.advance(20 * PERIOD);
    assert_eq!(board.stop_reason(), None);
    board.pin_levels();
    let (edges, lost) = log.take();
    assert_eq!(lost, 0);
    let rising = |pin: u32| -> Vec<u64> {
        let high = |levels: u64| levels >> pin & 1 == 1;
        let rises = edges.windows(2).filter(|pair| !high(pair[0].levels) && high(pair[1].levels));
        rises.map(|pair| pair[1].cycle).collect()
    };
    let (stimuli, answers) = (rising(STIMULUS), rising(ANSWER));
    assert!(stimuli.windows(2).all(|pair| pair[1] - pair[0] == PERIOD), "{stimuli:?}");
    assert!(stimuli.len() >= 19 && answers.len() == stimuli.len(), "{} {}", stimuli.len(), answers.len());
    stimuli.iter().zip(&answers).map(|(from, to)| to - from).collect()
}

#[test]
fn an_edge_reaches_the_handler_after_the_same_cycles_each_time() {
    // set pins, 1 [31]; set pins, 0 [31]. PROC0_INTE1: rising edge of GP9.
    let edge = 1 << (4 * (STIMULUS % 8) + 3);
    let found = latencies(21, (IO_BANK0 + 0x234, edge), &[(IO_BANK0 + 0x24C, edge)], &[0xFF01, 0xFF00]);
    check(&found);
}

#[test]
fn a_flag_reaches_the_handler_after_the_same_cycles_each_time() {
    // set pins, 1; irq 0 [30]; set pins, 0 [31]. IRQ0_INTE: flag 0.
    let found = latencies(15, (PIO0 + 0x30, 1), &[(PIO0 + 0x170, 1 << 8)], &[0xE001, 0xDE00, 0xFF00]);
    // The flag is raised an instruction, 32 cycles, after the pin.
    check(&found.iter().map(|cycles| cycles - 32).collect::<Vec<_>>());
}

/// Checks the latencies after the handler is cached: end of the loop's branch, exception entry, two literals, the
/// store.
fn check(latencies: &[u64]) {
    let steady = &latencies[3..];
    assert!(steady.iter().all(|cycles| cycles.abs_diff(steady[0]) <= 2), "{latencies:?}");
    assert!((12..=24).contains(&steady[0]), "{latencies:?}");
}
