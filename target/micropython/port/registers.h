// The registers that this port's C files use. RP2350 datasheet: SIO §3.1, TIMER §12.8, ROSC §8.3;
// Armv8-M Architecture Reference Manual: NVIC and SCB, section D1.2.
#pragma once

#include <stdint.h>

#define REGISTER(address) (*(volatile uint32_t *)(address))

// Aliases of an APB register that set or clear the bits written (§2.1.3).
#define SET_ALIAS 0x2000u
#define CLEAR_ALIAS 0x3000u

// Number of the core that reads it.
#define SIO_CPUID 0xd0000000u

#define TIMER0_BASE 0x400b0000u
#define TIMER0_ALARM(n) (TIMER0_BASE + 0x10u + 4u * (n))
#define TIMER0_ARMED (TIMER0_BASE + 0x20u)
#define TIMER0_TIMERAWH (TIMER0_BASE + 0x24u)
#define TIMER0_TIMERAWL (TIMER0_BASE + 0x28u)
#define TIMER0_INTR (TIMER0_BASE + 0x3cu)
#define TIMER0_INTE (TIMER0_BASE + 0x40u)
// Interrupt lines of the four alarms are 0 to 3 (§3.2).
#define TIMER0_IRQ(n) (n)

#define ROSC_RANDOMBIT 0x400e8020u

#define NVIC_ICPR0 0xe000e280u
#define SCB_SCR 0xe000ed10u
// An interrupt that becomes pending wakes WFE, enabled or not.
#define SCB_SCR_SEVONPEND (1u << 4)
