/* Shell sort of a hundred numbers: an operation copies them and sorts the copy. Checksum: smallest, middle and largest
   number of each copy, and every number of the last one times its place. */
#include "workload.h"

#define COUNT 100

static uint32_t numbers[COUNT];
static uint32_t sorted[COUNT];

/* From a generator of period 65536, so that no two are equal. */
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
    static const uint8_t gaps[] = { 57, 23, 10, 4, 1 }; /* M. Ciura, 2001 */
    for (uint32_t g = 0; g < sizeof(gaps); g++) {
        uint32_t gap = gaps[g];
        for (uint32_t i = gap; i < count; i++) {
            uint32_t item = items[i];
            uint32_t place = i;
            while (place >= gap && items[place - gap] > item) {
                items[place] = items[place - gap];
                place -= gap;
            }
            items[place] = item;
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
