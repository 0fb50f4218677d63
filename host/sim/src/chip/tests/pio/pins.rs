//! PIO and pins: latencies, priorities, waveforms, interrupts.

use super::*;

/// Side-set and IN in every instruction: an output is read back after four cycles, without synchroniser after two.
#[test]
fn an_output_is_read_back_after_four_cycles_or_two() {
    for (bypass, late) in [(0, 4), (1, 2)] {
        let mut test = TestChip::with_pio();
        test.connect(&[0], 6);
        let program: Vec<u16> = (0..32).map(|place| if place < 16 { 0x5001 } else { 0x4001 }).collect();
        test.load("PIO0", 0, 0, &program);
        test.write("PIO0.SM0_PINCTRL", 1 << 29);
        test.write("PIO0.SM0_INSTR", 0xE081);
        test.write("PIO0.SM0_PINCTRL", 1 << 29 | 1 << 26);
        test.write("PIO0.SM0_INSTR", 0xE081);
        test.write("PIO0.INPUT_SYNC_BYPASS", bypass);
        // Shifts to the right, autopush at 32.
        test.write("PIO0.SM0_SHIFTCTRL", 1 << 18 | 1 << 16);
        test.write("PIO0.CTRL", 1);
        test.sleep(40);
        assert_eq!(test.read("PIO0.RXF0"), 0xFFFF << late, "bypass {bypass}");
    }
}

#[test]
fn the_highest_machine_and_side_set_win() {
    let mut test = TestChip::with_pio();
    test.connect(&[2], 6);
    // SM0 sets pin 2, SM1 clears it in the same cycle; then SM0 sets it with side-set 0.
    test.load("PIO0", 0, 0, &[0xE001, 0x0001]);
    test.load("PIO0", 1, 2, &[0xE000, 0x0003]);
    for machine in 0..2 {
        test.write(format!("PIO0.SM{machine}_EXECCTRL"), 0x1F << 12);
        test.write(format!("PIO0.SM{machine}_PINCTRL"), 1 << 26 | 2 << 5);
        test.write(format!("PIO0.SM{machine}_INSTR"), 0xE081);
        test.write(format!("PIO0.SM{machine}_INSTR"), machine * 2);
    }
    test.write("PIO0.CTRL", 3);
    test.sleep(5);
    assert_eq!(test.read("PIO0.DBG_PADOUT"), 0);
    assert_eq!(test.read("PIO0.DBG_PADOE"), 1 << 2);
    test.write("PIO0.CTRL", 0);
    test.write("PIO0.SM0_PINCTRL", 1 << 29 | 1 << 26 | 2 << 10 | 2 << 5);
    test.write("PIO0.SM0_INSTR", 0xF000);
    assert_eq!(test.read("PIO0.DBG_PADOUT"), 1 << 2, "set 0, side 1");
}

/// The WS2812 program of the SDK's examples: T1 2, T2 5, T3 3 cycles of 8 MHz.
#[test]
fn ws2812_bits_have_their_lengths() {
    let mut test = TestChip::with_pio();
    test.start_clocks();
    test.connect(&[16], 6);
    // out x, 1 side 0 [2]; jmp !x 3 side 1 [1]; jmp 0 side 1 [4]; nop side 0 [4]
    test.load("PIO0", 0, 0, &[0x6221, 0x1123, 0x1400, 0xA442]);
    test.write("PIO0.SM0_PINCTRL", 1 << 29 | 1 << 26 | 16 << 10 | 16 << 5);
    test.write("PIO0.SM0_INSTR", 0xE081);
    // Out to the left, autopull at 24, TX joined; 150 MHz / 18.75 = 8 MHz.
    test.write("PIO0.SM0_SHIFTCTRL", 1 << 30 | 24 << 25 | 1 << 17);
    test.write("PIO0.SM0_CLKDIV", 18 << 16 | 192 << 8);
    let edges = test.record(1 << 16);
    test.write("PIO0.CTRL", 1 << 8 | 1);
    test.sleep(100);
    test.write("PIO0.TXF0", 0xA5_00FF << 8);
    test.sleep(150 * 40);
    test.chip.pin_levels_at(test.cycle);
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
        assert_eq!(edge.time, test.chip.time_at(edge.cycle));
    }
}

