//! Cross compiler and QEMU.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::case::{BUFFER_BYTES, Case};
use crate::program;
use crate::random::Random;

const COMPILER: &str = "arm-none-eabi-gcc";
const EMULATOR: &str = "qemu-arm";

/// Fails with the package to install unless both programs are found.
pub fn require() {
    for (program, package) in [(COMPILER, "gcc-arm-none-eabi"), (EMULATOR, "qemu-user")] {
        let found =
            Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success());
        assert!(found, "{program} is missing: install it (Debian, Ubuntu: apt-get install {package})");
    }
}

/// ELF file of the cases, and their results under QEMU.
pub struct Reference {
    pub elf: Vec<u8>,
    /// [`program::OUTPUT_WORDS`] for each case.
    pub output: Vec<u32>,
}

/// Assembles `cases` in a folder of their own, with the buffer's content from `seed`, and runs them under QEMU.
pub fn run(name: &str, seed: u64, cases: &[Case]) -> Reference {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("qemu-{name}"));
    fs::create_dir_all(&folder).expect("create the folder for the test program");
    let mut random = Random::new(seed ^ 0x5EED);
    let image: Vec<u8> = (0..BUFFER_BYTES / 4).flat_map(|_| random.float().to_le_bytes()).collect();
    let write = |name: &str, content: &[u8]| -> PathBuf {
        let path = folder.join(name);
        fs::write(&path, content).expect("write the test program");
        path
    };
    write("cases.s", program::source(cases).as_bytes());
    write("inputs.bin", &program::inputs(cases));
    write("image.bin", &image);
    write("cases.ld", program::LINKER_SCRIPT.as_bytes());
    let compiled = Command::new(COMPILER)
        .current_dir(&folder)
        .args(["-mcpu=cortex-m33", "-mfpu=fpv5-sp-d16", "-mfloat-abi=hard", "-nostdlib", "-static"])
        .args(["-T", "cases.ld", "-o", "cases.elf", "cases.s"])
        .output()
        .expect("run the compiler");
    check(COMPILER, &compiled);
    let emulated = Command::new(EMULATOR)
        .current_dir(&folder)
        .args(["-cpu", "max", "cases.elf"])
        .output()
        .expect("run QEMU");
    check(EMULATOR, &emulated);
    let output: Vec<u32> =
        emulated.stdout.as_chunks().0.iter().map(|word| u32::from_le_bytes(*word)).collect();
    assert_eq!(
        output.len(),
        cases.len() * program::OUTPUT_WORDS,
        "{EMULATOR} wrote fewer results than expected"
    );
    Reference { elf: fs::read(folder.join("cases.elf")).expect("read the ELF file"), output }
}

fn check(program: &str, output: &Output) {
    let messages: String = String::from_utf8_lossy(&output.stderr)
        .lines()
        .take(30)
        .fold(String::new(), |all, line| all + line + "\n");
    assert!(output.status.success(), "{program}: {}\n{messages}", output.status);
}
