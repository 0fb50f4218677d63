//! Lock-up of the core, which QEMU reports by an error.

use crate::{machine, program, tools};

/// Programs: name, code of the HardFault and NMI handlers, code of Thread mode, and true if the core locks up.
const PROGRAMS: [(&str, &str, &str, bool); 11] = [
    ("a fault in HardFault", "udf.w #0", "udf.w #0", true),
    ("SVC in HardFault", "svc 0", "udf.w #0", true),
    ("a bus error in HardFault", "ldr r0, =0x60000000\n ldr r0, [r0]", "svc 0", true),
    ("a fault in NMI", "udf.w #0", "mov r0, #0x80000000\n str r0, [r8, #0xD04]", true),
    ("a fault with FAULTMASK", "nop", "cpsid f\n udf.w #0", true),
    ("SVC with FAULTMASK", "nop", "cpsid f\n svc 0", true),
    ("no stack in HardFault", "ldr r0, =0x60000000\n mov sp, r0\n push {r0, r1}", "udf.w #0", true),
    (
        "an unreadable vector of HardFault",
        "nop",
        "ldr r0, =0x60000000\n str r0, [r8, #0xD08]\n udf.w #0",
        true,
    ),
    ("an unreadable vector of SVC", "nop", "ldr r0, =0x60000000\n str r0, [r8, #0xD08]\n svc 0", true),
    (
        "NMI in HardFault",
        "mrs r0, ipsr\n cmp r0, #2\n beq finish\n mov r0, #0x80000000\n str r0, [r8, #0xD04]",
        "udf.w #0",
        false,
    ),
    ("a fault alone", "b.w finish", "udf.w #0", false),
];

fn source(handler: &str, thread: &str) -> String {
    let harness = program::HARNESS;
    let mut text = harness.replace(".word handler + 1", ".word other + 1");
    text += &format!(
        "\n .text\n .thumb_func\nother:\n {handler}\n bx lr\n .ltorg\n .thumb_func\ncase_0:\n {thread}\n b.w finish\n .ltorg\n"
    );
    text + " .section .log, \"aw\", %nobits\n .global log\nlog: .space 16\n"
}

#[test]
fn the_core_locks_up_where_qemu_reports_lock_up() {
    tools::require();
    for (number, (name, handler, thread, locks_up)) in PROGRAMS.into_iter().enumerate() {
        let elf = tools::assemble(&format!("lock-up-{number}"), &source(handler, thread));
        let output = tools::qemu(&elf);
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(error.contains("Lockup"), locks_up, "{name}: QEMU reports: {error}");
        let mut machine = machine::Machine::load(&elf);
        let result = machine.run();
        assert_eq!(result.is_err(), locks_up, "{name}: {result:?}");
        assert_eq!(machine.cpu.locked_up(), locks_up, "{name}");
        if locks_up {
            assert_eq!(machine.cpu.register(15), 0xEFFF_FFFE, "{name}");
        }
    }
}
