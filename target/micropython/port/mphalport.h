// Hardware interface of the core: time, delays, critical sections.
#pragma once

#include <stdint.h>

#include "py/mpconfig.h"

#include "clock.h"
#include "mphalpin.h"
#include "registers.h"

#define MICROPY_BEGIN_ATOMIC_SECTION() mp_thread_begin_atomic_section()
#define MICROPY_END_ATOMIC_SECTION(state) mp_thread_end_atomic_section(state)

// Waits for an event, for at most TIMEOUT_MS milliseconds if it is not negative.
#define MICROPY_INTERNAL_WFE(TIMEOUT_MS) hal_wait_for_event(TIMEOUT_MS)
void hal_wait_for_event(int32_t timeout_ms);

uint32_t mp_thread_begin_atomic_section(void);
void mp_thread_end_atomic_section(uint32_t state);

// There is no console, so no character interrupts a script.
static inline void mp_hal_set_interrupt_char(int c) {
    (void)c;
}

// input() has no line to read.
#define mp_hal_readline(line, prompt) stdio_no_line(prompt)
int stdio_no_line(const char *prompt);

// Returns the microseconds of TIMER0 since start-up.
uint64_t hal_time_us(void);

static inline mp_uint_t mp_hal_ticks_us(void) {
    return REGISTER(TIMER0_TIMERAWL);
}

mp_uint_t mp_hal_ticks_ms(void);

// Microseconds, not cycles, as in the rp2 port on RP2350.
static inline mp_uint_t mp_hal_ticks_cpu(void) {
    return REGISTER(TIMER0_TIMERAWL);
}

static inline mp_uint_t mp_hal_get_cpu_freq(void) {
    return SYSTEM_CLOCK_HZ;
}

// Waits in a loop.
void mp_hal_delay_us_fast(mp_uint_t us);

// Enclose code whose timing must not be disturbed.
#define mp_hal_quiet_timing_enter() MICROPY_BEGIN_ATOMIC_SECTION()
#define mp_hal_quiet_timing_exit(state) MICROPY_END_ATOMIC_SECTION(state)
