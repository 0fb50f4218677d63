//! Program that runs all cases of a seed.

use std::fmt::Write;

use crate::scenario::Scenario;

/// Linker script for a memory of QEMU's machine; the simulated core has its flat bus there.
pub const LINKER_SCRIPT: &str = "ENTRY(start)
SECTIONS {
  . = 0x10000000;
  .vectors : { *(.vectors*) }
  .text : { *(.text*) }
  . = 0x101F0000;
  .data : { *(.data*) }
  . = 0x10200000;
  .log (NOLOAD) : { *(.log*) }
}
";

/// Code that every program contains.
pub const HARNESS: &str = include_str!("harness.s");

/// First word of a case in the log; the number of the case is added.
pub const CASE: u32 = 0xCA5E_0000;

/// Entries of a table of scripts.
const SCRIPTS: usize = 32;

/// Returns the assembly source of all cases.
pub fn source(cases: &[Scenario]) -> String {
    let mut text = format!("{HARNESS}\n .text\n");
    for (number, case) in cases.iter().enumerate() {
        let _ = writeln!(text, " .ltorg\n .balign 4\n .thumb_func\ncase_{number}:\n bl prepare");
        let _ = writeln!(text, " ldr r6, =scripts_{number}\n mov r5, #{}", case.budget);
        let _ = writeln!(text, " ldr r0, ={:#x}\n str r0, [r7], #4", CASE | number as u32);
        for line in case.setup.iter().chain(&case.thread) {
            let _ = writeln!(text, " {line}");
        }
        let _ = writeln!(text, " svc 0x77");
        let _ = writeln!(text, " b.w case_{}", number + 1);
        for (exception, script) in &case.scripts {
            let _ = writeln!(text, " .ltorg\nscript_{number}_{exception}:\n push {{r3, lr}}");
            for line in script {
                let _ = writeln!(text, " {line}");
            }
            let _ = writeln!(text, " pop {{r3, pc}}");
        }
        let _ = writeln!(text, " .ltorg\n .balign 4\nscripts_{number}:");
        for exception in 0..SCRIPTS {
            let known = case.scripts.contains_key(&exception);
            let script = if known { format!("script_{number}_{exception}") } else { "nothing".into() };
            let _ = writeln!(text, " .word {script} + 1");
        }
    }
    let _ = writeln!(text, " .thumb_func\ncase_{}: b.w finish\n .ltorg", cases.len());
    let _ = writeln!(text, " .section .log, \"aw\", %nobits\n .global log\nlog: .space 0x1E0000");
    text
}
