// Shared by the files that run scripts.
#pragma once

#include "py/obj.h"

#include "interpreter.h"

// Compiles a script to the function that executes its module code. Raises what the compiler raises.
mp_obj_t script_compile(const char *source, size_t length);

// Prints an uncaught exception, or takes the exit code from SystemExit.
outcome_t script_uncaught(mp_obj_t exception, int32_t *exit_code);
