/* Polls a bouncing button: a level is accepted after it has been stable for 5 ms. Operation: a press. Checksum: the
   number of operations. Readings: the processor time in microseconds, then the time at which each press was accepted. */
#include "rp2350.h"
#include "workload.h"

#define STABLE_US 5000
/* Polling interval. */
#define POLL_US 500
/* Timeout per press: longer than a press and the time before it. */
#define TIMEOUT_US 70000

WORKLOAD(button_debounce)(uint32_t operations)
{
    uint32_t begin = now_us();
    uint32_t next = begin;
    uint32_t busy_cycles = 0;
    uint32_t stable = 1;
    uint32_t last = 1;
    uint32_t since = begin;
    uint32_t presses = 0;
    uint32_t press_times[128];
    while (presses < operations && now_us() - begin < operations * TIMEOUT_US) {
        while ((int32_t)(now_us() - next) < 0) {
        }
        uint32_t woken = REGISTER(DWT_CYCCNT);
        next += POLL_US;
        uint32_t level = REGISTER(SIO_GPIO_IN) >> INPUT & 1;
        uint32_t now = now_us();
        if (level != last) {
            last = level;
            since = now;
        } else if (level != stable && now - since >= STABLE_US) {
            stable = level;
            if (level == 0 && presses < sizeof press_times / sizeof press_times[0]) {
                press_times[presses] = now;
                presses++;
            }
        }
        busy_cycles += REGISTER(DWT_CYCCNT) - woken;
    }
    READING(busy_cycles / 150);
    for (uint32_t i = 0; i < presses; i++) {
        READING(press_times[i]);
    }
    return operations;
}
