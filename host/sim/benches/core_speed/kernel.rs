//! Small bytecode interpreter (computed goto, calls, a table of objects), compiled for the Cortex-M33 with `-Os`. Its code
//! resembles MicroPython's virtual machine.

use pico2_sim::bus::flat::FlatBus;
use pico2_sim::bus::{Bus, Initiator, Size};
use pico2_sim::chip::Chip;
use pico2_sim::cpu::{Cpu, Exit};

use crate::rate::{self, Rate};
use crate::rp2350_emu;

const BASE: u32 = 0x2000_0000;
const STACK: u32 = BASE + 0x1_0000;

#[rustfmt::skip]
const PROGRAM: [u32; 110] = [
    0x4C04B508, 0xF808F000, 0x3304F8D4, 0xF8C44403, 0xE7F73304, 0x200001B8, 0x41F0E92D, 0x0C0CF04F,
    0x25002601, 0xB0944B4D, 0x4C4E494D, 0x1E58AA04, 0x0101F041, 0x461F4708, 0x1B02F817, 0x0E50F10D,
    0xEB0E785B, 0xF8510181, 0xEB001C50, 0xF8420383, 0x6A591B04, 0xE7EB463B, 0xF817461F, 0xA914EB02,
    0xEB01785B, 0xF8520E8E, 0xEB001C04, 0xF84E0383, 0x3A041C50, 0x463B6A59, 0x461FE7DA, 0xF817785B,
    0xEB001B02, 0xF8420383, 0x6A591B04, 0xE7CF463B, 0x1702E952, 0xF8424439, 0xF8131C08, 0x3A041B01,
    0x0181EB00, 0xE7C36A49, 0x1702E952, 0xF8424379, 0xF8131C08, 0x3A041B01, 0x0181EB00, 0xE7B76A49,
    0x1702E952, 0xBF2C42B9, 0x21012100, 0x1C08F842, 0x1B01F813, 0xEB003A04, 0x6A490181, 0x7819E7A8,
    0x5C411843, 0xEB003301, 0x6A490181, 0x1F17E7A0, 0x2C04F852, 0x3301B13A, 0x2B01F813, 0x0282EB00,
    0x463A6A51, 0x4B18E794, 0x6821E7F6, 0x7C08F852, 0x0E3FF001, 0x4E0EFB0C, 0x0802F101, 0xF0013101,
    0xFB0C013F, 0xE9CE4101, 0xF8526701, 0xF8CE7C04, 0xE9C1500C, 0x60CD6701, 0x1008F8DE, 0x8000F8C4,
    0xF8424439, 0xF8131C08, 0x3A041B01, 0x0181EB00, 0xE76D6A49, 0xB0149800, 0x81F0E8BD, 0x2000016D,
    0x2000007A, 0x200001B8, 0x2000018E, 0x00010002, 0x01010002, 0xC8020100, 0x00200705, 0x00010000,
    0x01030401, 0x02010000, 0x01010801, 0x00090806, 0x20000036, 0x20000058, 0x2000007A, 0x20000090,
    0x200000A8, 0x200000C0, 0x200000DE, 0x200000EE, 0x2000010A, 0x20000154,
];

/// Measures both on the same words and prints the ratio.
pub fn compare() {
    println!("bytecode interpreter, one core:");
    measure(&mut FlatBus::new(BASE, 0x1_0000)).print("flat memory");
    let ours = measure(&mut Chip::default());
    ours.print("the chip's SRAM");
    let theirs = rp2350_emu::run_program(BASE, &PROGRAM, STACK);
    theirs.print(rp2350_emu::NAME);
    ours.print_ratio(&theirs);
}

fn measure<B: Bus>(bus: &mut B) -> Rate {
    let by = Initiator { core: 0, now: 0, debugger: true };
    for (index, word) in PROGRAM.into_iter().enumerate() {
        bus.write(BASE + 4 * index as u32, Size::Word, word, by).expect("there is memory");
    }
    let mut cpu = Cpu::new(0);
    cpu.start(BASE, STACK, BASE);
    rate::best(|| {
        let (cycle, retired) = (cpu.cycle(), cpu.retired());
        assert_eq!(cpu.run(bus, cycle + rate::CYCLES), Exit::Deadline);
        (cpu.cycle() - cycle, Some(cpu.retired() - retired))
    })
}
