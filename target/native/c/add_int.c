/* x += 1 for an int. Operation: one `adds`, unrolled in blocks of a hundred. Checksum: x. */
#include "workload.h"

WORKLOAD(add_int)(uint32_t operations)
{
    int x = 0;
    for (uint32_t block = operations / 100; block != 0; block--) {
        TIMES_100(x += 1; OPAQUE(x);)
        OPAQUE(block); /* else the compiler would move the decrement and its flags into the block */
    }
    for (uint32_t rest = operations % 100; rest != 0; rest--) {
        x += 1;
        OPAQUE(x);
    }
    return (uint32_t)x;
}
