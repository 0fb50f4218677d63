@ Operations that use the double-precision coprocessor (RP2350 datasheet 3.6.2), as functions. Operands are in r0:r1 and
@ r2:r3 (double) or in r0 and r1 (single, integer), the result in r0:r1 or r0; r0 to r12 are not preserved. Additions,
@ comparisons and conversions are the sequences of the datasheet's tables. For products, quotients and roots, the
@ datasheet states only the coprocessor instructions; the arithmetic between them was written for this test.

 .syntax unified
 .cpu cortex-m33
 .thumb
 .text

 .macro function name
 .balign 4
 .global \name
 .thumb_func
\name:
 .endm

@ Macros for coprocessor instructions: write two words, read two words or one, and operations.
 .macro put opc, low, high, register
 mcrr p4, #\opc, \low, \high, \register
 .endm
 .macro get opc, low, high, register
 mrrc p4, #\opc, \low, \high, \register
 .endm
 .macro get1 to, register, opc
 mrc p4, #0, \to, c0, \register, #\opc
 .endm
 .macro compare
 cdp p4, #0, c0, c0, c1, #0
 .endm
 .macro add_magnitudes
 cdp p4, #1, c0, c0, c1, #0
 .endm
 .macro subtract_magnitudes
 cdp p4, #1, c0, c0, c1, #1
 .endm
 .macro root_exponent
 cdp p4, #2, c0, c0, c1, #0
 .endm
 .macro round_double
 cdp p4, #8, c0, c0, c0, #1
 .endm
 .macro round_single
 cdp p4, #8, c0, c0, c2, #1
 .endm
 .macro truncate_integer
 cdp p4, #8, c0, c0, c0, #2
 .endm
 .macro round_integer
 cdp p4, #8, c0, c0, c0, #3
 .endm
 .macro put_doubles
 put 1, r0, r1, c0
 put 1, r2, r3, c1
 .endm
 .macro put_singles
 put 1, r0, r1, c2
 .endm

function double_add
 put_doubles
 compare
 add_magnitudes
 round_double
 get 1, r0, r1, c0
 bx lr

function double_subtract
 put_doubles
 compare
 subtract_magnitudes
 round_double
 get 3, r0, r1, c0
 bx lr

@ UMAAL accumulates the 128-bit product in r6:r2:r1:r0.
function double_multiply
 put_doubles
 get 0, r3, r4, c4
 get 0, r5, r12, c5
 umull r0, r1, r3, r5
 movs r2, #0
 movs r6, #0
 umaal r1, r2, r3, r12
 umaal r1, r6, r4, r5
 umaal r2, r6, r4, r12
 put 2, r0, r1, c0
 put 3, r2, r6, c0
 round_double
 get 5, r0, r1, c0
 bx lr

@ Newton iteration for the reciprocal r0 of r1, both with 31 fraction bits.
 .macro improve_reciprocal
 umull r2, r3, r0, r1
 rsbs r2, r2, #0
 mov r4, #0x40000000
 sbc r3, r4, r3
 lsrs r2, r2, #22
 orr r2, r2, r3, lsl #10
 smull r2, r3, r0, r2
 add r0, r0, r3, asr #8
 .endm

@ Quotient in two digits: 30 bits by the reciprocal, then 28 from the remainder. Mantissas have 53 bits.
function double_divide
 put_doubles
 get 2, r0, r1, c1
 improve_reciprocal
 improve_reciprocal
 get 1, r2, r3, c1          @ r2: dividend, 30 fraction bits
 umull r1, r2, r0, r2
 sub r2, r2, #4             @ r2: first digit, a lower bound
 get 10, r4, r5, c4         @ r5:r4 dividend, r7:r6 divisor
 get 10, r6, r7, c5
 lsl r5, r5, #29            @ dividend << 29; 64 bits suffice
 orr r5, r5, r4, lsr #3
 lsl r4, r4, #29
 umull r8, r9, r2, r6
 mla r9, r2, r7, r9
 subs r4, r4, r8
 sbc r5, r5, r9             @ r5:r4 remainder
 lsr r8, r4, #24
 orr r8, r8, r5, lsl #8
 umull r8, r9, r8, r0
 lsl r9, r9, #1
 orr r9, r9, r8, lsr #31    @ r9: second digit, approximate
 lsl r5, r5, #28
 orr r5, r5, r4, lsr #4
 lsl r4, r4, #28
 umull r8, r10, r9, r6
 mla r10, r9, r7, r10
 subs r4, r4, r8
 sbcs r5, r5, r10
 bpl 2f
