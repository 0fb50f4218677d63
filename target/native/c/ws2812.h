/* Data for WS2812B LEDs: byte k is the low byte of k * 73 + 41. Operation: a bit; the most significant bit of a byte is
   sent first. Checksum: the sum of the bytes. */
#ifndef TWINBENCH_WS2812_H
#define TWINBENCH_WS2812_H

#include <stdint.h>

static inline uint8_t ws2812_byte(uint32_t index)
{
    return (uint8_t)(index * 73 + 41);
}

#endif
