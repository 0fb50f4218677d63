// Classes PIO and StateMachine of the module `rp2`.
#pragma once

#include "py/obj.h"

#include "pio.h"

// Program, as the list that rp2.asm_pio returns.
enum {
    PROGRAM_INSTRUCTIONS,
    // Address in each block; -1 if not loaded.
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

// Resets PIO and its objects.
void rp2_pio_reset(void);

// Loads a program into a block if necessary. Returns its address. Raises OSError (ENOMEM).
uint32_t rp2_pio_load(uint32_t block, mp_obj_t program);

// Returns the state machine with this number. Raises ValueError.
const rp2_state_machine_obj_t *rp2_state_machine_get(mp_int_t id);

// Configures a machine, with the arguments of StateMachine.init().
void rp2_state_machine_configure(const rp2_state_machine_obj_t *self, size_t n_args, const mp_obj_t *args,
    mp_map_t *kw_args);

// Returns the address of the machine's program.
extern uint8_t rp2_state_machine_pc[PIO_BLOCKS * PIO_MACHINES];

MP_DECLARE_CONST_FUN_OBJ_KW(rp2_pio_irq_obj);
MP_DECLARE_CONST_FUN_OBJ_KW(rp2_state_machine_irq_obj);
