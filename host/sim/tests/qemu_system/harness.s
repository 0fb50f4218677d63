@ Harness under QEMU and on the simulated core: every exception is logged, then executes the script of its case.
@
@ Reserved registers: r5 number of exceptions that still execute scripts, r6 the table of scripts of the case by
@ exception number, r7 the end of the log, r8 the system control space.
 .syntax unified
 .cpu cortex-m33
 .fpu fpv5-sp-d16
 .thumb

 .equ ICSR, 0xD04
 .equ AIRCR, 0xD0C
 .equ CCR, 0xD14
 .equ SHCSR, 0xD24
 .equ CFSR, 0xD28
 .equ HFSR, 0xD2C
 .equ MMFAR, 0xD34
 .equ BFAR, 0xD38
 .equ CPACR, 0xD88
 .equ MPU_CTRL, 0xD94
 .equ MPU_RNR, 0xD98
 .equ MPU_RLAR, 0xDA0
 .equ SFSR, 0xDE4
 .equ FPCCR, 0xF34
 .equ FPCAR, 0xF38
 .equ FPDSCR, 0xF3C
 .equ RAM, 0x10000000
 .equ MAIN_STACK, RAM + 0x3F0000
 .equ PROCESS_STACK, RAM + 0x3F8000
 .equ STACK_BYTES, 0x800
 @ The SVC at the end of a case.
 .equ END, 0xDF77
 @ IACCVIOL, IBUSERR, INVSTATE: the return address is that of the fetch.
 .equ FETCH_FAULTS, 0x00020101
 @ INVPC: the frame is that of the context of the return.
 .equ INVPC, 0x00040000
 @ MSTKERR, MUNSTKERR, MLSPERR, STKERR, UNSTKERR, LSPERR: not caused by an instruction.
 .equ STACKING_FAULTS, 0x00003838

 .section .vectors, "a"
 .global vectors
vectors:
 .word MAIN_STACK, start + 1
 .rept 66
 .word handler + 1
 .endr

 .text
 .global start
 .thumb_func
