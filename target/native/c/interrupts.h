/* Interrupts for workloads that answer them. The vector table lies in RAM, as MicroPython's does: an interrupt's entry
   then waits for no flash. */
#ifndef TWINBENCH_INTERRUPTS_H
#define TWINBENCH_INTERRUPTS_H

#include "rp2350.h"

/* Exceptions of the core, then 52 interrupt lines (section 3.2). Armv8-M ARM, VTOR. */
#define EXCEPTIONS 16
#define VECTORS (EXCEPTIONS + 52)
#define SCB_VTOR 0xE000ED08

/* The firmware's (src/vectors.rs). */
extern volatile uint32_t twinbench_vectors[VECTORS];

/* Has the handler called for a line, below 32, from now on. What the image was linked with stays in force for all
   others. */
static inline void serve_interrupt(uint32_t line, void (*handler)(void))
{
    REGISTER(NVIC_ICER0) = 1u << line;
    const volatile uint32_t *linked = (const volatile uint32_t *)REGISTER(SCB_VTOR);
    if (linked != twinbench_vectors) {
        for (uint32_t i = 0; i < VECTORS; i++) {
            twinbench_vectors[i] = linked[i];
        }
        REGISTER(SCB_VTOR) = (uint32_t)twinbench_vectors;
    }
    twinbench_vectors[EXCEPTIONS + line] = (uint32_t)handler;
    __asm__ volatile("dsb" ::: "memory");
    REGISTER(NVIC_ICPR0) = 1u << line;
    REGISTER(NVIC_ISER0) = 1u << line;
}

/* The handler is not called any more. */
static inline void end_interrupt(uint32_t line)
{
    REGISTER(NVIC_ICER0) = 1u << line;
    __asm__ volatile("dsb\n\tisb" ::: "memory");
    REGISTER(NVIC_ICPR0) = 1u << line;
}

#endif
