// Compiles and executes scripts, and reports uncaught exceptions.

#include <string.h>

#include "py/compile.h"
#include "py/lexer.h"
#include "py/runtime.h"

#include "host.h"
#include "script.h"

mp_obj_t script_compile(const char *source, size_t length) {
    mp_lexer_t *lexer = mp_lexer_new_from_str_len(MP_QSTR__lt_stdin_gt_, source, length, 0);
    qstr name = lexer->source_name;
    mp_parse_tree_t tree = mp_parse(lexer, MP_PARSE_FILE_INPUT);
    return mp_compile(&tree, name, false);
}

static void print_traceback(void *data, const char *text, size_t length) {
    (void)data;
    twinbench_print_traceback(text, length);
}

static const mp_print_t traceback_printer = { NULL, print_traceback };

// Exit code of SystemExit: 0 for None, the low byte of an integer, as for a process, 1 for anything else.
static int32_t exit_code_of(mp_obj_t exception) {
    mp_obj_t value = mp_obj_exception_get_value(exception);
    mp_int_t code = 0;
    if (value != mp_const_none && !mp_obj_get_int_maybe(value, &code)) {
        code = 1;
    }
    return code & 0xff;
}

script_result_t script_uncaught(mp_obj_t exception, int32_t *exit_code) {
    nlr_buf_t nlr;
    // Printing the exception may raise another one.
    if (nlr_push(&nlr) == 0) {
        mp_obj_t type = MP_OBJ_FROM_PTR(mp_obj_get_type(exception));
        if (mp_obj_is_subclass_fast(type, MP_OBJ_FROM_PTR(&mp_type_SystemExit))) {
            *exit_code = exit_code_of(exception);
            nlr_pop();
            return RESULT_EXIT;
        }
        mp_obj_print_exception(&traceback_printer, exception);
        nlr_pop();
    } else {
        static const char note[] = "\n(another exception while this one was printed)\n";
        twinbench_print_traceback(note, strlen(note));
    }
    return RESULT_EXCEPTION;
}

script_result_t script_execute(const char *source, size_t length, int32_t *exit_code) {
    nlr_buf_t nlr;
    if (nlr_push(&nlr) == 0) {
        mp_call_function_0(script_compile(source, length));
        mp_handle_pending(true);
        nlr_pop();
        return RESULT_OK;
    }
    mp_handle_pending(false);
    return script_uncaught(MP_OBJ_FROM_PTR(nlr.ret_val), exit_code);
}
