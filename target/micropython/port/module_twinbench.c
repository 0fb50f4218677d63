// Module `twinbench`: a C function for measuring the cost of a call.

#include "py/runtime.h"

// nothing(): returns None.
static mp_obj_t twinbench_nothing_function(void) {
    return mp_const_none;
}
static MP_DEFINE_CONST_FUN_OBJ_0(twinbench_nothing_obj, twinbench_nothing_function);

static const mp_rom_map_elem_t twinbench_globals_table[] = {
    { MP_ROM_QSTR(MP_QSTR___name__), MP_ROM_QSTR(MP_QSTR_twinbench) },
    { MP_ROM_QSTR(MP_QSTR_nothing), MP_ROM_PTR(&twinbench_nothing_obj) },
};
static MP_DEFINE_CONST_DICT(twinbench_globals, twinbench_globals_table);

const mp_obj_module_t twinbench_module = {
    .base = { &mp_type_module },
    .globals = (mp_obj_dict_t *)&twinbench_globals,
};

MP_REGISTER_MODULE(MP_QSTR_twinbench, twinbench_module);
