// Sampling of a script, which is compiled once.

#include "py/gc.h"
#include "py/runtime.h"

#include "script.h"

// Function that a sample calls: `run`, or the module's code.
MP_REGISTER_ROOT_POINTER(mp_obj_t sample_function);
// Argument of `run`: the number of operations.
MP_REGISTER_ROOT_POINTER(mp_obj_t sample_operations);
// Result of the call, or the exception that it raised.
MP_REGISTER_ROOT_POINTER(mp_obj_t sample_result);

static bool at_module_level;
static bool raised;

script_result_t sample_compile(const char *source, size_t length, bool module_level, int32_t *exit_code) {
    nlr_buf_t nlr;
    if (nlr_push(&nlr) == 0) {
        at_module_level = module_level;
        MP_STATE_PORT(sample_function) = script_compile(source, length);
        nlr_pop();
        return RESULT_OK;
    }
    return script_uncaught(MP_OBJ_FROM_PTR(nlr.ret_val), exit_code);
}

script_result_t sample_load(int32_t *exit_code) {
    if (at_module_level) {
        return RESULT_OK;
    }
    nlr_buf_t nlr;
    if (nlr_push(&nlr) == 0) {
        mp_call_function_0(MP_STATE_PORT(sample_function));
        MP_STATE_PORT(sample_function) = mp_load_global(MP_QSTR_run);
        mp_handle_pending(true);
        nlr_pop();
        return RESULT_OK;
    }
    mp_handle_pending(false);
    return script_uncaught(MP_OBJ_FROM_PTR(nlr.ret_val), exit_code);
}

// Sets the globals to those of a new interpreter, plus the number of operations.
static void reset_globals(mp_obj_t operations) {
    mp_obj_dict_t *globals = &MP_STATE_VM(dict_main);
    mp_obj_dict_init(globals, 1);
    mp_obj_dict_store(MP_OBJ_FROM_PTR(globals), MP_OBJ_NEW_QSTR(MP_QSTR___name__), MP_OBJ_NEW_QSTR(MP_QSTR___main__));
    mp_obj_dict_store(MP_OBJ_FROM_PTR(globals), MP_OBJ_NEW_QSTR(MP_QSTR_operations), operations);
}

script_result_t sample_prepare(uint32_t operations, bool collect, int32_t *exit_code) {
    nlr_buf_t nlr;
    if (nlr_push(&nlr) == 0) {
        MP_STATE_PORT(sample_result) = MP_OBJ_NULL;
        MP_STATE_PORT(sample_operations) = mp_obj_new_int_from_uint(operations);
        raised = false;
        mp_globals_set(&MP_STATE_VM(dict_main));
        mp_locals_set(&MP_STATE_VM(dict_main));
        if (at_module_level) {
            reset_globals(MP_STATE_PORT(sample_operations));
        }
        if (collect) {
            gc_collect();
        }
        nlr_pop();
        return RESULT_OK;
    }
    return script_uncaught(MP_OBJ_FROM_PTR(nlr.ret_val), exit_code);
}

uint32_t sample_call(uint32_t operations) {
    (void)operations;
    nlr_buf_t nlr;
    if (nlr_push(&nlr) == 0) {
        if (at_module_level) {
            mp_call_function_0(MP_STATE_PORT(sample_function));
        } else {
            MP_STATE_PORT(sample_result) =
                mp_call_function_1(MP_STATE_PORT(sample_function), MP_STATE_PORT(sample_operations));
        }
        nlr_pop();
    } else {
        MP_STATE_PORT(sample_result) = MP_OBJ_FROM_PTR(nlr.ret_val);
        raised = true;
    }
    return 0;
}

script_result_t sample_finish(uint32_t *checksum, int32_t *exit_code) {
    mp_handle_pending(false);
    mp_obj_t value = MP_STATE_PORT(sample_result);
    if (raised) {
        return script_uncaught(value, exit_code);
    }
    if (at_module_level) {
        mp_map_elem_t *found =
            mp_map_lookup(&MP_STATE_VM(dict_main).map, MP_OBJ_NEW_QSTR(MP_QSTR_checksum), MP_MAP_LOOKUP);
        value = found == NULL ? mp_const_none : found->value;
    }
    if (!mp_obj_is_int(value)) {
        return RESULT_BAD_CHECKSUM;
    }
    *checksum = (uint32_t)mp_obj_get_int_truncated(value);
    return RESULT_OK;
}

#define MAX_READINGS 1024

// Converts a value to a reading: the low 32 bits of an integer. Returns false if `value` is not an integer.
static bool reading_of(mp_obj_t value, uint32_t *reading) {
    if (!mp_obj_is_int(value)) {
        return false;
    }
    *reading = (uint32_t)mp_obj_get_int_truncated(value);
    return true;
}

static script_result_t take_readings(mp_obj_t values, uint32_t *readings, size_t *count) {
    mp_obj_iter_buf_t buffer;
    mp_obj_t iterator = mp_getiter(values, &buffer);
    mp_obj_t value;
    while ((value = mp_iternext(iterator)) != MP_OBJ_STOP_ITERATION) {
        if (*count == MAX_READINGS || !reading_of(value, &readings[*count])) {
            return RESULT_BAD_READINGS;
        }
        *count += 1;
    }
    return RESULT_OK;
}

script_result_t sample_readings(const uint32_t **words, size_t *count, int32_t *exit_code) {
    static uint32_t readings[MAX_READINGS];
    *words = readings;
    *count = 0;
    mp_map_elem_t *found =
        mp_map_lookup(&MP_STATE_VM(dict_main).map, MP_OBJ_NEW_QSTR(MP_QSTR_readings), MP_MAP_LOOKUP);
    if (found == NULL) {
        return RESULT_OK;
    }
    nlr_buf_t nlr;
    if (nlr_push(&nlr) == 0) {
        script_result_t result = take_readings(mp_call_function_0(found->value), readings, count);
        nlr_pop();
        return result;
    }
    return script_uncaught(MP_OBJ_FROM_PTR(nlr.ret_val), exit_code);
}
