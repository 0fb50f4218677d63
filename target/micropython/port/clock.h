// The clocks that scripts get to see.
#pragma once

#include <stdint.h>

// The system clock, which the firmware's start sets and counts.
#define SYSTEM_CLOCK_HZ 150000000u

// clk_peri, which times SPI: the USB PLL's 48 MHz, as on the rp2 port; the firmware's start sets it.
#define PERIPHERAL_CLOCK_HZ 48000000u
