@ System instructions and exceptions.
    .include "kernel.inc"

@ Handler of SVCall, PendSV and SysTick.
    .pushsection .data.ram.text.kernel_return, "aw", %progbits
    .balign 8
    .global kernel_return
    .type   kernel_return, %function
    .thumb_func
kernel_return:
    bx      lr
    .popsection

@ Handler that uses the floating-point unit.
    .pushsection .data.ram.text.kernel_return_fp, "aw", %progbits
    .p2align 4
    .type   kernel_return_fp, %function
    .thumb_func
kernel_return_fp:
    vmov.f32 s0, s0
    bx      lr
    .popsection

@ Enables coprocessor 0, which accesses GPIO. Preserves r12 and SP.
    .pushsection .data.ram.text.kernel_allow_coprocessor, "aw", %progbits
    .p2align 4
    .type   kernel_allow_coprocessor, %function
    .thumb_func
kernel_allow_coprocessor:
    ldr     r0, =0xE000ED88         @ CPACR
    ldr     r1, [r0]
    orr     r1, r1, #3
    str     r1, [r0]
    dsb
    isb
    bx      lr
    .ltorg
    .popsection

    straight mrs, "mrs r0, primask"
    straight msr, "msr apsr_nzcvq, r2"
    straight cps, "cpsid i"
    straight dmb, "dmb"
    straight dsb, "dsb"
    straight isb, "isb"
    straight wait_for_event, "sev; wfe"
    straight coprocessor_read, "mrc p0, #0, r0, c0, c8", "bl kernel_allow_coprocessor"
    straight coprocessor_write, "mcr p0, #0, r2, c0, c0", "bl kernel_allow_coprocessor; movs r2, #0"
    straight private_read, "ldr r0, [r9]", "ldr r9, =0xE0001004"
    straight svc, "svc #0", "ldr r0, =kernel_return; bl kernel_catch", "bl kernel_release"
    straight pendsv, "str r8, [r9]; dsb; isb", "ldr r0, =kernel_return; bl kernel_catch; mov r8, #0x10000000", "bl kernel_release"
    straight tail_chain, "str r8, [r9]; dsb; isb", "ldr r0, =kernel_return; bl kernel_catch; mov r8, #0x14000000", "bl kernel_release"
    straight svc_floating_point, "svc #0", "ldr r0, =kernel_return; bl kernel_catch; vmov.f32 s0, #1.0", "bl kernel_release"
    straight svc_lazy_stacking, "svc #0", "ldr r0, =kernel_return_fp; bl kernel_catch; vmov.f32 s0, #1.0", "bl kernel_release"
