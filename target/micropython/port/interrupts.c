// Vector table in RAM, as in the SDK of the rp2 port, so that exception entry does not access the flash.

#include <string.h>

#include "interrupts.h"
#include "registers.h"

// Exceptions of the core and 52 interrupt lines (RP2350 datasheet §3.2).
#define EXCEPTIONS 16
#define VECTORS (EXCEPTIONS + 52)

// Aligned to its size, rounded up to a power of two (Armv8-M ARM, VTOR).
static interrupt_handler_t vectors[VECTORS] __attribute__((aligned(512)));

// Copies the linked vectors for all other lines.
static void move_vectors(void) {
    if (REGISTER(SCB_VTOR) != (uint32_t)vectors) {
        memcpy(vectors, (const void *)REGISTER(SCB_VTOR), sizeof(vectors));
        REGISTER(SCB_VTOR) = (uint32_t)vectors;
    }
}

void interrupt_serve(uint32_t line, interrupt_handler_t handler) {
    interrupt_disable(line);
    move_vectors();
    vectors[EXCEPTIONS + line] = handler;
    __asm volatile ("dsb" : : : "memory");
    REGISTER(NVIC_ISER0) = 1u << line;
}

void interrupt_disable(uint32_t line) {
    REGISTER(NVIC_ICER0) = 1u << line;
    __asm volatile ("dsb\n\tisb" : : : "memory");
    REGISTER(NVIC_ICPR0) = 1u << line;
}
