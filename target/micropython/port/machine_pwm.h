// machine.PWM, included by extmod/machine_pwm.c: eight slices of two outputs (RP2350 datasheet §12.5).

#include "py/mphal.h"

#include "machine_pwm_reset.h"

#define PWM_BASE 0x400a8000u
#define PWM_CSR(slice) (PWM_BASE + 0x14u * (slice))
#define PWM_DIV(slice) (PWM_BASE + 0x14u * (slice) + 0x04u)
#define PWM_CC(slice) (PWM_BASE + 0x14u * (slice) + 0x0cu)
#define PWM_TOP(slice) (PWM_BASE + 0x14u * (slice) + 0x10u)
#define PWM_CSR_ENABLE (1u << 0)
// Inverts output A; the next bit inverts output B.
#define PWM_CSR_INVERT_A (1u << 2)

// Number of slices with pins in the QFN-60 package.
#define PWM_SLICES 8

// Maximum TOP for which a duty of 65535 keeps the output high.
#define PWM_LONGEST_TOP 65534u

// Divider in sixteenths: 1 to 255 15/16.
#define PWM_SMALLEST_DIV 16u
#define PWM_DIV_END (256u * 16u)

// Marks a missing argument.
#define PWM_NOT_GIVEN (-1)

typedef enum { DUTY_NONE, DUTY_U16, DUTY_NS } pwm_duty_t;

// An output. The requested duty is stored, and applied again when the frequency changes.
struct _machine_pwm_obj_t {
    mp_obj_base_t base;
    uint8_t slice;
    uint8_t channel;
    bool invert;
    pwm_duty_t duty_kind;
    mp_int_t duty;
};

static machine_pwm_obj_t pwm_outputs[2 * PWM_SLICES];
static bool pwm_has_frequency[PWM_SLICES];

void machine_pwm_reset_all(void) {
    for (size_t i = 0; i < MP_ARRAY_SIZE(pwm_outputs); i++) {
        pwm_outputs[i] = (machine_pwm_obj_t) { .base = { &machine_pwm_type }, .slice = i / 2, .channel = i % 2 };
        pwm_has_frequency[i / 2] = false;
    }
}

static void mp_machine_pwm_print(const mp_print_t *print, mp_obj_t self_in, mp_print_kind_t kind) {
    const machine_pwm_obj_t *self = MP_OBJ_TO_PTR(self_in);
    mp_printf(print, "<PWM slice=%u channel=%u invert=%u>", self->slice, self->channel, self->invert);
}

static uint32_t pwm_top(const machine_pwm_obj_t *self) {
    return REGISTER(PWM_TOP(self->slice));
}

// Counts per second, rounded.
static uint32_t pwm_count_hz(const machine_pwm_obj_t *self) {
    uint32_t div = REGISTER(PWM_DIV(self->slice));
    return (16ull * SYSTEM_CLOCK_HZ + div / 2) / div;
}

// Counts of a period during which the output is high.
static uint32_t pwm_level(const machine_pwm_obj_t *self) {
    return REGISTER(PWM_CC(self->slice)) >> 16 * self->channel & 0xffff;
}

static void pwm_set_level(const machine_pwm_obj_t *self, uint32_t level) {
    uint32_t shift = 16 * self->channel;
    REGISTER(PWM_CC(self->slice)) = (REGISTER(PWM_CC(self->slice)) & ~(0xffffu << shift)) | level << shift;
}

// Starts the output when both frequency and duty are set.
static void pwm_start(const machine_pwm_obj_t *self) {
    if (pwm_has_frequency[self->slice] && self->duty_kind != DUTY_NONE) {
        uint32_t bit = PWM_CSR_INVERT_A << self->channel;
        REGISTER(PWM_CSR(self->slice) + (self->invert ? SET_ALIAS : CLEAR_ALIAS)) = bit;
        REGISTER(PWM_CSR(self->slice) + SET_ALIAS) = PWM_CSR_ENABLE;
    }
}

static void pwm_apply_duty(const machine_pwm_obj_t *self) {
    uint32_t period = pwm_top(self) + 1;
    uint32_t level;
    switch (self->duty_kind) {
        case DUTY_U16:
            level = (self->duty * (uint64_t)period + 65535 / 2) / 65535;
            break;
        case DUTY_NS:
            level = MIN(((uint64_t)self->duty * pwm_count_hz(self) + 500000000) / 1000000000, period);
            break;
        default:
            return;
    }
    pwm_set_level(self, level);
}

static void pwm_set_duty(machine_pwm_obj_t *self, pwm_duty_t kind, mp_int_t duty) {
    if (duty < 0) {
        mp_raise_ValueError(MP_ERROR_TEXT("duty must not be negative"));
    }
    self->duty_kind = kind;
    self->duty = duty;
    pwm_apply_duty(self);
}

// Returns the smallest divider for which the counts of a period fit, for the finest resolution of the duty.
static void pwm_set_frequency(machine_pwm_obj_t *self, mp_int_t freq) {
    if (freq <= 0) {
        mp_raise_ValueError(MP_ERROR_TEXT("freq too small"));
    }
    uint32_t div = PWM_SMALLEST_DIV;
    uint64_t counts = (SYSTEM_CLOCK_HZ + (uint32_t)freq / 2) / (uint32_t)freq;
    if (counts == 0) {
        mp_raise_ValueError(MP_ERROR_TEXT("freq too large"));
    }
    if (counts >= PWM_LONGEST_TOP) {
        uint64_t whole = (uint64_t)PWM_LONGEST_TOP * (uint32_t)freq;
        uint64_t needed = (16ull * SYSTEM_CLOCK_HZ + whole - 1) / whole;
        if (needed >= PWM_DIV_END) {
            mp_raise_ValueError(MP_ERROR_TEXT("freq too small"));
        }
        div = (uint32_t)needed;
        uint64_t part = (uint64_t)div * (uint32_t)freq;
        counts = (16ull * SYSTEM_CLOCK_HZ + part / 2) / part;
    }
    REGISTER(PWM_DIV(self->slice)) = div;
    REGISTER(PWM_TOP(self->slice)) = (uint32_t)counts - 1;
    pwm_has_frequency[self->slice] = true;
    // The other output of the slice has the same period.
    pwm_apply_duty(&pwm_outputs[2 * self->slice]);
    pwm_apply_duty(&pwm_outputs[2 * self->slice + 1]);
}

