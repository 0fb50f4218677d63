// Pin functions for the C code of the core, which identifies a pin by its number.
#pragma once

#include "gpio.h"
#include "py/obj.h"

#define MP_HAL_PIN_FMT "%u"
#define mp_hal_pin_obj_t uint32_t

mp_hal_pin_obj_t mp_hal_get_pin_obj(mp_obj_t object);

// Defined in machine_pin_irq.c; see machine_pin.h.
extern uint32_t machine_pin_open_drain;

static inline unsigned int mp_hal_pin_name(mp_hal_pin_obj_t pin) {
    return pin;
}

static inline void mp_hal_pin_input(mp_hal_pin_obj_t pin) {
    gpio_set_output(pin, false);
    machine_pin_open_drain &= ~(1u << pin);
    gpio_set_function(pin, GPIO_FUNC_SIO);
}

static inline void mp_hal_pin_output(mp_hal_pin_obj_t pin) {
    gpio_set_output(pin, true);
    machine_pin_open_drain &= ~(1u << pin);
    gpio_set_function(pin, GPIO_FUNC_SIO);
}

// Open drain: low is driven, high disables the output.
static inline void mp_hal_pin_open_drain_with_value(mp_hal_pin_obj_t pin, bool level) {
    if (level) {
        gpio_set_output(pin, false);
        gpio_put(pin, false);
    } else {
        gpio_put(pin, false);
        gpio_set_output(pin, true);
    }
    machine_pin_open_drain |= 1u << pin;
    gpio_set_function(pin, GPIO_FUNC_SIO);
}

static inline void mp_hal_pin_open_drain(mp_hal_pin_obj_t pin) {
    mp_hal_pin_open_drain_with_value(pin, true);
}

static inline int mp_hal_pin_read(mp_hal_pin_obj_t pin) {
    return gpio_get(pin);
}

static inline void mp_hal_pin_write(mp_hal_pin_obj_t pin, int level) {
    gpio_put(pin, level);
}

static inline void mp_hal_pin_low(mp_hal_pin_obj_t pin) {
    gpio_clear_mask(1u << pin);
}

static inline void mp_hal_pin_high(mp_hal_pin_obj_t pin) {
    gpio_set_mask(1u << pin);
}

static inline void mp_hal_pin_od_low(mp_hal_pin_obj_t pin) {
    gpio_set_output(pin, true);
}

static inline void mp_hal_pin_od_high(mp_hal_pin_obj_t pin) {
    gpio_set_output(pin, false);
}
