/* Shell sort of a hundred numbers. Operation: copy the numbers and sort the copy. Checksum: the sum of the smallest,
   middle and largest number of each copy, plus each number of the last copy times its index. */
#include "workload.h"

#define COUNT 100

static uint32_t numbers[COUNT];
static uint32_t sorted[COUNT];

/* Generates the numbers. The generator has the period 65536, so that no two are equal. */
static void make_numbers(void)
{
    uint32_t number = 1;
    for (uint32_t i = 0; i < COUNT; i++) {
        number = (number * 75 + 74) % 65537;
        numbers[i] = number;
    }
}

static void shell_sort(uint32_t *items, uint32_t count)
{
    static const uint8_t gaps[] = { 57, 23, 10, 4, 1 }; /* gap sequence of M. Ciura, 2001 */
    for (uint32_t g = 0; g < sizeof(gaps); g++) {
        uint32_t gap = gaps[g];
        for (uint32_t i = gap; i < count; i++) {
            uint32_t item = items[i];
            uint32_t index = i;
            while (index >= gap && items[index - gap] > item) {
                items[index] = items[index - gap];
                index -= gap;
            }
            items[index] = item;
        }
    }
}

WORKLOAD(sort)(uint32_t operations)
{
    make_numbers();
    uint32_t checksum = 0;
    while (operations-- != 0) {
        for (uint32_t i = 0; i < COUNT; i++) {
            sorted[i] = numbers[i];
        }
        shell_sort(sorted, COUNT);
        checksum += sorted[0] + sorted[COUNT / 2] + sorted[COUNT - 1];
    }
    for (uint32_t i = 0; i < COUNT; i++) {
        checksum += i * sorted[i];
    }
    return checksum;
}
