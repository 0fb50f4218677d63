/* An HC-SR04 polled: a pulse on its trigger, then the length of its echo by the timer. An operation is an echo.
   Checksum: how many. Readings: what was measured, in nanoseconds. */
#include "rp2350.h"
#include "workload.h"

#define TRIGGER_US 10
/* After the longest echo, and the burst before it. */
#define TIMEOUT_US 30000
/* Between an echo and the next trigger. */
#define PAUSE_US 20
#define NOT_SEEN 0xFFFFFFFF

static uint32_t echo_ns(void)
{
    uint32_t begin = now_us();
    while (!(REGISTER(SIO_GPIO_IN) & 1u << INPUT)) {
        if (now_us() - begin > TIMEOUT_US) {
            return NOT_SEEN;
        }
    }
    uint32_t rise = now_us();
    while (REGISTER(SIO_GPIO_IN) & 1u << INPUT) {
        if (now_us() - rise > TIMEOUT_US) {
            return NOT_SEEN;
        }
    }
    return (now_us() - rise) * 1000;
}

WORKLOAD(ultrasonic_echo)(uint32_t operations)
{
    drive_output();
    uint32_t echoes = 0;
    while (echoes < operations) {
        REGISTER(SIO_GPIO_OUT_SET) = 1u << OUTPUT;
        wait_us(TRIGGER_US);
        REGISTER(SIO_GPIO_OUT_CLR) = 1u << OUTPUT;
        READING(echo_ns());
        wait_us(PAUSE_US);
        echoes++;
    }
    return echoes;
}
