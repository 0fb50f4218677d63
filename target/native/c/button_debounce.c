/* A button that bounces, polled: a level counts once it has been stable for 5 ms. An operation is a press. Checksum:
   how many were waited for. Readings: microseconds spent at work, then when each press was found. */
#include "rp2350.h"
#include "workload.h"

#define STABLE_US 5000
/* How often the pin is looked at. */
#define POLL_US 500
/* Longer than a press and the rest before it. */
#define LONGEST_US 70000

WORKLOAD(button_debounce)(uint32_t operations)
{
    uint32_t begin = now_us();
    uint32_t next = begin;
    uint32_t busy_cycles = 0;
    uint32_t stable = 1;
    uint32_t last = 1;
    uint32_t since = begin;
    uint32_t presses = 0;
    uint32_t found[128];
    while (presses < operations && now_us() - begin < operations * LONGEST_US) {
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
            if (level == 0 && presses < sizeof found / sizeof found[0]) {
                found[presses] = now;
                presses++;
            }
        }
        busy_cycles += REGISTER(DWT_CYCCNT) - woken;
    }
    READING(busy_cycles / 150);
    for (uint32_t i = 0; i < presses; i++) {
        READING(found[i]);
    }
    return operations;
}
