// Functions of the Rust code that send text and failures to the host.
#pragma once

#include <stddef.h>
#include <stdint.h>

// Sends printed text. Waits for room outside a sample. During a sample, text without room is lost and the sample fails.
void twinbench_print(const char *text, size_t length);

// Sends a piece of the traceback of an uncaught exception.
void twinbench_print_traceback(const char *text, size_t length);

// Stops the firmware and sends the reason to the host.
_Noreturn void twinbench_fail(const char *reason, size_t length);
