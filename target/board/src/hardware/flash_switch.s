@ Switches the flash to continuous reads. In RAM: between the first and the last store no code can come from flash.
@
@ void twinbench_flash_switch(qmi, timing, rcmd, rfmt_with_prefix, rfmt_without_prefix on the stack), with interrupts
@ masked. One uncached read sends the command with its mode bits; from then on the flash expects none.

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
    mov     r1, #0x14000000         @ the window that neither reads nor fills the cache (datasheet 4.4)
    ldrb    r1, [r1]
    dsb
    str     r12, [r0, #0x10]
    dsb
    isb
    bx      lr
    .size twinbench_flash_switch, . - twinbench_flash_switch
    .popsection
