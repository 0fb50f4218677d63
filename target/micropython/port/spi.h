// SPI controllers in master mode, with DMA for long transfers.
#pragma once

#include <stddef.h>
#include <stdint.h>

// Resets and enables a controller, 0 or 1.
void spi_start(uint32_t controller);

// Sets the clock to the highest possible frequency up to `baudrate`, in Hz. Returns the frequency.
uint32_t spi_set_baudrate(uint32_t controller, uint32_t baudrate);

// Sets the number of bits of a frame (4 to 16), the idle level of the clock, and the sampling edge.
void spi_set_format(uint32_t controller, uint32_t bits, bool polarity, bool phase);

// Sends `length` bytes and stores received bytes; `received` may be NULL or the same buffer.
void spi_transfer(uint32_t controller, size_t length, const uint8_t *sent, uint8_t *received);

// Returns the address of the data register.
uint32_t spi_data_register(uint32_t controller);
