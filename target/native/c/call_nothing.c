/* A call of a function that does nothing: `bl` and `bx lr` an operation, in blocks of a hundred whose loop is paid
   once a hundred. Checksum: the calls. */
#include "workload.h"

/* noipa: the compiler may know nothing of it, else no call would be left. */
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
