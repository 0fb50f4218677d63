//! Cross compiler and QEMU.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const COMPILER: &str = "arm-none-eabi-gcc";
const EMULATOR: &str = "qemu-system-arm";

/// Seconds after which an emulation that does not end is killed.
const TIMEOUT: &str = "300";

/// Fails with the package to install unless both programs are found.
pub fn require() {
    for (program, package) in [(COMPILER, "gcc-arm-none-eabi"), (EMULATOR, "qemu-system-arm")] {
        let found =
            Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success());
        assert!(found, "{program} is missing: install it (Debian, Ubuntu: apt-get install {package})");
    }
}

/// Assembles a program in a folder of its own and returns the path of the ELF file.
pub fn assemble(name: &str, source: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(&folder).expect("create the folder for the test program");
    fs::write(folder.join("program.s"), source).expect("write the test program");
    fs::write(folder.join("program.ld"), crate::program::LINKER_SCRIPT).expect("write the linker script");
    let compiled = Command::new(COMPILER)
        .current_dir(&folder)
        .args(["-mcpu=cortex-m33", "-mfpu=fpv5-sp-d16", "-mfloat-abi=hard", "-nostdlib", "-static"])
        .args(["-T", "program.ld", "-o", "program.elf", "program.s"])
        .output()
        .expect("run the compiler");
    check(COMPILER, &compiled);
    folder.join("program.elf")
}

/// Runs QEMU on a program, and returns its log.
pub fn emulate(elf: &Path) -> Vec<u32> {
    let folder = elf.parent().expect("the program has a folder");
    let _ = fs::remove_file(folder.join("log.bin"));
    check(&format!("{EMULATOR}, {}", elf.display()), &qemu(elf));
    let bytes = fs::read(folder.join("log.bin")).expect("read QEMU's log");
    bytes.as_chunks().0.iter().map(|word| u32::from_le_bytes(*word)).collect()
}

/// Runs QEMU on a program and returns its output, also if it fails.
pub fn qemu(elf: &Path) -> Output {
    Command::new("timeout")
        .current_dir(elf.parent().expect("the program has a folder"))
        .args([TIMEOUT, EMULATOR, "-M", "mps2-an505", "-display", "none", "-serial", "none"])
        .args(["-monitor", "none"])
        .args(instruction_by_instruction())
        .args(["-semihosting-config", "enable=on,target=native", "-kernel", "program.elf"])
        .output()
        .expect("run QEMU")
}

/// Returns the options with which QEMU checks for interrupts before every instruction, not only between blocks.
fn instruction_by_instruction() -> &'static [&'static str] {
    let version = Command::new(EMULATOR).arg("--version").output().expect("run QEMU").stdout;
    let text = String::from_utf8_lossy(&version);
    let major = text.split("version ").nth(1).and_then(|rest| rest.split('.').next()?.parse::<u32>().ok());
    // The old option was replaced in 8.1.
    if major.is_some_and(|major| major >= 9) {
        &["-accel", "tcg,one-insn-per-tb=on"]
    } else {
        &["-singlestep"]
    }
}

fn check(program: &str, output: &Output) {
    let messages: String = String::from_utf8_lossy(&output.stderr)
        .lines()
        .take(30)
        .fold(String::new(), |all, line| all + line + "\n");
    assert!(output.status.success(), "{program}: {}\n{messages}", output.status);
}
