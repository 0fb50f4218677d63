/* x += 1 for a long long beyond the range of an int. Operation: `adds` and `adc`, unrolled in blocks of a hundred.
   Checksum: the difference of x from 2^40. */
#include "workload.h"

#define START (1LL << 40)

WORKLOAD(add_long_long)(uint32_t operations)
{
    long long x = START;
    uint32_t one = 1;
    for (uint32_t block = operations / 100; block != 0; block--) {
        TIMES_100(OPAQUE(one); x += one;) /* OPAQUE(x) would move x out of its two registers */
        OPAQUE(block); /* else the compiler would move the decrement and its flags into the block */
    }
    for (uint32_t rest = operations % 100; rest != 0; rest--) {
        OPAQUE(one);
        x += one;
    }
    return x >> 32 == START >> 32 ? (uint32_t)x : 0; /* uses both halves, else the upper one would not be computed */
}
