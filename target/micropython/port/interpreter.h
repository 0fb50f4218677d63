// Functions of the C code for the Rust code.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Result of executing a script or a part of it. The Rust code uses the same numbers (src/interpreter.rs).
typedef enum {
    RESULT_OK = 0,
    // Uncaught exception; its traceback was sent.
    RESULT_EXCEPTION = 1,
    // SystemExit.
    RESULT_EXIT = 2,
    // The checksum is not an integer.
    RESULT_BAD_CHECKSUM = 3,
    // The script's function `readings` returned too many values, or one that is not an integer.
    RESULT_BAD_READINGS = 4,
} script_result_t;

// Starts a new interpreter on this heap.
void interpreter_start(void *heap, size_t heap_bytes, void *stack_top, size_t stack_bytes);

// Stops the interpreter: resets the peripherals and calls all finalisers.
void interpreter_stop(void);

// Executes a script once. Sets `exit_code` if the result is RESULT_EXIT.
script_result_t script_execute(const char *source, size_t length, int32_t *exit_code);

// Compiles a script for sampling. With `module_level`, a sample executes the module's code, else its function `run`.
script_result_t sample_compile(const char *source, size_t length, bool module_level, int32_t *exit_code);

// Prepares the compiled script: executes it once, untimed, unless the samples execute it.
script_result_t sample_load(int32_t *exit_code);

// Prepares a sample: arguments, new globals at module level, and a garbage collection if `collect` is set.
script_result_t sample_prepare(uint32_t operations, bool collect, int32_t *exit_code);

// Timed part of a sample. sample_prepare() sets its arguments, and sample_finish() returns its checksum.
uint32_t sample_call(uint32_t operations);

// Returns the result and the checksum of a sample.
script_result_t sample_finish(uint32_t *checksum, int32_t *exit_code);

// Calls the script's function `readings`, untimed, after a sample. `count` is 0 if there is no such function. The words are
// valid until the next call.
script_result_t sample_readings(const uint32_t **words, size_t *count, int32_t *exit_code);
