// DMA transfers of bytes to and from the data register of a peripheral.
#pragma once

#include <stddef.h>
#include <stdint.h>

// Transfers `length` bytes from `sent` to the register and from the register to `received` (which may be NULL), each
// paced by its data request (DREQ). Returns after the last byte.
void dma_exchange_bytes(uint32_t data_register, uint32_t dreq_tx, uint32_t dreq_rx, size_t length,
    const uint8_t *sent, uint8_t *received);

// Stops the channels of this port.
void dma_stop(void);
