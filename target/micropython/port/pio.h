// The PIO blocks that scripts use, PIO0 and PIO1 (RP2350 datasheet §11). PIO2 belongs to what measures.
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
// The first interrupt line of each block (§3.2).
#define PIO_IRQ0_LINE(block) (15u + 2u * (block))

// CTRL: a bit for each machine.
#define PIO_CTRL_ENABLE(machine) (1u << (machine))
#define PIO_CTRL_RESTART(machine) (1u << (4 + (machine)))
#define PIO_CTRL_CLKDIV_RESTART(machine) (1u << (8 + (machine)))

// FSTAT: a bit for each machine.
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

// The interrupt flags that machines raise, in INTE and INTS (§11.7).
#define PIO_INT_FLAGS 8

// Both blocks as after power-on, no memory taken.
void pio_reset(void);

// Puts a program into the block's instruction memory, as high as there is room, and returns where; -1 without room.
int pio_add_program(uint32_t block, const uint16_t *program, size_t length);

// Gives instruction memory back.
void pio_remove_program(uint32_t block, uint32_t offset, size_t length);

// Stops a machine, empties its FIFOs and has it start over at `pc`; it does not run until enabled.
void pio_machine_reset(uint32_t block, uint32_t machine, uint32_t pc);

// Starts over at `pc`, shift registers and divider included.
void pio_machine_restart(uint32_t block, uint32_t machine, uint32_t pc);

void pio_machine_enable(uint32_t block, uint32_t machine, bool enable);

// Has a stopped machine give pins from `base` on their levels and directions, and connects them to the block.
void pio_machine_drive_pins(uint32_t block, uint32_t machine, uint32_t base, uint32_t count, uint32_t levels,
    uint32_t directions);
