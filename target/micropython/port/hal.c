// Time and delays, by TIMER0 at 1 MHz.

#include "py/mphal.h"
#include "py/runtime.h"
#include "shared/timeutils/timeutils.h"

// Alarm 3, which the rp2 port also uses for its timers.
#define WAKE_ALARM 2
#define WAKE_MASK (1u << WAKE_ALARM)
// An alarm compares 32 bits of microseconds. Half of this range is unambiguously in the future.
#define LONGEST_WAIT_MS 2000000

// Maximum delay that is a busy loop, as in the rp2 port.
#define BUSY_WAIT_US 1000

uint64_t hal_time_us(void) {
    uint32_t high = REGISTER(TIMER0_TIMERAWH);
    for (;;) {
        uint32_t low = REGISTER(TIMER0_TIMERAWL);
        uint32_t high_after = REGISTER(TIMER0_TIMERAWH);
        if (high == high_after) {
            return (uint64_t)high << 32 | low;
        }
        high = high_after;
    }
}

mp_uint_t mp_hal_ticks_ms(void) {
    uint64_t now = hal_time_us();
    // A 32-bit division is much faster, and sufficient for the first 71 minutes.
    return now >> 32 ? (mp_uint_t)(now / 1000) : (uint32_t)now / 1000;
}

uint64_t mp_hal_time_ns(void) {
    uint64_t start = timeutils_seconds_since_epoch(2021, 1, 1, 0, 0, 0);
    return start * 1000000000u + hal_time_us() * 1000u;
}

// The interrupt of the alarm stays disabled; becoming pending is the wake-up event.
void hal_wait_for_event(int32_t timeout_ms) {
    if (timeout_ms == 0) {
        return;
    }
    if (timeout_ms < 0) {
        __asm volatile ("wfe" : : : "memory");
        return;
    }
    uint32_t wait_ms = MIN(timeout_ms, LONGEST_WAIT_MS);
    REGISTER(SCB_SCR) |= SCB_SCR_SEVONPEND;
    REGISTER(TIMER0_INTE + SET_ALIAS) = WAKE_MASK;
    REGISTER(TIMER0_ALARM(WAKE_ALARM)) = REGISTER(TIMER0_TIMERAWL) + wait_ms * 1000;
    __asm volatile ("wfe" : : : "memory");
    REGISTER(TIMER0_ARMED) = WAKE_MASK;
    REGISTER(TIMER0_INTE + CLEAR_ALIAS) = WAKE_MASK;
    REGISTER(TIMER0_INTR) = WAKE_MASK;
    // Reads back, so that the interrupt line is low before the pending state is cleared.
    (void)REGISTER(TIMER0_INTR);
    REGISTER(NVIC_ICPR0) = 1u << TIMER0_IRQ(WAKE_ALARM);
}

void mp_hal_delay_ms(mp_uint_t ms) {
    mp_uint_t start = mp_hal_ticks_ms();
    mp_uint_t elapsed = 0;
    do {
        mp_event_wait_ms(ms - elapsed);
        elapsed = mp_hal_ticks_ms() - start;
    } while (elapsed < ms);
}

void mp_hal_delay_us(mp_uint_t us) {
    uint64_t end = hal_time_us() + us;
    if (us > BUSY_WAIT_US) {
        mp_hal_delay_ms(us / 1000);
    }
    while (hal_time_us() < end) {
    }
}

void mp_hal_delay_us_fast(mp_uint_t us) {
    uint32_t start = REGISTER(TIMER0_TIMERAWL);
    while (REGISTER(TIMER0_TIMERAWL) - start <= us) {
    }
}
