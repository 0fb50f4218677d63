@ Contention of both cores for SRAM banks: core 1 loads one word in an endless loop, eight loads per iteration.
    .include "kernel.inc"

@ Two words of banks 4 and 6, in the half of SRAM without code or data of the firmware (memory.x). The stack, which grows
@ down from the end, does not reach them.
    .set SHARED, 0x20060000
@ Core 1 starts when this word is not 0.
    .set GO, KERNEL_DATA + 0x700
@ Code and stack of core 1, in a bank that the kernels of core 0 do not access.
    .set CORE1, KERNEL_DATA + 0x800

    .pushsection .data.ram.kernel_core1, "aw", %progbits
    .balign 4
kernel_core1:
    ldr     r4, =SHARED
    ldr     r5, =GO
0:  wfe
    ldr     r0, [r5]
    cmp     r0, #0
    beq     0b
    .balign 8
1:  .rept   8
    ldr     r0, [r4]
    .endr
    b.n     1b
    .balign 4
    .ltorg
kernel_core1_end:
    .popsection

@ Resets core 1, which then waits in the boot ROM (datasheet 7.4, 5.3). Changes r0 to r2.
    .pushsection .data.ram.text.kernel_stop_core1, "aw", %progbits
    .balign 16
    .type   kernel_stop_core1, %function
    .thumb_func
kernel_stop_core1:
    mov     r1, #1 << 24            @ FRCE_OFF.PROC1
    ldr     r0, =0x4001A004         @ set
    str     r1, [r0]
    ldr     r0, =0x40018004
0:  ldr     r2, [r0]
    tst     r2, r1
    beq     0b
    ldr     r0, =0x4001B004         @ clear
    str     r1, [r0]
    dsb
    bx      lr
    .ltorg
    .popsection

@ Starts core 1 with the handshake of the boot ROM (datasheet 5.3), which echoes each word.
@ Preserves r12 and SP, changes r0 to r5, sets r9 to the address of the shared word.
    .pushsection .data.ram.text.kernel_start_core1, "aw", %progbits
    .balign 16
    .type   kernel_start_core1, %function
    .thumb_func
kernel_start_core1:
    push    {r6, r7, r8, lr}
    movs    r0, #0
    ldr     r1, =GO
    str     r0, [r1]
    ldr     r0, =kernel_core1
    ldr     r1, =kernel_core1_end
    ldr     r2, =CORE1
0:  ldr     r3, [r0], #4
    str     r3, [r2], #4
    cmp     r0, r1
    blo     0b
    bl      kernel_stop_core1
    ldr     r9, =SHARED
    ldr     r6, =0xD0000050         @ FIFO_ST
    ldr     r3, =0xE000ED08         @ VTOR
    ldr     r3, [r3]
    ldr     r5, =CORE1 + 1
    add     r4, r5, #0x3FF
    movs    r0, #0
    movs    r1, #0
    movs    r2, #1
    push    {r0-r5}                 @ 0, 0, 1, vectors, stack, entry
1:  mov     r7, sp
2:  ldr     r5, [r7], #4
    cbnz    r5, 4f
3:  ldr     r0, [r6, #8]            @ FIFO_RD: drain it before each 0
    ldr     r0, [r6]
    lsls    r0, r0, #31             @ VLD
    bne     3b
    sev
4:  ldr     r0, [r6]
    lsls    r0, r0, #30             @ RDY
    bpl     4b
    str     r5, [r6, #4]            @ FIFO_WR
    sev
5:  ldr     r0, [r6]
    lsls    r0, r0, #31             @ VLD
    beq     5b
    ldr     r0, [r6, #8]            @ FIFO_RD
    cmp     r0, r5
    bne     1b
    add     r0, sp, #24
    cmp     r7, r0
    bne     2b
    add     sp, #24
    pop     {r6, r7, r8, pc}
    .ltorg
    .popsection

@ Starts the loop of core 1 at a multiple of 32 cycles, so that the cores have the same phase in every sample. Changes
@ r0 to r2.
    .pushsection .data.ram.text.kernel_go, "aw", %progbits
    .balign 16
    .type   kernel_go, %function
    .thumb_func
kernel_go:
    mov     r0, #256                @ longer than core 1 needs to reach wfe
0:  subs    r0, #1
    bne     0b
    ldr     r1, =GO
    ldr     r0, =0xE0001004         @ CYCCNT
    ldr     r0, [r0]
    and     r0, #31
    adr     r2, 1f
    add     r2, r2, r0, lsl #2
    adds    r2, #1
    bx      r2
    .balign 4
1:  .rept   32
    nop.w
    .endr
    str     r1, [r1]
    dsb
    sev
    bx      lr
    .ltorg
    .popsection

    straight banks_apart, "times_16 ldr.w r0, [r9, #8]", "bl kernel_start_core1; bl kernel_go", "bl kernel_stop_core1"
    straight banks_shared, "times_16 ldr.w r0, [r9]", "bl kernel_start_core1; bl kernel_go", "bl kernel_stop_core1"
