@ Integer division: early termination by the size of the quotient.
    .include "kernel.inc"

    straight divide_32, "udiv r0, r0, r1", "ldr r0, =0xDEADBEEF; movs r1, #1"
    straight divide_signed_32, "sdiv r2, r0, r1", "mov r0, #0x80000000; movs r1, #1"
    straight divide_24, "udiv r2, r0, r1", "mov r0, #0x800000; movs r1, #1"
    straight divide_16, "udiv r2, r0, r1", "mov r0, #0x8000; movs r1, #1"
    straight divide_8, "udiv r2, r0, r1", "movs r0, #0x80; movs r1, #1"
    straight divide_1, "udiv r2, r0, r1", "movs r0, #5; movs r1, #4"
    straight divide_0, "udiv r2, r0, r1", "movs r0, #5; movs r1, #6"
    straight divide_other_work, "udiv r2, r0, r1; adds r3, r3, r4", "ldr r0, =0xDEADBEEF; movs r1, #1"
    straight divide_used, "udiv r2, r0, r1; adds r3, r2, r4", "ldr r0, =0xDEADBEEF; movs r1, #1"
