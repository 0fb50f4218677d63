//! UARTs through their pins.

use super::*;

const UART1: u32 = 0x4007_8000;
const IO: u32 = 0x4002_8000;
const PADS: u32 = 0x4003_8000;

/// Both UARTs with bits of 16 × 10 = 160 cycles, 8N1 with FIFOs.
fn start() -> Bench {
    let mut bench = Bench::new();
    bench.start_clocks();
    bench.write(CLOCKS + 0x48, 1 << 11);
    bench.unreset(3 << 26 | 1 << 6 | 1 << 9);
    for uart in [UART0, UART1] {
        bench.write(uart + 0x24, 10);
        bench.write(uart + 0x2C, 3 << 5 | 1 << 4);
        bench.write(uart + 0x30, 1 << 9 | 1 << 8 | 1);
    }
    bench
}

fn route(bench: &mut Bench, pins: &[(u32, u32)]) {
    for (pin, function) in pins {
        bench.write(IO + pin * 8 + 4, *function);
        bench.write(PADS + 4 + pin * 4, 0x52);
    }
}

#[test]
fn a_frame_has_its_edges_at_the_exact_cycles() {
    let mut bench = start();
    route(&mut bench, &[(0, 2)]);
    assert_eq!(bench.chip.pin_levels() & 1, 1);
    let begun = bench.cycle;
    bench.write(UART0, 0xB2);
    bench.write(UART0, 0x01);
    let mut edges = Vec::new();
    let mut level = 0;
    while bench.chip.next_event() < begun + 25 * 160 {
        bench.cycle = bench.chip.next_event();
        bench.chip.advance(bench.cycle);
        if bench.chip.pin_levels() & 1 != level {
            level = bench.chip.pin_levels() & 1;
            edges.push((bench.cycle - begun) / 160);
            assert_eq!((bench.cycle - begun) % 160, 0);
        }
    }
    // Start, then 0xB2 and 0x01 from the lowest bit on.
    assert_eq!(edges, [2, 3, 5, 7, 8, 10, 11, 12, 19]);
}

#[test]
fn a_wire_carries_characters_from_one_uart_to_the_other() {
    let mut bench = start();
    // UART0 transmits on GPIO0, UART1 receives on GPIO7 by its auxiliary function.
    route(&mut bench, &[(0, 2), (7, 11)]);
    bench.chip.connect_pins(0, 7, bench.cycle);
    let sent: Vec<u32> = (0..20).map(|value| (value * 13) & 0xFF).collect();
    for byte in &sent {
        bench.write(UART0, *byte);
    }
    bench.write(UART1 + 0x38, 1 << 4);
    bench.sleep(20 * 10 * 160 + 1000);
    assert_eq!(bench.chip.interrupts(0), 1 << 34);
    let received: Vec<u32> = (0..20).map(|_| bench.read(UART1)).collect();
    assert_eq!(received, sent);
    assert_eq!(bench.read(UART1 + 0x18) & 1 << 4, 1 << 4);
    assert_eq!(bench.chip.take_uart_output(0, bench.cycle).len(), 20);
}

#[test]
fn wrong_frames_are_flagged() {
    let mut bench = start();
    route(&mut bench, &[(1, 2)]);
    bench.chip.drive_pin(1, Some(true), bench.cycle);
    let send = |bench: &mut Bench, bits: &[u8]| {
        for bit in bits {
            bench.chip.drive_pin(1, Some(*bit == 1), bench.cycle);
            bench.sleep(160);
        }
        bench.chip.drive_pin(1, Some(true), bench.cycle);
        bench.sleep(320);
    };
    send(&mut bench, &[0, 1, 0, 0, 0, 0, 0, 0, 0, 0]);
    send(&mut bench, &[0; 14]);
    send(&mut bench, &[0, 1, 1, 1, 1, 0, 0, 0, 0, 1]);
    assert_eq!(bench.read(UART0 + 0x3C) & 0x780, 0x280, "framing and break");
    assert_eq!(bench.read(UART0), 1 << 8 | 1);
    assert_eq!(bench.read(UART0 + 4), 1);
    assert_eq!(bench.read(UART0), 5 << 8);
    assert_eq!(bench.read(UART0), 0x0F);
    // Even parity where the line has odd.
    bench.write(UART0 + 0x2C, 3 << 5 | 1 << 4 | 6);
    send(&mut bench, &[0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
    assert_eq!(bench.read(UART0), 1 << 9 | 1);
    // A low of a third of a bit is no start.
    bench.chip.drive_pin(1, Some(false), bench.cycle);
    bench.sleep(50);
    bench.chip.drive_pin(1, Some(true), bench.cycle);
    bench.sleep(3_000);
    assert_eq!(bench.read(UART0 + 0x18) & 1 << 4, 1 << 4);
}

#[test]
fn a_line_that_was_never_high_is_not_connected() {
    let mut bench = start();
    route(&mut bench, &[(1, 2)]);
    bench.sleep(10_000);
    assert_eq!(bench.read(UART0 + 0x18) & 1 << 4, 1 << 4);
    bench.chip.send_to_uart(0, b"x", bench.cycle);
    bench.sleep(2_000);
    assert_eq!(bench.read(UART0), u32::from(b'x'));
}

#[test]
fn flow_control_holds_the_transmitter_back() {
    let mut bench = start();
    // GPIO2 is CTS of UART0, GPIO7 RTS of UART1.
    route(&mut bench, &[(0, 2), (2, 2), (5, 2), (7, 2)]);
    bench.chip.connect_pins(0, 5, bench.cycle);
    bench.chip.connect_pins(2, 7, bench.cycle);
    bench.write(UART0 + 0x30, 1 << 15 | 1 << 9 | 1 << 8 | 1);
    bench.write(UART1 + 0x30, 1 << 14 | 1 << 9 | 1 << 8 | 1);
    assert_eq!(bench.chip.pin_levels() >> 7 & 1, 0);
    for byte in 0..32 {
        bench.write(UART0, byte);
    }
    bench.sleep(100_000);
    // Half of the receiver's FIFO, and what was under way when RTS rose.
    let flags = bench.read(UART1 + 0x18);
    assert_eq!((flags & 1 << 6, bench.chip.pin_levels() >> 7 & 1), (0, 1));
    assert_eq!(bench.read(UART0 + 0x18) & (1 << 3 | 1), 1 << 3);
    let received: Vec<u32> = (0..32)
        .map(|_| {
            let byte = bench.read(UART1);
            bench.sleep(3_000);
            byte
        })
        .collect();
    assert_eq!(received, (0..32).collect::<Vec<u32>>());
}

#[test]
fn a_break_holds_the_line_low() {
    let mut bench = start();
    route(&mut bench, &[(0, 2)]);
    bench.write(UART0 + 0x2C, 3 << 5 | 1);
    assert_eq!(bench.chip.pin_levels() & 1, 0);
    bench.write(UART0 + 0x2C, 3 << 5);
    assert_eq!(bench.chip.pin_levels() & 1, 1);
}
