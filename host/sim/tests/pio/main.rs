//! State machines against the PyPI package rp2040-pio-emulator: random programs, the same in every step and cycle.
//!
//! The package has the RP2040's state machine and differs from the datasheet, or leaves out what it describes, here;
//! that is not tried:
//! - IRQ, WAIT on anything but a GPIO, MOV with bit reversal, STATUS, EXEC: not there, or taken for something else.
//! - IN_BASE, optional side-set, side-set of directions: not there. MOV to pins ignores the OUT mapping. Groups of
//!   pins do not go on from pin 31 to pin 0.
//! - JMP !OSRE, PUSH IFFULL and PULL IFEMPTY compare with 32, not with the threshold.
//! - PUSH IFFULL and PULL IFEMPTY that do nothing lose their delay.
//! - An IN that autopushes into a full FIFO is done, and the next one stalls; the datasheet lets it stall itself.
//! - Autopull refills only at an OUT, where the datasheet refills in any cycle; PULL with autopull always pulls.
//! - After address 31 comes nothing; in the chip, address 0.
//! - A pin that becomes an input forgets the level it drove.
//! - Outputs are read back in the next cycle; the chip needs four, or two without synchroniser.

mod case;
mod machine;
mod random;
mod reference;
#[path = "../tell.rs"]
mod tell;

use case::{Case, Class};
use machine::Machine;

/// Cases of each class.
const CASES: u32 = 30;
/// Instructions and cycles of stalls in each.
const STEPS: u32 = 300;

#[test]
fn random_programs_run_as_in_the_package() {
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
    tell::tell(&format!(
        "against rp2040-pio-emulator: {steps} steps in {cycles} cycles of {} programs, 0 differences",
        cases.len()
    ));
}
