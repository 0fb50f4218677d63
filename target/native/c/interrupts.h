/* Interrupts for workloads. The vector table is in RAM, as in MicroPython, so that exception entry does not access the
   flash. */
#ifndef TWINBENCH_INTERRUPTS_H
#define TWINBENCH_INTERRUPTS_H

#include "rp2350.h"

/* Exceptions of the core and 52 interrupt lines (section 3.2); VTOR (Armv8-M ARM). */
#define EXCEPTIONS 16
#define VECTORS (EXCEPTIONS + 52)
#define SCB_VTOR 0xE000ED08

/* Defined in src/vectors.rs. */
extern volatile uint32_t twinbench_vectors[VECTORS];

/* Installs and enables the handler of an interrupt line below 32. All other vectors are copied from the linked table. */
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

/* Disables the interrupt line. */
static inline void end_interrupt(uint32_t line)
{
    REGISTER(NVIC_ICER0) = 1u << line;
    __asm__ volatile("dsb\n\tisb" ::: "memory");
    REGISTER(NVIC_ICPR0) = 1u << line;
}

#endif
