@ System instructions and exceptions.
    .include "kernel.inc"

@ The handler of all three exceptions.
    .pushsection .data.ram.text.kernel_return, "aw", %progbits
    .balign 8
    .type   kernel_return, %function
    .thumb_func
kernel_return:
    bx      lr
    .popsection

    straight mrs, "mrs r0, primask"
    straight msr, "msr apsr_nzcvq, r2"
    straight cps, "cpsid i"
    straight dmb, "dmb"
    straight dsb, "dsb"
    straight isb, "isb"
    straight wait_for_event, "sev; wfe"
    straight private_read, "ldr r0, [r9]", "ldr r9, =0xE0001004"
    straight svc, "svc #0", "ldr r0, =kernel_return; bl kernel_catch", "bl kernel_release"
    straight pendsv, "str r8, [r9]; dsb; isb", "ldr r0, =kernel_return; bl kernel_catch; mov r8, #0x10000000", "bl kernel_release"
    straight tail_chain, "str r8, [r9]; dsb; isb", "ldr r0, =kernel_return; bl kernel_catch; mov r8, #0x14000000", "bl kernel_release"
