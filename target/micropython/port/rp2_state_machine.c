// rp2.StateMachine.

#include <string.h>

#include "py/binary.h"
#include "py/runtime.h"

#include "rp2_pio.h"

#define MACHINES (PIO_BLOCKS * PIO_MACHINES)

uint8_t rp2_state_machine_pc[MACHINES];

#define MACHINE(id) { { &rp2_state_machine_type }, id, id / PIO_MACHINES, id % PIO_MACHINES }
static const rp2_state_machine_obj_t machines[MACHINES] = {
    MACHINE(0), MACHINE(1), MACHINE(2), MACHINE(3), MACHINE(4), MACHINE(5), MACHINE(6), MACHINE(7),
};

const rp2_state_machine_obj_t *rp2_state_machine_get(mp_int_t id) {
    if (id < 0 || id >= MACHINES + PIO_MACHINES) {
        mp_raise_ValueError(MP_ERROR_TEXT("invalid StateMachine"));
    }
    if (id >= MACHINES) {
        mp_raise_ValueError(MP_ERROR_TEXT("StateMachine claimed by external resource"));
    }
    return &machines[id];
}

static void print(const mp_print_t *print, mp_obj_t self_in, mp_print_kind_t kind) {
    const rp2_state_machine_obj_t *self = MP_OBJ_TO_PTR(self_in);
    mp_printf(print, "StateMachine(%u)", self->id);
}

static mp_obj_t make_new(const mp_obj_type_t *type, size_t n_args, size_t n_kw, const mp_obj_t *args) {
    mp_arg_check_num(n_args, n_kw, 1, MP_OBJ_FUN_ARGS_MAX, true);
    const rp2_state_machine_obj_t *self = rp2_state_machine_get(mp_obj_get_int(args[0]));
    if (n_args > 1 || n_kw > 0) {
        mp_map_t kw_args;
        mp_map_init_fixed_table(&kw_args, n_kw, args + n_args);
        rp2_state_machine_configure(self, n_args - 1, args + 1, &kw_args);
    }
    return MP_OBJ_FROM_PTR(self);
}

static mp_obj_t machine_init(size_t n_args, const mp_obj_t *args, mp_map_t *kw_args) {
    rp2_state_machine_configure(MP_OBJ_TO_PTR(args[0]), n_args - 1, args + 1, kw_args);
    return mp_const_none;
}
static MP_DEFINE_CONST_FUN_OBJ_KW(machine_init_obj, 1, machine_init);

static mp_obj_t machine_active(size_t n_args, const mp_obj_t *args) {
    const rp2_state_machine_obj_t *self = MP_OBJ_TO_PTR(args[0]);
    if (n_args > 1) {
        pio_machine_enable(self->block, self->machine, mp_obj_is_true(args[1]));
    }
    return mp_obj_new_bool(REGISTER(PIO_CTRL(self->block)) & PIO_CTRL_ENABLE(self->machine));
}
static MP_DEFINE_CONST_FUN_OBJ_VAR_BETWEEN(machine_active_obj, 1, 2, machine_active);

static mp_obj_t machine_restart(mp_obj_t self_in) {
    const rp2_state_machine_obj_t *self = MP_OBJ_TO_PTR(self_in);
    pio_machine_restart(self->block, self->machine, rp2_state_machine_pc[self->id]);
    return mp_const_none;
}
static MP_DEFINE_CONST_FUN_OBJ_1(machine_restart_obj, machine_restart);

// exec(instruction): an encoded instruction, or its text for rp2.asm_pio_encode().
static mp_obj_t machine_exec(mp_obj_t self_in, mp_obj_t instruction) {
    const rp2_state_machine_obj_t *self = MP_OBJ_TO_PTR(self_in);
    mp_int_t encoded;
    if (!mp_obj_get_int_maybe(instruction, &encoded)) {
        mp_obj_t module = mp_import_name(MP_QSTR_rp2, mp_const_none, MP_OBJ_NEW_SMALL_INT(0));
        uint32_t sidesets = REGISTER(PIO_PINCTRL(self->block, self->machine)) >> PIO_SIDESET_COUNT;
        bool optional = REGISTER(PIO_EXECCTRL(self->block, self->machine)) & PIO_SIDE_EN;
        mp_obj_t arguments[] = { instruction, MP_OBJ_NEW_SMALL_INT(sidesets), MP_OBJ_NEW_SMALL_INT(optional) };
        mp_obj_t encode = mp_load_attr(module, MP_QSTR_asm_pio_encode);
        encoded = mp_obj_get_int(mp_call_function_n_kw(encode, 3, 0, arguments));
    }
    REGISTER(PIO_INSTR(self->block, self->machine)) = encoded;
    return mp_const_none;
}
static MP_DEFINE_CONST_FUN_OBJ_2(machine_exec_obj, machine_exec);

// Returns the size of an item in a buffer of integers, in bytes. Raises ValueError.
static size_t item_bytes(const mp_buffer_info_t *buffer) {
    switch (buffer->typecode) {
        case BYTEARRAY_TYPECODE:
        case 'b':
        case 'B':
            return 1;
        case 'h':
        case 'H':
            return 2;
        case 'i':
        case 'I':
        case 'l':
        case 'L':
            return 4;
        default:
            mp_raise_ValueError(MP_ERROR_TEXT("unsupported buffer type"));
    }
}

static uint32_t receive(const rp2_state_machine_obj_t *self) {
    while (REGISTER(PIO_FSTAT(self->block)) & PIO_FSTAT_RX_EMPTY(self->machine)) {
        mp_event_handle_nowait();
    }
    return REGISTER(PIO_RXF(self->block, self->machine));
}

