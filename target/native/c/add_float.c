/* x += 1 for a float. Operation: one `vadd.f32` that depends on the previous one, unrolled in blocks of a hundred.
   Checksum: x, which is exact up to 2^24. */
#include "workload.h"

WORKLOAD(add_float)(uint32_t operations)
{
    float x = 0.0f;
    for (uint32_t block = operations / 100; block != 0; block--) {
        TIMES_100(x += 1.0f; OPAQUE_FLOAT(x);)
        OPAQUE(block); /* else the compiler would move the decrement and its flags into the block */
    }
    for (uint32_t rest = operations % 100; rest != 0; rest--) {
        x += 1.0f;
        OPAQUE_FLOAT(x);
    }
    return (uint32_t)x;
}
