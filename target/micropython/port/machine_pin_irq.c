// Pin.irq(): handlers in the interrupt itself (hard) or scheduled.

#include <string.h>

#include "py/mphal.h"
#include "py/runtime.h"
#include "shared/runtime/mpirq.h"

#include "interrupts.h"
#include "machine_pin.h"

// Eight pins share a register of events.
#define EVENT_REGISTERS ((NUM_BANK0_GPIOS + 7) / 8)

typedef struct {
    mp_irq_obj_t base;
    // Events of the latest call.
    uint32_t flags;
    // Events that call the handler.
    uint32_t trigger;
} pin_irq_t;

MP_REGISTER_ROOT_POINTER(void *machine_pin_irqs[30]);
_Static_assert(NUM_BANK0_GPIOS == 30, "a root pointer's length is written as a number");

uint32_t machine_pin_open_drain;

static pin_irq_t *irq_of(uint32_t pin) {
    return MP_STATE_PORT(machine_pin_irqs[pin]);
}

static void pins_interrupt(void) {
    for (uint32_t i = 0; i < EVENT_REGISTERS; i++) {
        uint32_t latched = REGISTER(IO_BANK0_INTR(i));
        for (uint32_t pin = 8 * i; latched != 0; pin++, latched >>= 4) {
            uint32_t events = latched & GPIO_EVENT_ALL;
            if (events == 0) {
                continue;
            }
            gpio_acknowledge(pin, events);
            pin_irq_t *irq = irq_of(pin);
            if (irq != NULL && (events & irq->trigger)) {
                irq->flags = events & irq->trigger;
                mp_irq_handler(&irq->base);
            }
        }
    }
}

void machine_pin_init(void) {
    machine_pin_open_drain = 0;
    memset(MP_STATE_PORT(machine_pin_irqs), 0, sizeof(MP_STATE_PORT(machine_pin_irqs)));
    interrupt_serve(IO_BANK0_IRQ, pins_interrupt);
}

static mp_uint_t set_trigger(mp_obj_t pin_in, mp_uint_t trigger) {
    const machine_pin_obj_t *pin = MP_OBJ_TO_PTR(pin_in);
    pin_irq_t *irq = irq_of(pin->id);
    gpio_enable_events(pin->id, GPIO_EVENT_ALL, false);
    irq->flags = 0;
    irq->trigger = trigger;
    gpio_enable_events(pin->id, trigger, true);
    return 0;
}

static mp_uint_t info(mp_obj_t pin_in, mp_uint_t what) {
    const machine_pin_obj_t *pin = MP_OBJ_TO_PTR(pin_in);
    pin_irq_t *irq = irq_of(pin->id);
    switch (what) {
        case MP_IRQ_INFO_FLAGS:
            return irq->flags;
        case MP_IRQ_INFO_TRIGGERS:
            return irq->trigger;
        default:
            return 0;
    }
}

static const mp_irq_methods_t pin_irq_methods = { .trigger = set_trigger, .info = info };

// irq(handler=None, trigger=IRQ_FALLING | IRQ_RISING, hard=False); without arguments it changes nothing.
static mp_obj_t machine_pin_irq(size_t n_args, const mp_obj_t *args, mp_map_t *kw_args) {
    enum { ARG_handler, ARG_trigger, ARG_hard };
    static const mp_arg_t allowed[] = {
        { MP_QSTR_handler, MP_ARG_OBJ, { .u_rom_obj = MP_ROM_NONE } },
        { MP_QSTR_trigger, MP_ARG_INT, { .u_int = GPIO_EVENT_EDGE_FALL | GPIO_EVENT_EDGE_RISE } },
        { MP_QSTR_hard, MP_ARG_BOOL, { .u_bool = false } },
    };
    const machine_pin_obj_t *pin = MP_OBJ_TO_PTR(args[0]);
    mp_arg_val_t given[MP_ARRAY_SIZE(allowed)];
    mp_arg_parse_all(n_args - 1, args + 1, kw_args, MP_ARRAY_SIZE(allowed), allowed, given);

    pin_irq_t *irq = irq_of(pin->id);
    if (irq == NULL) {
        irq = m_new0(pin_irq_t, 1);
        mp_irq_init(&irq->base, &pin_irq_methods, args[0]);
        MP_STATE_PORT(machine_pin_irqs[pin->id]) = irq;
    }
    if (n_args > 1 || kw_args->used != 0) {
        gpio_enable_events(pin->id, GPIO_EVENT_ALL, false);
        irq->base.handler = given[ARG_handler].u_obj;
        irq->base.ishard = given[ARG_hard].u_bool;
        irq->flags = 0;
        irq->trigger = given[ARG_trigger].u_int;
        if (irq->base.handler != mp_const_none && irq->trigger != 0) {
            gpio_enable_events(pin->id, irq->trigger, true);
        }
    }
    return MP_OBJ_FROM_PTR(irq);
}
MP_DEFINE_CONST_FUN_OBJ_KW(machine_pin_irq_obj, 1, machine_pin_irq);
