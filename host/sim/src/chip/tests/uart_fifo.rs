//! FIFOs, interrupts and timing of UARTs, through the bus.

use super::*;

/// Starts UART0 at 115,200 baud from clk_peri = clk_sys = 150 MHz, with the divisor that drivers compute: 81 + 24/64.
fn start_uart(test: &mut TestChip) {
    test.start_clocks();
    test.write("CLOCKS.CLK_PERI_CTRL", 1 << 11);
    test.unreset(1 << 26);
    test.write("UART0.UARTIBRD", 81);
    test.write("UART0.UARTFBRD", 24);
    test.write("UART0.UARTLCR_H", 3 << 5 | 1 << 4);
    test.write("UART0.UARTCR", 1 << 9 | 1 << 8 | 1);
}

#[test]
fn a_uart_needs_clk_peri_to_leave_reset() {
    let mut test = TestChip::new();
    test.clear("RESETS.RESET", 1 << 26);
    assert_eq!(test.read("RESETS.RESET_DONE") & 1 << 26, 0);
    test.write("CLOCKS.CLK_PERI_CTRL", 1 << 11);
    assert_eq!(test.read("RESETS.RESET_DONE") & 1 << 26, 1 << 26);
}

#[test]
fn characters_take_their_time_and_arrive() {
    let mut test = TestChip::new();
    start_uart(&mut test);
    for byte in b"hi" {
        test.write("UART0.UARTDR", u32::from(*byte));
    }
    let start = test.cycle;
    assert_eq!(test.read("UART0.UARTFR") & 1 << 3, 1 << 3);
    assert_eq!(test.chip.take_uart_output(0, test.cycle), b"");
    while test.read("UART0.UARTFR") & 1 << 3 != 0 {}
    // Twenty bits of 16 × 81.375 cycles.
    let expected = 20 * 1302;
    assert!((test.cycle - start).abs_diff(expected) < 20, "{}", test.cycle - start);
    assert_eq!(test.chip.take_uart_output(0, test.cycle), b"hi");
    assert_eq!(test.chip.take_uart_output(0, test.cycle), b"");
}

#[test]
fn a_full_fifo_drops_characters() {
    let mut test = TestChip::new();
    start_uart(&mut test);
    for byte in 0..40 {
        test.write("UART0.UARTDR", byte);
    }
    assert_eq!(test.read("UART0.UARTFR") & 1 << 5, 1 << 5);
    test.sleep(40 * 10 * 1302);
    let expected: Vec<u8> = (0..33).collect();
    assert_eq!(test.chip.take_uart_output(0, test.cycle), expected);
}

#[test]
fn received_characters_interrupt_at_level_and_after_silence() {
    let mut test = TestChip::new();
    start_uart(&mut test);
    test.write("UART0.UARTIMSC", 1 << 4 | 1 << 6);
    test.chip.send_to_uart(0, b"0123456789abcdefX", test.cycle);
    test.sleep(16 * 10 * 1302 - 100);
    assert_eq!(test.chip.interrupts(0), 0);
    test.sleep(200);
    assert_eq!(test.chip.interrupts(0), 1 << 33);
    assert_eq!(test.read("UART0.UARTRIS"), 1 << 4);
    for expected in b"0123456789abcdef" {
        assert_eq!(test.read("UART0.UARTDR"), u32::from(*expected));
    }
    assert_eq!(test.chip.interrupts(0), 0);
    test.sleep(1302 * 10);
    assert_eq!(test.chip.interrupts(0), 0);
    test.sleep(1302 * 33);
    assert_eq!(test.read("UART0.UARTMIS"), 1 << 6);
    assert_eq!(test.read("UART0.UARTDR"), u32::from(b'X'));
    assert_eq!(test.read("UART0.UARTFR") & 1 << 4, 1 << 4);
    assert_eq!(test.chip.interrupts(0), 0);
}

#[test]
fn too_many_characters_overrun() {
    let mut test = TestChip::new();
    start_uart(&mut test);
    let sent: Vec<u8> = (0..34).collect();
    test.chip.send_to_uart(0, &sent, test.cycle);
    test.sleep(40 * 10 * 1302);
    assert_eq!(test.read("UART0.UARTRIS") & 1 << 10, 1 << 10);
    for expected in 0..32 {
        assert_eq!(test.read("UART0.UARTDR"), expected);
    }
    assert_eq!(test.read("UART0.UARTFR") & 1 << 4, 1 << 4);
}
