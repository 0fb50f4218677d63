/* Empty workload: the cost of a call. Checksum: the number of operations. */
#include "workload.h"

WORKLOAD(empty)(uint32_t operations)
{
    return operations;
}
