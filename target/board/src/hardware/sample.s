@ One timed call. In RAM, so that the stamps and the code around them do not access the flash cache.
@
@ u32 twinbench_sample(entry, operations, counters): calls entry(operations), returns its result, and writes to counters:
@ CYCCNT before, CYCCNT after, XIP cache hits, XIP cache accesses.
@
@ A debugger that halts at twinbench_sample_begin and at twinbench_sample_end and reads CYCCNT measures the same span: each
@ label is at the load that takes the stamp.

    .syntax unified
    .pushsection .data.twinbench_sample, "awx", %progbits
    .p2align 4
    .thumb
    .global twinbench_sample
    .type twinbench_sample, %function
    .thumb_func
twinbench_sample:
    push    {r3-r7, lr}
    mov     r4, r0
    mov     r5, r2
    mov     r0, r1
    ldr     r6, =0x400C800C         @ XIP_CTR_HIT, then XIP_CTR_ACC (RP2350 datasheet 4.4); any write clears
    str     r6, [r6]
    str     r6, [r6, #4]
    ldr     r6, =0xE0001004         @ DWT_CYCCNT (Armv8-M ARM, DWT)
    dsb
    isb
    .global twinbench_sample_begin
twinbench_sample_begin:
    ldr     r7, [r6]
    blx     r4
    .global twinbench_sample_end
twinbench_sample_end:
    ldr     r1, [r6]
    ldr     r6, =0x400C800C
    ldr     r2, [r6]
    ldr     r3, [r6, #4]
    str     r7, [r5]
    str     r1, [r5, #4]
    str     r2, [r5, #8]
    str     r3, [r5, #12]
    pop     {r3-r7, pc}
    .ltorg
    .size twinbench_sample, . - twinbench_sample

@ u32 twinbench_nothing(operations): the entry of an empty sample.
    .p2align 4
    .global twinbench_nothing
    .type twinbench_nothing, %function
    .thumb_func
twinbench_nothing:
    bx      lr
    .size twinbench_nothing, . - twinbench_nothing
    .popsection
