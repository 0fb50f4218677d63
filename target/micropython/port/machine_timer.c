// machine.Timer: timers whose callbacks are scheduled, on an alarm of TIMER0.

#include "py/mperrno.h"
#include "py/mphal.h"
#include "py/runtime.h"

#include "interrupts.h"
#include "machine_timer.h"

#define ALARM 3
#define ALARM_MASK (1u << ALARM)

// An alarm compares 32 bits; later times are checked again when it fires.
#define LONGEST_ALARM_US 0x7fffffffu

// Maximum number of timers, as in the alarm pool of the rp2 port.
#define TIMERS 16

enum { ONE_SHOT = 0, PERIODIC = 1 };

typedef struct {
    mp_obj_base_t base;
    uint32_t mode;
    uint64_t period_us;
    // Time of the next callback.
    uint64_t due_us;
    mp_obj_t callback;
} machine_timer_obj_t;

// Not a root of the garbage collector, as in the rp2 port: an unreferenced timer is collected, and
// its finaliser stops it.
static machine_timer_obj_t *running[TIMERS];

static size_t find(const machine_timer_obj_t *timer) {
    size_t i = 0;
    while (i < TIMERS && running[i] != timer) {
        i++;
    }
    return i;
}

static machine_timer_obj_t *earliest(void) {
    machine_timer_obj_t *first = NULL;
    for (size_t i = 0; i < TIMERS; i++) {
        if (running[i] != NULL && (first == NULL || running[i]->due_us < first->due_us)) {
            first = running[i];
        }
    }
    return first;
}

static void stop(const machine_timer_obj_t *timer) {
    size_t i = find(timer);
    if (i < TIMERS) {
        running[i] = NULL;
    }
}

// Schedules callbacks that are due, and sets the alarm for the next one. Called with this interrupt masked.
static void serve(void) {
    REGISTER(TIMER0_INTR) = ALARM_MASK;
    for (;;) {
        machine_timer_obj_t *timer = earliest();
        if (timer == NULL) {
            REGISTER(TIMER0_ARMED) = ALARM_MASK;
            return;
        }
        uint64_t now = hal_time_us();
        if (timer->due_us <= now) {
            if (timer->mode == PERIODIC) {
                timer->due_us += timer->period_us;
            } else {
                stop(timer);
            }
            mp_sched_schedule(timer->callback, MP_OBJ_FROM_PTR(timer));
            continue;
        }
        uint64_t next = MIN(timer->due_us, now + LONGEST_ALARM_US);
        REGISTER(TIMER0_ALARM(ALARM)) = (uint32_t)next;
        // The alarm compares for equality, so it may have been set too late.
        if (hal_time_us() < next) {
            return;
        }
        REGISTER(TIMER0_ARMED) = ALARM_MASK;
        REGISTER(TIMER0_INTR) = ALARM_MASK;
    }
}

void machine_timer_stop_all(void) {
    interrupt_disable(TIMER0_IRQ(ALARM));
    REGISTER(TIMER0_INTE + CLEAR_ALIAS) = ALARM_MASK;
    REGISTER(TIMER0_ARMED) = ALARM_MASK;
    REGISTER(TIMER0_INTR) = ALARM_MASK;
    for (size_t i = 0; i < TIMERS; i++) {
        running[i] = NULL;
    }
}

static void start(machine_timer_obj_t *timer) {
    uint32_t state = MICROPY_BEGIN_ATOMIC_SECTION();
    size_t i = find(NULL);
    if (i < TIMERS) {
        timer->due_us = hal_time_us() + timer->period_us;
        running[i] = timer;
        REGISTER(TIMER0_INTE + SET_ALIAS) = ALARM_MASK;
        serve();
    }
    MICROPY_END_ATOMIC_SECTION(state);
    if (i == TIMERS) {
        mp_raise_OSError(MP_ENOMEM);
    }
    interrupt_serve(TIMER0_IRQ(ALARM), serve);
}

static void print(const mp_print_t *print, mp_obj_t self_in, mp_print_kind_t kind) {
    const machine_timer_obj_t *self = MP_OBJ_TO_PTR(self_in);
    qstr mode = self->mode == ONE_SHOT ? MP_QSTR_ONE_SHOT : MP_QSTR_PERIODIC;
    mp_printf(print, "Timer(mode=%q, tick_hz=1000000, period=", mode);
    if (self->period_us <= UINT32_MAX) {
        mp_printf(print, "%u)", (unsigned)self->period_us);
    } else {
        mp_printf(print, "%u000)", (unsigned)(self->period_us / 1000));
    }
}

