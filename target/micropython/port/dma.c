// DMA (RP2350 datasheet §12.6): see dma.h. This port uses the first two channels, fixtures the upper eight.

#include <stdbool.h>

#include "dma.h"
#include "registers.h"
#include "resets.h"

#define CHANNEL_TX 0u
#define CHANNEL_RX 1u
#define CHANNELS (1u << CHANNEL_TX | 1u << CHANNEL_RX)

#define BASE 0x50000000u
#define READ_ADDR(channel) (BASE + 0x40u * (channel))
#define WRITE_ADDR(channel) (BASE + 0x40u * (channel) + 0x04u)
#define TRANS_COUNT(channel) (BASE + 0x40u * (channel) + 0x08u)
#define CTRL_TRIG(channel) (BASE + 0x40u * (channel) + 0x0cu)
// Alias of the control register that does not start the channel.
#define AL1_CTRL(channel) (BASE + 0x40u * (channel) + 0x10u)
#define MULTI_CHAN_TRIGGER (BASE + 0x450u)
#define CHAN_ABORT (BASE + 0x464u)

#define CTRL_ENABLE (1u << 0)
#define CTRL_INCR_READ (1u << 4)
#define CTRL_INCR_WRITE (1u << 6)
#define CTRL_CHAIN_TO 13
#define CTRL_TREQ 17
#define CTRL_IRQ_QUIET (1u << 23)
#define CTRL_BUSY (1u << 26)

// A channel that chains to itself does not chain.
static void prepare(uint32_t channel, uint32_t from, uint32_t to, size_t length, uint32_t dreq, uint32_t increments) {
    REGISTER(READ_ADDR(channel)) = from;
    REGISTER(WRITE_ADDR(channel)) = to;
    REGISTER(TRANS_COUNT(channel)) = length;
    REGISTER(AL1_CTRL(channel)) =
        CTRL_ENABLE | CTRL_IRQ_QUIET | increments | channel << CTRL_CHAIN_TO | dreq << CTRL_TREQ;
}

void dma_exchange_bytes(uint32_t data_register, uint32_t dreq_tx, uint32_t dreq_rx, size_t length,
    const uint8_t *sent, uint8_t *received) {
    uint8_t nowhere;
    resets_release(RESETS_DMA);
    prepare(CHANNEL_TX, (uint32_t)sent, data_register, length, dreq_tx, CTRL_INCR_READ);
    uint32_t to = (uint32_t)(received == NULL ? &nowhere : received);
    prepare(CHANNEL_RX, data_register, to, length, dreq_rx, received == NULL ? 0 : CTRL_INCR_WRITE);
    __asm volatile ("dsb" : : : "memory");
    REGISTER(MULTI_CHAN_TRIGGER) = CHANNELS;
    while ((REGISTER(CTRL_TRIG(CHANNEL_RX)) | REGISTER(CTRL_TRIG(CHANNEL_TX))) & CTRL_BUSY) {
    }
    __asm volatile ("" : : "r" (&nowhere) : "memory");
}

void dma_stop(void) {
    if (REGISTER(RESETS_RESET) & RESETS_DMA) {
        return;
    }
    // Disabled first, so that an aborted channel does not start again (erratum RP2350-E5).
    REGISTER(AL1_CTRL(CHANNEL_TX)) = 0;
    REGISTER(AL1_CTRL(CHANNEL_RX)) = 0;
    REGISTER(CHAN_ABORT) = CHANNELS;
    while (REGISTER(CHAN_ABORT) & CHANNELS) {
    }
}
