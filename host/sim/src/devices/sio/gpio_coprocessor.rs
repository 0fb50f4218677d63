//! CP0, the GPIO coprocessor (RP2350 §3.6.1): access to the GPIO registers of SIO.

use super::gpio::{BitOperation, Gpio};
use crate::bus::{Coprocessor, CoprocessorForm};

/// CRm of the registers: GPIO_OUT, GPIO_OE, GPIO_IN.
const OUT: u8 = 0;
const ENABLE: u8 = 4;
const IN: u8 = 8;
/// Bit of CRm that selects the high word in the forms with one core register.
const HIGH: u8 = 1;

/// Answer of the GPIO coprocessor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum GpioAnswer {
    /// Values read; 0 for a write.
    Done([u32; 2]),
    /// The instruction is UNDEFINED.
    Undefined,
    /// The instruction is not modelled.
    Unmodelled(String),
}

/// Returns true if an instruction reads the inputs of the pins.
pub(crate) const fn reads_pins(access: &Coprocessor) -> bool {
    access.crm & !HIGH == IN
}

/// Executes an instruction; `input` are the inputs of the pins.
pub(crate) fn execute(gpio: &mut Gpio, access: Coprocessor, input: u64) -> GpioAnswer {
    if access.second || access.crn != 0 || access.opc2 != 0 {
        return GpioAnswer::Undefined;
    }
    let register = access.crm;
    let writable = matches!(register, OUT | ENABLE);
    let writable_word = matches!(register & !HIGH, OUT | ENABLE);
    let enable = register & !HIGH == ENABLE;
    let high = register & HIGH != 0;
    let change = BitOperation::CODES[usize::from(access.opc1 & 3)];
    match (access.form, access.opc1) {
        (CoprocessorForm::Read, 0) => {
            let Some(all) = value(gpio, register & !HIGH, input) else { return GpioAnswer::Undefined };
            return GpioAnswer::Done([if high { (all >> 32) as u32 } else { all as u32 }, 0]);
        }
        (CoprocessorForm::ReadTwo, 0) => {
            let Some(all) = value(gpio, register, input) else { return GpioAnswer::Undefined };
            return GpioAnswer::Done([all as u32, (all >> 32) as u32]);
        }
        (CoprocessorForm::Write(data), 0..=3) if writable_word => {
            gpio.change_word(enable, high, change, data);
        }
        // One pin, by its number.
        (CoprocessorForm::Write(pin), 5..=7) if writable => {
            gpio.change_all(enable, change, 1 << (pin & 63));
        }
        (CoprocessorForm::WriteTwo(low, top), 0..=3) if writable => {
            gpio.change_all(enable, change, u64::from(top) << 32 | u64::from(low));
        }
        // One pin, by its number: set to bit 0 of the value.
        (CoprocessorForm::WriteTwo(pin, data), 4) if writable => {
            let change = if data & 1 == 0 { BitOperation::Clear } else { BitOperation::Set };
            gpio.change_all(enable, change, 1 << (pin & 63));
        }
        // One pin, by its number: changed if bit 0 of the value is set.
        (CoprocessorForm::WriteTwo(pin, data), 5..=7) if writable => {
            if data & 1 == 1 {
                gpio.change_all(enable, change, 1 << (pin & 63));
            }
        }
        // One word, by its index.
        (CoprocessorForm::WriteTwo(data, index), 8..=11) if writable => {
            if index > 1 {
                return GpioAnswer::Unmodelled(format!("GPIO coprocessor: register index {index}"));
            }
            gpio.change_word(enable, index == 1, change, data);
        }
        _ => return GpioAnswer::Undefined,
    }
    GpioAnswer::Done([0; 2])
}

fn value(gpio: &Gpio, register: u8, input: u64) -> Option<u64> {
    match register {
        OUT => Some(gpio.output),
        ENABLE => Some(gpio.enable),
        IN => Some(input),
        _ => None,
    }
}
