// Compiling of scripts and reporting of their exceptions.
#pragma once

#include "py/obj.h"

#include "interpreter.h"

// Compiles a script to a function that executes its module code. Raises exceptions of the compiler.
mp_obj_t script_compile(const char *source, size_t length);

// Sends an uncaught exception to the host, or reads the exit code of SystemExit.
script_result_t script_uncaught(mp_obj_t exception, int32_t *exit_code);
