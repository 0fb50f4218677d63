// Resets of blocks (RP2350 datasheet §7.5).
#pragma once

#include "registers.h"

#define RESETS_DMA (1u << 2)
#define RESETS_IO_BANK0 (1u << 6)
#define RESETS_PADS_BANK0 (1u << 9)
#define RESETS_PIO0 (1u << 11)
#define RESETS_PIO1 (1u << 12)
#define RESETS_PWM (1u << 16)
#define RESETS_SPI0 (1u << 18)
#define RESETS_SPI1 (1u << 19)

static inline void resets_release(uint32_t blocks) {
    REGISTER(RESETS_RESET + CLEAR_ALIAS) = blocks;
    while ((REGISTER(RESETS_DONE) & blocks) != blocks) {
    }
}

// Resets blocks to their power-on state.
static inline void resets_cycle(uint32_t blocks) {
    REGISTER(RESETS_RESET + SET_ALIAS) = blocks;
    resets_release(blocks);
}
