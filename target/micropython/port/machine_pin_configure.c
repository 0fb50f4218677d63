// Pin.init() and the constructor with the same arguments.

#include "py/mphal.h"
#include "py/runtime.h"

#include "machine_pin.h"

enum { PULL_UP = 1, PULL_DOWN = 2 };

// Marks a missing value argument.
#define NO_VALUE (-1)

const machine_pin_af_obj_t *machine_pin_find_function(const machine_pin_obj_t *self, uint32_t fn) {
    for (size_t i = 0; i < self->af_num; i++) {
        if (self->af[i].fn == fn) {
            return &self->af[i];
        }
    }
    return NULL;
}

static void set_mode(const machine_pin_obj_t *self, mp_int_t mode, int value, mp_int_t function) {
    switch (mode) {
        case MACHINE_PIN_MODE_IN:
            mp_hal_pin_input(self->id);
            break;
        case MACHINE_PIN_MODE_OUT:
            if (value != NO_VALUE) {
                // Sets the level before enabling the output, to avoid a glitch.
                gpio_put(self->id, value);
            }
            mp_hal_pin_output(self->id);
            break;
        case MACHINE_PIN_MODE_OPEN_DRAIN:
            mp_hal_pin_open_drain_with_value(self->id, value == NO_VALUE ? 1 : value);
            break;
        default:
            if (machine_pin_find_function(self, function) == NULL) {
                mp_raise_msg_varg(&mp_type_ValueError, MP_ERROR_TEXT("invalid pin af: %d"), function);
            }
            gpio_set_function(self->id, function);
            machine_pin_open_drain &= ~(1u << self->id);
            break;
    }
}

void machine_pin_configure(const machine_pin_obj_t *self, size_t n_args, const mp_obj_t *args, mp_map_t *kw_args) {
    enum { ARG_mode, ARG_pull, ARG_value, ARG_alt };
    static const mp_arg_t allowed[] = {
        { MP_QSTR_mode, MP_ARG_OBJ, { .u_rom_obj = MP_ROM_NONE } },
        { MP_QSTR_pull, MP_ARG_OBJ, { .u_rom_obj = MP_ROM_NONE } },
        { MP_QSTR_value, MP_ARG_KW_ONLY | MP_ARG_OBJ, { .u_rom_obj = MP_ROM_NONE } },
        { MP_QSTR_alt, MP_ARG_KW_ONLY | MP_ARG_INT, { .u_int = GPIO_FUNC_SIO } },
    };
    mp_arg_val_t given[MP_ARRAY_SIZE(allowed)];
    mp_arg_parse_all(n_args, args, kw_args, MP_ARRAY_SIZE(allowed), allowed, given);

    int value = given[ARG_value].u_obj == mp_const_none ? NO_VALUE : mp_obj_is_true(given[ARG_value].u_obj);
    if (given[ARG_mode].u_obj != mp_const_none) {
        set_mode(self, mp_obj_get_int(given[ARG_mode].u_obj), value, given[ARG_alt].u_int);
    }
    // A missing pull argument disables the pulls.
    mp_int_t pull = given[ARG_pull].u_obj == mp_const_none ? 0 : mp_obj_get_int(given[ARG_pull].u_obj);
    gpio_set_pulls(self->id, pull & PULL_UP, pull & PULL_DOWN);
}
