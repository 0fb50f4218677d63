//! PIO state machines against the PyPI package rp2040-pio-emulator: random programs, compared after every instruction
//! and stall cycle.
//!
//! The package models the state machine of the RP2040. It differs from the datasheet, or lacks features, in these
//! points, which the programs avoid:
//! - IRQ, WAIT on anything but a GPIO, MOV with bit reversal, STATUS, EXEC: missing or misinterpreted.
//! - IN_BASE, optional side-set, side-set of directions: missing. MOV to pins ignores the OUT mapping. Groups of pins
//!   do not wrap from pin 31 to pin 0.
//! - JMP !OSRE, PUSH IFFULL and PULL IFEMPTY compare with 32, not with the threshold.
//! - PUSH IFFULL and PULL IFEMPTY that do nothing lose their delay.
//! - An IN that autopushes into a full FIFO completes, and the next one stalls; by the datasheet it stalls itself.
//! - Autopull refills only at an OUT, by the datasheet in any cycle; PULL with autopull always pulls.
//! - Execution ends after address 31; on the chip it continues at address 0.
//! - A pin that becomes an input loses the level of its output.
//! - Outputs are read back in the next cycle; the chip needs four, or two without synchroniser.

mod case;
#[path = "../log_line.rs"]
mod log_line;
mod machine;
mod random;
mod reference;

use case::{Case, Class};
use machine::Machine;

/// Number of cases of each class.
const CASES: u32 = 30;
/// Instructions and stall cycles of each case.
const STEPS: u32 = 300;

#[test]
fn random_programs_execute_as_in_the_package() {
    let cases: Vec<Case> = (0..CASES * Class::ALL.len() as u32)
        .map(|seed| Case::new(Class::ALL[seed as usize % Class::ALL.len()], seed, STEPS))
        .collect();
    let traces = reference::run(&cases);
    let (mut steps, mut cycles) = (0, 0);
    for (case, trace) in cases.iter().zip(&traces) {
        assert_eq!(trace.len(), STEPS as usize, "{case:?}");
        let mut machine = Machine::new(case);
        let mut address = 0;
        for (number, expected) in trace.iter().enumerate() {
            let mut found = machine.follow(case, number as u32, expected);
            if case.class == Class::Directions {
                found.pins = expected.pins;
            }
            let instruction = case.program[address as usize];
            assert_eq!(found, *expected, "step {number}, {instruction:#06x} at {address}, of {case:?}");
            address = expected.program_counter;
            steps += 1;
            cycles += expected.to - expected.from;
        }
    }
    log_line::log_line(&format!(
        "against rp2040-pio-emulator: {steps} steps in {cycles} cycles of {} programs, 0 differences",
        cases.len()
    ));
}