/// One state machine sends, one of another block receives.
#[test]
fn machines_of_two_blocks_communicate_through_a_pin() {
    let mut test = TestChip::with_pio();
    test.connect(&[7], 6);
    // out pins, 1 [3] in a loop with autopull.
    test.load("PIO0", 0, 0, &[0x6301]);
    test.write("PIO0.SM0_PINCTRL", 1 << 20 | 1 << 26 | 7 << 5 | 7);
    test.write("PIO0.SM0_INSTR", 0xE081);
    test.write("PIO0.SM0_SHIFTCTRL", 3 << 18 | 1 << 17);
    // wait 1 pin 0; in pins, 1 [3] with autopush.
    test.load("PIO1", 0, 0, &[0x20A0, 0x4301]);
    test.write("PIO1.SM0_EXECCTRL", 1 << 12 | 1 << 7);
    test.write("PIO1.SM0_PINCTRL", 7 << 15);
    test.write("PIO1.SM0_SHIFTCTRL", 3 << 18 | 1 << 16);
    test.write("PIO0.TXF0", 0x8765_4321);
    test.write("PIO0.TXF0", 0xDEAD_BEEF);
    test.write("PIO1.CTRL", 1);
    test.write("PIO0.CTRL", 1);
    test.sleep(300);
    assert_eq!([0; 2].map(|_| test.read("PIO1.RXF0")), [0x8765_4321, 0xDEAD_BEEF]);
}

#[test]
fn an_interrupt_rises_in_its_cycle_without_an_access() {
    let mut test = TestChip::with_pio();
    // set y, 20 [31]; jmp y-- 1 [31]; irq 2.
    test.load("PIO0", 0, 0, &[0xFF54, 0x1F81, 0xC002]);
    test.write("PIO0.SM0_CLKDIV", 3 << 16);
    test.write("PIO0.IRQ0_INTE", 1 << 10);
    test.write("PIO0.CTRL", 1 << 8 | 1);
    let start = test.cycle - 1;
    // 1 + 21 instructions of 32 ticks, then the IRQ; the line rises in the cycle after.
    let due = start + 3 * 32 * 22 + 1;
    test.sleep(due - 1 - test.cycle);
    assert_eq!(test.chip.interrupts(0), 0);
    test.sleep(1);
    assert_eq!(test.chip.interrupts(0), 1 << 15);
    assert_eq!(test.chip.interrupts(1), 1 << 15);
    test.write("PIO0.IRQ", 1 << 2);
    assert_eq!(test.chip.interrupts(0), 0);
    assert_eq!(test.read("PIO0.INTR"), 0xF0);
    test.write("PIO0.IRQ1_INTF", 1);
    assert_eq!(test.chip.interrupts(0), 1 << 16, "forced, on the second line");
}

#[test]
fn an_edge_by_a_machine_interrupts_the_core_that_enabled_it() {
    let mut test = TestChip::with_pio();
    test.connect(&[9], 6);
    // set pins, 1 after 8 x 32 cycles: set y, 7; jmp y-- 1 [31]; set pins, 1; jmp 3
    test.load("PIO0", 0, 0, &[0xE047, 0x1F81, 0xE001, 0x0003]);
    test.write("PIO0.SM0_EXECCTRL", 0x1F << 12);
    test.write("PIO0.SM0_PINCTRL", 1 << 26 | 9 << 5);
    test.write("PIO0.SM0_INSTR", 0xE081);
    // PROC1_INTE1: rising edge of pin 9.
    test.write("IO_BANK0.PROC1_INTE1", 1 << 7);
    test.write("PIO0.CTRL", 1);
    let due = test.cycle - 1 + 1 + 8 * 32 + 1;
    test.sleep(due - 1 - test.cycle);
    assert_eq!(test.chip.interrupts(1), 0);
    test.sleep(1);
    assert_eq!((test.chip.interrupts(0), test.chip.interrupts(1)), (0, 1 << 21));
    assert_eq!(test.read("IO_BANK0.PROC1_INTS1"), 1 << 7, "PROC1_INTS1");
    assert_eq!(test.read("IO_BANK0.IRQSUMMARY_PROC1_SECURE0"), 1 << 9, "summary");
    assert_eq!(test.read("IO_BANK0.INTR1"), 1 << 7 | 1 << 5 | 0x1111_1101, "INTR1: high, risen; others low");
    test.write("IO_BANK0.INTR1", 1 << 7);
    assert_eq!(test.chip.interrupts(1), 0);
}

#[test]
fn level_interrupts_follow_the_pin() {
    let mut test = TestChip::with_pio();
    test.connect(&[0], 31);
    test.write("IO_BANK0.PROC0_INTE0", 1 << 1);
    assert_eq!(test.chip.interrupts(0), 0);
    test.chip.drive_pin(0, Some(true), test.cycle);
    assert_eq!(test.chip.interrupts(0), 1 << 21);
    test.write("IO_BANK0.INTR0", 0xF);
    assert_eq!(test.chip.interrupts(0), 1 << 21, "a level is not cleared");
    test.chip.drive_pin(0, Some(false), test.cycle);
    assert_eq!(test.chip.interrupts(0), 0);
    test.write("IO_BANK0.PROC1_INTF5", 1 << 31);
    assert_eq!(test.chip.interrupts(1), 1 << 21, "forced: pin 47, core 1");
}

