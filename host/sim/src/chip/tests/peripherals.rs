//! UART, pins and SIO through the bus.

use super::*;

/// 115,200 baud from clk_peri = clk_sys = 150 MHz: 81 + 24/64, as drivers work it out.
fn start_uart(bench: &mut Bench) {
    bench.start_clocks();
    bench.write(CLOCKS + 0x48, 1 << 11);
    bench.unreset(1 << 26);
    bench.write(UART0 + 0x24, 81);
    bench.write(UART0 + 0x28, 24);
    bench.write(UART0 + 0x2C, 3 << 5 | 1 << 4);
    bench.write(UART0 + 0x30, 1 << 9 | 1 << 8 | 1);
}

#[test]
fn a_uart_needs_clk_peri_to_leave_reset() {
    let mut bench = Bench::new();
    bench.write(RESETS + CLEAR, 1 << 26);
    assert_eq!(bench.read(RESETS + 8) & 1 << 26, 0);
    bench.write(CLOCKS + 0x48, 1 << 11);
    assert_eq!(bench.read(RESETS + 8) & 1 << 26, 1 << 26);
}

#[test]
fn what_is_sent_takes_its_time_and_arrives() {
    let mut bench = Bench::new();
    start_uart(&mut bench);
    for byte in b"hi" {
        bench.write(UART0, u32::from(*byte));
    }
    let start = bench.cycle;
    assert_eq!(bench.read(UART0 + 0x18) & 1 << 3, 1 << 3);
    assert_eq!(bench.chip.take_uart_output(0, bench.cycle), b"");
    while bench.read(UART0 + 0x18) & 1 << 3 != 0 {}
    // Twenty bits of 16 × 81.375 cycles.
    let expected = 20 * 1302;
    assert!((bench.cycle - start).abs_diff(expected) < 20, "{}", bench.cycle - start);
    assert_eq!(bench.chip.take_uart_output(0, bench.cycle), b"hi");
    assert_eq!(bench.chip.take_uart_output(0, bench.cycle), b"");
}

#[test]
fn a_full_fifo_says_so_and_drops() {
    let mut bench = Bench::new();
    start_uart(&mut bench);
    for byte in 0..40 {
        bench.write(UART0, byte);
    }
    assert_eq!(bench.read(UART0 + 0x18) & 1 << 5, 1 << 5);
    bench.sleep(40 * 10 * 1302);
    let expected: Vec<u8> = (0..33).collect();
    assert_eq!(bench.chip.take_uart_output(0, bench.cycle), expected);
}

#[test]
fn received_characters_interrupt_at_level_and_after_silence() {
    let mut bench = Bench::new();
    start_uart(&mut bench);
    bench.write(UART0 + 0x38, 1 << 4 | 1 << 6);
    bench.chip.send_to_uart(0, b"0123456789abcdefX", bench.cycle);
    bench.sleep(16 * 10 * 1302 - 100);
    assert_eq!(bench.chip.interrupts(0), 0);
    bench.sleep(200);
    assert_eq!(bench.chip.interrupts(0), 1 << 33);
    assert_eq!(bench.read(UART0 + 0x3C), 1 << 4);
    for expected in b"0123456789abcdef" {
        assert_eq!(bench.read(UART0), u32::from(*expected));
    }
    assert_eq!(bench.chip.interrupts(0), 0);
    bench.sleep(1302 * 10);
    assert_eq!(bench.chip.interrupts(0), 0);
    bench.sleep(1302 * 33);
    assert_eq!(bench.read(UART0 + 0x40), 1 << 6);
    assert_eq!(bench.read(UART0), u32::from(b'X'));
    assert_eq!(bench.read(UART0 + 0x18) & 1 << 4, 1 << 4);
    assert_eq!(bench.chip.interrupts(0), 0);
}

#[test]
fn too_many_characters_overrun() {
    let mut bench = Bench::new();
    start_uart(&mut bench);
    let sent: Vec<u8> = (0..34).collect();
    bench.chip.send_to_uart(0, &sent, bench.cycle);
    bench.sleep(40 * 10 * 1302);
    assert_eq!(bench.read(UART0 + 0x3C) & 1 << 10, 1 << 10);
    for expected in 0..32 {
        assert_eq!(bench.read(UART0), expected);
    }
    assert_eq!(bench.read(UART0 + 0x18) & 1 << 4, 1 << 4);
}

#[test]
fn a_pin_is_driven_through_its_multiplexer_and_pad() {
    let mut bench = Bench::new();
    bench.unreset(1 << 6 | 1 << 9);
    bench.write(SIO + 0x38, 1 << 25);
    bench.write(SIO + 0x18, 1 << 25);
    assert_eq!(bench.chip.pin_levels(), 0, "neither function nor pad are set");
    bench.write(0x4002_8000 + 25 * 8 + 4, 5);
    bench.write(0x4003_8000 + 4 + 25 * 4, 0x56);
    assert_eq!(bench.chip.pin_levels(), 1 << 25);
    assert_eq!(bench.read(SIO + 4), 1 << 25);
    assert_eq!(bench.read(0x4002_8000 + 25 * 8), 1 << 13 | 1 << 9 | 1 << 17);
    bench.write(SIO + 0x28, 1 << 25);
    bench.sleep(2);
    assert_eq!(bench.read(SIO + 4), 0);
    bench.write(SIO + 0x40, 1 << 25);
    bench.chip.drive_pin(25, Some(true), bench.cycle);
    bench.sleep(2);
    assert_eq!(bench.read(SIO + 4), 1 << 25);
}

