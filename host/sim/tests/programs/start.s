@ Runs the program and ends: under QEMU by the system calls write and exit of Linux, on the simulated core in the loop
@ that the test places at `finish`.
 .syntax unified
 .cpu cortex-m33
 .thumb
 .text
 .global start
 .thumb_func
start:
 ldr r0, =stack_top
 mov sp, r0
 bl run
 .global finish
 .thumb_func
finish:
 movs r0, #1
 ldr r1, =results
 ldr r2, =result_count
 ldr r2, [r2]
 lsls r2, r2, #2
 movs r7, #4
 svc 0
 movs r0, #0
 movs r7, #1
 svc 0
 .ltorg
 .bss
 .balign 8
 .space 16384
stack_top:
