//! PIO and pins: latencies, priorities, waveforms, interrupts.

use super::*;

/// Side-set and IN in every instruction: an own output comes back after four cycles, without synchroniser after two.
#[test]
fn an_output_is_seen_after_four_cycles_or_two() {
    for (bypass, late) in [(0, 4), (1, 2)] {
        let mut bench = Bench::with_pio();
        bench.connect(&[0], 6);
        let program: Vec<u16> = (0..32).map(|place| if place < 16 { 0x5001 } else { 0x4001 }).collect();
        bench.load(PIO0, 0, 0, &program);
        bench.write(PIO0 + PINCTRL, 1 << 29);
        bench.write(PIO0 + INSTR, 0xE081);
        bench.write(PIO0 + PINCTRL, 1 << 29 | 1 << 26);
        bench.write(PIO0 + INSTR, 0xE081);
        bench.write(PIO0 + 0x38, bypass);
        // Shifts to the right, autopush at 32.
        bench.write(PIO0 + SHIFTCTRL, 1 << 18 | 1 << 16);
        bench.write(PIO0, 1);
        bench.sleep(40);
        assert_eq!(bench.read(PIO0 + RXF0), 0xFFFF << late, "bypass {bypass}");
    }
}

#[test]
fn the_highest_machine_and_side_set_win() {
    let mut bench = Bench::with_pio();
    bench.connect(&[2], 6);
    // SM0 sets pin 2, SM1 clears it in the same cycle; then SM0 sets it with side-set 0.
    bench.load(PIO0, 0, 0, &[0xE001, 0x0001]);
    bench.load(PIO0, 1, 2, &[0xE000, 0x0003]);
    for machine in 0..2 {
        bench.write(PIO0 + EXECCTRL + machine * MACHINE, 0x1F << 12);
        bench.write(PIO0 + PINCTRL + machine * MACHINE, 1 << 26 | 2 << 5);
        bench.write(PIO0 + INSTR + machine * MACHINE, 0xE081);
        bench.write(PIO0 + INSTR + machine * MACHINE, machine * 2);
    }
    bench.write(PIO0, 3);
    bench.sleep(5);
    assert_eq!(bench.read(PIO0 + 0x3C), 0);
    assert_eq!(bench.read(PIO0 + 0x40), 1 << 2);
    bench.write(PIO0, 0);
    bench.write(PIO0 + PINCTRL, 1 << 29 | 1 << 26 | 2 << 10 | 2 << 5);
    bench.write(PIO0 + INSTR, 0xF000);
    assert_eq!(bench.read(PIO0 + 0x3C), 1 << 2, "set 0, side 1");
}

/// The WS2812 program of the SDK's examples: T1 2, T2 5, T3 3 cycles of 8 MHz.
#[test]
fn ws2812_bits_have_their_lengths() {
    let mut bench = Bench::with_pio();
    bench.start_clocks();
    bench.connect(&[16], 6);
    // out x, 1 side 0 [2]; jmp !x 3 side 1 [1]; jmp 0 side 1 [4]; nop side 0 [4]
    bench.load(PIO0, 0, 0, &[0x6221, 0x1123, 0x1400, 0xA442]);
    bench.write(PIO0 + PINCTRL, 1 << 29 | 1 << 26 | 16 << 10 | 16 << 5);
    bench.write(PIO0 + INSTR, 0xE081);
    // Out to the left, autopull at 24, TX joined; 150 MHz / 18.75 = 8 MHz.
    bench.write(PIO0 + SHIFTCTRL, 1 << 30 | 24 << 25 | 1 << 17);
    bench.write(PIO0 + CLKDIV, 18 << 16 | 192 << 8);
    let edges = bench.record(1 << 16);
    bench.write(PIO0, 1 << 8 | 1);
    bench.sleep(100);
    bench.write(PIO0 + TXF0, 0xA5_00FF << 8);
    bench.sleep(150 * 40);
    bench.chip.pin_levels_at(bench.cycle);
    let edges = edges.lock().unwrap();
    assert_eq!(edges.len(), 1 + 48);
    let times: Vec<u64> = edges[1..].iter().map(|edge| edge.time).collect();
    let bits: Vec<bool> = (0..24).map(|bit| 0xA5_00FF_u32 >> (23 - bit) & 1 == 1).collect();
    for (bit, pair) in bits.iter().zip(times.chunks(2)) {
        // 7 or 2 cycles of 125 ns; the fraction moves an edge by up to one cycle of clk_sys.
        let expected = if *bit { 875_000 } else { 250_000 };
        assert!((pair[1] - pair[0]).abs_diff(expected) < 6_667, "{pair:?}");
    }
    for pair in times.chunks(2).collect::<Vec<_>>().windows(2) {
        assert!((pair[1][0] - pair[0][0]).abs_diff(1_250_000) < 6_667);
    }
    for edge in edges.iter() {
        assert_eq!(edge.time, bench.chip.time_at(edge.cycle));
    }
}

