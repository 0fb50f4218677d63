// What one script did with pins and peripherals does not reach the next: see peripherals.h.

#include "interrupts.h"
#include "machine_pin.h"
#include "peripherals.h"
#include "registers.h"

// The blocks that scripts use. PIO2 is not among them: it belongs to what measures.
#define BLOCKS (RESETS_IO_BANK0 | RESETS_PADS_BANK0)

static void reset_blocks(uint32_t blocks) {
    REGISTER(RESETS_RESET + SET_ALIAS) = blocks;
    REGISTER(RESETS_RESET + CLEAR_ALIAS) = blocks;
    while ((REGISTER(RESETS_DONE) & blocks) != blocks) {
    }
}

void peripherals_reset(void) {
    interrupt_disable(IO_BANK0_IRQ);
    REGISTER(SYSTICK_CSR) = 0;
    uint32_t pins = (1u << NUM_BANK0_GPIOS) - 1;
    REGISTER(SIO_GPIO_OE_CLR) = pins;
    REGISTER(SIO_GPIO_OUT_CLR) = pins;
    reset_blocks(BLOCKS);
    machine_pin_init();
}
