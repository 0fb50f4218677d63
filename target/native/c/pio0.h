/* State machine 0 of PIO0 (RP2350 datasheet 11.7). */
#ifndef TWINBENCH_PIO0_H
#define TWINBENCH_PIO0_H

#include "rp2350.h"

#define PIO0 0x50200000
#define PIO0_CTRL (PIO0 + 0x00)
#define PIO0_FSTAT (PIO0 + 0x04)
#define PIO0_FDEBUG (PIO0 + 0x08)
#define PIO0_TXF0 (PIO0 + 0x10)
#define PIO0_RXF0 (PIO0 + 0x20)
#define PIO0_INSTR_MEM0 (PIO0 + 0x48)
#define PIO0_SM0_CLKDIV (PIO0 + 0xC8)
#define PIO0_SM0_EXECCTRL (PIO0 + 0xCC)
#define PIO0_SM0_SHIFTCTRL (PIO0 + 0xD0)
#define PIO0_SM0_INSTR (PIO0 + 0xD8)
#define PIO0_SM0_PINCTRL (PIO0 + 0xDC)
#define FSTAT_RXEMPTY0 (1u << 8)
#define FSTAT_TXFULL0 (1u << 16)
#define FDEBUG_TXSTALL0 (1u << 24)
#define EXECCTRL_WRAP_TOP(address) ((uint32_t)(address) << 12)
#define EXECCTRL_JMP_PIN(pin) ((uint32_t)(pin) << 24)
#define SHIFTCTRL_AUTOPULL (1u << 17)
#define SHIFTCTRL_PULL_THRESH(bits) ((uint32_t)(bits) << 25)
#define PINCTRL_SET(pin) (1u << 26 | (uint32_t)(pin) << 5)
#define PINCTRL_SIDE_SET(pin) (1u << 29 | (uint32_t)(pin) << 10)
#define PINCTRL_IN(pin) ((uint32_t)(pin) << 15)

#define SET_PINDIRS_1 0xE081
#define JMP_0 0x0000

/* Configures the stopped state machine with a program at address 0 and the output pin OUTPUT. */
static inline void pio0_set_up(const uint16_t *program, uint32_t length, uint32_t divider)
{
    leave_reset(RESETS_IO_BANK0 | RESETS_PADS_BANK0 | RESETS_PIO0);
    REGISTER(PIO0_CTRL) = 0;
    for (uint32_t i = 0; i < length; i++) {
        REGISTER(PIO0_INSTR_MEM0 + 4 * i) = program[i];
    }
    REGISTER(PIO0_SM0_CLKDIV) = divider << 16;
    REGISTER(PIO0_SM0_EXECCTRL) = EXECCTRL_WRAP_TOP(length - 1);
    REGISTER(PIO0_SM0_SHIFTCTRL) = 0;
    REGISTER(PIO0_SM0_PINCTRL) = PINCTRL_SET(OUTPUT);
    REGISTER(PIO0_SM0_INSTR) = SET_PINDIRS_1;
    REGISTER(PIO0_SM0_INSTR) = JMP_0;
    set_pin_function(OUTPUT, FUNCTION_PIO0);
}

/* Restarts the program, and discards the words that it has pushed. */
static inline void pio0_restart_program(void)
{
    REGISTER(PIO0_SM0_INSTR) = JMP_0;
    while (!(REGISTER(PIO0_FSTAT) & FSTAT_RXEMPTY0)) {
        (void)REGISTER(PIO0_RXF0);
    }
}

/* Starts the state machine. SM_RESTART and CLKDIV_RESTART clear the state of an earlier sample. */
static inline void pio0_start(void)
{
    REGISTER(PIO0_CTRL) = 1u << 8 | 1u << 4 | 1u;
}

#endif
