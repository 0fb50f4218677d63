// machine.Pin.

#include "py/mphal.h"
#include "py/runtime.h"
#include "extmod/virtpin.h"

#include "machine_pin.h"

MP_DEFINE_CONST_OBJ_TYPE(machine_pin_af_type, MP_QSTR_PinAF, MP_TYPE_FLAG_NONE);

// Pin.cpu and Pin.board.
static MP_DEFINE_CONST_OBJ_TYPE(
    cpu_pins_type, MP_QSTR_cpu, MP_TYPE_FLAG_NONE,
    locals_dict, &machine_pin_cpu_pins_locals_dict);
static MP_DEFINE_CONST_OBJ_TYPE(
    board_pins_type, MP_QSTR_board, MP_TYPE_FLAG_NONE,
    locals_dict, &machine_pin_board_pins_locals_dict);

static const machine_pin_obj_t *find_named(const mp_obj_dict_t *pins, mp_obj_t name) {
    mp_map_elem_t *found = mp_map_lookup((mp_map_t *)&pins->map, name, MP_MAP_LOOKUP);
    return found == NULL ? NULL : MP_OBJ_TO_PTR(found->value);
}

const machine_pin_obj_t *machine_pin_find(mp_obj_t object) {
    if (mp_obj_is_type(object, &machine_pin_type)) {
        return MP_OBJ_TO_PTR(object);
    }
    if (mp_obj_is_str(object)) {
        const machine_pin_obj_t *pin = find_named(&machine_pin_board_pins_locals_dict, object);
        if (pin == NULL) {
            pin = find_named(&machine_pin_cpu_pins_locals_dict, object);
        }
        if (pin != NULL) {
            return pin;
        }
        mp_raise_msg_varg(&mp_type_ValueError, MP_ERROR_TEXT("unknown named pin \"%s\""), mp_obj_str_get_str(object));
    }
    mp_int_t number;
    if (mp_obj_is_int(object)) {
        number = mp_obj_get_int(object);
        if (0 <= number && number < NUM_BANK0_GPIOS) {
            return &machine_pin_obj_table[number];
        }
    }
    mp_raise_ValueError(MP_ERROR_TEXT("invalid pin"));
}

mp_hal_pin_obj_t mp_hal_get_pin_obj(mp_obj_t object) {
    return machine_pin_find(object)->id;
}

static qstr mode_name(uint32_t id) {
    if (gpio_function(id) != GPIO_FUNC_SIO) {
        return MP_QSTR_ALT;
    }
    if (machine_pin_is_open_drain(id)) {
        return MP_QSTR_OPEN_DRAIN;
    }
    return gpio_is_output(id) ? MP_QSTR_OUT : MP_QSTR_IN;
}

static void pin_print(const mp_print_t *print, mp_obj_t self_in, mp_print_kind_t kind) {
    const machine_pin_obj_t *self = MP_OBJ_TO_PTR(self_in);
    mp_printf(print, "Pin(%q, mode=%q", self->name, mode_name(self->id));
    bool up = gpio_is_pulled_up(self->id);
    if (up) {
        mp_printf(print, ", pull=%q", MP_QSTR_PULL_UP);
    }
    if (gpio_is_pulled_down(self->id)) {
        mp_printf(print, up ? "|%q" : ", pull=%q", MP_QSTR_PULL_DOWN);
    }
    uint32_t function = gpio_function(self->id);
    if (function != GPIO_FUNC_SIO) {
        const machine_pin_af_obj_t *af = machine_pin_find_function(self, function);
        if (af == NULL) {
            mp_printf(print, ", alt=%u", (unsigned)function);
        } else {
            mp_printf(print, ", alt=%q", af->name);
        }
    }
    mp_printf(print, ")");
}