#[test]
fn the_gpio_coprocessor_reaches_the_same_pins() {
    use crate::bus::{Coprocessor, CoprocessorForm};
    let mut bench = Bench::new();
    let by = bench.by();
    let mut execute = |form, opc1, crm| {
        let access = Coprocessor {
            number: 0,
            form,
            opc1,
            opc2: 0,
            crn: 0,
            crm,
            crd: 0,
            to_flags: false,
            second: false,
        };
        bench.chip.coprocessor(access, by).map(|result| result.values)
    };
    assert_eq!(execute(CoprocessorForm::WriteTwo(25, 1), 4, 4), Some([0, 0]));
    execute(CoprocessorForm::WriteTwo(35, 1), 4, 0);
    execute(CoprocessorForm::Write(0xF0), 2, 0);
    execute(CoprocessorForm::Write(4), 7, 0);
    execute(CoprocessorForm::WriteTwo(5, 0), 5, 0);
    assert_eq!(execute(CoprocessorForm::ReadTwo, 0, 0), Some([0xE0, 8]));
    assert_eq!(execute(CoprocessorForm::Read, 0, 4), Some([1 << 25, 0]));
    assert_eq!(execute(CoprocessorForm::Read, 0, 1), Some([8, 0]));
    assert_eq!(execute(CoprocessorForm::Read, 3, 0), None);
    assert_eq!(execute(CoprocessorForm::Write(0), 0, 8), None, "inputs cannot be written");
    assert_eq!(execute(CoprocessorForm::WriteTwo(0, 0), 12, 0), None);
    // By the register's number: toggled, set and cleared in the upper word, replaced in the lower.
    execute(CoprocessorForm::WriteTwo(0x18, 1), 9, 0);
    execute(CoprocessorForm::WriteTwo(0x03, 1), 10, 0);
    execute(CoprocessorForm::WriteTwo(0x12, 1), 11, 0);
    assert_eq!(execute(CoprocessorForm::ReadTwo, 0, 0), Some([0xE0, 1]));
    execute(CoprocessorForm::WriteTwo(0xFF, 0), 8, 4);
    assert_eq!(execute(CoprocessorForm::ReadTwo, 0, 4), Some([0xFF, 0]));
    execute(CoprocessorForm::WriteTwo(1 << 25, 0), 8, 4);
    // There are two registers in a group; what another number reaches is not documented.
    execute(CoprocessorForm::WriteTwo(1, 2), 8, 0);
    assert_eq!(bench.read(SIO + 0x10), 0xE0);
    assert_eq!(bench.read(SIO + 0x30), 1 << 25);
    let fault = bench.chip.take_fault().map(|fault| fault.to_string());
    assert!(fault.is_some_and(|fault| fault.contains("register index 2")));
}

#[test]
fn mail_makes_the_board_look() {
    let mut bench = Bench::new();
    assert!(bench.write(SIO + 0x54, 42).events_pending);
    assert!(bench.chip.take_pending().contains(Effects::MAILBOX));
    assert_eq!(bench.chip.interrupts(1), 1 << 25);
    let second = Initiator { core: 1, ..bench.by() };
    assert_eq!(bench.chip.read(SIO + 0x58, Size::Word, second).unwrap().value, 42);
    assert_eq!(bench.chip.interrupts(1), 0);
    assert_eq!(bench.chip.read(SIO, Size::Word, second).unwrap().value, 1);
}

#[test]
fn access_control_wants_its_password() {
    let mut bench = Bench::new();
    let by = bench.by();
    let lock = |bench: &mut Bench, value| bench.chip.write(0x4006_0000 + 0xA0, Size::Word, value, by);
    assert!(lock(&mut bench, 0xFF).is_err());
    assert!(lock(&mut bench, 0xACCE_00FF).is_ok());
    assert_eq!(bench.read(0x4006_00A0), 0xFF);
    assert!(lock(&mut bench, 0xACCE_0000).is_err());
}

#[test]
fn the_platform_timer_interrupts_its_core() {
    let mut bench = Bench::new();
    bench.start_clocks();
    let start = bench.read(SIO + 0x1B0);
    bench.write(SIO + 0x1BC, 0);
    bench.write(SIO + 0x1B8, start + 100);
    assert_eq!(bench.chip.interrupts(0) >> 29 & 1, 0);
    bench.sleep(98 * 150);
    assert_eq!(bench.chip.interrupts(0) >> 29 & 1, 0);
    bench.sleep(3 * 150);
    assert_eq!([bench.chip.interrupts(0) >> 29 & 1, bench.chip.interrupts(1) >> 29 & 1], [1, 0]);
    assert!((start + 100..start + 103).contains(&bench.read(SIO + 0x1B0)));
    bench.write(SIO + 0x1BC, 1);
    assert_eq!(bench.chip.interrupts(0) >> 29 & 1, 0);
}
