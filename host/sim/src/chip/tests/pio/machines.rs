//! Execution of state machines, as a core observes it.

use super::*;

#[test]
fn the_first_instruction_is_executed_in_the_cycle_that_enables() {
    let mut test = TestChip::with_pio();
    // set x, 3; in x, 32 with autopush: stalls at the second when the FIFO is full.
    test.load("PIO0", 0, 0, &[0xE023, 0x4020]);
    test.write("PIO0.SM0_SHIFTCTRL", 1 << 16);
    test.write("PIO0.CTRL", 1);
    let start = test.cycle - 1;
    assert_eq!(test.read("PIO0.SM0_ADDR"), 1, "one cycle after");
    assert_eq!(test.read_at(start + 2, "PIO0.FLEVEL"), 1 << 4, "FLEVEL");
    assert_eq!(test.read_at(start + 20, "PIO0.FLEVEL"), 4 << 4);
    assert_eq!(test.read("PIO0.FSTAT"), 0x0F00_0E01, "FSTAT");
    assert_eq!(test.read("PIO0.FDEBUG"), 1, "RXSTALL");
    assert_eq!(test.read("PIO0.RXF0"), 3);
    for _ in 0..4 {
        assert_eq!(test.read("PIO0.RXF0"), 3);
    }
    assert_eq!(test.read("PIO0.FDEBUG") & !1, 0);
}

#[test]
fn fifos_report_overflow_and_underflow() {
    let mut test = TestChip::with_pio();
    for word in 0..5 {
        test.write("PIO0.TXF1", word);
    }
    test.read("PIO0.RXF2");
    assert_eq!(test.read("PIO0.FDEBUG"), 1 << 17 | 1 << 10);
    test.write("PIO0.FDEBUG", 1 << 17);
    assert_eq!(test.read("PIO0.FDEBUG"), 1 << 10);
    assert_eq!(test.read("PIO0.FSTAT"), 0x0D02_0F00);
    test.set("PIO0.SM1_SHIFTCTRL", 1 << 30);
    assert_eq!(test.read("PIO0.FSTAT"), 0x0F00_0F02, "joined: empty, and RX is both");
}

/// The loop of the datasheet's figure: a word every two cycles through OUT and IN.
#[test]
fn autopull_and_autopush_pass_a_word_every_two_cycles() {
    let mut test = TestChip::with_pio();
    test.load("PIO0", 0, 0, &[0x6020, 0x4020]);
    test.write("PIO0.SM0_SHIFTCTRL", 3 << 16);
    test.write("PIO0.CTRL", 1);
    test.sleep(10);
    let start = test.cycle;
    for word in [5, 6, 7] {
        test.write("PIO0.TXF0", word);
    }
    // The OSR takes the word in the cycle of the write; OUT and IN follow.
    let level = |test: &mut TestChip, cycle| test.read_at(cycle, "PIO0.FLEVEL") >> 4 & 0xF;
    assert_eq!(level(&mut test, start + 3), 1);
    assert_eq!(level(&mut test, start + 5), 2);
    assert_eq!(level(&mut test, start + 7), 3);
    assert_eq!([0; 3].map(|_| test.read("PIO0.RXF0")), [5, 6, 7]);
}

#[test]
fn forced_instructions_ignore_divider_delay_and_enable() {
    let mut test = TestChip::with_pio();
    test.write("PIO0.SM0_CLKDIV", 1000 << 16);
    // set x, 9 [31]; then in x, 32 without autopush; push.
    for instruction in [0xFF29, 0x4020, 0x8020] {
        test.write("PIO0.SM0_INSTR", instruction);
    }
    assert_eq!(test.read("PIO0.RXF0"), 9);
    // pull block: stalls until there is a word.
    test.write("PIO0.SM0_INSTR", 0x80A0);
    assert_eq!(test.read("PIO0.SM0_EXECCTRL") >> 31, 1);
    test.write("PIO0.TXF0", 0x1234);
    test.sleep(1);
    assert_eq!(test.read("PIO0.SM0_EXECCTRL") >> 31, 0);
    assert_eq!(test.read("PIO0.FLEVEL"), 0);
    // jmp 17: the program counter.
    test.write("PIO0.SM0_INSTR", 17);
    assert_eq!(test.read("PIO0.SM0_ADDR"), 17);
}

#[test]
fn the_divider_clocks_instructions() {
    let mut test = TestChip::with_pio();
    // jmp x-- 0 in a loop, from x = 0xFFFFFFFF.
    test.load("PIO0", 0, 0, &[0x0040]);
    test.write("PIO0.SM0_INSTR", 0xA02B);
    test.write("PIO0.SM0_CLKDIV", 2 << 16 | 128 << 8);
    test.write("PIO0.CTRL", 1 << 8 | 1);
    let start = test.cycle - 1;
    test.sleep(start + 1000 - test.cycle);
    test.write("PIO0.CTRL", 0);
    test.write("PIO0.SM0_INSTR", 0x4020);
    test.write("PIO0.SM0_INSTR", 0x8020);
    assert_eq!(u32::MAX - test.read("PIO0.RXF0"), 400);
}