// Pin(id, mode, pull, *, value, alt); also MICROPY_PY_MACHINE_PIN_MAKE_NEW.
mp_obj_t mp_pin_make_new(const mp_obj_type_t *type, size_t n_args, size_t n_kw, const mp_obj_t *args) {
    mp_arg_check_num(n_args, n_kw, 1, MP_OBJ_FUN_ARGS_MAX, true);
    const machine_pin_obj_t *self = machine_pin_find(args[0]);
    if (n_args > 1 || n_kw > 0) {
        mp_map_t kw_args;
        mp_map_init_fixed_table(&kw_args, n_kw, args + n_args);
        machine_pin_configure(self, n_args - 1, args + 1, &kw_args);
    }
    return MP_OBJ_FROM_PTR(self);
}

mp_obj_t machine_pin_call(mp_obj_t self_in, size_t n_args, size_t n_kw, const mp_obj_t *args) {
    mp_arg_check_num(n_args, n_kw, 0, 1, false);
    const machine_pin_obj_t *self = MP_OBJ_TO_PTR(self_in);
    if (n_args == 0) {
        return MP_OBJ_NEW_SMALL_INT(gpio_get(self->id));
    }
    bool level = mp_obj_is_true(args[0]);
    if (machine_pin_is_open_drain(self->id)) {
        gpio_set_output(self->id, !level);
    } else {
        gpio_put(self->id, level);
    }
    return mp_const_none;
}

static mp_obj_t pin_init(size_t n_args, const mp_obj_t *args, mp_map_t *kw_args) {
    machine_pin_configure(MP_OBJ_TO_PTR(args[0]), n_args - 1, args + 1, kw_args);
    return mp_const_none;
}
static MP_DEFINE_CONST_FUN_OBJ_KW(pin_init_obj, 1, pin_init);

static mp_obj_t pin_value(size_t n_args, const mp_obj_t *args) {
    return machine_pin_call(args[0], n_args - 1, 0, args + 1);
}
static MP_DEFINE_CONST_FUN_OBJ_VAR_BETWEEN(pin_value_obj, 1, 2, pin_value);

static mp_obj_t pin_low(mp_obj_t self_in) {
    const machine_pin_obj_t *self = MP_OBJ_TO_PTR(self_in);
    if (machine_pin_is_open_drain(self->id)) {
        gpio_set_output(self->id, true);
    } else {
        gpio_clear_mask(1u << self->id);
    }
    return mp_const_none;
}
static MP_DEFINE_CONST_FUN_OBJ_1(pin_low_obj, pin_low);

static mp_obj_t pin_high(mp_obj_t self_in) {
    const machine_pin_obj_t *self = MP_OBJ_TO_PTR(self_in);
    if (machine_pin_is_open_drain(self->id)) {
        gpio_set_output(self->id, false);
    } else {
        gpio_set_mask(1u << self->id);
    }
    return mp_const_none;
}
static MP_DEFINE_CONST_FUN_OBJ_1(pin_high_obj, pin_high);

static mp_obj_t pin_toggle(mp_obj_t self_in) {
    const machine_pin_obj_t *self = MP_OBJ_TO_PTR(self_in);
    if (machine_pin_is_open_drain(self->id)) {
        gpio_set_output(self->id, !gpio_is_output(self->id));
    } else {
        gpio_xor_mask(1u << self->id);
    }
    return mp_const_none;
}
static MP_DEFINE_CONST_FUN_OBJ_1(pin_toggle_obj, pin_toggle);

