//! C programs on the simulated core and under QEMU: the same ELF file must give the same results, word by word.
//!
//! Each is compiled for the Cortex-M33 with hardware single precision, for speed and for size.

#[path = "../log_line.rs"]
mod log_line;
mod machine;
mod tools;

/// Minimum number of results of a program.
const MINIMUM_RESULTS: usize = 60;

fn compare(program: &str) {
    for optimisation in ["-O2", "-Os"] {
        let elf = tools::compile(program, optimisation);
        let expected = tools::emulate(&elf);
        let found = machine::run(&std::fs::read(&elf).expect("read the ELF file"));
        assert!(expected.len() >= MINIMUM_RESULTS, "{program} {optimisation}: {} results", expected.len());
        assert_eq!(found.words.len(), expected.len(), "{program} {optimisation}: number of results");
        let differs = expected.iter().zip(&found.words).position(|(expected, found)| expected != found);
        if let Some(at) = differs {
            panic!(
                "{program} {optimisation}: result {at} is {:#010x}, under QEMU {:#010x}",
                found.words[at], expected[at]
            );
        }
        log_line::log_line(&format!(
            "against qemu-arm: {program} {optimisation}: {} results the same after {} instructions",
            expected.len(),
            found.instructions
        ));
    }
}

#[test]
fn integers() {
    compare("integers.c");
}

#[test]
fn single_precision() {
    compare("single.c");
}

#[test]
fn double_precision() {
    compare("double.c");
}
