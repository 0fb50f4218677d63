//! Program that runs all cases and writes their results. QEMU and the simulated core execute the same ELF file.

use std::fmt::Write;

use crate::case::{BUFFER_BYTES, Case, Inputs};

/// Result words of each case: r0 to r12, SP, LR, APSR, FPSCR, S0 to S29, then the buffer.
pub const OUTPUT_WORDS: usize = 17 + 30 + BUFFER_BYTES as usize / 4;

/// Linker script.
pub const LINKER_SCRIPT: &str = "ENTRY(start)
SECTIONS {
  . = 0x20000000;
  .text : { *(.text*) }
  . = 0x20300000;
  .data : { *(.data*) }
  .bss : { *(.bss*) }
  . = 0x20700000;
  .buffer (NOLOAD) : { *(.buffer*) }
}
";

/// Start of the program. `prepare` loads the state of a case and returns with the address in lr. `keep` moves lr to s31
/// and calls `record`, which moves r0 to s30 and saves the state.
const HARNESS: &str = "
 .syntax unified
 .cpu cortex-m33
 .fpu fpv5-sp-d16
 .thumb
 .text
 .macro keep
 vmov s31, lr
 bl record
 .endm

 .global start
 .thumb_func
start:
 b.w case_0

 .thumb_func
prepare:
 clrex
 ldr r0, =buffer
 ldr r1, =image
 mov r2, #BUFFER_BYTES
1: subs r2, #4
 ldr r3, [r1, r2]
 str r3, [r0, r2]
 bne 1b
 ldr r0, =input_cursor
 ldr r1, [r0]
 add r2, r1, #INPUT_BYTES
 str r2, [r0]
 vldmia r1!, {s0-s29}
 ldmia r1!, {r2-r4}
 vmsr fpscr, r2
 mov sp, r4
 msr apsr_nzcvqg, r3
 ldmia r1, {r0-r12}
 bx lr

 .thumb_func
record:
 vmov s30, r0
 ldr r0, =output_cursor
 ldr r0, [r0]
 adds r0, #4
 stmia r0!, {r1-r12}
 vmov r1, s30
 str r1, [r0, #-52]
 mov r1, sp
 vmov r2, s31
 mrs r3, apsr
 vmrs r4, fpscr
 stmia r0!, {r1-r4}
 vstmia r0!, {s0-s29}
 ldr r1, =buffer
 mov r2, #BUFFER_BYTES
1: ldr r3, [r1], #4
 str r3, [r0], #4
 subs r2, #4
 bne 1b
 ldr r1, =output_cursor
 str r0, [r1]
 bx lr
 .ltorg
";

/// End of the program: the system calls `write` and `exit` of Linux.
const ENDING: &str = "
 .global finish
 .thumb_func
finish:
 mov r0, #1
 ldr r1, =output
 ldr r2, =OUTPUT_BYTES
 mov r7, #4
 svc 0
 mov r0, #0
 mov r7, #1
 svc 0
 .ltorg
 .balign 4
";

/// Returns the assembly source of all cases; inputs and the buffer's initial content come from two files.
pub fn source(cases: &[Case]) -> String {
    let mut text = String::new();
    let output_bytes = cases.len() * OUTPUT_WORDS * 4;
    let _ = writeln!(text, ".equ BUFFER_BYTES, {BUFFER_BYTES}\n.equ INPUT_BYTES, {}", Inputs::WORDS * 4);
    let _ = writeln!(text, ".equ OUTPUT_BYTES, {output_bytes}\n{}", HARNESS);
    for (number, case) in cases.iter().enumerate() {
        // Every other case starts in the middle of a word.
        let padding = if number % 2 == 1 { " nop.n\n" } else { "" };
        let _ = writeln!(text, " .balign 4\n .thumb_func\ncase_{number}:\n{padding} bl prepare");
        for line in &case.code {
            let _ = writeln!(text, " {line}");
        }
        let _ = writeln!(text, " keep");
    }
    let _ = writeln!(text, "{ENDING}");
    let _ = writeln!(text, "image: .incbin \"image.bin\"\ninputs: .incbin \"inputs.bin\"");
    let _ = writeln!(text, " .data\ninput_cursor: .word inputs\noutput_cursor: .word output");
    let _ = writeln!(text, " .bss\n .balign 8\n .global output\noutput: .space {output_bytes}");
    let _ =
        writeln!(text, " .section .buffer, \"aw\", %nobits\n .global buffer\nbuffer: .space {BUFFER_BYTES}");
    text
}

/// Returns the content of `inputs.bin`.
pub fn inputs(cases: &[Case]) -> Vec<u8> {
    cases.iter().flat_map(|case| case.inputs.words()).flat_map(u32::to_le_bytes).collect()
}