static const mp_rom_map_elem_t pin_locals_table[] = {
    { MP_ROM_QSTR(MP_QSTR_init), MP_ROM_PTR(&pin_init_obj) },
    { MP_ROM_QSTR(MP_QSTR_value), MP_ROM_PTR(&pin_value_obj) },
    { MP_ROM_QSTR(MP_QSTR_low), MP_ROM_PTR(&pin_low_obj) },
    { MP_ROM_QSTR(MP_QSTR_high), MP_ROM_PTR(&pin_high_obj) },
    { MP_ROM_QSTR(MP_QSTR_off), MP_ROM_PTR(&pin_low_obj) },
    { MP_ROM_QSTR(MP_QSTR_on), MP_ROM_PTR(&pin_high_obj) },
    { MP_ROM_QSTR(MP_QSTR_toggle), MP_ROM_PTR(&pin_toggle_obj) },
    { MP_ROM_QSTR(MP_QSTR_irq), MP_ROM_PTR(&machine_pin_irq_obj) },

    { MP_ROM_QSTR(MP_QSTR_board), MP_ROM_PTR(&board_pins_type) },
    { MP_ROM_QSTR(MP_QSTR_cpu), MP_ROM_PTR(&cpu_pins_type) },

    { MP_ROM_QSTR(MP_QSTR_IN), MP_ROM_INT(MACHINE_PIN_MODE_IN) },
    { MP_ROM_QSTR(MP_QSTR_OUT), MP_ROM_INT(MACHINE_PIN_MODE_OUT) },
    { MP_ROM_QSTR(MP_QSTR_OPEN_DRAIN), MP_ROM_INT(MACHINE_PIN_MODE_OPEN_DRAIN) },
    { MP_ROM_QSTR(MP_QSTR_ALT), MP_ROM_INT(MACHINE_PIN_MODE_ALT) },
    { MP_ROM_QSTR(MP_QSTR_PULL_UP), MP_ROM_INT(1) },
    { MP_ROM_QSTR(MP_QSTR_PULL_DOWN), MP_ROM_INT(2) },
    { MP_ROM_QSTR(MP_QSTR_IRQ_RISING), MP_ROM_INT(GPIO_EVENT_EDGE_RISE) },
    { MP_ROM_QSTR(MP_QSTR_IRQ_FALLING), MP_ROM_INT(GPIO_EVENT_EDGE_FALL) },

    { MP_ROM_QSTR(MP_QSTR_ALT_SPI), MP_ROM_INT(GPIO_FUNC_SPI) },
    { MP_ROM_QSTR(MP_QSTR_ALT_UART), MP_ROM_INT(GPIO_FUNC_UART) },
    { MP_ROM_QSTR(MP_QSTR_ALT_I2C), MP_ROM_INT(GPIO_FUNC_I2C) },
    { MP_ROM_QSTR(MP_QSTR_ALT_PWM), MP_ROM_INT(GPIO_FUNC_PWM) },
    { MP_ROM_QSTR(MP_QSTR_ALT_SIO), MP_ROM_INT(GPIO_FUNC_SIO) },
    { MP_ROM_QSTR(MP_QSTR_ALT_PIO0), MP_ROM_INT(GPIO_FUNC_PIO0) },
    { MP_ROM_QSTR(MP_QSTR_ALT_PIO1), MP_ROM_INT(GPIO_FUNC_PIO1) },
    { MP_ROM_QSTR(MP_QSTR_ALT_GPCK), MP_ROM_INT(GPIO_FUNC_GPCK) },
    { MP_ROM_QSTR(MP_QSTR_ALT_USB), MP_ROM_INT(GPIO_FUNC_USB) },
};
static MP_DEFINE_CONST_DICT(pin_locals, pin_locals_table);

// Pin protocol for Signal and SoftSPI.
static mp_uint_t pin_ioctl(mp_obj_t self_in, mp_uint_t request, uintptr_t value, int *errcode) {
    const machine_pin_obj_t *self = MP_OBJ_TO_PTR(self_in);
    switch (request) {
        case MP_PIN_READ:
            return gpio_get(self->id);
        case MP_PIN_WRITE:
            gpio_put(self->id, value);
            return 0;
        default:
            return (mp_uint_t)-1;
    }
}

static const mp_pin_p_t pin_protocol = { .ioctl = pin_ioctl };

MP_DEFINE_CONST_OBJ_TYPE(
    machine_pin_type, MP_QSTR_Pin, MP_TYPE_FLAG_NONE,
    make_new, mp_pin_make_new,
    print, pin_print,
    call, machine_pin_call,
    protocol, &pin_protocol,
    locals_dict, &pin_locals);
