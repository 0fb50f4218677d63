//! A core on the chip's bus, with the assembled functions in SRAM.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use object::{Object, ObjectSegment, ObjectSymbol};
use pico2_sim::bus::{Bus, Initiator, Size};
use pico2_sim::chip::Chip;
use pico2_sim::cpu::{Cpu, Exit};

const COMPILER: &str = "arm-none-eabi-gcc";
const BASE: u32 = 0x2000_0000;
const STACK: u32 = 0x2001_0000;
/// Return address of the functions: a breakpoint.
const END: u32 = 0x2001_0000;
const BREAKPOINT: u32 = 0xBE00_BE00;
const CPACR: u32 = 0xE000_ED88;
const DHCSR: u32 = 0xE000_EDF0;
/// More cycles than any function takes.
const LIMIT: u64 = 100_000;

pub struct Machine {
    cpu: Cpu,
    chip: Chip,
    entry: u32,
}

impl Machine {
    /// Creates a machine for one function; `None` if another source was named that lacks it.
    pub fn with(function: &str) -> Option<Self> {
        let file = object::File::parse(&**ASSEMBLED).expect("parse the ELF file");
        let mut chip = Chip::default();
        let by = Initiator { core: 0, now: 0, debugger: true };
        for segment in file.segments() {
            let data = segment.data().expect("read a segment");
            for (index, byte) in data.iter().enumerate() {
                let address = segment.address() as u32 + index as u32;
                chip.write(address, Size::Byte, u32::from(*byte), by).expect("the program fits");
            }
        }
        chip.write(END, Size::Word, BREAKPOINT, by).expect("there is memory");
        let mut cpu = Cpu::new(0);
        cpu.start(BASE, STACK, BASE);
        cpu.ppb_write(DHCSR, 0xA05F_0001).expect("enable halting");
        // Full access to coprocessor 4.
        cpu.ppb_write(CPACR, 3 << 8).expect("enable the coprocessor");
        let entry = file.symbols().find(|symbol| symbol.name() == Ok(function));
        assert!(entry.is_some() || other_source().is_some(), "no function {function}");
        Some(Machine { cpu, chip, entry: entry?.address() as u32 & !1 })
    }

    /// Returns the number of cycles of a call.
    pub fn cycles(&mut self) -> u64 {
        let before = self.cpu.cycle();
        self.call(0x3FF8_0000_0000_0000, 0x4010_0000_0000_0000);
        self.cpu.cycle() - before
    }

    /// Calls the function with r0:r1 and r2:r3. Returns r0:r1.
    pub fn call(&mut self, a: u64, b: u64) -> u64 {
        for (register, word) in
            [a as u32, (a >> 32) as u32, b as u32, (b >> 32) as u32].into_iter().enumerate()
        {
            self.cpu.set_register(register, word);
        }
        self.cpu.set_register(13, STACK);
        self.cpu.set_register(14, END | 1);
        self.cpu.set_register(15, self.entry);
        self.cpu.ppb_write(DHCSR, 0xA05F_0001).expect("leave halt");
        let exit = self.cpu.run(&mut self.chip, self.cpu.cycle() + LIMIT);
        assert!(
            exit == Exit::Halted && self.cpu.register(15) == END,
            "{exit:?} at {:#010x}, {:?}",
            self.cpu.register(15),
            self.chip.take_fault()
        );
        u64::from(self.cpu.register(1)) << 32 | u64::from(self.cpu.register(0))
    }
}

fn other_source() -> Option<PathBuf> {
    std::env::var_os("DCP_SEQUENCES").map(PathBuf::from)
}

/// ELF file of the functions. It is assembled once, because parallel tests would overwrite it.
static ASSEMBLED: LazyLock<Vec<u8>> = LazyLock::new(assembled);

fn assembled() -> Vec<u8> {
    let source = other_source()
        .unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/coprocessor/sequences.s"));
    let elf = Path::new(env!("CARGO_TARGET_TMPDIR")).join("coprocessor.elf");
    let output = Command::new(COMPILER)
        .args(["-mcpu=cortex-m33", "-mthumb", "-nostdlib", "-static"])
        .arg(format!("-Wl,-Ttext={BASE:#x},--entry=0"))
        .arg("-o")
        .arg(&elf)
        .arg(source)
        .output()
        .unwrap_or_else(|error| {
            panic!("{COMPILER}: {error}; install it (Debian, Ubuntu: apt-get install gcc-arm-none-eabi)")
        });
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    std::fs::read(elf).expect("read the ELF file")
}
