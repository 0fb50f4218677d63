// Clocks (RP2350 datasheet §8.1): see clock.h.

#include "clock.h"
#include "registers.h"

#define CLK_PERI_CTRL 0x40010048u
#define CLK_PERI_DIV 0x4001004cu
#define AUXSRC (7u << 5)
#define AUXSRC_PLL_USB (2u << 5)
#define ENABLE (1u << 11)
#define ENABLED (1u << 28)
#define DIVIDE_BY_1 (1u << 16)

void clock_set_peripheral(void) {
    // The multiplexer has no glitch filter: the clock is stopped before and started after.
    REGISTER(CLK_PERI_CTRL + CLEAR_ALIAS) = ENABLE;
    while (REGISTER(CLK_PERI_CTRL) & ENABLED) {
    }
    REGISTER(CLK_PERI_DIV) = DIVIDE_BY_1;
    REGISTER(CLK_PERI_CTRL) = (REGISTER(CLK_PERI_CTRL) & ~AUXSRC) | AUXSRC_PLL_USB;
    REGISTER(CLK_PERI_CTRL + SET_ALIAS) = ENABLE;
    while (!(REGISTER(CLK_PERI_CTRL) & ENABLED)) {
    }
}
