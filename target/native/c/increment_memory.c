/* x += 1 for a volatile global. Operation: `ldr`, `adds`, `str`, unrolled in blocks of a hundred; the loop adds about
   three cycles per block. Checksum: x. */
#include "workload.h"

static volatile uint32_t x;

WORKLOAD(increment_memory)(uint32_t operations)
{
    x = 0;
    for (uint32_t block = operations / 100; block != 0; block--) {
        TIMES_100(x += 1;)
        OPAQUE(block); /* else the compiler would move the decrement and its flags into the block */
    }
    for (uint32_t rest = operations % 100; rest != 0; rest--) {
        x += 1;
    }
    return x;
}
