// Parts of the module `machine` that each port defines. Included by extmod/modmachine.c.

#include "py/mperrno.h"
#include "py/mphal.h"

#include "bootrom.h"
#include "machine_pin.h"
#include "machine_timer.h"

#define MICROPY_PY_MACHINE_EXTRA_GLOBALS \
    { MP_ROM_QSTR(MP_QSTR_Pin), MP_ROM_PTR(&machine_pin_type) }, \
    { MP_ROM_QSTR(MP_QSTR_Timer), MP_ROM_PTR(&machine_timer_type) }, \
    { MP_ROM_QSTR(MP_QSTR_freq), MP_ROM_PTR(&freq_obj) }, \
    { MP_ROM_QSTR(MP_QSTR_unique_id), MP_ROM_PTR(&unique_id_obj) }, \

static void mp_machine_idle(void) {
    MICROPY_INTERNAL_WFE(1);
}

// freq() returns the system clock. A change is refused, because all measurements use the same clock. There is
// no lightsleep() and no deepsleep() for the same reason.
static mp_obj_t freq(size_t n_args, const mp_obj_t *args) {
    if (n_args == 0) {
        return MP_OBJ_NEW_SMALL_INT(SYSTEM_CLOCK_HZ);
    }
    if (mp_obj_get_int(args[0]) != SYSTEM_CLOCK_HZ) {
        mp_raise_ValueError(MP_ERROR_TEXT("cannot change frequency"));
    }
    return mp_const_none;
}
static MP_DEFINE_CONST_FUN_OBJ_VAR_BETWEEN(freq_obj, 0, 1, freq);

// Number of the chip, most significant byte first.
static mp_obj_t unique_id(void) {
    uint32_t number[2];
    if (!bootrom_chip_number(number)) {
        mp_raise_OSError(MP_EIO);
    }
    uint8_t bytes[8];
    for (size_t i = 0; i < sizeof(bytes); i++) {
        bytes[i] = number[1 - i / 4] >> (24 - 8 * (i % 4));
    }
    return mp_obj_new_bytes(bytes, sizeof(bytes));
}
static MP_DEFINE_CONST_FUN_OBJ_0(unique_id_obj, unique_id);
