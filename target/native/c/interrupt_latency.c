/* A handler of the pin's interrupt answers each stimulus by a pulse on another pin. An operation is a stimulus.
   Checksum: how many were waited for; the fixture knows which were answered, and when. */
#include "interrupts.h"
#include "rp2350.h"
#include "workload.h"

/* Longer than the fixture's longest interval, with what its argument is here. */
#define LONGEST_US 400

static volatile uint32_t answered;

static void answer(void)
{
    REGISTER(SIO_GPIO_OUT_SET) = 1u << OUTPUT;
    REGISTER(IO_BANK0_INTR0) = RISING_EDGE(INPUT);
    answered = answered + 1;
    REGISTER(SIO_GPIO_OUT_CLR) = 1u << OUTPUT;
}

WORKLOAD(interrupt_latency)(uint32_t operations)
{
    drive_output();
    answered = 0;
    REGISTER(IO_BANK0_INTR0) = RISING_EDGE(INPUT);
    REGISTER(IO_BANK0_PROC0_INTE0) = RISING_EDGE(INPUT);
    serve_interrupt(IO_IRQ_BANK0, answer);
    uint32_t begin = now_us();
    while (answered < operations && now_us() - begin < operations * LONGEST_US) {
    }
    end_interrupt(IO_IRQ_BANK0);
    REGISTER(IO_BANK0_PROC0_INTE0) = 0;
    return operations;
}
