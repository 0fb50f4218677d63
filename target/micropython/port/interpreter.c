// Start and stop of the interpreter.

#include <string.h>

#include "py/cstack.h"
#include "py/gc.h"
#include "py/mpthread.h"
#include "py/runtime.h"

#include "interpreter.h"
#include "peripherals.h"

void interpreter_start(void *heap, size_t heap_bytes, void *stack_top, size_t stack_bytes) {
    // First, because no interrupt may occur while the interpreter is being initialised.
    peripherals_reset();
    // mp_init() sets only a part of the state; the rest would still point to the heap of the previous script.
    memset(&mp_state_ctx, 0, sizeof(mp_state_ctx));
    mp_thread_init();
    mp_cstack_init_with_top(stack_top, stack_bytes);
    gc_init(heap, (uint8_t *)heap + heap_bytes);
    mp_init();
}

void interpreter_stop(void) {
    peripherals_reset();
    gc_sweep_all();
    mp_deinit();
}
