// PIO: see pio.h.

#include "gpio.h"
#include "pio.h"
#include "resets.h"

// Encodings (RP2350 datasheet §11.4).
#define OPCODE 0xe000u
#define JMP 0x0000u
#define SET_PINS 0xe000u
#define SET_PINDIRS 0xe080u

// Each field of FDEBUG has one bit per state machine.
#define FDEBUG_OF(machine) (0x01010101u << (machine))

// Instruction memory in use by programs of the script.
static uint32_t taken[PIO_BLOCKS];

void pio_reset(void) {
    resets_cycle(RESETS_PIO0 | RESETS_PIO1);
    for (uint32_t block = 0; block < PIO_BLOCKS; block++) {
        taken[block] = 0;
    }
}

static uint32_t mask_of(uint32_t offset, size_t length) {
    return (length >= PIO_INSTRUCTIONS ? UINT32_MAX : (1u << length) - 1) << offset;
}

int pio_add_program(uint32_t block, const uint16_t *program, size_t length) {
    if (length > PIO_INSTRUCTIONS) {
        return -1;
    }
    for (int offset = PIO_INSTRUCTIONS - length; offset >= 0; offset--) {
        if (taken[block] & mask_of(offset, length)) {
            continue;
        }
        for (size_t i = 0; i < length; i++) {
            uint32_t instruction = program[i];
            // Relocates jumps: programs are assembled for address 0.
            bool jumps = (instruction & OPCODE) == JMP;
            REGISTER(PIO_INSTR_MEM(block, offset + i)) = instruction + (jumps ? offset : 0);
        }
        taken[block] |= mask_of(offset, length);
        return offset;
    }
    return -1;
}

void pio_remove_program(uint32_t block, uint32_t offset, size_t length) {
    taken[block] &= ~mask_of(offset, length);
}

void pio_machine_enable(uint32_t block, uint32_t machine, bool enable) {
    REGISTER(PIO_CTRL(block) + (enable ? SET_ALIAS : CLEAR_ALIAS)) = PIO_CTRL_ENABLE(machine);
}

void pio_machine_restart(uint32_t block, uint32_t machine, uint32_t pc) {
    REGISTER(PIO_CTRL(block) + SET_ALIAS) = PIO_CTRL_RESTART(machine);
    REGISTER(PIO_INSTR(block, machine)) = JMP | pc;
}

void pio_machine_reset(uint32_t block, uint32_t machine, uint32_t pc) {
    pio_machine_enable(block, machine, false);
    // Changing the join of the FIFOs clears them.
    REGISTER(PIO_SHIFTCTRL(block, machine)) ^= PIO_FJOIN_RX;
    REGISTER(PIO_SHIFTCTRL(block, machine)) ^= PIO_FJOIN_RX;
    REGISTER(PIO_FDEBUG(block)) = FDEBUG_OF(machine);
    REGISTER(PIO_CTRL(block) + SET_ALIAS) = PIO_CTRL_CLKDIV_RESTART(machine);
    pio_machine_restart(block, machine, pc);
}

void pio_machine_drive_pins(uint32_t block, uint32_t machine, uint32_t base, uint32_t count, uint32_t levels,
    uint32_t directions) {
    uint32_t pinctrl = REGISTER(PIO_PINCTRL(block, machine));
    uint32_t execctrl = REGISTER(PIO_EXECCTRL(block, machine));
    REGISTER(PIO_EXECCTRL(block, machine)) = execctrl & ~PIO_OUT_STICKY;
    for (uint32_t i = 0; i < count; i++) {
        // Pin numbers wrap around.
        uint32_t pin = (base + i) % 32;
        REGISTER(PIO_PINCTRL(block, machine)) = 1u << PIO_SET_COUNT | pin << PIO_SET_BASE;
        REGISTER(PIO_INSTR(block, machine)) = SET_PINS | (levels >> i & 1);
        REGISTER(PIO_INSTR(block, machine)) = SET_PINDIRS | (directions >> i & 1);
    }
    REGISTER(PIO_PINCTRL(block, machine)) = pinctrl;
    REGISTER(PIO_EXECCTRL(block, machine)) = execctrl;
    for (uint32_t i = 0; i < count && base + i < NUM_BANK0_GPIOS; i++) {
        gpio_set_function(base + i, GPIO_FUNC_PIO0 + block);
    }
}
