// Fatal errors: an exception without a handler, and abort().

#include <string.h>

#include "py/mpstate.h"
#include "py/nlr.h"

#include "host.h"

void nlr_jump_fail(void *value) {
    (void)value;
    static const char reason[] = "MicroPython raised an exception where nothing catches it";
    twinbench_fail(reason, strlen(reason));
}
