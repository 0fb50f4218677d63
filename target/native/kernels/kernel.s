@ Functions that the kernels share.
    .include "kernel.inc"

@ Sets the registers and the data for the start of a kernel. Preserves r12 and SP.
    .pushsection .data.ram.text.kernel_registers, "aw", %progbits
    .balign 16
    .global kernel_registers
    .type   kernel_registers, %function
    .thumb_func
kernel_registers:
    ldr     r1, =KERNEL_DATA
    movs    r0, #0
    movs    r2, #0
0:  str     r0, [r1, r2]
    adds    r2, #4
    cmp     r2, #1024
    bne     0b
    str     r1, [r1]
    movs    r0, #3
    movs    r2, #5
    movs    r3, #6
    movs    r4, #7
    movs    r5, #8
    mov     r6, r1
    movs    r7, #10
    mov     r8, #11
    mov     r9, #12
    mov     r10, #13
    mov     r11, #14
    bx      lr
    .ltorg
    .size   kernel_registers, . - kernel_registers
    .popsection

@ Invalidates the XIP cache: each write to the maintenance window invalidates a line, by set and way (RP2350 datasheet
@ 4.4.1). Preserves r12 and SP, changes r0 to r2.
    .pushsection .data.ram.text.kernel_empty_cache, "aw", %progbits
    .balign 16
    .global kernel_empty_cache
    .type   kernel_empty_cache, %function
    .thumb_func
kernel_empty_cache:
    movs    r0, #0
    mov     r1, #0x18000000
    add     r2, r1, #0x4000
0:  str     r0, [r1], #8
    cmp     r1, r2
    bne     0b
    dsb
    bx      lr
    .size   kernel_empty_cache, . - kernel_empty_cache
    .popsection

@ Installs the handler in r0, which is in RAM, for SVCall, PendSV and SysTick, and unmasks exceptions. The other vectors
@ are copied. Deactivates the floating-point context, so that stack frames are short. Preserves r12 and SP.
    .pushsection .data.ram.text.kernel_catch, "aw", %progbits
    .balign 16
    .global kernel_catch
    .type   kernel_catch, %function
    .thumb_func
kernel_catch:
    ldr     r1, =0xE000ED08         @ VTOR
    ldr     r2, [r1]
    ldr     r3, =KERNEL_DATA + 1024
    str     r2, [r3]
    ldr     r4, =kernel_vectors
    movs    r5, #0
0:  ldr     r6, [r2, r5]
    str     r6, [r4, r5]
    adds    r5, #4
    cmp     r5, #64
    bne     0b
    orr     r0, r0, #1
    str     r0, [r4, #44]
    str     r0, [r4, #56]
    str     r0, [r4, #60]
    str     r4, [r1]
    mrs     r2, control
    bic     r2, r2, #4              @ FPCA
    msr     control, r2
    dsb
    isb
    cpsie   i
    ldr     r9, =0xE000ED04         @ ICSR
    bx      lr
    .ltorg
    .size   kernel_catch, . - kernel_catch
    .popsection

@ Restores the vectors that kernel_catch replaced.
    .pushsection .data.ram.text.kernel_release, "aw", %progbits
    .balign 16
    .global kernel_release
    .type   kernel_release, %function
    .thumb_func
kernel_release:
    cpsid   i
    ldr     r1, =0xE000ED08         @ VTOR
    ldr     r3, =KERNEL_DATA + 1024
    ldr     r2, [r3]
    str     r2, [r1]
    dsb
    isb
    bx      lr
    .ltorg
    .size   kernel_release, . - kernel_release
    .popsection

    .pushsection .data.ram.kernel_vectors, "aw", %progbits
    .balign 128
    .global kernel_vectors
kernel_vectors:
    .space  64
    .popsection
