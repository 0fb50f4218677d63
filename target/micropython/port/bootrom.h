// Functions of the boot ROM (RP2350 datasheet §5.4).
#pragma once

#include <stdbool.h>
#include <stdint.h>

// Reads the 64-bit number of the chip: low word, high word. Returns false if the ROM does not provide it.
bool bootrom_chip_number(uint32_t number[2]);