static void mp_machine_pwm_init_helper(machine_pwm_obj_t *self, size_t n_args, const mp_obj_t *args, mp_map_t *kw_args) {
    enum { ARG_freq, ARG_duty_u16, ARG_duty_ns, ARG_invert };
    static const mp_arg_t allowed[] = {
        { MP_QSTR_freq, MP_ARG_INT, { .u_int = PWM_NOT_GIVEN } },
        { MP_QSTR_duty_u16, MP_ARG_KW_ONLY | MP_ARG_INT, { .u_int = PWM_NOT_GIVEN } },
        { MP_QSTR_duty_ns, MP_ARG_KW_ONLY | MP_ARG_INT, { .u_int = PWM_NOT_GIVEN } },
        { MP_QSTR_invert, MP_ARG_KW_ONLY | MP_ARG_INT, { .u_int = PWM_NOT_GIVEN } },
    };
    mp_arg_val_t given[MP_ARRAY_SIZE(allowed)];
    mp_arg_parse_all(n_args, args, kw_args, MP_ARRAY_SIZE(allowed), allowed, given);
    if (given[ARG_freq].u_int != PWM_NOT_GIVEN) {
        pwm_set_frequency(self, given[ARG_freq].u_int);
    }
    if (given[ARG_duty_u16].u_int != PWM_NOT_GIVEN) {
        pwm_set_duty(self, DUTY_U16, MIN(given[ARG_duty_u16].u_int, 65535));
    }
    if (given[ARG_duty_ns].u_int != PWM_NOT_GIVEN) {
        pwm_set_duty(self, DUTY_NS, given[ARG_duty_ns].u_int);
    }
    if (given[ARG_invert].u_int != PWM_NOT_GIVEN) {
        self->invert = given[ARG_invert].u_int != 0;
    }
    pwm_start(self);
}

static mp_obj_t mp_machine_pwm_make_new(const mp_obj_type_t *type, size_t n_args, size_t n_kw, const mp_obj_t *args) {
    mp_arg_check_num(n_args, n_kw, 1, MP_OBJ_FUN_ARGS_MAX, true);
    uint32_t pin = mp_hal_get_pin_obj(args[0]);
    machine_pwm_obj_t *self = &pwm_outputs[pin % MP_ARRAY_SIZE(pwm_outputs)];
    self->invert = false;
    self->duty_kind = DUTY_NONE;
    mp_map_t kw_args;
    mp_map_init_fixed_table(&kw_args, n_kw, args + n_args);
    mp_machine_pwm_init_helper(self, n_args - 1, args + 1, &kw_args);
    gpio_set_function(pin, GPIO_FUNC_PWM);
    return MP_OBJ_FROM_PTR(self);
}

static void mp_machine_pwm_deinit(machine_pwm_obj_t *self) {
    REGISTER(PWM_CSR(self->slice) + CLEAR_ALIAS) = PWM_CSR_ENABLE;
}

static mp_obj_t mp_machine_pwm_freq_get(machine_pwm_obj_t *self) {
    if (!pwm_has_frequency[self->slice]) {
        return MP_OBJ_NEW_SMALL_INT(0);
    }
    uint32_t sixteenths = REGISTER(PWM_DIV(self->slice)) * (pwm_top(self) + 1);
    return MP_OBJ_NEW_SMALL_INT((16ull * SYSTEM_CLOCK_HZ + sixteenths / 2) / sixteenths);
}

static void mp_machine_pwm_freq_set(machine_pwm_obj_t *self, mp_int_t freq) {
    pwm_set_frequency(self, freq);
    pwm_start(self);
}

static bool pwm_has_duty(const machine_pwm_obj_t *self) {
    return self->duty_kind != DUTY_NONE && pwm_has_frequency[self->slice];
}

static mp_obj_t mp_machine_pwm_duty_get_u16(machine_pwm_obj_t *self) {
    uint32_t period = pwm_top(self) + 1;
    return MP_OBJ_NEW_SMALL_INT(pwm_has_duty(self) ? (pwm_level(self) * 65535u + period / 2) / period : 0);
}

static void mp_machine_pwm_duty_set_u16(machine_pwm_obj_t *self, mp_int_t duty) {
    pwm_set_duty(self, DUTY_U16, MIN(duty, 65535));
    pwm_start(self);
}

static mp_obj_t mp_machine_pwm_duty_get_ns(machine_pwm_obj_t *self) {
    uint32_t hz = pwm_count_hz(self);
    return MP_OBJ_NEW_SMALL_INT(pwm_has_duty(self) ? (pwm_level(self) * 1000000000ull + hz / 2) / hz : 0);
}

static void mp_machine_pwm_duty_set_ns(machine_pwm_obj_t *self, mp_int_t duty) {
    pwm_set_duty(self, DUTY_NS, duty);
    pwm_start(self);
}
