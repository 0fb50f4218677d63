//! What state machines do, as the core sees it.

use super::*;

#[test]
fn the_first_instruction_is_executed_in_the_cycle_that_enables() {
    let mut bench = Bench::with_pio();
    // set x, 3; in x, 32 with autopush; stays at the second when the FIFO is full.
    bench.load(PIO0, 0, 0, &[0xE023, 0x4020]);
    bench.write(PIO0 + SHIFTCTRL, 1 << 16);
    bench.write(PIO0, 1);
    let start = bench.cycle - 1;
    assert_eq!(bench.read(PIO0 + ADDR), 1, "one cycle after");
    assert_eq!(bench.read_at(start + 2, PIO0 + 0xC), 1 << 4, "FLEVEL");
    assert_eq!(bench.read_at(start + 20, PIO0 + 0xC), 4 << 4);
    assert_eq!(bench.read(PIO0 + 4), 0x0F00_0E01, "FSTAT");
    assert_eq!(bench.read(PIO0 + 8), 1, "RXSTALL");
    assert_eq!(bench.read(PIO0 + RXF0), 3);
    for _ in 0..4 {
        assert_eq!(bench.read(PIO0 + RXF0), 3);
    }
    assert_eq!(bench.read(PIO0 + 8) & !1, 0);
}

#[test]
fn fifos_complain() {
    let mut bench = Bench::with_pio();
    for word in 0..5 {
        bench.write(PIO0 + TXF0 + 4, word);
    }
    bench.read(PIO0 + RXF0 + 8);
    assert_eq!(bench.read(PIO0 + 8), 1 << 17 | 1 << 10);
    bench.write(PIO0 + 8, 1 << 17);
    assert_eq!(bench.read(PIO0 + 8), 1 << 10);
    assert_eq!(bench.read(PIO0 + 4), 0x0D02_0F00);
    bench.write(PIO0 + SET + SHIFTCTRL + MACHINE, 1 << 30);
    assert_eq!(bench.read(PIO0 + 4), 0x0F00_0F02, "joined: empty, and RX is both");
}

/// The loop of the datasheet's figure: a word a two cycles through OUT and IN.
#[test]
fn autopull_and_autopush_pass_a_word_every_two_cycles() {
    let mut bench = Bench::with_pio();
    bench.load(PIO0, 0, 0, &[0x6020, 0x4020]);
    bench.write(PIO0 + SHIFTCTRL, 3 << 16);
    bench.write(PIO0, 1);
    bench.sleep(10);
    let start = bench.cycle;
    for word in [5, 6, 7] {
        bench.write(PIO0 + TXF0, word);
    }
    // The word is taken into the OSR in the cycle of the write, OUT and IN follow.
    let level = |bench: &mut Bench, cycle| bench.read_at(cycle, PIO0 + 0xC) >> 4 & 0xF;
    assert_eq!(level(&mut bench, start + 3), 1);
    assert_eq!(level(&mut bench, start + 5), 2);
    assert_eq!(level(&mut bench, start + 7), 3);
    assert_eq!([0; 3].map(|_| bench.read(PIO0 + RXF0)), [5, 6, 7]);
}

#[test]
fn forced_instructions_ignore_divider_delay_and_enable() {
    let mut bench = Bench::with_pio();
    bench.write(PIO0 + CLKDIV, 1000 << 16);
    // set x, 9 [31]; then in x, 32 without autopush; push.
    for instruction in [0xFF29, 0x4020, 0x8020] {
        bench.write(PIO0 + INSTR, instruction);
    }
    assert_eq!(bench.read(PIO0 + RXF0), 9);
    // pull block: latched until there is a word.
    bench.write(PIO0 + INSTR, 0x80A0);
    assert_eq!(bench.read(PIO0 + EXECCTRL) >> 31, 1);
    bench.write(PIO0 + TXF0, 0x1234);
    bench.sleep(1);
    assert_eq!(bench.read(PIO0 + EXECCTRL) >> 31, 0);
    assert_eq!(bench.read(PIO0 + 0xC), 0);
    // jmp 17: the program counter.
    bench.write(PIO0 + INSTR, 17);
    assert_eq!(bench.read(PIO0 + ADDR), 17);
}

#[test]
fn the_divider_clocks_instructions() {
    let mut bench = Bench::with_pio();
    // jmp x-- 0, endlessly, from x = 0xFFFFFFFF.
    bench.load(PIO0, 0, 0, &[0x0040]);
    bench.write(PIO0 + INSTR, 0xA02B);
    bench.write(PIO0 + CLKDIV, 2 << 16 | 128 << 8);
    bench.write(PIO0, 1 << 8 | 1);
    let start = bench.cycle - 1;
    bench.sleep(start + 1000 - bench.cycle);
    bench.write(PIO0, 0);
    bench.write(PIO0 + INSTR, 0x4020);
    bench.write(PIO0 + INSTR, 0x8020);
    assert_eq!(u32::MAX - bench.read(PIO0 + RXF0), 400);
}

