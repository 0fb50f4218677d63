// Random seeds from the random bit of the ring oscillator, as in the rp2 port.

#include "py/mphal.h"

// Feedback of the shift register that collects the bits.
#define POLYNOMIAL 0xd5
#define BITS_A_BYTE 32

uint8_t random_seed_u8(void) {
    uint8_t state = 0;
    for (int i = 0; i < BITS_A_BYTE; i++) {
        uint8_t feedback = state & 0x80 ? POLYNOMIAL : 0;
        state = (uint8_t)(((state << 1) | (REGISTER(ROSC_RANDOMBIT) & 1)) ^ feedback);
        // One bit per microsecond, because bits at shorter intervals are correlated.
        uint32_t start = mp_hal_ticks_us();
        while (mp_hal_ticks_us() - start < 1) {
        }
    }
    return state;
}

uint32_t random_seed_u32(void) {
    uint32_t value = 0;
    for (int i = 0; i < 4; i++) {
        value = value << 8 | random_seed_u8();
    }
    return value;
}
