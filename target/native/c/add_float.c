/* x += 1 with x a float: one `vadd.f32` an operation, each waiting for the one before it, in blocks of a hundred.
   Checksum: x, which is exact up to 2^24. */
#include "workload.h"

WORKLOAD(add_float)(uint32_t operations)
{
    float x = 0.0f;
    for (uint32_t block = operations / 100; block != 0; block--) {
        TIMES_100(x += 1.0f; OPAQUE_FLOAT(x);)
        OPAQUE(block); /* else counting it down would move into the block, and its flags with it */
    }
    for (uint32_t rest = operations % 100; rest != 0; rest--) {
        x += 1.0f;
        OPAQUE_FLOAT(x);
    }
    return (uint32_t)x;
}
