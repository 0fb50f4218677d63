@ Sleep, and the arrival of interrupts: each repetition restarts SysTick, which becomes pending a fixed number of cycles
@ later.
    .include "kernel.inc"

@ times_5 CODE, times_6 CODE: repeats the code five or six times.
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

@ Starts SysTick on the processor clock with a period of r0 + 1 cycles, and gives PendSV a lower priority. Exceptions stay
@ masked. Sets r8 to 0, r9 to ICSR, r10 to SYST_CSR. Preserves r12 and SP, changes r0 and r1.
    .pushsection .data.ram.text.kernel_start_systick, "aw", %progbits
    .balign 16
    .type   kernel_start_systick, %function
    .thumb_func
kernel_start_systick:
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

@ As kernel_start_systick, then installs a handler that returns at once, and unmasks exceptions.
    .pushsection .data.ram.text.kernel_start_systick_and_catch, "aw", %progbits
    .balign 16
    .type   kernel_start_systick_and_catch, %function
    .thumb_func
kernel_start_systick_and_catch:
    push    {r0, lr}
    ldr     r0, =kernel_return
    bl      kernel_catch
    cpsid   i
    ldr     r0, [sp]
    bl      kernel_start_systick
    cpsie   i
    pop     {r0, pc}
    .ltorg
    .popsection

@ Masks exceptions, stops SysTick and clears pending exceptions.
    .pushsection .data.ram.text.kernel_stop_systick, "aw", %progbits
    .balign 16
    .type   kernel_stop_systick, %function
    .thumb_func
kernel_stop_systick:
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

    straight sleep_pending, "wfi", "movs r0, #0; subs r0, #1; bl kernel_start_systick; mov r0, #0x10000000; str r0, [r9]", "bl kernel_stop_systick"
    straight sleep_masked, "str r8, [r10, #8]; wfi; str r5, [r9]", "movs r0, #99; bl kernel_start_systick; mov r5, #0x02000000", "bl kernel_stop_systick"
    straight sleep_handler, "str r8, [r10, #8]; wfi", "movs r0, #99; bl kernel_start_systick_and_catch", "bl kernel_stop_systick; bl kernel_release"
    straight arrival_in_nops, "str r8, [r10, #8]; times_16 nop.w; times_16 nop.w; times_16 nop.w", "movs r0, #39; bl kernel_start_systick_and_catch", "bl kernel_stop_systick; bl kernel_release"
    straight arrival_in_loads, "str r8, [r10, #8]; times_16 ldr.w r0, [r6]; times_16 ldr.w r0, [r6]; times_16 ldr.w r0, [r6]", "movs r0, #39; bl kernel_start_systick_and_catch; ldr r6, =KERNEL_DATA", "bl kernel_stop_systick; bl kernel_release"
    straight arrival_in_ldm, "str r8, [r10, #8]; times_6 ldmia.w r6, {r0-r5, r7, r11}", "movs r0, #43; bl kernel_start_systick_and_catch; ldr r6, =KERNEL_DATA", "bl kernel_stop_systick; bl kernel_release"
    straight arrival_in_divide, "str r8, [r10, #8]; times_5 udiv r0, r2, r3", "movs r0, #43; bl kernel_start_systick_and_catch; movs r2, #0; subs r2, #1; movs r3, #1", "bl kernel_stop_systick; bl kernel_release"
    straight late_arrival, "str r8, [r10, #8]; times_16 nop.w; times_16 nop.w; str r5, [r9]; dsb; isb", "movs r0, #39; bl kernel_start_systick_and_catch; mov r5, #0x10000000", "bl kernel_stop_systick; bl kernel_release"
