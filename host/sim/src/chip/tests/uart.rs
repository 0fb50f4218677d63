//! UARTs through their pins.

use super::*;

/// Returns a chip with both UARTs at 16 × 10 = 160 cycles a bit, 8N1 with FIFOs.
fn start() -> TestChip {
    let mut test = TestChip::new();
    test.start_clocks();
    test.write("CLOCKS.CLK_PERI_CTRL", 1 << 11);
    test.unreset(3 << 26 | 1 << 6 | 1 << 9);
    for uart in ["UART0", "UART1"] {
        test.write(format!("{uart}.UARTIBRD"), 10);
        test.write(format!("{uart}.UARTLCR_H"), 3 << 5 | 1 << 4);
        test.write(format!("{uart}.UARTCR"), 1 << 9 | 1 << 8 | 1);
    }
    test
}

fn route(test: &mut TestChip, pins: &[(u32, u32)]) {
    for (pin, function) in pins {
        test.route(&[*pin], *function, 0x52);
    }
}

#[test]
fn a_frame_has_its_edges_at_the_exact_cycles() {
    let mut test = start();
    route(&mut test, &[(0, 2)]);
    assert_eq!(test.chip.pin_levels() & 1, 1);
    let begun = test.cycle;
    test.write("UART0.UARTDR", 0xB2);
    test.write("UART0.UARTDR", 0x01);
    let mut edges = Vec::new();
    let mut level = 0;
    while test.chip.next_event() < begun + 25 * 160 {
        test.cycle = test.chip.next_event();
        test.chip.advance(test.cycle);
        if test.chip.pin_levels() & 1 != level {
            level = test.chip.pin_levels() & 1;
            edges.push((test.cycle - begun) / 160);
            assert_eq!((test.cycle - begun) % 160, 0);
        }
    }
    // Edges of 0xB2 and 0x01, each with a start bit and the lowest bit first.
    assert_eq!(edges, [2, 3, 5, 7, 8, 10, 11, 12, 19]);
}

#[test]
fn a_wire_carries_characters_from_one_uart_to_the_other() {
    let mut test = start();
    // UART0 transmits on GPIO0, UART1 receives on GPIO7 by its auxiliary function.
    route(&mut test, &[(0, 2), (7, 11)]);
    test.chip.connect_pins(0, 7, test.cycle);
    let sent: Vec<u32> = (0..20).map(|value| (value * 13) & 0xFF).collect();
    for byte in &sent {
        test.write("UART0.UARTDR", *byte);
    }
    test.write("UART1.UARTIMSC", 1 << 4);
    test.sleep(20 * 10 * 160 + 1000);
    assert_eq!(test.chip.interrupts(0), 1 << 34);
    let received: Vec<u32> = (0..20).map(|_| test.read("UART1.UARTDR")).collect();
    assert_eq!(received, sent);
    assert_eq!(test.read("UART1.UARTFR") & 1 << 4, 1 << 4);
    assert_eq!(test.chip.take_uart_output(0, test.cycle).len(), 20);
}

#[test]
fn wrong_frames_are_flagged() {
    let mut test = start();
    route(&mut test, &[(1, 2)]);
    test.chip.drive_pin(1, Some(true), test.cycle);
    let send = |test: &mut TestChip, bits: &[u8]| {
        for bit in bits {
            test.chip.drive_pin(1, Some(*bit == 1), test.cycle);
            test.sleep(160);
        }
        test.chip.drive_pin(1, Some(true), test.cycle);
        test.sleep(320);
    };
    send(&mut test, &[0, 1, 0, 0, 0, 0, 0, 0, 0, 0]);
    send(&mut test, &[0; 14]);
    send(&mut test, &[0, 1, 1, 1, 1, 0, 0, 0, 0, 1]);
    assert_eq!(test.read("UART0.UARTRIS") & 0x780, 0x280, "framing and break");
    assert_eq!(test.read("UART0.UARTDR"), 1 << 8 | 1);
    assert_eq!(test.read("UART0.UARTRSR"), 1);
    assert_eq!(test.read("UART0.UARTDR"), 5 << 8);
    assert_eq!(test.read("UART0.UARTDR"), 0x0F);
    // Even parity, while the line has odd parity.
    test.write("UART0.UARTLCR_H", 3 << 5 | 1 << 4 | 6);
    send(&mut test, &[0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
    assert_eq!(test.read("UART0.UARTDR"), 1 << 9 | 1);
    // A low level for a third of a bit is no start bit.
    test.chip.drive_pin(1, Some(false), test.cycle);
    test.sleep(50);
    test.chip.drive_pin(1, Some(true), test.cycle);
    test.sleep(3_000);
    assert_eq!(test.read("UART0.UARTFR") & 1 << 4, 1 << 4);
}

#[test]
fn a_line_that_was_never_high_is_not_connected() {
    let mut test = start();
    route(&mut test, &[(1, 2)]);
    test.sleep(10_000);
    assert_eq!(test.read("UART0.UARTFR") & 1 << 4, 1 << 4);
    test.chip.send_to_uart(0, b"x", test.cycle);
    test.sleep(2_000);
    assert_eq!(test.read("UART0.UARTDR"), u32::from(b'x'));
}

#[test]
fn flow_control_stops_the_transmitter() {
    let mut test = start();
    // GPIO2 is CTS of UART0, GPIO7 RTS of UART1.
    route(&mut test, &[(0, 2), (2, 2), (5, 2), (7, 2)]);
    test.chip.connect_pins(0, 5, test.cycle);
    test.chip.connect_pins(2, 7, test.cycle);
    test.write("UART0.UARTCR", 1 << 15 | 1 << 9 | 1 << 8 | 1);
    test.write("UART1.UARTCR", 1 << 14 | 1 << 9 | 1 << 8 | 1);
    assert_eq!(test.chip.pin_levels() >> 7 & 1, 0);
    for byte in 0..32 {
        test.write("UART0.UARTDR", byte);
    }
    test.sleep(100_000);
    // Half of the receiver's FIFO, and the character on the line when RTS rose.
    let flags = test.read("UART1.UARTFR");
    assert_eq!((flags & 1 << 6, test.chip.pin_levels() >> 7 & 1), (0, 1));
    assert_eq!(test.read("UART0.UARTFR") & (1 << 3 | 1), 1 << 3);
    let received: Vec<u32> = (0..32)
        .map(|_| {
            let byte = test.read("UART1.UARTDR");
            test.sleep(3_000);
            byte
        })
        .collect();
    assert_eq!(received, (0..32).collect::<Vec<u32>>());
}

#[test]
fn a_break_holds_the_line_low() {
    let mut test = start();
    route(&mut test, &[(0, 2)]);
    test.write("UART0.UARTLCR_H", 3 << 5 | 1);
    assert_eq!(test.chip.pin_levels() & 1, 0);
    test.write("UART0.UARTLCR_H", 3 << 5);
    assert_eq!(test.chip.pin_levels() & 1, 1);
}
