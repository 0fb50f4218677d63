@ Execution of code that is not in the XIP cache, at the flash timing of all images: continuous quad reads, CLKDIV 2.
    .include "kernel.inc"

    placed_in_flash flash_code_next, "nop.w; nop.w", "bl kernel_empty_cache"
    placed_in_flash flash_code_next_busy, "times_16 add r0, r1", "bl kernel_empty_cache"
    placed_in_flash flash_code_miss, "b.n 1f; .space 14; 1:", "bl kernel_empty_cache"
    placed_in_flash flash_code_miss_wide, "b.w 1f; .space 60; 1:", "bl kernel_empty_cache"
    placed_in_flash flash_code_literal, "ldr.n r0, 1f; b.n 2f; .space 28; 1: .word 0; .space 12; 2: .space 16; nop.w; nop.w", "bl kernel_empty_cache"
