/* Calls an empty function. Operation: `bl` and `bx lr`, unrolled in blocks of a hundred. Checksum: the number of calls. */
#include "workload.h"

/* noipa: else the compiler would remove the calls. */
static __attribute__((noipa)) void nothing(void)
{
}

WORKLOAD(call_nothing)(uint32_t operations)
{
    for (uint32_t block = operations / 100; block != 0; block--) {
        TIMES_100(nothing();)
    }
    for (uint32_t rest = operations % 100; rest != 0; rest--) {
        nothing();
    }
    return operations;
}
