// PIO blocks for scripts, PIO0 and PIO1 (RP2350 datasheet §11). PIO2 is reserved for fixtures.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "registers.h"

#define PIO_BLOCKS 2
#define PIO_MACHINES 4
#define PIO_INSTRUCTIONS 32

#define PIO_BASE(block) (0x50200000u + 0x100000u * (block))
#define PIO_CTRL(block) (PIO_BASE(block) + 0x00u)
#define PIO_FSTAT(block) (PIO_BASE(block) + 0x04u)
#define PIO_FDEBUG(block) (PIO_BASE(block) + 0x08u)
#define PIO_FLEVEL(block) (PIO_BASE(block) + 0x0cu)
#define PIO_TXF(block, machine) (PIO_BASE(block) + 0x10u + 4u * (machine))
#define PIO_RXF(block, machine) (PIO_BASE(block) + 0x20u + 4u * (machine))
#define PIO_IRQ(block) (PIO_BASE(block) + 0x30u)
#define PIO_INSTR_MEM(block, n) (PIO_BASE(block) + 0x48u + 4u * (n))
#define PIO_SM(block, machine) (PIO_BASE(block) + 0xc8u + 0x18u * (machine))
#define PIO_CLKDIV(block, machine) (PIO_SM(block, machine) + 0x00u)
#define PIO_EXECCTRL(block, machine) (PIO_SM(block, machine) + 0x04u)
#define PIO_SHIFTCTRL(block, machine) (PIO_SM(block, machine) + 0x08u)
#define PIO_INSTR(block, machine) (PIO_SM(block, machine) + 0x10u)
#define PIO_PINCTRL(block, machine) (PIO_SM(block, machine) + 0x14u)
#define PIO_IRQ0_INTE(block) (PIO_BASE(block) + 0x170u)
#define PIO_IRQ0_INTS(block) (PIO_BASE(block) + 0x178u)
// First interrupt line of each block (§3.2).
#define PIO_IRQ0_LINE(block) (15u + 2u * (block))

// CTRL: one bit per state machine.
#define PIO_CTRL_ENABLE(machine) (1u << (machine))
#define PIO_CTRL_RESTART(machine) (1u << (4 + (machine)))
#define PIO_CTRL_CLKDIV_RESTART(machine) (1u << (8 + (machine)))

// FSTAT: one bit per state machine.
#define PIO_FSTAT_RX_EMPTY(machine) (1u << (8 + (machine)))
#define PIO_FSTAT_TX_FULL(machine) (1u << (16 + (machine)))

// EXECCTRL.
#define PIO_WRAP_BOTTOM 7
#define PIO_WRAP_TOP 12
#define PIO_OUT_STICKY (1u << 17)
#define PIO_JMP_PIN 24
#define PIO_SIDE_EN (1u << 30)

// SHIFTCTRL.
#define PIO_IN_SHIFTDIR 18
#define PIO_OUT_SHIFTDIR 19
#define PIO_PUSH_THRESH 20
#define PIO_PULL_THRESH 25
#define PIO_FJOIN_RX (1u << 31)

// PINCTRL.
#define PIO_OUT_BASE 0
#define PIO_SET_BASE 5
#define PIO_SIDESET_BASE 10
#define PIO_IN_BASE 15
#define PIO_OUT_COUNT 20
#define PIO_SET_COUNT 26
#define PIO_SIDESET_COUNT 29

// Interrupt flags of the state machines, in INTE and INTS (§11.7).
#define PIO_INT_FLAGS 8

// Resets both blocks and frees their instruction memory.
void pio_reset(void);

// Loads a program at the highest free address of the instruction memory. Returns the address; -1 if there is no room.
int pio_add_program(uint32_t block, const uint16_t *program, size_t length);

// Frees instruction memory.
void pio_remove_program(uint32_t block, uint32_t offset, size_t length);

// Stops a machine, clears its FIFOs and sets its program counter to `pc`.
void pio_machine_reset(uint32_t block, uint32_t machine, uint32_t pc);

// Restarts a machine at `pc`, with shift registers and divider.
void pio_machine_restart(uint32_t block, uint32_t machine, uint32_t pc);

void pio_machine_enable(uint32_t block, uint32_t machine, bool enable);

// Sets levels and directions of pins from `base` with a stopped machine, and connects them to the block.
void pio_machine_drive_pins(uint32_t block, uint32_t machine, uint32_t base, uint32_t count, uint32_t levels,
    uint32_t directions);
