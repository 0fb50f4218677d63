/* x += 1 with x in a register: one `adds` an operation, in blocks of a hundred whose loop takes about three cycles.
   Checksum: x. */
#include "workload.h"

WORKLOAD(increment_register)(uint32_t operations)
{
    uint32_t x = 0;
    for (uint32_t block = operations / 100; block != 0; block--) {
        TIMES_100(x += 1; OPAQUE(x);)
        OPAQUE(block); /* else counting it down would move into the block, and its flags with it */
    }
    for (uint32_t rest = operations % 100; rest != 0; rest--) {
        x += 1;
        OPAQUE(x);
    }
    return x;
}