static uint64_t period_of(mp_obj_t freq, mp_int_t period, mp_int_t tick_hz) {
    uint64_t us;
    if (freq != mp_const_none) {
        mp_float_t hz = mp_obj_get_float(freq);
        if (!(hz > 0)) {
            mp_raise_ValueError(MP_ERROR_TEXT("freq must be positive"));
        }
        us = (uint64_t)(MICROPY_FLOAT_CONST(1000000.0) / hz);
    } else if (tick_hz > 0) {
        us = (uint64_t)(mp_uint_t)period * 1000000 / (mp_uint_t)tick_hz;
    } else {
        mp_raise_ValueError(MP_ERROR_TEXT("tick_hz must be positive"));
    }
    return MAX(us, 1);
}

static void configure(machine_timer_obj_t *self, size_t n_args, const mp_obj_t *args, mp_map_t *kw_args) {
    enum { ARG_mode, ARG_callback, ARG_period, ARG_tick_hz, ARG_freq };
    static const mp_arg_t allowed[] = {
        { MP_QSTR_mode, MP_ARG_KW_ONLY | MP_ARG_INT, { .u_int = PERIODIC } },
        { MP_QSTR_callback, MP_ARG_KW_ONLY | MP_ARG_OBJ, { .u_rom_obj = MP_ROM_NONE } },
        { MP_QSTR_period, MP_ARG_KW_ONLY | MP_ARG_INT, { .u_int = -1 } },
        { MP_QSTR_tick_hz, MP_ARG_KW_ONLY | MP_ARG_INT, { .u_int = 1000 } },
        { MP_QSTR_freq, MP_ARG_KW_ONLY | MP_ARG_OBJ, { .u_rom_obj = MP_ROM_NONE } },
    };
    mp_arg_val_t given[MP_ARRAY_SIZE(allowed)];
    mp_arg_parse_all(n_args, args, kw_args, MP_ARRAY_SIZE(allowed), allowed, given);
    self->mode = given[ARG_mode].u_int;
    self->callback = given[ARG_callback].u_obj;
    self->period_us = period_of(given[ARG_freq].u_obj, given[ARG_period].u_int, given[ARG_tick_hz].u_int);
    start(self);
}

static mp_obj_t timer_deinit(mp_obj_t self_in) {
    uint32_t state = MICROPY_BEGIN_ATOMIC_SECTION();
    stop(MP_OBJ_TO_PTR(self_in));
    MICROPY_END_ATOMIC_SECTION(state);
    return mp_const_none;
}
static MP_DEFINE_CONST_FUN_OBJ_1(timer_deinit_obj, timer_deinit);

static mp_obj_t timer_init(size_t n_args, const mp_obj_t *args, mp_map_t *kw_args) {
    timer_deinit(args[0]);
    configure(MP_OBJ_TO_PTR(args[0]), n_args - 1, args + 1, kw_args);
    return mp_const_none;
}
static MP_DEFINE_CONST_FUN_OBJ_KW(timer_init_obj, 1, timer_init);

// Timer(-1, …): the number is optional, and -1 is the only one.
static mp_obj_t make_new(const mp_obj_type_t *type, size_t n_args, size_t n_kw, const mp_obj_t *args) {
    machine_timer_obj_t *self = mp_obj_malloc_with_finaliser(machine_timer_obj_t, type);
    self->mode = PERIODIC;
    self->period_us = 0;
    self->callback = mp_const_none;
    if (n_args > 0) {
        if (mp_obj_get_int(args[0]) != -1) {
            mp_raise_ValueError(MP_ERROR_TEXT("Timer doesn't exist"));
        }
        n_args--;
        args++;
    }
    if (n_args > 0 || n_kw > 0) {
        mp_map_t kw_args;
        mp_map_init_fixed_table(&kw_args, n_kw, args + n_args);
        configure(self, n_args, args, &kw_args);
    }
    return MP_OBJ_FROM_PTR(self);
}

static const mp_rom_map_elem_t timer_locals_table[] = {
    { MP_ROM_QSTR(MP_QSTR___del__), MP_ROM_PTR(&timer_deinit_obj) },
    { MP_ROM_QSTR(MP_QSTR_init), MP_ROM_PTR(&timer_init_obj) },
    { MP_ROM_QSTR(MP_QSTR_deinit), MP_ROM_PTR(&timer_deinit_obj) },
    { MP_ROM_QSTR(MP_QSTR_ONE_SHOT), MP_ROM_INT(ONE_SHOT) },
    { MP_ROM_QSTR(MP_QSTR_PERIODIC), MP_ROM_INT(PERIODIC) },
};
static MP_DEFINE_CONST_DICT(timer_locals, timer_locals_table);

MP_DEFINE_CONST_OBJ_TYPE(
    machine_timer_type, MP_QSTR_Timer, MP_TYPE_FLAG_NONE,
    make_new, make_new,
    print, print,
    locals_dict, &timer_locals);
