// The pins of bank 0, driven with the instructions that the SDK of the rp2 port uses on an RP2350: outputs
// through the GPIO coprocessor (RP2350 datasheet §3.6.1), inputs through SIO.
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "registers.h"

// Pins of the RP2350 in a QFN-60 package.
#define NUM_BANK0_GPIOS 30

// Functions of a pin (§9.4).
enum {
    GPIO_FUNC_SPI = 1,
    GPIO_FUNC_UART = 2,
    GPIO_FUNC_I2C = 3,
    GPIO_FUNC_PWM = 4,
    GPIO_FUNC_SIO = 5,
    GPIO_FUNC_PIO0 = 6,
    GPIO_FUNC_PIO1 = 7,
    GPIO_FUNC_PIO2 = 8,
    GPIO_FUNC_GPCK = 9,
    GPIO_FUNC_USB = 10,
};

// Interrupt events, four bits per pin.
enum {
    GPIO_EVENT_LEVEL_LOW = 1,
    GPIO_EVENT_LEVEL_HIGH = 2,
    GPIO_EVENT_EDGE_FALL = 4,
    GPIO_EVENT_EDGE_RISE = 8,
    GPIO_EVENT_ALL = 15,
};

static inline bool gpio_get(uint32_t pin) {
    return REGISTER(SIO_GPIO_IN) & 1u << pin;
}

static inline void gpio_put(uint32_t pin, bool level) {
    __asm volatile ("mcrr p0, #4, %0, %1, c0" : : "r" (pin), "r" (level));
}

static inline void gpio_set_mask(uint32_t mask) {
    __asm volatile ("mcrr p0, #2, %0, %1, c0" : : "r" (mask), "r" (0));
}

static inline void gpio_clear_mask(uint32_t mask) {
    __asm volatile ("mcrr p0, #3, %0, %1, c0" : : "r" (mask), "r" (0));
}

static inline void gpio_xor_mask(uint32_t mask) {
    __asm volatile ("mcrr p0, #1, %0, %1, c0" : : "r" (mask), "r" (0));
}

// Enables or disables the output of the pin.
static inline void gpio_set_output(uint32_t pin, bool output) {
    __asm volatile ("mcrr p0, #4, %0, %1, c4" : : "r" (pin), "r" (output));
}

static inline bool gpio_is_output(uint32_t pin) {
    return REGISTER(SIO_GPIO_OE) & 1u << pin;
}

static inline uint32_t gpio_function(uint32_t pin) {
    return REGISTER(IO_BANK0_CTRL(pin)) & IO_BANK0_FUNCSEL;
}

// Selects the function of the pin, without overrides, and connects its pad.
void gpio_set_function(uint32_t pin, uint32_t function);

void gpio_set_pulls(uint32_t pin, bool up, bool down);

static inline bool gpio_is_pulled_up(uint32_t pin) {
    return REGISTER(PADS_BANK0_GPIO(pin)) & PADS_PULL_UP;
}

static inline bool gpio_is_pulled_down(uint32_t pin) {
    return REGISTER(PADS_BANK0_GPIO(pin)) & PADS_PULL_DOWN;
}

// Enables or disables interrupts for events of a pin. Clears latched edges.
void gpio_enable_events(uint32_t pin, uint32_t events, bool enable);

// Clears latched edges of a pin.
static inline void gpio_acknowledge(uint32_t pin, uint32_t events) {
    REGISTER(IO_BANK0_INTR(pin / 8)) = events << 4 * (pin % 8);
}
