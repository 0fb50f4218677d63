/* The product of two 8 by 8 matrices of integers. Between operations a factor changes in one place. Checksum: one
   number of each product, and every number of the last one times its place. */
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
        uint32_t place = i % COUNT;
        left[place] += 1;
        multiply();
        checksum += product[place];
    }
    for (uint32_t i = 0; i < COUNT; i++) {
        checksum += (int32_t)i * product[i];
    }
    return (uint32_t)checksum;
}
