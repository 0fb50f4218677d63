// Clock frequencies that scripts can read.
#pragma once

#include <stdint.h>

// The system clock, which start-up sets and measures.
#define SYSTEM_CLOCK_HZ 150000000u

// clk_peri, the clock of SPI: 48 MHz of the USB PLL, as in the rp2 port. Start-up sets it.
#define PERIPHERAL_CLOCK_HZ 48000000u
