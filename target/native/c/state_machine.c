/* A traffic light with a transition every 250 ms, and sleep in between. OUTPUT changes at each transition. Operation: a
   transition. Checksum: the states, two bits each. */
#include "rp2350.h"
#include "workload.h"

#define PERIOD_US 250000

enum { RED, RED_AND_AMBER, GREEN, AMBER };

/* Sleeps until the timer interrupt is pending. WFI wakes up even if interrupts are masked. */
static void sleep_until(uint32_t at)
{
    REGISTER(TIMER0_ALARM0) = at;
    while ((int32_t)(now_us() - at) < 0) {
        __asm__ volatile("dsb\n\twfi" ::: "memory");
        REGISTER(TIMER0_INTR) = 1;
        REGISTER(NVIC_ICPR0) = 1u << TIMER0_IRQ_0;
    }
}

static uint32_t next_state(uint32_t state)
{
    switch (state) {
        case RED:
            return RED_AND_AMBER;
        case RED_AND_AMBER:
            return GREEN;
        case GREEN:
            return AMBER;
        default:
            return RED;
    }
}

WORKLOAD(state_machine)(uint32_t operations)
{
    drive_output();
    REGISTER(TIMER0_INTR) = 1;
    REGISTER(NVIC_ICPR0) = 1u << TIMER0_IRQ_0;
    REGISTER(TIMER0_INTE) = 1;
    REGISTER(NVIC_ISER0) = 1u << TIMER0_IRQ_0;
    uint32_t state = RED;
    uint32_t checksum = 0;
    uint32_t at = now_us();
    for (uint32_t i = 0; i < operations; i++) {
        at += PERIOD_US;
        sleep_until(at);
        state = next_state(state);
        REGISTER(SIO_GPIO_OUT_XOR) = 1u << OUTPUT;
        checksum = checksum * 4 + state;
    }
    REGISTER(NVIC_ICER0) = 1u << TIMER0_IRQ_0;
    REGISTER(TIMER0_INTE) = 0;
    return checksum;
}
