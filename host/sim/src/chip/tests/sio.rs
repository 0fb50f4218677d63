//! SIO and the GPIO coprocessor, with pins.

use super::*;

#[test]
fn a_pin_is_driven_through_multiplexer_and_pad() {
    let mut test = TestChip::new();
    test.unreset(1 << 6 | 1 << 9);
    test.write("SIO.GPIO_OE_SET", 1 << 25);
    test.write("SIO.GPIO_OUT_SET", 1 << 25);
    assert_eq!(test.chip.pin_levels(), 0, "neither function nor pad is set");
    test.write("IO_BANK0.GPIO25_CTRL", 5);
    test.write("PADS_BANK0.GPIO25", 0x56);
    assert_eq!(test.chip.pin_levels(), 1 << 25);
    assert_eq!(test.read("SIO.GPIO_IN"), 1 << 25);
    assert_eq!(test.read("IO_BANK0.GPIO25_STATUS"), 1 << 13 | 1 << 9 | 1 << 17);
    test.write("SIO.GPIO_OUT_XOR", 1 << 25);
    test.sleep(2);
    assert_eq!(test.read("SIO.GPIO_IN"), 0);
    test.write("SIO.GPIO_OE_CLR", 1 << 25);
    test.chip.drive_pin(25, Some(true), test.cycle);
    test.sleep(2);
    assert_eq!(test.read("SIO.GPIO_IN"), 1 << 25);
}

#[test]
fn the_gpio_coprocessor_accesses_the_same_pins() {
    use crate::bus::{Coprocessor, CoprocessorForm};
    let mut test = TestChip::new();
    let by = test.by();
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
        test.chip.coprocessor(access, by).map(|result| result.values)
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
    // By index: toggled, set and cleared in the upper word, replaced in the lower.
    execute(CoprocessorForm::WriteTwo(0x18, 1), 9, 0);
    execute(CoprocessorForm::WriteTwo(0x03, 1), 10, 0);
    execute(CoprocessorForm::WriteTwo(0x12, 1), 11, 0);
    assert_eq!(execute(CoprocessorForm::ReadTwo, 0, 0), Some([0xE0, 1]));
    execute(CoprocessorForm::WriteTwo(0xFF, 0), 8, 4);
    assert_eq!(execute(CoprocessorForm::ReadTwo, 0, 4), Some([0xFF, 0]));
    execute(CoprocessorForm::WriteTwo(1 << 25, 0), 8, 4);
    // There are two words; the effect of another index is not documented.
    execute(CoprocessorForm::WriteTwo(1, 2), 8, 0);
    assert_eq!(test.read("SIO.GPIO_OUT"), 0xE0);
    assert_eq!(test.read("SIO.GPIO_OE"), 1 << 25);
    let fault = test.chip.take_fault().map(|fault| fault.to_string());
    assert!(fault.is_some_and(|fault| fault.contains("register index 2")));
}

#[test]
fn mail_is_reported_to_the_board() {
    let mut test = TestChip::new();
    assert!(test.write("SIO.FIFO_WR", 42).events_pending);
    assert!(test.chip.take_pending().contains(Effects::MAILBOX));
    assert_eq!(test.chip.interrupts(1), 1 << 25);
    let second = Initiator { core: 1, ..test.by() };
    assert_eq!(test.chip.read(address_of("SIO.FIFO_RD"), Size::Word, second).unwrap().value, 42);
    assert_eq!(test.chip.interrupts(1), 0);
    assert_eq!(test.chip.read(address_of("SIO.CPUID"), Size::Word, second).unwrap().value, 1);
}

#[test]
fn the_platform_timer_interrupts_its_core() {
    let mut test = TestChip::new();
    test.start_clocks();
    let start = test.read("SIO.MTIME");
    test.write("SIO.MTIMECMPH", 0);
    test.write("SIO.MTIMECMP", start + 100);
    assert_eq!(test.chip.interrupts(0) >> 29 & 1, 0);
    test.sleep(98 * 150);
    assert_eq!(test.chip.interrupts(0) >> 29 & 1, 0);
    test.sleep(3 * 150);
    assert_eq!([test.chip.interrupts(0) >> 29 & 1, test.chip.interrupts(1) >> 29 & 1], [1, 0]);
    assert!((start + 100..start + 103).contains(&test.read("SIO.MTIME")));
    test.write("SIO.MTIMECMPH", 1);
    assert_eq!(test.chip.interrupts(0) >> 29 & 1, 0);
}
