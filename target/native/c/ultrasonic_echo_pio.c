/* Reads an HC-SR04 ultrasonic sensor with a state machine of PIO0, which generates the trigger pulse and counts the
   length of the echo. Operation: an echo. Checksum: the number of echoes. Readings: the measured lengths, in nanoseconds. */
#include "pio0.h"
#include "rp2350.h"
#include "workload.h"

static const uint16_t program[] = {
    0x80A0, /*  0 pull block        wait for a request */
    0xE001, /*  1 set pins, 1       25 × 64 cycles: 10.7 us */
    0xE058, /*  2 set y, 24 */
    0xBF42, /*  3 nop [31] */
    0x1F83, /*  4 jmp y--, 3 [31] */
    0xE000, /*  5 set pins, 0 */
    0xA02B, /*  6 mov x, ~null */
    0x20A0, /*  7 wait 1 pin 0      start of the echo */
    0x0049, /*  8 jmp x--, 9        two cycles per count */
    0x00C8, /*  9 jmp pin, 8 */
    0xA0C9, /* 10 mov isr, ~x */
    0x8020, /* 11 push block */
};

#define CYCLES_PER_COUNT 2
/* At 150 MHz. */
#define NS_PER_3_CYCLES 20

/* Longer than the longest echo and the burst before it. */
#define TIMEOUT_US 30000
/* Pause between an echo and the next trigger: the sensor ignores a trigger immediately after an echo. */
#define PAUSE_US 20
#define NO_ECHO 0xFFFFFFFF

static uint32_t echo_ns(void)
{
    uint32_t begin = now_us();
    REGISTER(PIO0_TXF0) = 0;
    while (REGISTER(PIO0_FSTAT) & FSTAT_RXEMPTY0) {
        if (now_us() - begin > TIMEOUT_US) {
            pio0_restart_program();
            return NO_ECHO;
        }
    }
    return REGISTER(PIO0_RXF0) * CYCLES_PER_COUNT * NS_PER_3_CYCLES / 3;
}

WORKLOAD(ultrasonic_echo_pio)(uint32_t operations)
{
    pio0_set_up(program, sizeof program / sizeof program[0], 1);
    REGISTER(PIO0_SM0_EXECCTRL) |= EXECCTRL_JMP_PIN(INPUT);
    REGISTER(PIO0_SM0_PINCTRL) |= PINCTRL_IN(INPUT);
    pio0_start();
    uint32_t echoes = 0;
    while (echoes < operations) {
        READING(echo_ns());
        wait_us(PAUSE_US);
        echoes++;
    }
    REGISTER(PIO0_CTRL) = 0;
    return echoes;
}
