//! C programs on our core and under QEMU: the same ELF file must give the same results, word by word.
//!
//! Each is compiled for the Cortex-M33 with its hardware for single precision, once for speed and once for size.

mod machine;
#[path = "../tell.rs"]
mod tell;
mod tools;

/// Fewer results than this would mean that a program does not do its work.
const LEAST_RESULTS: usize = 60;

fn compare(program: &str) {
    for optimisation in ["-O2", "-Os"] {
        let elf = tools::compile(program, optimisation);
        let expected = tools::emulate(&elf);
        let found = machine::run(&std::fs::read(&elf).expect("read the ELF file"));
        assert!(expected.len() >= LEAST_RESULTS, "{program} {optimisation}: {} results", expected.len());
        assert_eq!(found.words.len(), expected.len(), "{program} {optimisation}: number of results");
        let differs = expected.iter().zip(&found.words).position(|(expected, found)| expected != found);
        if let Some(at) = differs {
            panic!(
                "{program} {optimisation}: result {at} is {:#010x}, under QEMU {:#010x}",
                found.words[at], expected[at]
            );
        }
        tell::tell(&format!(
            "against qemu-arm: {program} {optimisation}: {} results the same after {} instructions",
            expected.len(),
            found.instructions
        ));
    }
}

#[test]
fn lists_matrices_and_states() {
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
