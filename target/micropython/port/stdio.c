// sys.stdout and print() go to the host; there is nothing to read.

#include <string.h>

#include "py/mphal.h"
#include "py/runtime.h"
#include "py/stream.h"
#include "shared/readline/readline.h"

#include "host.h"

mp_uint_t mp_hal_stdout_tx_strn(const char *text, size_t length) {
    twinbench_print(text, length);
    return length;
}

// Ports with a serial console put a carriage return before each line feed here. The host wants text as it is.
void mp_hal_stdout_tx_strn_cooked(const char *text, size_t length) {
    twinbench_print(text, length);
}

void mp_hal_stdout_tx_str(const char *text) {
    twinbench_print(text, strlen(text));
}

int mp_hal_stdin_rx_chr(void) {
    mp_raise_type(&mp_type_EOFError);
}

uintptr_t mp_hal_stdio_poll(uintptr_t poll_flags) {
    return poll_flags & MP_STREAM_POLL_WR;
}

// CTRL-D on an empty line is the end of input.
int stdio_no_line(const char *prompt) {
    mp_hal_stdout_tx_str(prompt);
    return CHAR_CTRL_D;
}