/// FJOIN_RX_PUT: the state machine writes, the system reads; and the other way round.
#[test]
fn receive_storage_serves_as_registers() {
    let mut bench = Bench::with_pio();
    bench.write(PIO0 + SHIFTCTRL, 1 << 15 | 3 << 18);
    // mov isr, ~null; mov rxfifo[2], isr; set y, 1; mov isr, y; mov rxfifo[y], isr
    for instruction in [0xA0CB, 0x801A, 0xE041, 0xA0C2, 0x8010] {
        bench.write(PIO0 + INSTR, instruction);
    }
    assert_eq!([1, 2].map(|place| bench.read(PIO0 + 0x128 + place * 4)), [1, u32::MAX]);
    bench.write(PIO0 + SHIFTCTRL, 1 << 14 | 3 << 18);
    bench.write(PIO0 + 0x128 + 12, 0xABCD);
    // mov osr, rxfifo[3]; mov x, osr; then back by the ISR
    for instruction in [0x809B, 0xA027] {
        bench.write(PIO0 + INSTR, instruction);
    }
    let by = bench.by();
    assert!(bench.chip.read(PIO0 + 0x128, Size::Word, by).is_err(), "the system cannot read those");
    bench.write(PIO0 + SHIFTCTRL, 3 << 18);
    bench.write(PIO0 + INSTR, 0x4020);
    bench.write(PIO0 + INSTR, 0x8020);
    assert_eq!(bench.read(PIO0 + RXF0), 0xABCD);
}

#[test]
fn status_tells_levels_and_flags() {
    let mut bench = Bench::with_pio();
    let status = |bench: &mut Bench, selection: u32| {
        bench.write(PIO0 + EXECCTRL, 0x1F << 12 | selection);
        for instruction in [0xA0C5, 0x8020] {
            bench.write(PIO0 + INSTR, instruction);
        }
        bench.read(PIO0 + RXF0)
    };
    assert_eq!(status(&mut bench, 1), u32::MAX);
    bench.write(PIO0 + TXF0, 1);
    assert_eq!([status(&mut bench, 1), status(&mut bench, 2)], [0, u32::MAX]);
    assert_eq!(status(&mut bench, 1 << 5 | 1), u32::MAX);
    bench.write(PIO1 + 0x34, 1 << 6);
    // Flag 6 of this block, of the next higher one, and of the next lower one.
    let flag = |place: u32| 2 << 5 | place << 3 | 6;
    assert_eq!([0, 2, 1].map(|place| status(&mut bench, flag(place))), [0, u32::MAX, 0]);
}

#[test]
fn flags_pass_between_machines_and_blocks() {
    let mut bench = Bench::with_pio();
    // PIO0 SM1: irq next wait 3. PIO1 SM2: wait 1 irq 3; irq 1 rel.
    bench.load(PIO0, 1, 0, &[0xC03B, 0x0001]);
    bench.load(PIO1, 2, 0, &[0x20C3, 0xC011, 0x0002]);
    bench.write(PIO0 + EXECCTRL + MACHINE, 0x1F << 12);
    bench.write(PIO1 + EXECCTRL + 2 * MACHINE, 0x1F << 12);
    bench.write(PIO1, 4);
    bench.write(PIO0, 2);
    let start = bench.cycle - 1;
    assert_eq!(bench.read(PIO1 + 0x30), 1 << 3, "raised in the first cycle");
    assert_eq!(bench.read(PIO1 + 0x30), 0, "taken in the second");
    assert_eq!(bench.read_at(start + 3, PIO1 + 0x30), 1 << 3, "the relative one: 1 + 2");
    assert_eq!(bench.read(PIO0 + ADDR + MACHINE), 1);
    bench.write(PIO1 + 0x30, 0xFF);
    assert_eq!(bench.read(PIO1 + 0x30), 0);
}

#[test]
fn neighbours_start_in_the_same_cycle() {
    let mut bench = Bench::with_pio();
    for pio in [PIO0, PIO1] {
        bench.load(pio, 0, 0, &[0x0040]);
        bench.write(pio + INSTR, 0xA02B);
    }
    // PIO1 is the next higher one of PIO0: dividers restart and both run.
    bench.write(PIO0, 1 << 26 | 1 << 24 | 1 << 20 | 1 << 8 | 1);
    assert_eq!(bench.read(PIO1), 1);
    bench.sleep(50);
    bench.write(PIO0, 1 << 25 | 1 << 24 | 1 << 20);
    assert_eq!(bench.read(PIO1), 0);
    let counted = [PIO0, PIO1].map(|pio| {
        bench.write(pio + INSTR, 0x4020);
        bench.write(pio + INSTR, 0x8020);
        bench.read(pio + RXF0)
    });
    assert_eq!(counted[0], counted[1]);
    assert!(u32::MAX - counted[0] > 40);
}

#[test]
fn reserved_encodings_stop_with_their_place() {
    let mut bench = Bench::with_pio();
    bench.load(PIO0, 3, 5, &[0xA004]);
    bench.write(PIO0, 8);
    bench.sleep(4);
    bench.read(PIO0);
    let fault = bench.chip.take_fault();
    let Some(BusFault::Unmodelled { what, .. }) = fault else { panic!("{fault:?}") };
    assert_eq!(what, "PIO0 SM3 at instruction 5: a reserved encoding");
}

#[test]
fn a_restart_clears_what_is_hard_to_reach() {
    let mut bench = Bench::with_pio();
    // in null, 5; then pull block stalls.
    for instruction in [0x4065, 0x80A0] {
        bench.write(PIO0 + INSTR, instruction);
    }
    assert_eq!(bench.read(PIO0 + EXECCTRL) >> 31, 1);
    bench.write(PIO0 + SET, 1 << 4);
    assert_eq!(bench.read(PIO0 + EXECCTRL) >> 31, 0);
    assert_eq!(bench.read(PIO0), 0, "restart bits read as 0");
    assert_eq!(bench.read(PIO0 + 0x44), 0x1020_0404);
}