1: sub r9, r9, #1
 adds r4, r4, r6
 adcs r5, r5, r7
 bmi 1b
2: subs r8, r4, r6
 sbcs r10, r5, r7
 blo 3f
 add r9, r9, #1
 mov r4, r8
 mov r5, r10
 b 2b
3: lsl r0, r2, #28
 lsr r1, r2, #4
 adds r0, r0, r9
 adc r1, r1, #0
 orrs r4, r4, r5
 it ne
 orrne r0, r0, #1
 put 4, r0, r1, c0
 round_double
 get 7, r0, r1, c0
 bx lr

@ Newton iteration for the reciprocal root r0 (31 fraction bits) of r1 (30 fraction bits).
 .macro improve_root
 umull r2, r3, r0, r0
 umull r2, r3, r3, r1
 sub r3, r3, #0x10000000
 lsr r2, r0, #1
 smull r2, r3, r2, r3
 lsl r3, r3, #4
 orr r3, r3, r2, lsr #28
 sub r0, r0, r3
 .endm

@ Root with 56 fraction bits: 30 bits by the reciprocal root, a correction, then increments to the exact root.
function double_root
 put 1, r0, r1, c0
 root_exponent
 get 4, r0, r1, c1
 improve_root
 improve_root
 umull r2, r3, r0, r1       @ r3: root, 29 fraction bits
 get 4, r4, r5, c4
 umull r6, r7, r3, r3
 subs r4, r4, r6
 sbc r5, r5, r7             @ r5:r4 remainder, 58 fraction bits
 lsrs r4, r4, #4
 orr r4, r4, r5, lsl #28
 lsrs r0, r0, #1
 smull r4, r5, r4, r0
 lsrs r4, r4, #29
 orr r4, r4, r5, lsl #3
 asrs r5, r5, #29
 lsls r6, r3, #27
 lsrs r7, r3, #5
 adds r6, r6, r4
 adc r7, r7, r5             @ r7:r6 root, 56 fraction bits
 get 0, r0, r1, c4
 lsls r1, r0, #18           @ radicand << 50; 64 bits suffice, and the low word is zero
 umull r4, r5, r6, r6
 mul r8, r6, r7
 add r5, r5, r8, lsl #1
 rsbs r4, r4, #0
 sbcs r5, r1, r5            @ r5:r4 remainder
 bpl 2f
1: subs r6, r6, #1
 sbc r7, r7, #0
 adds r4, r4, r6
 adc r5, r5, r7
 adds r4, r4, r6
 adc r5, r5, r7
 adds r4, r4, #1
 adcs r5, r5, #0
 bmi 1b
2: adds r8, r6, r6
 adc r9, r7, r7             @ twice the root: the maximum remainder
 subs r8, r4, r8
 sbc r9, r5, r9
 cmp r9, #0
 blt 3f
 orrs r10, r8, r9
 beq 3f
 subs r4, r8, #1
 sbc r5, r9, #0
 adds r6, r6, #1
 adc r7, r7, #0
 b 2b
3: lsl r7, r7, #4
 orr r7, r7, r6, lsr #28
 lsl r6, r6, #4
 orrs r4, r4, r5
 it ne
 orrne r6, r6, #1
 put 5, r6, r7, c0
 round_double
 get 9, r0, r1, c0
 bx lr

function double_compare
 put_doubles
 compare
 get1 r0, c0, 1
 bx lr

function double_classify
 put 1, r0, r1, c0
 mrc p4, #0, apsr_nzcv, c0, c0, #0
 mrs r0, apsr
 bx lr

