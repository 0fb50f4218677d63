/* Sends WS2812B bits with a state machine of PIO0. The processor only fills its FIFO. */
#include "pio0.h"
#include "rp2350.h"
#include "workload.h"
#include "ws2812.h"

/* Ten cycles of clk_sys per cycle, 66.7 ns. Bits are high for 400 ns or 800 ns, and low for 867 ns or 467 ns. */
#define DIVIDER 10
static const uint16_t program[] = {
    0x6621, /* out x, 1       side 0 [6]  low, also while waiting for a bit */
    0x1523, /* jmp !x, 3      side 1 [5]  high */
    0x1500, /* jmp 0          side 1 [5]  a 1 bit stays high */
    0xA542, /* nop            side 0 [5]  a 0 bit goes low */
};

WORKLOAD(ws2812_pio)(uint32_t operations)
{
    pio0_set_up(program, sizeof program / sizeof program[0], DIVIDER);
    REGISTER(PIO0_SM0_SHIFTCTRL) = SHIFTCTRL_PULL_THRESH(8) | SHIFTCTRL_AUTOPULL;
    REGISTER(PIO0_SM0_PINCTRL) = PINCTRL_SIDE_SET(OUTPUT);
    pio0_start();
    uint32_t checksum = 0;
    for (uint32_t index = 0; index < operations / 8; index++) {
        uint32_t byte = ws2812_byte(index);
        checksum += byte;
        while (REGISTER(PIO0_FSTAT) & FSTAT_TXFULL0) {
        }
        REGISTER(PIO0_TXF0) = byte << 24;
    }
    /* The state machine stalls after the last bit. */
    REGISTER(PIO0_FDEBUG) = FDEBUG_TXSTALL0;
    while (!(REGISTER(PIO0_FDEBUG) & FDEBUG_TXSTALL0)) {
    }
    REGISTER(PIO0_CTRL) = 0;
    return checksum;
}