// get(buffer=None, shift=0): waits for a word, or for enough words to fill the buffer; shifts them right.
static mp_obj_t machine_get(size_t n_args, const mp_obj_t *args) {
    const rp2_state_machine_obj_t *self = MP_OBJ_TO_PTR(args[0]);
    uint32_t shift = n_args > 2 ? mp_obj_get_int(args[2]) & 31 : 0;
    if (n_args < 2 || args[1] == mp_const_none) {
        return mp_obj_new_int_from_uint(receive(self) >> shift);
    }
    mp_buffer_info_t buffer;
    mp_get_buffer_raise(args[1], &buffer, MP_BUFFER_WRITE);
    size_t bytes = item_bytes(&buffer);
    for (size_t at = 0; at + bytes <= buffer.len; at += bytes) {
        uint32_t word = receive(self) >> shift;
        memcpy((uint8_t *)buffer.buf + at, &word, bytes);
    }
    return args[1];
}
static MP_DEFINE_CONST_FUN_OBJ_VAR_BETWEEN(machine_get_obj, 1, 3, machine_get);

static void send(const rp2_state_machine_obj_t *self, uint32_t word) {
    while (REGISTER(PIO_FSTAT(self->block)) & PIO_FSTAT_TX_FULL(self->machine)) {
        mp_event_handle_nowait();
    }
    REGISTER(PIO_TXF(self->block, self->machine)) = word;
}

// put(value, shift=0): sends an integer or a buffer of integers, shifted left; waits for room.
static mp_obj_t machine_put(size_t n_args, const mp_obj_t *args) {
    const rp2_state_machine_obj_t *self = MP_OBJ_TO_PTR(args[0]);
    uint32_t shift = n_args > 2 ? mp_obj_get_int(args[2]) & 31 : 0;
    mp_buffer_info_t buffer;
    if (!mp_get_buffer(args[1], &buffer, MP_BUFFER_READ)) {
        send(self, (uint32_t)mp_obj_get_int_truncated(args[1]) << shift);
        return mp_const_none;
    }
    size_t bytes = item_bytes(&buffer);
    for (size_t at = 0; at + bytes <= buffer.len; at += bytes) {
        uint32_t word = 0;
        memcpy(&word, (const uint8_t *)buffer.buf + at, bytes);
        send(self, word << shift);
    }
    return mp_const_none;
}
static MP_DEFINE_CONST_FUN_OBJ_VAR_BETWEEN(machine_put_obj, 2, 3, machine_put);

// FLEVEL: four bits of each FIFO, TX and RX of each machine in turn.
static mp_obj_t level(mp_obj_t self_in, uint32_t shift) {
    const rp2_state_machine_obj_t *self = MP_OBJ_TO_PTR(self_in);
    return MP_OBJ_NEW_SMALL_INT(REGISTER(PIO_FLEVEL(self->block)) >> (8 * self->machine + shift) & 0xf);
}

static mp_obj_t machine_tx_fifo(mp_obj_t self_in) {
    return level(self_in, 0);
}
static MP_DEFINE_CONST_FUN_OBJ_1(machine_tx_fifo_obj, machine_tx_fifo);

static mp_obj_t machine_rx_fifo(mp_obj_t self_in) {
    return level(self_in, 4);
}
static MP_DEFINE_CONST_FUN_OBJ_1(machine_rx_fifo_obj, machine_rx_fifo);

// The buffer protocol returns the FIFO register.
static mp_int_t get_buffer(mp_obj_t self_in, mp_buffer_info_t *buffer, mp_uint_t flags) {
    const rp2_state_machine_obj_t *self = MP_OBJ_TO_PTR(self_in);
    bool write = flags & MP_BUFFER_WRITE;
    buffer->buf = (void *)(write ? PIO_TXF(self->block, self->machine) : PIO_RXF(self->block, self->machine));
    buffer->len = 4;
    buffer->typecode = 'I';
    return 0;
}

static const mp_rom_map_elem_t machine_locals_table[] = {
    { MP_ROM_QSTR(MP_QSTR_init), MP_ROM_PTR(&machine_init_obj) },
    { MP_ROM_QSTR(MP_QSTR_active), MP_ROM_PTR(&machine_active_obj) },
    { MP_ROM_QSTR(MP_QSTR_restart), MP_ROM_PTR(&machine_restart_obj) },
    { MP_ROM_QSTR(MP_QSTR_exec), MP_ROM_PTR(&machine_exec_obj) },
    { MP_ROM_QSTR(MP_QSTR_get), MP_ROM_PTR(&machine_get_obj) },
    { MP_ROM_QSTR(MP_QSTR_put), MP_ROM_PTR(&machine_put_obj) },
    { MP_ROM_QSTR(MP_QSTR_rx_fifo), MP_ROM_PTR(&machine_rx_fifo_obj) },
    { MP_ROM_QSTR(MP_QSTR_tx_fifo), MP_ROM_PTR(&machine_tx_fifo_obj) },
    { MP_ROM_QSTR(MP_QSTR_irq), MP_ROM_PTR(&rp2_state_machine_irq_obj) },
};
static MP_DEFINE_CONST_DICT(machine_locals, machine_locals_table);

MP_DEFINE_CONST_OBJ_TYPE(
    rp2_state_machine_type, MP_QSTR_StateMachine, MP_TYPE_FLAG_NONE,
    make_new, make_new,
    print, print,
    buffer, get_buffer,
    locals_dict, &machine_locals);
