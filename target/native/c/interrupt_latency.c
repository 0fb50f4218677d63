/* A pin interrupt handler answers each stimulus with a pulse on another pin. Operation: a stimulus. Checksum: the number
   of operations; the fixture records the answers. */
#include "interrupts.h"
#include "rp2350.h"
#include "workload.h"

/* Timeout per stimulus: longer than the longest interval of the fixture with the argument of this scenario. */
#define TIMEOUT_US 400

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
    while (answered < operations && now_us() - begin < operations * TIMEOUT_US) {
    }
    end_interrupt(IO_IRQ_BANK0);
    REGISTER(IO_BANK0_PROC0_INTE0) = 0;
    return operations;
}