start:
 ldr r8, =0xE000E000
 ldr r7, =log
 ldr r0, =vectors
 str r0, [r8, #0xD08]
 b.w case_0

 @ Sets a defined state, in privileged Thread mode.
 .thumb_func
prepare:
 ldr r0, =MAIN_STACK
 movs r1, #0
 msr msplim, r1
 msr msp, r0
 ldr r2, =PROCESS_STACK
 msr psplim, r1
 msr psp, r2
 msr control, r1
 isb
 mov r3, #STACK_BYTES
1: subs r0, #4
 subs r2, #4
 str r1, [r0]
 str r1, [r2]
 subs r3, #4
 bne 1b
 str r1, [r8, #MPU_CTRL]
 movs r3, #8
2: subs r3, #1
 str r3, [r8, #MPU_RNR]
 str r1, [r8, #MPU_RLAR]
 bne 2b
 str r1, [r8, #SHCSR]
 movw r0, #0x200
 str r0, [r8, #CCR]
 ldr r0, =0x05FA0000
 str r0, [r8, #AIRCR]
 add r0, r8, #0x400
 movs r3, #52
3: subs r3, #4
 str r1, [r0, r3]
 bne 3b
 str r1, [r8, #0xD18]
 str r1, [r8, #0xD1C]
 str r1, [r8, #0xD20]
 mov r0, #0xF00000
 str r0, [r8, #CPACR]
 ldr r0, =0xC0000004
 str r0, [r8, #FPCCR]
 str r1, [r8, #FPCAR]
 str r1, [r8, #FPDSCR]
 str r1, [r8, #MMFAR]
 str r1, [r8, #BFAR]
 mov r0, #-1
 str r0, [r8, #CFSR]
 str r0, [r8, #HFSR]
 str r0, [r8, #SFSR]
 ldr r0, =singles
 vldm r0, {s0-s31}
 vmsr fpscr, r1
 msr control, r1
 isb
 movs r2, #0
 movs r3, #0
 mov r4, r2
 mov r9, r2
 mov r10, r2
 mov r11, r2
 mov r12, r2
 bx lr

 @ Logs PRIMASK, FAULTMASK, BASEPRI and CONTROL as one word.
 .macro log_masks
 mrs r0, control
 mrs r3, primask
 bfi r0, r3, #8, #1
 mrs r3, faultmask
 bfi r0, r3, #9, #1
 mrs r3, basepri
 bfi r0, r3, #16, #8
 str r0, [r7], #4
 .endm

 .macro log_register offset
 ldr r0, [r8, #\offset]
 str r0, [r7], #4
 .endm

 .balign 4
 .global handler
 .thumb_func
handler:
 mrs r1, msp
 mov r3, r1
 and r0, lr, #12
 cmp r0, #12
 it eq
 mrseq r1, psp
 push {r1, lr}
 mrs r2, ipsr
 @ Is it the end of a case?
 cmp r2, #11
 it ne
 cmpne r2, #3
 bne 1f
 lsrs r12, r1, #22
 cmp r12, #RAM >> 22
 bne 1f
 ldr r0, [r1, #24]
 @ Code lies in the first megabyte; elsewhere the MPU may not permit a read.
 lsrs r12, r0, #20
 cmp r12, #RAM >> 20
 bne 1f
 ldrh r0, [r0, #-2]
 movw r12, #END
 cmp r0, r12
 beq.w end_case
1: orr r0, r2, #0xE0000000
 str r0, [r7], #4
 str lr, [r7], #4
 str r3, [r7], #4
 mrs r0, psp
 str r0, [r7], #4
 log_masks
 log_register ICSR
 log_register SHCSR
 log_register CFSR
 log_register HFSR
 log_register SFSR
 log_register MMFAR
 log_register BFAR
 log_register FPCCR
 log_register FPCAR
 log_register 0x200
 log_register 0x300
 lsrs r12, r1, #22
 cmp r12, #RAM >> 22
 bne 4f
 @ The frame with its floating-point part.
 movs r3, #32
 tst lr, #16
 it eq
 moveq r3, #104
2: ldr r0, [r1], #4
 str r0, [r7], #4
 subs r3, #4
 bne 2b
 ldr r1, [sp]
 @ A fault of an instruction: continue after it, or at the return address of the call.
 cmp r2, #3
 blo 4f
 cmp r2, #7
 bhi 4f
 ldr r0, [r8, #CFSR]
 ldr r3, =~STACKING_FAULTS
 ands r0, r3
 beq 4f
 tst r0, #INVPC
 bne 4f
 ldr r3, [r1, #28]
 bic r3, #0x06000000
 bic r3, #0x0000FC00
 orr r3, #0x01000000
 str r3, [r1, #28]
 ldr r12, =FETCH_FAULTS
 tst r0, r12
 ldr r3, [r1, #24]
 add r3, #4
 it ne
 ldrne r3, [r1, #20]
 bic r3, #1
 str r3, [r1, #24]
4: mov r0, #-1
 str r0, [r8, #CFSR]
 str r0, [r8, #HFSR]
 str r0, [r8, #SFSR]
 subs r5, #1
 bmi 5f
 ldr r0, [r6, r2, lsl #2]
 blx r0
5: mrs r2, ipsr
 orr r0, r2, #0xD0000000
 str r0, [r7], #4
 log_masks
 log_register ICSR
 log_register SHCSR
 pop {r1, lr}
 bx lr
 .ltorg

 @ The end of a case, in the handler of SVC or HardFault.
 .thumb_func
end_case:
 orr r0, r2, #0xF0000000
 str r0, [r7], #4
 str lr, [r7], #4
 str r3, [r7], #4
 log_masks
 log_register ICSR
 log_register SHCSR
 log_register 0x200
 log_register 0x300
 log_register FPCCR
 movs r0, #0
 msr primask, r0
 msr basepri, r0
 msr control, r0
 str r0, [r8, #MPU_CTRL]
 isb
 @ Stores a lazily stacked context. S0 to S15 are UNKNOWN after stacking: the frame is compared.
 vstm r7!, {s16-s31}
 tst lr, #16
 bne 2f
 movs r3, #72
 add r1, #32
1: ldr r0, [r1], #4
 str r0, [r7], #4
 subs r3, #4
 bne 1b
2:
 mov r0, #-1
 str r0, [r8, #0x280]
 str r0, [r8, #0x284]
 str r0, [r8, #0x180]
 str r0, [r8, #0x184]
 str r0, [r8, #CFSR]
 str r0, [r8, #HFSR]
 str r0, [r8, #SFSR]
 mov r0, #0x4A000000
 str r0, [r8, #ICSR]
 ldr r0, [r8, #SHCSR]
 ubfx r0, r0, #0, #12
 str r0, [r8, #SHCSR]
 @ Returns to Thread mode, also after a forged return.
 pop {r1, lr}
 ldr r0, [r1, #28]
 bfc r0, #0, #9
 str r0, [r1, #28]
 msr psp, r1
 orr lr, lr, #12
 bx lr
 .ltorg

 @ QEMU writes the log to a file; that of the simulated core is read from its memory.
 .global finish
 .thumb_func
finish:
 ldr r0, =log
 subs r7, r0
 ldr r1, =parameters
 movs r0, #1
 bkpt 0xAB
 ldr r1, =parameters
 ldr r2, =log
 stmia r1, {r0, r2, r7}
 movs r0, #5
 bkpt 0xAB
 ldr r1, =0x20026
 movs r0, #0x18
 bkpt 0xAB
 b .
 .ltorg

 .thumb_func
nothing:
 bx lr

 .balign 8
singles:
 .rept 32
 .word 0x3F800000 + ((. - singles) << 12)
 .endr
 .data
parameters: .word filename, 5, 7
filename: .asciz "log.bin"
