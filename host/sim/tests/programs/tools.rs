//! Cross compiler and QEMU.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const COMPILER: &str = "arm-none-eabi-gcc";
const EMULATOR: &str = "qemu-arm";

/// Address of the programs: the start of SRAM.
pub const BASE: u32 = 0x2000_0000;

/// Compiles a program and returns the path of its ELF file.
pub fn compile(program: &str, optimisation: &str) -> PathBuf {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/programs");
    let elf = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{program}{optimisation}.elf"));
    let output = Command::new(COMPILER)
        .args(["-mcpu=cortex-m33", "-mthumb", "-mfpu=fpv5-sp-d16", "-mfloat-abi=hard", optimisation])
        .args(["-std=c11", "-Wall", "-Wextra", "-Werror", "-ffreestanding", "-fno-math-errno"])
        // Without it, the loops of `support.c` would become calls of themselves.
        .args(["-fno-tree-loop-distribute-patterns", "-nostdlib", "-static"])
        .arg(format!("-Wl,-Ttext={BASE:#x},--entry=start,--build-id=none"))
        .args(["-o"])
        .arg(&elf)
        .args(["start.s", "support.c", program].map(|file| sources.join(file)))
        .arg("-lgcc")
        .output()
        .unwrap_or_else(|error| missing(COMPILER, "gcc-arm-none-eabi", &error));
    check(COMPILER, &output);
    elf
}

/// Returns the words that a program writes under QEMU.
pub fn emulate(elf: &Path) -> Vec<u32> {
    let output = Command::new(EMULATOR)
        .args(["-cpu", "max"])
        .arg(elf)
        .output()
        .unwrap_or_else(|error| missing(EMULATOR, "qemu-user", &error));
    check(EMULATOR, &output);
    output.stdout.as_chunks().0.iter().map(|word| u32::from_le_bytes(*word)).collect()
}

fn missing(program: &str, package: &str, error: &std::io::Error) -> ! {
    panic!("{program}: {error}; install it (Debian, Ubuntu: apt-get install {package})")
}

fn check(program: &str, output: &Output) {
    let messages = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program}: {}\n{messages}", output.status);
}
