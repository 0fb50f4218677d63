/* Product of two 8 × 8 integer matrices. Operation: one product; between operations, one element of a factor changes.
   Checksum: the sum of one element of each product, plus each element of the last product times its index. */
#include "workload.h"

#define SIZE 8
#define COUNT (SIZE * SIZE)

static int32_t left[COUNT];
static int32_t right[COUNT];
static int32_t product[COUNT];

static void multiply(void)
{
    for (uint32_t row = 0; row < SIZE; row++) {
        for (uint32_t column = 0; column < SIZE; column++) {
            int32_t sum = 0;
            for (uint32_t k = 0; k < SIZE; k++) {
                sum += left[row * SIZE + k] * right[k * SIZE + column];
            }
            product[row * SIZE + column] = sum;
        }
    }
}

WORKLOAD(matrix_multiply)(uint32_t operations)
{
    for (uint32_t i = 0; i < COUNT; i++) {
        left[i] = (int32_t)((i * 7 + 3) % 10);
        right[i] = (int32_t)((i * 3 + 1) % 10);
    }
    int32_t checksum = 0;
    for (uint32_t i = 0; i < operations; i++) {
        uint32_t index = i % COUNT;
        left[index] += 1;
        multiply();
        checksum += product[index];
    }
    for (uint32_t i = 0; i < COUNT; i++) {
        checksum += (int32_t)i * product[i];
    }
    return (uint32_t)checksum;
}