function double_to_single
 put 1, r0, r1, c0
 round_single
 get1 r0, c2, 5
 bx lr

function single_to_double
 put_singles
 round_double
 get 11, r0, r1, c0
 bx lr

@ Conversion from an integer: adds the offset, then subtracts it.
 .macro from_integer name, opc, round, read
 function \name
 put \opc, r0, r0, c0
 compare
 subtract_magnitudes
 \round
 .ifc \round, round_double
 get 3, r0, r1, c0
 .else
 get1 r0, c2, 1
 .endif
 bx lr
 .endm
from_integer unsigned_to_double, 6, round_double
from_integer signed_to_double, 7, round_double
from_integer unsigned_to_single, 6, round_single
from_integer signed_to_single, 7, round_single

 .macro to_integer name, opc, register, high, round, read
 function \name
 put \opc, r0, \high, \register
 compare
 add_magnitudes
 \round
 get1 r0, c3, \read
 bx lr
 .endm
to_integer double_to_signed, 8, c0, r1, truncate_integer, 0
to_integer double_to_unsigned, 8, c0, r1, truncate_integer, 1
to_integer double_to_signed_rounded, 8, c0, r1, round_integer, 0
to_integer double_to_unsigned_rounded, 8, c0, r1, round_integer, 1
to_integer single_to_signed, 9, c2, r0, truncate_integer, 0
to_integer single_to_unsigned, 9, c2, r0, truncate_integer, 1
to_integer single_to_signed_rounded, 9, c2, r0, round_integer, 0
to_integer single_to_unsigned_rounded, 9, c2, r0, round_integer, 1

function single_add
 put_singles
 compare
 add_magnitudes
 round_single
 get1 r0, c2, 0
 bx lr

function single_subtract
 put_singles
 compare
 subtract_magnitudes
 round_single
 get1 r0, c2, 1
 bx lr

function single_multiply
 put_singles
 get 1, r2, r3, c1
 umull r2, r3, r2, r3
 put 10, r2, r3, c0
 round_single
 get1 r0, c2, 2
 bx lr

@ The product of two single-precision numbers is exact in double precision.
function exact_product
 put_singles
 get 1, r2, r3, c1
 umull r2, r3, r2, r3
 put 3, r2, r3, c0
 round_double
 get 5, r0, r1, c0
 bx lr

@ Long division in one digit of 8 bits and three of 7 bits. The remainder is the low word, which only affects rounding.
function single_divide
 put_singles
 get 1, r2, r3, c1
 lsrs r2, r2, #7
 lsrs r3, r3, #7
 lsls r2, r2, #8
 udiv r4, r2, r3
 mls r2, r4, r3, r2
 movs r6, #3
1: lsls r2, r2, #7
 udiv r5, r2, r3
 mls r2, r5, r3, r2
 orr r4, r5, r4, lsl #7
 subs r6, #1
 bne 1b
 put 11, r2, r4, c0
 round_single
 get1 r0, c2, 3
 bx lr

@ Root digit by digit: the greatest number whose square does not exceed the radicand.
function single_root
 put 1, r0, r0, c2
 root_exponent
 get 4, r0, r1, c4
 movs r2, #0
 mov r3, #0x20000000
1: orr r4, r2, r3
 umull r5, r6, r4, r4
 subs r5, r0, r5
 sbcs r6, r1, r6
 it hs
 movhs r2, r4
 lsrs r3, r3, #1
 bne 1b
 umull r5, r6, r2, r2
 eors r5, r5, r0
 eors r6, r6, r1
 orrs r5, r5, r6
 put 12, r5, r2, c0
 round_single
 get1 r0, c2, 4
 bx lr

function single_compare
 put_singles
 compare
 get1 r0, c0, 1
 bx lr

function empty
 bx lr

@ Both take the same time, although the second has one more instruction.
function read_and_use
 get 0, r0, r1, c8
 add.w r2, r1, r0
 bx lr

function read_and_use_later
 get 0, r0, r1, c8
 add.w r3, r3, r3
 add.w r2, r1, r0
 bx lr
