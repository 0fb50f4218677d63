/* Registers that workloads use, with names and addresses from the RP2350 datasheet. */
#ifndef TWINBENCH_RP2350_H
#define TWINBENCH_RP2350_H

#include <stdint.h>

#define REGISTER(address) (*(volatile uint32_t *)(address))

/* Offset of the alias that clears the bits written as 1 (section 2.1.3). */
#define CLEAR_ALIAS 0x3000

/* Section 7.5.3. */
#define RESETS_RESET 0x40020000
#define RESETS_RESET_DONE 0x40020008
#define RESETS_IO_BANK0 (1u << 6)
#define RESETS_PADS_BANK0 (1u << 9)
#define RESETS_PIO0 (1u << 11)
#define RESETS_SPI0 (1u << 18)

/* Section 9.11.1. */
#define IO_BANK0_CTRL(pin) (0x40028004 + 8 * (pin))
#define FUNCTION_SPI 1
#define FUNCTION_SIO 5
#define FUNCTION_PIO0 6
#define IO_BANK0_INTR0 0x40028230
#define IO_BANK0_PROC0_INTE0 0x40028248
#define RISING_EDGE(pin) (8u << 4 * ((pin) % 8))

/* Section 9.11.3: after a reset a pad is isolated until ISO is cleared. */
#define PADS_BANK0_GPIO(pin) (0x40038004 + 4 * (pin))
#define PADS_ISO (1u << 8)
#define PADS_OD (1u << 7)
#define PADS_IE (1u << 6)

/* Section 3.1.11. */
#define SIO_GPIO_IN 0xD0000004
#define SIO_GPIO_OUT 0xD0000010
#define SIO_GPIO_OUT_SET 0xD0000018
#define SIO_GPIO_OUT_CLR 0xD0000020
#define SIO_GPIO_OUT_XOR 0xD0000028
#define SIO_GPIO_OE_SET 0xD0000038

/* Section 12.8.5, in microseconds. */
#define TIMER0_ALARM0 0x400B0010
#define TIMER0_TIMERAWL 0x400B0028
#define TIMER0_INTR 0x400B003C
#define TIMER0_INTE 0x400B0040

/* Armv8-M ARM, DWT and NVIC: the cycle counter, which is running during a sample, and interrupt lines 0 to 31. */
#define DWT_CYCCNT 0xE0001004
#define NVIC_ISER0 0xE000E100
#define NVIC_ICER0 0xE000E180
#define NVIC_ICPR0 0xE000E280

/* Section 3.2: interrupt lines. */
#define TIMER0_IRQ_0 0
#define IO_IRQ_BANK0 21

/* Pins of the fixtures (target/board/src/hardware/fixtures/pins.rs). */
#define OUTPUT 2
#define INPUT 3

/* Section 12.3.5. */
#define SPI0_SSPCR0 0x40080000
#define SPI0_SSPCR1 0x40080004
#define SPI0_SSPDR 0x40080008
#define SPI0_SSPSR 0x4008000C
#define SPI0_SSPCPSR 0x40080010
#define SPI0_SSPICR 0x40080020
#define SSPCR0_SCR(value) ((uint32_t)(value) << 8)
#define SSPCR0_DSS(bits) ((bits) - 1u)
#define SSPCR1_SSE (1u << 1)
#define SSPSR_TNF (1u << 1)
#define SSPSR_RNE (1u << 2)
#define SSPSR_BSY (1u << 4)
#define SSPICR_RORIC (1u << 0)

/* Releases the blocks from reset and waits until they are ready. */
static inline void leave_reset(uint32_t blocks)
{
    REGISTER(RESETS_RESET + CLEAR_ALIAS) = blocks;
    while (~REGISTER(RESETS_RESET_DONE) & blocks) {
    }
}

/* Selects the function of a pin, for output and input. */
static inline void set_pin_function(uint32_t pin, uint32_t function)
{
    REGISTER(PADS_BANK0_GPIO(pin)) = (REGISTER(PADS_BANK0_GPIO(pin)) | PADS_IE) & ~PADS_OD;
    REGISTER(IO_BANK0_CTRL(pin)) = function;
    REGISTER(PADS_BANK0_GPIO(pin) + CLEAR_ALIAS) = PADS_ISO;
}

/* Makes OUTPUT an output of SIO, initially low. */
static inline void drive_output(void)
{
    leave_reset(RESETS_IO_BANK0 | RESETS_PADS_BANK0);
    REGISTER(SIO_GPIO_OUT_CLR) = 1u << OUTPUT;
    REGISTER(SIO_GPIO_OE_SET) = 1u << OUTPUT;
    set_pin_function(OUTPUT, FUNCTION_SIO);
}

/* Returns the low word of TIMER0. */
static inline uint32_t now_us(void)
{
    return REGISTER(TIMER0_TIMERAWL);
}

/* Waits for at least `us` microseconds. */
static inline void wait_us(uint32_t us)
{
    uint32_t begin = now_us();
    while (now_us() - begin <= us) {
    }
}

#endif
