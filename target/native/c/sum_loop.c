/* Sum of 0 to operations - 1 by a loop. Operation: one addition. Checksum: the sum modulo 2^32. */
#include "workload.h"

WORKLOAD(sum_loop)(uint32_t operations)
{
    uint32_t sum = 0;
    for (uint32_t number = 0; number != operations; number++) {
        sum += number;
        OPAQUE(sum); /* else the compiler would replace the loop by operations * (operations - 1) / 2 */
    }
    return sum;
}
