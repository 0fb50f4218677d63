// PIO.irq() and StateMachine.irq(): handlers of the interrupt flags of state machines.

#include <string.h>

#include "py/runtime.h"
#include "shared/runtime/mpirq.h"

#include "interrupts.h"
#include "rp2_pio.h"

typedef struct {
    mp_irq_obj_t base;
    uint32_t flags;
    uint32_t trigger;
} pio_irq_t;

MP_REGISTER_ROOT_POINTER(void *rp2_pio_irqs[2]);
MP_REGISTER_ROOT_POINTER(void *rp2_state_machine_irqs[8]);
_Static_assert(PIO_BLOCKS == 2 && PIO_MACHINES == 4, "root pointers' lengths are written as numbers");

static void serve(uint32_t block) {
    uint32_t raised = REGISTER(PIO_IRQ0_INTS(block));
    REGISTER(PIO_IRQ(block)) = raised >> PIO_INT_FLAGS;
    pio_irq_t *irq = MP_STATE_PORT(rp2_pio_irqs[block]);
    if (irq != NULL && (raised & irq->trigger)) {
        irq->flags = raised & irq->trigger;
        mp_irq_handler(&irq->base);
    }
    for (uint32_t machine = 0; machine < PIO_MACHINES; machine++) {
        irq = MP_STATE_PORT(rp2_state_machine_irqs[block * PIO_MACHINES + machine]);
        if (irq != NULL && (raised >> (PIO_INT_FLAGS + machine) & irq->trigger)) {
            irq->flags = 1;
            mp_irq_handler(&irq->base);
        }
    }
}

static void serve_pio0(void) {
    serve(0);
}

static void serve_pio1(void) {
    serve(1);
}

static const interrupt_handler_t handlers[PIO_BLOCKS] = { serve_pio0, serve_pio1 };

void rp2_pio_reset(void) {
    for (uint32_t block = 0; block < PIO_BLOCKS; block++) {
        interrupt_disable(PIO_IRQ0_LINE(block));
    }
    pio_reset();
    memset(MP_STATE_PORT(rp2_pio_irqs), 0, sizeof(MP_STATE_PORT(rp2_pio_irqs)));
    memset(MP_STATE_PORT(rp2_state_machine_irqs), 0, sizeof(MP_STATE_PORT(rp2_state_machine_irqs)));
}

static mp_uint_t set_trigger(uint32_t block, pio_irq_t *irq, mp_uint_t trigger) {
    interrupt_disable(PIO_IRQ0_LINE(block));
    irq->flags = 0;
    irq->trigger = trigger;
    interrupt_serve(PIO_IRQ0_LINE(block), handlers[block]);
    return 0;
}

static mp_uint_t info(const pio_irq_t *irq, mp_uint_t what) {
    switch (what) {
        case MP_IRQ_INFO_FLAGS:
            return irq->flags;
        case MP_IRQ_INFO_TRIGGERS:
            return irq->trigger;
        default:
            return 0;
    }
}

static mp_uint_t block_trigger(mp_obj_t self_in, mp_uint_t trigger) {
    uint32_t block = ((const rp2_pio_obj_t *)MP_OBJ_TO_PTR(self_in))->block;
    return set_trigger(block, MP_STATE_PORT(rp2_pio_irqs[block]), trigger);
}

static mp_uint_t block_info(mp_obj_t self_in, mp_uint_t what) {
    return info(MP_STATE_PORT(rp2_pio_irqs[((const rp2_pio_obj_t *)MP_OBJ_TO_PTR(self_in))->block]), what);
}

static const mp_irq_methods_t block_methods = { .trigger = block_trigger, .info = block_info };

static mp_uint_t machine_trigger(mp_obj_t self_in, mp_uint_t trigger) {
    const rp2_state_machine_obj_t *self = MP_OBJ_TO_PTR(self_in);
    return set_trigger(self->block, MP_STATE_PORT(rp2_state_machine_irqs[self->id]), trigger);
}

static mp_uint_t machine_info(mp_obj_t self_in, mp_uint_t what) {
    const rp2_state_machine_obj_t *self = MP_OBJ_TO_PTR(self_in);
    return info(MP_STATE_PORT(rp2_state_machine_irqs[self->id]), what);
}

