// Functions, pads and interrupts of pins: see gpio.h.

#include "gpio.h"

void gpio_set_function(uint32_t pin, uint32_t function) {
    REGISTER(PADS_BANK0_GPIO(pin) + SET_ALIAS) = PADS_INPUT_ENABLE;
    REGISTER(PADS_BANK0_GPIO(pin) + CLEAR_ALIAS) = PADS_OUTPUT_DISABLE;
    REGISTER(IO_BANK0_CTRL(pin)) = function;
    // Clearing ISO connects the pad, which kept its previous level until now.
    REGISTER(PADS_BANK0_GPIO(pin) + CLEAR_ALIAS) = PADS_ISOLATION;
}

void gpio_set_pulls(uint32_t pin, bool up, bool down) {
    uint32_t pulls = (up ? PADS_PULL_UP : 0) | (down ? PADS_PULL_DOWN : 0);
    REGISTER(PADS_BANK0_GPIO(pin) + CLEAR_ALIAS) = (PADS_PULL_UP | PADS_PULL_DOWN) & ~pulls;
    REGISTER(PADS_BANK0_GPIO(pin) + SET_ALIAS) = pulls;
}

void gpio_enable_events(uint32_t pin, uint32_t events, bool enable) {
    gpio_acknowledge(pin, events);
    uint32_t alias = enable ? SET_ALIAS : CLEAR_ALIAS;
    REGISTER(IO_BANK0_PROC0_INTE(pin / 8) + alias) = events << 4 * (pin % 8);
}
