// What the C side offers to the Rust side.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// How a script, or a part of it, ended. The Rust side has the same numbers.
typedef enum {
    OUTCOME_OK = 0,
    // An exception that the script did not catch; its traceback is printed.
    OUTCOME_EXCEPTION = 1,
    // SystemExit.
    OUTCOME_EXIT = 2,
    // The checksum is not an integer.
    OUTCOME_BAD_CHECKSUM = 3,
    // The script's `readings` gave too many values, or one that is no integer.
    OUTCOME_BAD_READINGS = 4,
} outcome_t;

// Starts the interpreter afresh on this heap. Nothing of an earlier script is left.
void interpreter_start(void *heap, size_t heap_bytes, void *stack_top, size_t stack_bytes);

// Runs the finalisers of what is on the heap.
void interpreter_stop(void);

// Runs a script once. On OUTCOME_EXIT `exit_code` is set.
outcome_t script_execute(const char *source, size_t length, int32_t *exit_code);

// Compiles a script for sampling. At module level a sample executes the module's code, else its function `run`.
outcome_t sample_compile(const char *source, size_t length, bool module_level, int32_t *exit_code);

// Makes the compiled script ready: executes it once, untimed, unless the samples do.
outcome_t sample_load(int32_t *exit_code);

// Makes all ready for one sample: arguments, fresh globals at module level, and a collection if asked.
outcome_t sample_prepare(uint32_t operations, bool collect, int32_t *exit_code);

// The timed part. Arguments are as sample_prepare() made them; the checksum comes from sample_finish().
uint32_t sample_call(uint32_t operations);

// Says how the sample ended and what its checksum is.
outcome_t sample_finish(uint32_t *checksum, int32_t *exit_code);

// What the script's function `readings` returns, called untimed after a sample; a count of 0 if it has none. The words
// stay as they are until the next call.
outcome_t sample_readings(const uint32_t **words, size_t *count, int32_t *exit_code);
