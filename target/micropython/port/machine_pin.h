// Objects of machine.Pin. The table of pins is made at build time by the rp2 port's script, which expects
// these names and fields.
#pragma once

#include "py/obj.h"

#include "gpio.h"

enum {
    MACHINE_PIN_MODE_IN = 0,
    MACHINE_PIN_MODE_OUT = 1,
    MACHINE_PIN_MODE_OPEN_DRAIN = 2,
    MACHINE_PIN_MODE_ALT = 3,
};

// A function that a pin can have.
typedef struct _machine_pin_af_obj_t {
    mp_obj_base_t base;
    qstr name;
    uint8_t idx : 4;
    uint8_t fn : 4;
    uint8_t unit;
} machine_pin_af_obj_t;

typedef struct _machine_pin_obj_t {
    mp_obj_base_t base;
    qstr name;
    uint8_t id;
    uint8_t af_num;
    const machine_pin_af_obj_t *af;
} machine_pin_obj_t;

extern const mp_obj_type_t machine_pin_type;
extern const mp_obj_type_t machine_pin_af_type;
extern const machine_pin_obj_t machine_pin_obj_table[NUM_BANK0_GPIOS];
extern const mp_obj_dict_t machine_pin_board_pins_locals_dict;
extern const mp_obj_dict_t machine_pin_cpu_pins_locals_dict;

#include "genhdr/pins.h"

// Pins in open-drain mode, which is simulated: low is driven, high disables the output.
extern uint32_t machine_pin_open_drain;

static inline bool machine_pin_is_open_drain(uint32_t id) {
    return machine_pin_open_drain & 1u << id;
}

// Resets all pins: no interrupts, no open-drain mode.
void machine_pin_init(void);

// Returns the pin for a Pin, a number or a name. Raises ValueError.
const machine_pin_obj_t *machine_pin_find(mp_obj_t object);

// Returns the level of a pin, or None after setting it.
mp_obj_t machine_pin_call(mp_obj_t self, size_t n_args, size_t n_kw, const mp_obj_t *args);

// Configures a pin, with the arguments of Pin.init().
void machine_pin_configure(const machine_pin_obj_t *self, size_t n_args, const mp_obj_t *args, mp_map_t *kw_args);

// Returns the function `fn` of a pin, or NULL.
const machine_pin_af_obj_t *machine_pin_find_function(const machine_pin_obj_t *self, uint32_t fn);

MP_DECLARE_CONST_FUN_OBJ_KW(machine_pin_irq_obj);
