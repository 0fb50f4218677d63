// Bytes to and from a peripheral's data register without the core.
#pragma once

#include <stddef.h>
#include <stdint.h>

// Moves `length` bytes from `sent` to the register and as many from it to `received` (which may be NULL), each
// when its data request (DREQ) asks. Returns when all have moved.
void dma_exchange_bytes(uint32_t data_register, uint32_t dreq_tx, uint32_t dreq_rx, size_t length,
    const uint8_t *sent, uint8_t *received);

// Stops the channels of this port.
void dma_stop(void);
