@ Accesses to memories and registers of the chip, at the flash timing of all images: continuous quad reads, CLKDIV 2.
    .include "kernel.inc"

@ 89 cycles by the rules for loops: longer than the chip select stays low after a transfer.
    .macro pause
    movs    r5, #30
1:  subs    r5, #1
    bne.n   1b
    .endm

    straight apb_read, "ldr r0, [r9]", "ldr r9, =0x40000000"
    straight apb_read_used, "ldr r0, [r9]; adds r2, r0, #1", "ldr r9, =0x40000000"
    straight apb_write, "str r0, [r9]", "ldr r9, =0x400D800C"
    straight timer_read, "ldr r0, [r9]", "ldr r9, =0x400B0028"
    straight sio_read, "ldr r0, [r9]", "mov r9, #0xD0000000"
    straight sio_write, "str r8, [r9]", "ldr r9, =0xD0000018; mov r8, #0"
    straight xip_hit, "ldr r0, [r9]", "mov r9, #0x10000000; ldr r0, [r9]"
    straight xip_miss, "ldr r0, [r9], #-16; pause", "bl kernel_empty_cache; ldr r9, =0x10020000"
    straight xip_miss_at_once, "ldr r0, [r9], #-16", "bl kernel_empty_cache; ldr r9, =0x10020000"
    straight xip_miss_next, "ldr r0, [r9], #8", "bl kernel_empty_cache; ldr r9, =0x10020000; ldr r0, [r9], #8"
    straight xip_uncached, "ldr r0, [r9], #-16; pause", "ldr r9, =0x14020000"
    in_flash flash_code_hit, "nop.w; nop.w"
