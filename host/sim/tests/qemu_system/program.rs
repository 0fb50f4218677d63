//! The program that runs all cases of a seed.

use std::fmt::Write;

use crate::scenario::Scenario;

/// Text for the linker: one memory that QEMU's machine has, and that our core's flat bus stands in for.
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

/// What every program contains.
pub const HARNESS: &str = include_str!("harness.s");

/// First word of a case's part of the log, with the case's number.
pub const CASE: u32 = 0xCA5E_0000;

/// Exceptions that a table of scripts has room for.
const SCRIPTS: usize = 32;

/// The assembly source of all cases.
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
