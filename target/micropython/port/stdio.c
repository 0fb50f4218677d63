// Standard output, which is sent to the host, and an empty standard input.

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

// Sends text unchanged, without carriage returns, which ports with a serial console add.
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

// CTRL-D on an empty line: end of input.
int stdio_no_line(const char *prompt) {
    mp_hal_stdout_tx_str(prompt);
    return CHAR_CTRL_D;
}
