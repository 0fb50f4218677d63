// PL022 controllers (RP2350 datasheet §12.3): see spi.h.

#include <stdbool.h>

#include "clock.h"
#include "dma.h"
#include "registers.h"
#include "resets.h"
#include "spi.h"

#define BASE(controller) (0x40080000u + 0x8000u * (controller))
#define CR0(controller) (BASE(controller) + 0x00u)
#define CR1(controller) (BASE(controller) + 0x04u)
#define DR(controller) (BASE(controller) + 0x08u)
#define SR(controller) (BASE(controller) + 0x0cu)
#define CPSR(controller) (BASE(controller) + 0x10u)
#define ICR(controller) (BASE(controller) + 0x20u)
#define DMACR(controller) (BASE(controller) + 0x24u)

#define CR0_FORMAT 0xffu
#define CR0_SPO (1u << 6)
#define CR0_SPH (1u << 7)
#define CR0_SCR 8
#define CR1_ENABLE (1u << 1)
#define SR_TX_NOT_FULL (1u << 1)
#define SR_RX_NOT_EMPTY (1u << 2)
#define SR_BUSY (1u << 4)
#define ICR_RX_OVERRUN (1u << 0)
#define DMACR_BOTH 3u

#define FIFO_FRAMES 8

// Minimum length of a transfer by DMA, as in the rp2 port.
#define DMA_BYTES 32

// Data requests of the controllers (§12.6.4.1): transmit, then receive, of each.
#define DREQ_TX(controller) (24u + 2u * (controller))
#define DREQ_RX(controller) (25u + 2u * (controller))

uint32_t spi_data_register(uint32_t controller) {
    return DR(controller);
}

void spi_start(uint32_t controller) {
    resets_cycle(controller == 0 ? RESETS_SPI0 : RESETS_SPI1);
    // Fewer than four bits are not a valid format, and the controller is enabled only with a valid one.
    spi_set_format(controller, 8, false, false);
    REGISTER(DMACR(controller)) = DMACR_BOTH;
    REGISTER(CR1(controller)) = CR1_ENABLE;
}

// Settings may change only while the controller is disabled.
static uint32_t pause(uint32_t controller) {
    uint32_t enabled = REGISTER(CR1(controller)) & CR1_ENABLE;
    REGISTER(CR1(controller) + CLEAR_ALIAS) = CR1_ENABLE;
    return enabled;
}

static void resume(uint32_t controller, uint32_t enabled) {
    REGISTER(CR1(controller) + SET_ALIAS) = enabled;
}

uint32_t spi_set_baudrate(uint32_t controller, uint32_t baudrate) {
    // The clock is divided by an even number from 2 to 254, then by 1 to 256. The first is as small as the second allows.
    uint32_t first = 2;
    while (first < 254 && PERIPHERAL_CLOCK_HZ >= (uint64_t)(first + 2) * 256 * baudrate) {
        first += 2;
    }
    uint32_t second = 256;
    while (second > 1 && PERIPHERAL_CLOCK_HZ / (first * (second - 1)) <= baudrate) {
        second--;
    }
    uint32_t enabled = pause(controller);
    REGISTER(CPSR(controller)) = first;
    REGISTER(CR0(controller)) = (REGISTER(CR0(controller)) & CR0_FORMAT) | (second - 1) << CR0_SCR;
    resume(controller, enabled);
    return PERIPHERAL_CLOCK_HZ / (first * second);
}

void spi_set_format(uint32_t controller, uint32_t bits, bool polarity, bool phase) {
    uint32_t enabled = pause(controller);
    uint32_t format = (bits - 1) | (polarity ? CR0_SPO : 0) | (phase ? CR0_SPH : 0);
    REGISTER(CR0(controller)) = (REGISTER(CR0(controller)) & ~CR0_FORMAT) | format;
    resume(controller, enabled);
}

static void send(uint32_t controller, size_t length, const uint8_t *sent) {
    for (size_t i = 0; i < length; i++) {
        while (!(REGISTER(SR(controller)) & SR_TX_NOT_FULL)) {
        }
        REGISTER(DR(controller)) = sent[i];
    }
    // Discards received bytes and the overrun flag.
    while (REGISTER(SR(controller)) & (SR_BUSY | SR_RX_NOT_EMPTY)) {
        if (REGISTER(SR(controller)) & SR_RX_NOT_EMPTY) {
            (void)REGISTER(DR(controller));
        }
    }
    REGISTER(ICR(controller)) = ICR_RX_OVERRUN;
}

static void exchange(uint32_t controller, size_t length, const uint8_t *sent, uint8_t *received) {
    size_t out = 0;
    size_t in = 0;
    while (in < length) {
        // Limits the bytes in flight to the size of the receive FIFO.
        if (out < length && out - in < FIFO_FRAMES && (REGISTER(SR(controller)) & SR_TX_NOT_FULL)) {
            REGISTER(DR(controller)) = sent[out++];
        }
        if (REGISTER(SR(controller)) & SR_RX_NOT_EMPTY) {
            received[in++] = (uint8_t)REGISTER(DR(controller));
        }
    }
}

void spi_transfer(uint32_t controller, size_t length, const uint8_t *sent, uint8_t *received) {
    if (length >= DMA_BYTES) {
        dma_exchange_bytes(DR(controller), DREQ_TX(controller), DREQ_RX(controller), length, sent, received);
    } else if (received == NULL) {
        send(controller, length, sent);
    } else {
        exchange(controller, length, sent, received);
    }
}
