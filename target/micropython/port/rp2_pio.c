// rp2.PIO.

#include "py/mperrno.h"
#include "py/runtime.h"

#include "rp2_pio.h"

static const rp2_pio_obj_t blocks[PIO_BLOCKS] = {
    { { &rp2_pio_type }, 0 },
    { { &rp2_pio_type }, 1 },
};

static void print(const mp_print_t *print, mp_obj_t self_in, mp_print_kind_t kind) {
    const rp2_pio_obj_t *self = MP_OBJ_TO_PTR(self_in);
    mp_printf(print, "PIO(%u)", self->block);
}

static mp_obj_t make_new(const mp_obj_type_t *type, size_t n_args, size_t n_kw, const mp_obj_t *args) {
    mp_arg_check_num(n_args, n_kw, 1, 1, false);
    mp_int_t number = mp_obj_get_int(args[0]);
    if (number == PIO_BLOCKS) {
        mp_raise_ValueError(MP_ERROR_TEXT("PIO claimed by external resource"));
    }
    if (number < 0 || number > PIO_BLOCKS) {
        mp_raise_ValueError(MP_ERROR_TEXT("invalid PIO"));
    }
    return MP_OBJ_FROM_PTR(&blocks[number]);
}

static mp_obj_t *fields_of(mp_obj_t program, mp_buffer_info_t *instructions) {
    mp_obj_t *fields;
    mp_obj_get_array_fixed_n(program, PROGRAM_FIELDS, &fields);
    mp_get_buffer_raise(fields[PROGRAM_INSTRUCTIONS], instructions, MP_BUFFER_READ);
    return fields;
}

static uint32_t add_program(uint32_t block, mp_obj_t program) {
    mp_buffer_info_t instructions;
    mp_obj_t *fields = fields_of(program, &instructions);
    int offset = pio_add_program(block, instructions.buf, instructions.len / sizeof(uint16_t));
    if (offset < 0) {
        mp_raise_OSError(MP_ENOMEM);
    }
    fields[PROGRAM_OFFSET + block] = MP_OBJ_NEW_SMALL_INT(offset);
    return offset;
}

uint32_t rp2_pio_load(uint32_t block, mp_obj_t program) {
    mp_buffer_info_t instructions;
    mp_int_t offset = mp_obj_get_int(fields_of(program, &instructions)[PROGRAM_OFFSET + block]);
    if (offset >= PIO_INSTRUCTIONS) {
        mp_raise_ValueError(MP_ERROR_TEXT("prog not in instruction memory"));
    }
    return offset < 0 ? add_program(block, program) : (uint32_t)offset;
}

static mp_obj_t pio_add(mp_obj_t self_in, mp_obj_t program) {
    const rp2_pio_obj_t *self = MP_OBJ_TO_PTR(self_in);
    add_program(self->block, program);
    return mp_const_none;
}
static MP_DEFINE_CONST_FUN_OBJ_2(pio_add_obj, pio_add);

// remove_program([program]); removes all programs without an argument.
static mp_obj_t pio_remove(size_t n_args, const mp_obj_t *args) {
    const rp2_pio_obj_t *self = MP_OBJ_TO_PTR(args[0]);
    if (n_args == 1) {
        pio_remove_program(self->block, 0, PIO_INSTRUCTIONS);
        return mp_const_none;
    }
    mp_buffer_info_t instructions;
    mp_obj_t *offset = &fields_of(args[1], &instructions)[PROGRAM_OFFSET + self->block];
    mp_int_t at = mp_obj_get_int(*offset);
    if (at < 0 || at >= PIO_INSTRUCTIONS) {
        mp_raise_ValueError(MP_ERROR_TEXT("prog not in instruction memory"));
    }
    pio_remove_program(self->block, at, instructions.len / sizeof(uint16_t));
    *offset = MP_OBJ_NEW_SMALL_INT(-1);
    return mp_const_none;
}
static MP_DEFINE_CONST_FUN_OBJ_VAR_BETWEEN(pio_remove_obj, 1, 2, pio_remove);

// state_machine(id, …): returns the machine with this number in the block, and configures it if there are arguments.
static mp_obj_t pio_state_machine(size_t n_args, const mp_obj_t *args, mp_map_t *kw_args) {
    const rp2_pio_obj_t *self = MP_OBJ_TO_PTR(args[0]);
    mp_int_t machine = mp_obj_get_int(args[1]);
    if (machine < 0 || machine >= PIO_MACHINES) {
        mp_raise_ValueError(MP_ERROR_TEXT("invalid StateMachine"));
    }
    const rp2_state_machine_obj_t *found = rp2_state_machine_get(self->block * PIO_MACHINES + machine);
    if (n_args > 2 || kw_args->used > 0) {
        rp2_state_machine_configure(found, n_args - 2, args + 2, kw_args);
    }
    return MP_OBJ_FROM_PTR(found);
}
static MP_DEFINE_CONST_FUN_OBJ_KW(pio_state_machine_obj, 2, pio_state_machine);

static const mp_rom_map_elem_t pio_locals_table[] = {
    { MP_ROM_QSTR(MP_QSTR_add_program), MP_ROM_PTR(&pio_add_obj) },
    { MP_ROM_QSTR(MP_QSTR_remove_program), MP_ROM_PTR(&pio_remove_obj) },
    { MP_ROM_QSTR(MP_QSTR_state_machine), MP_ROM_PTR(&pio_state_machine_obj) },
    { MP_ROM_QSTR(MP_QSTR_irq), MP_ROM_PTR(&rp2_pio_irq_obj) },

    // Direction and level of a pin, for *_init of asm_pio.
    { MP_ROM_QSTR(MP_QSTR_IN_LOW), MP_ROM_INT(0) },
    { MP_ROM_QSTR(MP_QSTR_IN_HIGH), MP_ROM_INT(1) },
    { MP_ROM_QSTR(MP_QSTR_OUT_LOW), MP_ROM_INT(2) },
    { MP_ROM_QSTR(MP_QSTR_OUT_HIGH), MP_ROM_INT(3) },

    { MP_ROM_QSTR(MP_QSTR_SHIFT_LEFT), MP_ROM_INT(0) },
    { MP_ROM_QSTR(MP_QSTR_SHIFT_RIGHT), MP_ROM_INT(1) },

    { MP_ROM_QSTR(MP_QSTR_JOIN_NONE), MP_ROM_INT(0) },
    { MP_ROM_QSTR(MP_QSTR_JOIN_TX), MP_ROM_INT(1) },
    { MP_ROM_QSTR(MP_QSTR_JOIN_RX), MP_ROM_INT(2) },

    { MP_ROM_QSTR(MP_QSTR_IRQ_SM0), MP_ROM_INT(0x100) },
    { MP_ROM_QSTR(MP_QSTR_IRQ_SM1), MP_ROM_INT(0x200) },
    { MP_ROM_QSTR(MP_QSTR_IRQ_SM2), MP_ROM_INT(0x400) },
    { MP_ROM_QSTR(MP_QSTR_IRQ_SM3), MP_ROM_INT(0x800) },
};
static MP_DEFINE_CONST_DICT(pio_locals, pio_locals_table);

MP_DEFINE_CONST_OBJ_TYPE(
    rp2_pio_type, MP_QSTR_PIO, MP_TYPE_FLAG_NONE,
    make_new, make_new,
    print, print,
    locals_dict, &pio_locals);