static const mp_irq_methods_t machine_methods = { .trigger = machine_trigger, .info = machine_info };

enum { ARG_handler, ARG_trigger, ARG_hard, ARGS };

static void parse(size_t n_args, const mp_obj_t *args, mp_map_t *kw_args, mp_int_t trigger, mp_arg_val_t *given) {
    const mp_arg_t allowed[ARGS] = {
        { MP_QSTR_handler, MP_ARG_OBJ, { .u_rom_obj = MP_ROM_NONE } },
        { MP_QSTR_trigger, MP_ARG_INT, { .u_int = trigger } },
        { MP_QSTR_hard, MP_ARG_BOOL, { .u_bool = false } },
    };
    mp_arg_parse_all(n_args - 1, args + 1, kw_args, ARGS, allowed, given);
}

static pio_irq_t *new_irq(const mp_irq_methods_t *methods, mp_obj_t parent) {
    pio_irq_t *irq = m_new0(pio_irq_t, 1);
    mp_irq_init(&irq->base, methods, parent);
    return irq;
}

static void configure(pio_irq_t *irq, const mp_arg_val_t *given) {
    irq->base.handler = given[ARG_handler].u_obj;
    irq->base.ishard = given[ARG_hard].u_bool;
    irq->flags = 0;
    irq->trigger = given[ARG_trigger].u_int;
}

// irq(handler=None, trigger=IRQ_SM0 | IRQ_SM1 | IRQ_SM2 | IRQ_SM3, hard=False)
static mp_obj_t pio_irq(size_t n_args, const mp_obj_t *args, mp_map_t *kw_args) {
    mp_arg_val_t given[ARGS];
    parse(n_args, args, kw_args, 0xf00, given);
    uint32_t block = ((const rp2_pio_obj_t *)MP_OBJ_TO_PTR(args[0]))->block;
    pio_irq_t *irq = MP_STATE_PORT(rp2_pio_irqs[block]);
    if (irq == NULL) {
        irq = new_irq(&block_methods, args[0]);
        MP_STATE_PORT(rp2_pio_irqs[block]) = irq;
    }
    if (n_args > 1 || kw_args->used != 0) {
        interrupt_disable(PIO_IRQ0_LINE(block));
        configure(irq, given);
        if (irq->base.handler != mp_const_none) {
            REGISTER(PIO_IRQ0_INTE(block)) = irq->trigger;
            interrupt_serve(PIO_IRQ0_LINE(block), handlers[block]);
        }
    }
    return MP_OBJ_FROM_PTR(irq);
}
MP_DEFINE_CONST_FUN_OBJ_KW(rp2_pio_irq_obj, 1, pio_irq);

// irq(handler=None, trigger=1, hard=False)
static mp_obj_t state_machine_irq(size_t n_args, const mp_obj_t *args, mp_map_t *kw_args) {
    mp_arg_val_t given[ARGS];
    parse(n_args, args, kw_args, 1, given);
    const rp2_state_machine_obj_t *self = MP_OBJ_TO_PTR(args[0]);
    pio_irq_t *irq = MP_STATE_PORT(rp2_state_machine_irqs[self->id]);
    if (irq == NULL) {
        irq = new_irq(&machine_methods, args[0]);
        MP_STATE_PORT(rp2_state_machine_irqs[self->id]) = irq;
    }
    if (n_args > 1 || kw_args->used != 0) {
        interrupt_disable(PIO_IRQ0_LINE(self->block));
        configure(irq, given);
        uint32_t flag = 1u << (PIO_INT_FLAGS + self->machine);
        bool wanted = irq->base.handler != mp_const_none;
        REGISTER(PIO_IRQ0_INTE(self->block) + (wanted ? SET_ALIAS : CLEAR_ALIAS)) = flag;
        if (REGISTER(PIO_IRQ0_INTE(self->block)) != 0) {
            interrupt_serve(PIO_IRQ0_LINE(self->block), handlers[self->block]);
        }
    }
    return MP_OBJ_FROM_PTR(irq);
}
MP_DEFINE_CONST_FUN_OBJ_KW(rp2_state_machine_irq_obj, 1, state_machine_irq);
