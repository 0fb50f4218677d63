// The two SPI controllers as masters, and DMA for long transfers.
#pragma once

#include <stddef.h>
#include <stdint.h>

// Takes a controller out of reset, as after power-on, and enables it. 0 or 1.
void spi_start(uint32_t controller);

// Sets the clock to the fastest that is not above `baudrate`, in Hz, as far as the dividers go, and returns it.
uint32_t spi_set_baudrate(uint32_t controller, uint32_t baudrate);

// Sets bits of a frame (4 to 16), the clock's idle level, and the edge that samples.
void spi_set_format(uint32_t controller, uint32_t bits, bool polarity, bool phase);

// Sends `length` bytes and keeps what comes in; `received` may be NULL or the same buffer.
void spi_transfer(uint32_t controller, size_t length, const uint8_t *sent, uint8_t *received);

// Address of the data register.
uint32_t spi_data_register(uint32_t controller);
