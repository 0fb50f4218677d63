// StateMachine.init(): sets the registers of a machine from a program and its arguments.

#include "py/mphal.h"
#include "py/runtime.h"

#include "rp2_pio.h"

// Marks a missing base argument, which leaves the pins of this kind unchanged.
#define NO_BASE UINT32_MAX

// Pins that a program drives with one kind of instruction.
typedef struct {
    uint32_t base;
    uint32_t count;
    uint32_t directions;
    uint32_t levels;
} pins_t;

// Value for a pin in *_init of asm_pio: bit 1 is the direction, bit 0 the level.
static void add_pin(pins_t *pins, mp_obj_t init) {
    mp_int_t value = mp_obj_get_int(init);
    pins->directions |= (value >> 1 & 1) << pins->count;
    pins->levels |= (value & 1) << pins->count;
    pins->count++;
}

static pins_t pins_of(mp_obj_t inits, mp_obj_t base) {
    pins_t pins = { .base = NO_BASE };
    if (mp_obj_is_integer(inits)) {
        add_pin(&pins, inits);
    } else if (inits != mp_const_none) {
        size_t count;
        mp_obj_t *items;
        mp_obj_get_array(inits, &count, &items);
        if (count > 32) {
            mp_raise_ValueError(MP_ERROR_TEXT("too many pins"));
        }
        for (size_t i = 0; i < count; i++) {
            add_pin(&pins, items[i]);
        }
    }
    if (base != mp_const_none) {
        pins.base = mp_hal_get_pin_obj(base);
    }
    return pins;
}

// Divider in 1/256, as CLKDIV has it in its upper 24 bits; a frequency of 0 divides by 65536.
static uint32_t divider(mp_int_t freq) {
    if (freq < 0) {
        return 256 << 8;
    }
    if (freq == 0) {
        return 0;
    }
    uint64_t div = SYSTEM_CLOCK_HZ * 256ull / (mp_uint_t)freq;
    if (div < 256 || div > 65536 * 256) {
        mp_raise_ValueError(MP_ERROR_TEXT("freq out of range"));
    }
    // The largest divider is encoded as 0.
    return (uint32_t)div << 8;
}

static uint32_t with_field(uint32_t word, mp_obj_t value, uint32_t mask, uint32_t shift) {
    if (value == mp_const_none) {
        return word;
    }
    return (word & ~(mask << shift)) | ((uint32_t)mp_obj_get_int(value) & mask) << shift;
}

