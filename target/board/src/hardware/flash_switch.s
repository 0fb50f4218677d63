@ Switches the flash to continuous reads. In RAM, because the flash cannot be read between the first and the last store.
@
@ void twinbench_flash_switch(qmi, timing, rcmd, rfmt_with_prefix, rfmt_without_prefix), the last one on the stack, with
@ interrupts masked. One uncached read sends the command with its mode bits; the following reads need no command.

    .syntax unified
    .pushsection .data.twinbench_flash_switch, "awx", %progbits
    .p2align 2
    .thumb
    .global twinbench_flash_switch
    .type twinbench_flash_switch, %function
    .thumb_func
twinbench_flash_switch:
    ldr     r12, [sp]
    str     r1, [r0, #0x0C]         @ QMI M0_TIMING (RP2350 datasheet 12.14)
    str     r2, [r0, #0x14]         @ QMI M0_RCMD
    str     r3, [r0, #0x10]         @ QMI M0_RFMT
    dsb
    mov     r1, #0x14000000         @ the window that bypasses the cache (datasheet 4.4)
    ldrb    r1, [r1]
    dsb
    str     r12, [r0, #0x10]
    dsb
    isb
    bx      lr
    .size twinbench_flash_switch, . - twinbench_flash_switch
    .popsection
