@ Sleep, and interrupts that arrive: SysTick, restarted by each repetition, pends a fixed number of cycles later.
    .include "kernel.inc"

@ times_5 CODE, times_6 CODE: so many times in a row.
    .macro times_5 code:vararg
    .rept   5
    \code
    .endr
    .endm
    .macro times_6 code:vararg
    .rept   6
    \code
    .endr
    .endm

@ Starts SysTick on the core's clock, r0 + 1 cycles a period, PendSV less urgent than it. Exceptions stay masked.
@ r8 becomes 0, r9 ICSR, r10 SysTick's first register. Keeps r12 and SP, changes r0 and r1.
    .pushsection .data.ram.text.kernel_tick, "aw", %progbits
    .balign 16
    .type   kernel_tick, %function
    .thumb_func
kernel_tick:
    ldr     r10, =0xE000E010        @ SYST_CSR
    str     r0, [r10, #4]
    mov     r8, #0
    str     r8, [r10, #8]
    movs    r0, #7
    str     r0, [r10]
    ldr     r0, =0xE000ED20         @ SHPR3
    ldr     r1, =0x00F00000
    str     r1, [r0]
    ldr     r9, =0xE000ED04         @ ICSR
    ldr     r0, =0x0A000000         @ PENDSVCLR, PENDSTCLR
    str     r0, [r9]
    dsb
    isb
    bx      lr
    .ltorg
    .popsection

@ The same, with exceptions let come to a handler that returns at once.
    .pushsection .data.ram.text.kernel_tick_and_catch, "aw", %progbits
    .balign 16
    .type   kernel_tick_and_catch, %function
    .thumb_func
kernel_tick_and_catch:
    push    {r0, lr}
    ldr     r0, =kernel_return
    bl      kernel_catch
    cpsid   i
    ldr     r0, [sp]
    bl      kernel_tick
    cpsie   i
    pop     {r0, pc}
    .ltorg
    .popsection

@ Stops SysTick and takes back what is pending, with exceptions masked.
    .pushsection .data.ram.text.kernel_untick, "aw", %progbits
    .balign 16
    .type   kernel_untick, %function
    .thumb_func
kernel_untick:
    cpsid   i
    movs    r0, #0
    ldr     r1, =0xE000E010         @ SYST_CSR
    str     r0, [r1]
    ldr     r1, =0xE000ED20         @ SHPR3
    str     r0, [r1]
    ldr     r1, =0xE000ED04         @ ICSR
    ldr     r0, =0x0A000000         @ PENDSVCLR, PENDSTCLR
    str     r0, [r1]
    dsb
    isb
    bx      lr
    .ltorg
    .popsection

    straight sleep_pending, "wfi", "movs r0, #0; subs r0, #1; bl kernel_tick; mov r0, #0x10000000; str r0, [r9]", "bl kernel_untick"
    straight sleep_masked, "str r8, [r10, #8]; wfi; str r5, [r9]", "movs r0, #99; bl kernel_tick; mov r5, #0x02000000", "bl kernel_untick"
    straight sleep_handler, "str r8, [r10, #8]; wfi", "movs r0, #99; bl kernel_tick_and_catch", "bl kernel_untick; bl kernel_release"
    straight arrival_in_nops, "str r8, [r10, #8]; times_16 nop.w; times_16 nop.w; times_16 nop.w", "movs r0, #39; bl kernel_tick_and_catch", "bl kernel_untick; bl kernel_release"
    straight arrival_in_loads, "str r8, [r10, #8]; times_16 ldr.w r0, [r6]; times_16 ldr.w r0, [r6]; times_16 ldr.w r0, [r6]", "movs r0, #39; bl kernel_tick_and_catch; ldr r6, =KERNEL_DATA", "bl kernel_untick; bl kernel_release"
    straight arrival_in_ldm, "str r8, [r10, #8]; times_6 ldmia.w r6, {r0-r5, r7, r11}", "movs r0, #43; bl kernel_tick_and_catch; ldr r6, =KERNEL_DATA", "bl kernel_untick; bl kernel_release"
    straight arrival_in_divide, "str r8, [r10, #8]; times_5 udiv r0, r2, r3", "movs r0, #43; bl kernel_tick_and_catch; movs r2, #0; subs r2, #1; movs r3, #1", "bl kernel_untick; bl kernel_release"
    straight late_arrival, "str r8, [r10, #8]; times_16 nop.w; times_16 nop.w; str r5, [r9]; dsb; isb", "movs r0, #39; bl kernel_tick_and_catch; mov r5, #0x10000000", "bl kernel_untick; bl kernel_release"