#[test]
fn sio_reads_a_pin_two_cycles_late() {
    let mut test = TestChip::with_pio();
    test.unreset(1 << 20);
    test.connect(&[3], 31);
    test.sleep(10);
    let start = test.cycle;
    test.chip.drive_pin(3, Some(true), start);
    assert_eq!([0; 3].map(|_| test.read("SIO.GPIO_IN")), [0, 0, 8]);
    test.write("SYSCFG.PROC_IN_SYNC_BYPASS", 1 << 3);
    test.sleep(10);
    test.chip.drive_pin(3, Some(false), test.cycle);
    assert_eq!(test.read("SIO.GPIO_IN"), 0, "without the synchroniser");
}

#[test]
fn sticky_outputs_win_against_a_lower_machine() {
    let mut test = TestChip::with_pio();
    // SM1 sets pin 0 once, sticky; SM0 clears it in every cycle.
    test.load("PIO0", 0, 0, &[0xE000]);
    test.load("PIO0", 1, 2, &[0xE001, 0x0003]);
    test.write("PIO0.SM1_EXECCTRL", 0x1F << 12 | 1 << 17);
    for machine in 0..2 {
        test.write(format!("PIO0.SM{machine}_PINCTRL"), 1 << 26);
    }
    test.write("PIO0.CTRL", 3);
    test.sleep(9);
    assert_eq!(test.read("PIO0.DBG_PADOUT"), 1);
    test.clear("PIO0.SM1_EXECCTRL", 1 << 17);
    test.sleep(9);
    assert_eq!(test.read("PIO0.DBG_PADOUT"), 0);
}

#[test]
fn pins_are_counted_from_the_base() {
    let mut test = TestChip::with_pio();
    test.connect(&[20, 40], 6);
    test.write("PIO0.GPIOBASE", 0xFFFF);
    assert_eq!(test.read("PIO0.GPIOBASE"), 16);
    test.write("PIO0.SM0_PINCTRL", 1 << 26 | 24 << 5);
    test.write("PIO0.SM0_INSTR", 0xE081);
    test.write("PIO0.SM0_INSTR", 0xE001);
    assert_eq!(test.chip.pin_levels_at(test.cycle), 1 << 40);
    test.chip.drive_pin(20, Some(true), test.cycle);
    test.sleep(5);
    // wait 1 gpio 4 completes at once; in pins 32 sees pins 16 to 47.
    for instruction in [0x2084, 0x4000, 0x8020] {
        test.write("PIO0.SM0_INSTR", instruction);
    }
    assert_eq!(test.read("PIO0.RXF0"), 1 << 4 | 1 << 24);
}

/// A state machine sends a character over a wire to UART1's receiver (GP5), at 1 MBd with 12 MHz.
#[test]
fn a_wire_connects_a_machine_to_another_device() {
    let mut test = TestChip::with_pio();
    test.start_clocks();
    test.write("CLOCKS.CLK_PERI_CTRL", 1 << 11);
    test.unreset(1 << 27);
    test.connect(&[10], 6);
    test.connect(&[5], 2);
    test.chip.connect_pins(5, 10, test.cycle);
    // 150 MHz / (16 * 9.375) = 1 MBd, 8 bits.
    test.write("UART1.UARTIBRD", 9);
    test.write("UART1.UARTFBRD", 24);
    test.write("UART1.UARTLCR_H", 3 << 5 | 1 << 4);
    // Idle high; pull; then set 0 [7]; 8 x (out pins, 1 [6]; jmp x--); set pins, 1 [7].
    test.load("PIO0", 0, 0, &[0x80A0, 0xE027, 0xE700, 0x6601, 0x0043, 0xE701]);
    test.write("PIO0.SM0_PINCTRL", 1 << 20 | 1 << 26 | 10 << 5 | 10);
    for instruction in [0xE001, 0xE081, 0] {
        test.write("PIO0.SM0_INSTR", instruction);
    }
    // Eight ticks a bit: 18.75 cycles each.
    test.write("PIO0.SM0_CLKDIV", 18 << 16 | 192 << 8);
    test.write("UART1.UARTCR", 1 << 9 | 1);
    test.write("PIO0.CTRL", 1);
    for character in [0x55, 0xC1] {
        test.write("PIO0.TXF0", character);
    }
    test.sleep(150 * 25);
    assert_eq!([0; 2].map(|_| test.read("UART1.UARTDR")), [0x55, 0xC1], "and no error bits");
}
