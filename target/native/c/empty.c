/* Nothing: what calling a workload costs. Checksum: the operations. */
#include "workload.h"

WORKLOAD(empty)(uint32_t operations)
{
    return operations;
}
