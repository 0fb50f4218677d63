/* x += 1 with x a long long, for numbers that an int does not hold: `adds` and `adc` an operation, in blocks of a
   hundred. Checksum: how far x came from 2^40. */
#include "workload.h"

#define START (1LL << 40)

WORKLOAD(add_long_long)(uint32_t operations)
{
    long long x = START;
    uint32_t one = 1;
    for (uint32_t block = operations / 100; block != 0; block--) {
        TIMES_100(OPAQUE(one); x += one;) /* x itself, opaque, would not stay in its two registers */
        OPAQUE(block); /* else counting it down would move into the block, and its flags with it */
    }
    for (uint32_t rest = operations % 100; rest != 0; rest--) {
        OPAQUE(one);
        x += one;
    }
    return x >> 32 == START >> 32 ? (uint32_t)x : 0; /* both halves count, else the upper one would not be added */
}