/// FJOIN_RX_PUT: the state machine writes and the system reads; and vice versa.
#[test]
fn receive_storage_serves_as_registers() {
    let mut test = TestChip::with_pio();
    test.write("PIO0.SM0_SHIFTCTRL", 1 << 15 | 3 << 18);
    // mov isr, ~null; mov rxfifo[2], isr; set y, 1; mov isr, y; mov rxfifo[y], isr
    for instruction in [0xA0CB, 0x801A, 0xE041, 0xA0C2, 0x8010] {
        test.write("PIO0.SM0_INSTR", instruction);
    }
    assert_eq!(["PIO0.RXF0_PUTGET1", "PIO0.RXF0_PUTGET2"].map(|register| test.read(register)), [1, u32::MAX]);
    test.write("PIO0.SM0_SHIFTCTRL", 1 << 14 | 3 << 18);
    test.write("PIO0.RXF0_PUTGET3", 0xABCD);
    // mov osr, rxfifo[3]; mov x, osr; then read through the ISR.
    for instruction in [0x809B, 0xA027] {
        test.write("PIO0.SM0_INSTR", instruction);
    }
    let by = test.by();
    assert!(
        test.chip.read(address_of("PIO0.RXF0_PUTGET0"), Size::Word, by).is_err(),
        "the system cannot read those"
    );
    test.write("PIO0.SM0_SHIFTCTRL", 3 << 18);
    test.write("PIO0.SM0_INSTR", 0x4020);
    test.write("PIO0.SM0_INSTR", 0x8020);
    assert_eq!(test.read("PIO0.RXF0"), 0xABCD);
}

#[test]
fn status_shows_levels_and_flags() {
    let mut test = TestChip::with_pio();
    let status = |test: &mut TestChip, selection: u32| {
        test.write("PIO0.SM0_EXECCTRL", 0x1F << 12 | selection);
        for instruction in [0xA0C5, 0x8020] {
            test.write("PIO0.SM0_INSTR", instruction);
        }
        test.read("PIO0.RXF0")
    };
    assert_eq!(status(&mut test, 1), u32::MAX);
    test.write("PIO0.TXF0", 1);
    assert_eq!([status(&mut test, 1), status(&mut test, 2)], [0, u32::MAX]);
    assert_eq!(status(&mut test, 1 << 5 | 1), u32::MAX);
    test.write("PIO1.IRQ_FORCE", 1 << 6);
    // Flag 6 of this block, of the next higher one, and of the next lower one.
    let flag = |place: u32| 2 << 5 | place << 3 | 6;
    assert_eq!([0, 2, 1].map(|place| status(&mut test, flag(place))), [0, u32::MAX, 0]);
}

#[test]
fn flags_connect_machines_and_blocks() {
    let mut test = TestChip::with_pio();
    // PIO0 SM1: irq next wait 3. PIO1 SM2: wait 1 irq 3; irq 1 rel.
    test.load("PIO0", 1, 0, &[0xC03B, 0x0001]);
    test.load("PIO1", 2, 0, &[0x20C3, 0xC011, 0x0002]);
    test.write("PIO0.SM1_EXECCTRL", 0x1F << 12);
    test.write("PIO1.SM2_EXECCTRL", 0x1F << 12);
    test.write("PIO1.CTRL", 4);
    test.write("PIO0.CTRL", 2);
    let start = test.cycle - 1;
    assert_eq!(test.read("PIO1.IRQ"), 1 << 3, "set in the first cycle");
    assert_eq!(test.read("PIO1.IRQ"), 0, "cleared in the second");
    assert_eq!(test.read_at(start + 3, "PIO1.IRQ"), 1 << 3, "the relative one: 1 + 2");
    assert_eq!(test.read("PIO0.SM1_ADDR"), 1);
    test.write("PIO1.IRQ", 0xFF);
    assert_eq!(test.read("PIO1.IRQ"), 0);
}

#[test]
fn neighbours_start_in_the_same_cycle() {
    let mut test = TestChip::with_pio();
    for pio in ["PIO0", "PIO1"] {
        test.load(pio, 0, 0, &[0x0040]);
        test.write(format!("{pio}.SM0_INSTR"), 0xA02B);
    }
    // PIO1 is the next higher one of PIO0: dividers restart and both run.
    test.write("PIO0.CTRL", 1 << 26 | 1 << 24 | 1 << 20 | 1 << 8 | 1);
    assert_eq!(test.read("PIO1.CTRL"), 1);
    test.sleep(50);
    test.write("PIO0.CTRL", 1 << 25 | 1 << 24 | 1 << 20);
    assert_eq!(test.read("PIO1.CTRL"), 0);
    let counted = ["PIO0", "PIO1"].map(|pio| {
        test.write(format!("{pio}.SM0_INSTR"), 0x4020);
        test.write(format!("{pio}.SM0_INSTR"), 0x8020);
        test.read(format!("{pio}.RXF0"))
    });
    assert_eq!(counted[0], counted[1]);
    assert!(u32::MAX - counted[0] > 40);
}

#[test]
fn reserved_encodings_stop_with_their_address() {
    let mut test = TestChip::with_pio();
    test.load("PIO0", 3, 5, &[0xA004]);
    test.write("PIO0.CTRL", 8);
    test.sleep(4);
    test.read("PIO0.CTRL");
    let fault = test.chip.take_fault();
    let Some(BusFault::Unmodelled { what, .. }) = fault else { panic!("{fault:?}") };
    assert_eq!(what, "PIO0 SM3 at instruction 5: a reserved encoding");
}

#[test]
fn a_restart_clears_internal_state() {
    let mut test = TestChip::with_pio();
    // in null, 5; then pull block stalls.
    for instruction in [0x4065, 0x80A0] {
        test.write("PIO0.SM0_INSTR", instruction);
    }
    assert_eq!(test.read("PIO0.SM0_EXECCTRL") >> 31, 1);
    test.set("PIO0.CTRL", 1 << 4);
    assert_eq!(test.read("PIO0.SM0_EXECCTRL") >> 31, 0);
    assert_eq!(test.read("PIO0.CTRL"), 0, "restart bits read as 0");
    assert_eq!(test.read("PIO0.DBG_CFGINFO"), 0x1020_0404);
}
