// Reset of pins and peripherals between scripts: see peripherals.h.

#include "dma.h"
#include "interrupts.h"
#include "machine_pin.h"
#include "machine_pwm_reset.h"
#include "machine_spi.h"
#include "machine_timer.h"
#include "peripherals.h"
#include "resets.h"
#include "rp2_pio.h"

// Blocks that scripts use. PIO2 is reserved for fixtures.
#define BLOCKS (RESETS_IO_BANK0 | RESETS_PADS_BANK0 | RESETS_PWM | RESETS_SPI0 | RESETS_SPI1)

void peripherals_reset(void) {
    interrupt_disable(IO_BANK0_IRQ);
    machine_timer_stop_all();
    dma_stop();
    rp2_pio_reset();
    REGISTER(SYSTICK_CSR) = 0;
    uint32_t pins = (1u << NUM_BANK0_GPIOS) - 1;
    REGISTER(SIO_GPIO_OE_CLR) = pins;
    REGISTER(SIO_GPIO_OUT_CLR) = pins;
    resets_cycle(BLOCKS);
    machine_pin_init();
    machine_pwm_reset_all();
    machine_spi_init_all();
}
