/* Results of a test program. */
#pragma once
#include <stdint.h>

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;
typedef int16_t i16;
typedef int32_t i32;
typedef int64_t i64;

/* Appends a word to the results. */
void record(u32 word);

static inline void record_float(float value) {
    union { float f; u32 u; } bits = {value};
    record(bits.u);
}

static inline void record_double(double value) {
    union { double d; u64 u; } bits = {value};
    record((u32)bits.u);
    record((u32)(bits.u >> 32));
}

/* A pseudorandom sequence (Marsaglia's xorshift32), the same on every machine. */
static inline u32 next_random(u32 *state) {
    u32 x = *state;
    x ^= x << 13;
    x ^= x >> 17;
    x ^= x << 5;
    return *state = x;
}

/* The program. */
void run(void);