void rp2_state_machine_configure(const rp2_state_machine_obj_t *self, size_t n_args, const mp_obj_t *args,
    mp_map_t *kw_args) {
    enum {
        ARG_prog, ARG_freq, ARG_in_base, ARG_out_base, ARG_set_base, ARG_jmp_pin, ARG_sideset_base,
        ARG_in_shiftdir, ARG_out_shiftdir, ARG_push_thresh, ARG_pull_thresh,
    };
    static const mp_arg_t allowed[] = {
        { MP_QSTR_prog, MP_ARG_REQUIRED | MP_ARG_OBJ, { .u_rom_obj = MP_ROM_NONE } },
        { MP_QSTR_freq, MP_ARG_INT, { .u_int = -1 } },
        { MP_QSTR_in_base, MP_ARG_KW_ONLY | MP_ARG_OBJ, { .u_rom_obj = MP_ROM_NONE } },
        { MP_QSTR_out_base, MP_ARG_KW_ONLY | MP_ARG_OBJ, { .u_rom_obj = MP_ROM_NONE } },
        { MP_QSTR_set_base, MP_ARG_KW_ONLY | MP_ARG_OBJ, { .u_rom_obj = MP_ROM_NONE } },
        { MP_QSTR_jmp_pin, MP_ARG_KW_ONLY | MP_ARG_OBJ, { .u_rom_obj = MP_ROM_NONE } },
        { MP_QSTR_sideset_base, MP_ARG_KW_ONLY | MP_ARG_OBJ, { .u_rom_obj = MP_ROM_NONE } },
        { MP_QSTR_in_shiftdir, MP_ARG_KW_ONLY | MP_ARG_OBJ, { .u_rom_obj = MP_ROM_NONE } },
        { MP_QSTR_out_shiftdir, MP_ARG_KW_ONLY | MP_ARG_OBJ, { .u_rom_obj = MP_ROM_NONE } },
        { MP_QSTR_push_thresh, MP_ARG_KW_ONLY | MP_ARG_OBJ, { .u_rom_obj = MP_ROM_NONE } },
        { MP_QSTR_pull_thresh, MP_ARG_KW_ONLY | MP_ARG_OBJ, { .u_rom_obj = MP_ROM_NONE } },
    };
    mp_arg_val_t given[MP_ARRAY_SIZE(allowed)];
    mp_arg_parse_all(n_args, args, kw_args, MP_ARRAY_SIZE(allowed), allowed, given);

    mp_obj_t *program;
    mp_obj_get_array_fixed_n(given[ARG_prog].u_obj, PROGRAM_FIELDS, &program);
    uint32_t clkdiv = divider(given[ARG_freq].u_int);
    uint32_t offset = rp2_pio_load(self->block, given[ARG_prog].u_obj);
    rp2_state_machine_pc[self->id] = offset;

    uint32_t execctrl = mp_obj_get_int_truncated(program[PROGRAM_EXECCTRL]);
    execctrl += offset << PIO_WRAP_TOP | offset << PIO_WRAP_BOTTOM;
    if (given[ARG_jmp_pin].u_obj != mp_const_none) {
        execctrl |= mp_hal_get_pin_obj(given[ARG_jmp_pin].u_obj) << PIO_JMP_PIN;
    }

    uint32_t shiftctrl = mp_obj_get_int_truncated(program[PROGRAM_SHIFTCTRL]);
    shiftctrl = with_field(shiftctrl, given[ARG_in_shiftdir].u_obj, 1, PIO_IN_SHIFTDIR);
    shiftctrl = with_field(shiftctrl, given[ARG_out_shiftdir].u_obj, 1, PIO_OUT_SHIFTDIR);
    shiftctrl = with_field(shiftctrl, given[ARG_push_thresh].u_obj, 0x1f, PIO_PUSH_THRESH);
    shiftctrl = with_field(shiftctrl, given[ARG_pull_thresh].u_obj, 0x1f, PIO_PULL_THRESH);

    uint32_t pinctrl = 0;
    if (given[ARG_in_base].u_obj != mp_const_none) {
        pinctrl |= mp_hal_get_pin_obj(given[ARG_in_base].u_obj) << PIO_IN_BASE;
    }
    pins_t out = pins_of(program[PROGRAM_OUT_PINS], given[ARG_out_base].u_obj);
    if (out.base != NO_BASE) {
        pinctrl |= out.base << PIO_OUT_BASE | out.count << PIO_OUT_COUNT;
    }
    pins_t set = pins_of(program[PROGRAM_SET_PINS], given[ARG_set_base].u_obj);
    if (set.base != NO_BASE) {
        pinctrl |= set.base << PIO_SET_BASE | set.count << PIO_SET_COUNT;
    }
    pins_t side = pins_of(program[PROGRAM_SIDESET_PINS], given[ARG_sideset_base].u_obj);
    if (side.base != NO_BASE) {
        // The optional enable bit counts as a side-set bit.
        uint32_t count = side.count + (execctrl & PIO_SIDE_EN ? 1 : 0);
        pinctrl |= side.base << PIO_SIDESET_BASE | count << PIO_SIDESET_COUNT;
    }

    pio_machine_reset(self->block, self->machine, offset);
    REGISTER(PIO_CLKDIV(self->block, self->machine)) = clkdiv;
    REGISTER(PIO_EXECCTRL(self->block, self->machine)) = execctrl;
    REGISTER(PIO_SHIFTCTRL(self->block, self->machine)) = shiftctrl;
    REGISTER(PIO_PINCTRL(self->block, self->machine)) = pinctrl;
    const pins_t *driven[] = { &out, &set, &side };
    for (size_t i = 0; i < MP_ARRAY_SIZE(driven); i++) {
        const pins_t *pins = driven[i];
        if (pins->base != NO_BASE) {
            pio_machine_drive_pins(
                self->block, self->machine, pins->base, pins->count, pins->levels, pins->directions);
        }
    }
}
