/* Polls an HC-SR04 ultrasonic sensor: sends a trigger pulse, then measures the length of the echo with the timer.
   Operation: an echo. Checksum: the number of echoes. Readings: the measured lengths, in nanoseconds. */
#include "rp2350.h"
#include "workload.h"

#define TRIGGER_US 10
/* Longer than the longest echo and the burst before it. */
#define TIMEOUT_US 30000
/* Pause between an echo and the next trigger. */
#define PAUSE_US 20
#define NO_ECHO 0xFFFFFFFF

static uint32_t echo_ns(void)
{
    uint32_t begin = now_us();
    while (!(REGISTER(SIO_GPIO_IN) & 1u << INPUT)) {
        if (now_us() - begin > TIMEOUT_US) {
            return NO_ECHO;
        }
    }
    uint32_t rise = now_us();
    while (REGISTER(SIO_GPIO_IN) & 1u << INPUT) {
        if (now_us() - rise > TIMEOUT_US) {
            return NO_ECHO;
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
