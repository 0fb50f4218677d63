// What the Rust side offers to the C side: the way to the host.
#pragma once

#include <stddef.h>
#include <stdint.h>

// Text that the script prints. Waits for room outside a sample; within one it drops what does not fit, and the
// sample fails.
void twinbench_print(const char *text, size_t length);

// A piece of the traceback of an uncaught exception.
void twinbench_print_traceback(const char *text, size_t length);

// Tells the host why the firmware cannot go on.
_Noreturn void twinbench_fail(const char *reason, size_t length);
