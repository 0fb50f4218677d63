/* Sends WS2812B bits by writes to the pin, timed with the cycle counter at 150 MHz. */
#include "rp2350.h"
#include "workload.h"
#include "ws2812.h"

/* High for 400 ns or 800 ns of 1250 ns (Worldsemi, WS2812B datasheet). */
#define HIGH_OF_0 60
#define HIGH_OF_1 120
#define BIT 188

static inline void wait_since(uint32_t start, uint32_t cycles)
{
    while (REGISTER(DWT_CYCCNT) - start < cycles) {
    }
}

WORKLOAD(ws2812_bit_bang)(uint32_t operations)
{
    drive_output();
    uint32_t checksum = 0;
    uint32_t begin = REGISTER(DWT_CYCCNT);
    for (uint32_t index = 0; index < operations / 8; index++) {
        uint32_t byte = ws2812_byte(index);
        checksum += byte;
        for (uint32_t mask = 0x80; mask != 0; mask >>= 1) {
            wait_since(begin, BIT);
            begin += BIT;
            uint32_t high = byte & mask ? HIGH_OF_1 : HIGH_OF_0;
            uint32_t start = REGISTER(DWT_CYCCNT);
            REGISTER(SIO_GPIO_OUT_SET) = 1u << OUTPUT;
            wait_since(start, high);
            REGISTER(SIO_GPIO_OUT_CLR) = 1u << OUTPUT;
        }
    }
    return checksum;
}
