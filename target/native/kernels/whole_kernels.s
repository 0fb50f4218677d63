@ Kernels of source B with sixteen operations and a loop, as its text describes them. The position of the decrement in the
@ loop is not published.
    .include "kernel.inc"

@ tst r4, #1 << bit; beq over a nop; nop
    .macro alternating_branches
    .set    bit, 0
    .rept   16
    tst.w   r4, #1 << bit
    beq.n   1f
    nop
1:
    .set    bit, bit + 1
    .endr
    .endm

    .macro eight_divisions
    .rept   8
    udiv    r0, r0, r1
    .endr
    .endm

    .macro four_vmul
    vmul.f32 s0, s0, s2
    vmul.f32 s1, s1, s2
    vmul.f32 s4, s4, s2
    vmul.f32 s5, s5, s2
    .endm

    .macro four_mixed
    vmul.f32 s0, s0, s2
    vmul.f32 s1, s1, s2
    vadd.f32 s0, s0, s3
    vadd.f32 s1, s1, s3
    .endm

    .macro four_vdiv
    vdiv.f32 s0, s0, s2
    vdiv.f32 s1, s1, s2
    vdiv.f32 s4, s4, s2
    vdiv.f32 s5, s5, s2
    .endm

    .macro fifteen_roots
    .rept   15
    vsqrt.f32 s0, s0
    vadd.f32 s0, s0, s2
    .endr
    .endm

    .macro compare_and_count
    vcmp.f32 s0, s5
    vmrs    APSR_nzcv, fpscr
    it      gt
    addgt   r3, #1
    .endm

    looped kernel_nop, "subs r7, #1; times_16 nop; bne.n 9b"
    looped kernel_nop_wide, "times_16 nop.w; subs r7, #1; bne.n 9b"
    looped kernel_branches, "alternating_branches; subs r7, #1; bne.n 9b", "ldr r4, =0xAAAAAAAA"
    looped kernel_divide, "eight_divisions; subs r7, #1; eight_divisions; bne.n 9b", "ldr r0, =0xDEADBEEF; movs r1, #1"
    looped kernel_vmul, "four_vmul; four_vmul; four_vmul; four_vmul; subs r7, #1; bne.n 9b", "fp_registers"
    looped kernel_vmul_chain, "subs r7, #1; times_16 vmul.f32 s0, s0, s2; bne.n 9b", "fp_registers"
    looped kernel_vmul_vadd, "four_mixed; four_mixed; four_mixed; four_mixed; subs r7, #1; bne.n 9b", "fp_registers"
    looped kernel_vdiv_chain, "subs r7, #1; times_16 vdiv.f32 s0, s0, s2; bne.n 9b", "fp_registers"
    looped kernel_vdiv, "subs r7, #1; four_vdiv; four_vdiv; four_vdiv; four_vdiv; bne.n 9b", "fp_registers"
    looped kernel_vsqrt, "vsqrt.f32 s0, s0; subs r7, #1; vadd.f32 s0, s0, s2; fifteen_roots; bne.n 9b", "fp_registers"
    looped kernel_vcmp, "vadd.f32 s0, s0, s2; times_16 compare_and_count; subs r7, #1; bne.n 9b", "fp_registers"