/// One state machine sends, one of another block receives: the bits and the cycles.
#[test]
fn machines_of_two_blocks_talk_through_a_pin() {
    let mut bench = Bench::with_pio();
    bench.connect(&[7], 6);
    // out pins, 1 [3], endlessly with autopull.
    bench.load(PIO0, 0, 0, &[0x6301]);
    bench.write(PIO0 + PINCTRL, 1 << 20 | 1 << 26 | 7 << 5 | 7);
    bench.write(PIO0 + INSTR, 0xE081);
    bench.write(PIO0 + SHIFTCTRL, 3 << 18 | 1 << 17);
    // wait 1 pin 0; in pins, 1 [3] with autopush.
    bench.load(PIO1, 0, 0, &[0x20A0, 0x4301]);
    bench.write(PIO1 + EXECCTRL, 1 << 12 | 1 << 7);
    bench.write(PIO1 + PINCTRL, 7 << 15);
    bench.write(PIO1 + SHIFTCTRL, 3 << 18 | 1 << 16);
    bench.write(PIO0 + TXF0, 0x8765_4321);
    bench.write(PIO0 + TXF0, 0xDEAD_BEEF);
    bench.write(PIO1, 1);
    bench.write(PIO0, 1);
    bench.sleep(300);
    assert_eq!([0; 2].map(|_| bench.read(PIO1 + RXF0)), [0x8765_4321, 0xDEAD_BEEF]);
}

#[test]
fn an_interrupt_comes_in_its_cycle_without_an_access() {
    let mut bench = Bench::with_pio();
    // set y, 20 [31]; jmp y-- 1 [31]; irq 2.
    bench.load(PIO0, 0, 0, &[0xFF54, 0x1F81, 0xC002]);
    bench.write(PIO0 + CLKDIV, 3 << 16);
    bench.write(PIO0 + 0x170, 1 << 10);
    bench.write(PIO0, 1 << 8 | 1);
    let start = bench.cycle - 1;
    // 1 + 21 instructions of 32 ticks, then the one that raises; it shows in the cycle after.
    let due = start + 3 * 32 * 22 + 1;
    bench.sleep(due - 1 - bench.cycle);
    assert_eq!(bench.chip.interrupts(0), 0);
    bench.sleep(1);
    assert_eq!(bench.chip.interrupts(0), 1 << 15);
    assert_eq!(bench.chip.interrupts(1), 1 << 15);
    bench.write(PIO0 + 0x30, 1 << 2);
    assert_eq!(bench.chip.interrupts(0), 0);
    assert_eq!(bench.read(PIO0 + 0x16C), 0xF0);
    bench.write(PIO0 + 0x180, 1);
    assert_eq!(bench.chip.interrupts(0), 1 << 16, "forced, on the second line");
}

#[test]
fn an_edge_that_a_machine_makes_interrupts_the_core_that_asked() {
    let mut bench = Bench::with_pio();
    bench.connect(&[9], 6);
    // set pins, 1 after 8 x 32 cycles: set y, 7; jmp y-- 1 [31]; set pins, 1; jmp 3
    bench.load(PIO0, 0, 0, &[0xE047, 0x1F81, 0xE001, 0x0003]);
    bench.write(PIO0 + EXECCTRL, 0x1F << 12);
    bench.write(PIO0 + PINCTRL, 1 << 26 | 9 << 5);
    bench.write(PIO0 + INSTR, 0xE081);
    // PROC1_INTE1: rising edge of pin 9.
    bench.write(IO_BANK0 + 0x290 + 4, 1 << 7);
    bench.write(PIO0, 1);
    let due = bench.cycle - 1 + 1 + 8 * 32 + 1;
    bench.sleep(due - 1 - bench.cycle);
    assert_eq!(bench.chip.interrupts(1), 0);
    bench.sleep(1);
    assert_eq!((bench.chip.interrupts(0), bench.chip.interrupts(1)), (0, 1 << 21));
    assert_eq!(bench.read(IO_BANK0 + 0x2C0 + 4), 1 << 7, "PROC1_INTS1");
    assert_eq!(bench.read(IO_BANK0 + 0x210), 1 << 9, "summary");
    assert_eq!(bench.read(IO_BANK0 + 0x234), 1 << 7 | 1 << 5 | 0x1111_1101, "INTR1: high, risen; others low");
    bench.write(IO_BANK0 + 0x234, 1 << 7);
    assert_eq!(bench.chip.interrupts(1), 0);
}

#[test]
fn level_interrupts_follow_the_pin() {
    let mut bench = Bench::with_pio();
    bench.connect(&[0], 31);
    bench.write(IO_BANK0 + 0x248, 1 << 1);
    assert_eq!(bench.chip.interrupts(0), 0);
    bench.chip.drive_pin(0, Some(true), bench.cycle);
    assert_eq!(bench.chip.interrupts(0), 1 << 21);
    bench.write(IO_BANK0 + 0x230, 0xF);
    assert_eq!(bench.chip.interrupts(0), 1 << 21, "a level is not cleared");
    bench.chip.drive_pin(0, Some(false), bench.cycle);
    assert_eq!(bench.chip.interrupts(0), 0);
    bench.write(IO_BANK0 + 0x2A8 + 20, 1 << 31);
    assert_eq!(bench.chip.interrupts(1), 1 << 21, "forced: pin 47, core 1");
}

#[test]
fn sio_sees_a_pin_two_cycles_late() {
    let mut bench = Bench::with_pio();
    bench.unreset(1 << 20);
    bench.connect(&[3], 31);
    bench.sleep(10);
    let start = bench.cycle;
    bench.chip.drive_pin(3, Some(true), start);
    assert_eq!([0; 3].map(|_| bench.read(SIO + 4)), [0, 0, 8]);
    bench.write(0x4000_8004, 1 << 3);
    bench.sleep(10);
    bench.chip.drive_pin(3, Some(false), bench.cycle);
    assert_eq!(bench.read(SIO + 4), 0, "past the synchroniser");
}

#[test]
fn sticky_outputs_hold_against_a_lower_machine() {
    let mut bench = Bench::with_pio();
    // SM1 sets pin 0 once, sticky; SM0 clears it all the time.
    bench.load(PIO0, 0, 0, &[0xE000]);
    bench.load(PIO0, 1, 2, &[0xE001, 0x0003]);
    bench.write(PIO0 + EXECCTRL + MACHINE, 0x1F << 12 | 1 << 17);
    for machine in 0..2 {
        bench.write(PIO0 + PINCTRL + machine * MACHINE, 1 << 26);
    }
    bench.write(PIO0, 3);
    bench.sleep(9);
    assert_eq!(bench.read(PIO0 + 0x3C), 1);
    bench.write(PIO0 + CLEAR + EXECCTRL + MACHINE, 1 << 17);
    bench.sleep(9);
    assert_eq!(bench.read(PIO0 + 0x3C), 0);
}

#[test]
fn pins_are_counted_from_the_base() {
    let mut bench = Bench::with_pio();
    bench.connect(&[20, 40], 6);
    bench.write(PIO0 + 0x168, 0xFFFF);
    assert_eq!(bench.read(PIO0 + 0x168), 16);
    bench.write(PIO0 + PINCTRL, 1 << 26 | 24 << 5);
    bench.write(PIO0 + INSTR, 0xE081);
    bench.write(PIO0 + INSTR, 0xE001);
    assert_eq!(bench.chip.pin_levels_at(bench.cycle), 1 << 40);
    bench.chip.drive_pin(20, Some(true), bench.cycle);
    bench.sleep(5);
    // wait 1 gpio 4 completes at once; in pins 32 sees pins 16 to 47.
    for instruction in [0x2084, 0x4000, 0x8020] {
        bench.write(PIO0 + INSTR, instruction);
    }
    assert_eq!(bench.read(PIO0 + RXF0), 1 << 4 | 1 << 24);
}

/// A state machine sends a character over a wire to UART1's receiver (GP5), at 1 MBd with 12 MHz.
#[test]
fn a_wire_leads_to_another_block() {
    const UART1: u32 = 0x4007_8000;
    let mut bench = Bench::with_pio();
    bench.start_clocks();
    bench.write(CLOCKS + 0x48, 1 << 11);
    bench.unreset(1 << 27);
    bench.connect(&[10], 6);
    bench.connect(&[5], 2);
    bench.chip.connect_pins(5, 10, bench.cycle);
    // 150 MHz / (16 * 9.375) = 1 MBd, 8 bits.
    bench.write(UART1 + 0x24, 9);
    bench.write(UART1 + 0x28, 24);
    bench.write(UART1 + 0x2C, 3 << 5 | 1 << 4);
    // Idle high; pull; then set 0 [7]; 8 x (out pins, 1 [6]; jmp x--); set pins, 1 [7].
    bench.load(PIO0, 0, 0, &[0x80A0, 0xE027, 0xE700, 0x6601, 0x0043, 0xE701]);
    bench.write(PIO0 + PINCTRL, 1 << 20 | 1 << 26 | 10 << 5 | 10);
    for instruction in [0xE001, 0xE081, 0] {
        bench.write(PIO0 + INSTR, instruction);
    }
    // Eight ticks a bit: 18.75 cycles each.
    bench.write(PIO0 + CLKDIV, 18 << 16 | 192 << 8);
    bench.write(UART1 + 0x30, 1 << 9 | 1);
    bench.write(PIO0, 1);
    for character in [0x55, 0xC1] {
        bench.write(PIO0 + TXF0, character);
    }
    bench.sleep(150 * 25);
    assert_eq!([0; 2].map(|_| bench.read(UART1)), [0x55, 0xC1], "and no error bits");
}
