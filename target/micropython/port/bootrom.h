// Functions of the chip's ROM (RP2350 datasheet §5.4).
#pragma once

#include <stdbool.h>
#include <stdint.h>

// The chip's 64-bit number: low word, high word. False where the ROM does not tell it.
bool bootrom_chip_number(uint32_t number[2]);
