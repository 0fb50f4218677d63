// Registers that the C files of this port use. RP2350 datasheet: SIO §3.1, RESETS §7.5, ROSC §8.3,
// IO_BANK0 and PADS_BANK0 §9.11, TIMER §12.8; Armv8-M Architecture Reference Manual: SysTick,
// NVIC and SCB, section D1.2.
#pragma once

#include <stdint.h>

#define REGISTER(address) (*(volatile uint32_t *)(address))

// Aliases of an APB register that set or clear the bits written (§2.1.3).
#define SET_ALIAS 0x2000u
#define CLEAR_ALIAS 0x3000u

#define RESETS_RESET 0x40020000u
#define RESETS_DONE 0x40020008u

// Number of the reading core.
#define SIO_CPUID 0xd0000000u
#define SIO_GPIO_IN 0xd0000004u
#define SIO_GPIO_OUT_CLR 0xd0000020u
#define SIO_GPIO_OE 0xd0000030u
#define SIO_GPIO_OE_CLR 0xd0000040u

#define IO_BANK0_BASE 0x40028000u
#define IO_BANK0_CTRL(pin) (IO_BANK0_BASE + 4u + 8u * (pin))
#define IO_BANK0_FUNCSEL 0x1fu
// Each register has four events for each of eight pins.
#define IO_BANK0_INTR(n) (IO_BANK0_BASE + 0x230u + 4u * (n))
#define IO_BANK0_PROC0_INTE(n) (IO_BANK0_BASE + 0x248u + 4u * (n))
#define IO_BANK0_IRQ 21

#define PADS_BANK0_GPIO(pin) (0x40038000u + 4u + 4u * (pin))
#define PADS_PULL_DOWN (1u << 2)
#define PADS_PULL_UP (1u << 3)
#define PADS_INPUT_ENABLE (1u << 6)
#define PADS_OUTPUT_DISABLE (1u << 7)
#define PADS_ISOLATION (1u << 8)

#define TIMER0_BASE 0x400b0000u
#define TIMER0_ALARM(n) (TIMER0_BASE + 0x10u + 4u * (n))
#define TIMER0_ARMED (TIMER0_BASE + 0x20u)
#define TIMER0_TIMERAWH (TIMER0_BASE + 0x24u)
#define TIMER0_TIMERAWL (TIMER0_BASE + 0x28u)
#define TIMER0_INTR (TIMER0_BASE + 0x3cu)
#define TIMER0_INTE (TIMER0_BASE + 0x40u)
// Interrupt lines of the four alarms: 0 to 3 (§3.2).
#define TIMER0_IRQ(n) (n)

#define ROSC_RANDOMBIT 0x400e8020u

#define SYSTICK_CSR 0xe000e010u
#define SYSTICK_RVR 0xe000e014u
#define SYSTICK_CVR 0xe000e018u
#define SYSTICK_CSR_ENABLE (1u << 0)
#define SYSTICK_CSR_PROCESSOR_CLOCK (1u << 2)

// Lines 0 to 31, which include all that this port uses.
#define NVIC_ISER0 0xe000e100u
#define NVIC_ICER0 0xe000e180u
#define NVIC_ICPR0 0xe000e280u
#define SCB_VTOR 0xe000ed08u
#define SCB_SCR 0xe000ed10u
// A pending interrupt wakes WFE even if it is disabled.
#define SCB_SCR_SEVONPEND (1u << 4)
