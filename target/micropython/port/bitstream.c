// machine.bitstream(): pulses of given lengths, timed with SysTick in a loop in RAM with interrupts masked.

#include "py/mphal.h"
#include "extmod/modmachine.h"

#include "time_critical.h"

// Overhead of the loop for each wait, in cycles, as in the rp2 port for RP2350.
#define OVERHEAD 5

// SysTick counts down and has 24 bits (Armv8-M ARM, SysTick).
#define LONGEST 0x00ffffffu

void TIME_CRITICAL(machine_bitstream_high_low) machine_bitstream_high_low(
    mp_hal_pin_obj_t pin, uint32_t *timing_ns, const uint8_t *buf, size_t len) {
    // Converts high and low times to end times, in cycles since the start of the pulse.
    uint32_t mhz = mp_hal_get_cpu_freq() / 1000000;
    for (size_t i = 0; i < 4; i++) {
        timing_ns[i] = mhz * timing_ns[i] / 1000;
        if (timing_ns[i] > 2 * OVERHEAD) {
            timing_ns[i] -= OVERHEAD;
        }
        if (i % 2 == 1) {
            timing_ns[i] += timing_ns[i - 1] - OVERHEAD;
        }
    }
    mp_hal_pin_output(pin);

    uint32_t state = mp_hal_quiet_timing_enter();
    REGISTER(SYSTICK_RVR) = LONGEST;
    REGISTER(SYSTICK_CSR) = SYSTICK_CSR_ENABLE | SYSTICK_CSR_PROCESSOR_CLOCK;
    for (size_t i = 0; i < len; i++) {
        uint8_t bits = buf[i];
        for (size_t j = 0; j < 8; j++) {
            const uint32_t *ends = &timing_ns[bits >> 6 & 2];
            // Any write clears the count, and the next cycle reloads it with the maximum.
            REGISTER(SYSTICK_CVR) = LONGEST;
            mp_hal_pin_high(pin);
            while (LONGEST - REGISTER(SYSTICK_CVR) < ends[0]) {
            }
            bits <<= 1;
            mp_hal_pin_low(pin);
            while (LONGEST - REGISTER(SYSTICK_CVR) < ends[1]) {
            }
        }
    }
    mp_hal_quiet_timing_exit(state);
}
