// The classes PIO and StateMachine of the module `rp2`.
#pragma once

#include "py/obj.h"

#include "pio.h"

// What rp2.asm_pio makes of a program: a list of these.
enum {
    PROGRAM_INSTRUCTIONS,
    // Where it lies in each block; -1 where it does not.
    PROGRAM_OFFSET,
    PROGRAM_EXECCTRL = PROGRAM_OFFSET + 2,
    PROGRAM_SHIFTCTRL,
    PROGRAM_OUT_PINS,
    PROGRAM_SET_PINS,
    PROGRAM_SIDESET_PINS,
    PROGRAM_FIELDS,
};

typedef struct {
    mp_obj_base_t base;
    uint8_t block;
} rp2_pio_obj_t;

typedef struct {
    mp_obj_base_t base;
    // Number among all machines.
    uint8_t id;
    uint8_t block;
    uint8_t machine;
} rp2_state_machine_obj_t;

extern const mp_obj_type_t rp2_pio_type;
extern const mp_obj_type_t rp2_state_machine_type;

// Nothing is left of what a script did with PIO.
void rp2_pio_reset(void);

// Loads a program into a block unless it is there, and returns where. Raises OSError (ENOMEM).
uint32_t rp2_pio_load(uint32_t block, mp_obj_t program);

// The state machine of that number. Raises ValueError.
const rp2_state_machine_obj_t *rp2_state_machine_get(mp_int_t id);

// Sets a machine up; arguments as those of StateMachine.init().
void rp2_state_machine_configure(const rp2_state_machine_obj_t *self, size_t n_args, const mp_obj_t *args,
    mp_map_t *kw_args);

// Where the machine's program begins.
extern uint8_t rp2_state_machine_pc[PIO_BLOCKS * PIO_MACHINES];

MP_DECLARE_CONST_FUN_OBJ_KW(rp2_pio_irq_obj);
MP_DECLARE_CONST_FUN_OBJ_KW(rp2_state_machine_irq_obj);
