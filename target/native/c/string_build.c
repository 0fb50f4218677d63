/* Texts of 32 decimal numbers, each followed by a comma. Operation: append a number. Checksum: the sum of the lengths of
   all texts, plus the CRC-32 of the last one. */
#include "crc32.h"
#include "workload.h"

#define NUMBERS 32
#define MAX_DIGITS 10 /* of a uint32_t */

static char text[NUMBERS * (MAX_DIGITS + 1)];

/* Writes the decimal digits of `number`. Returns the address after the last digit. */
static char *append_number(char *end, uint32_t number)
{
    char digits[MAX_DIGITS];
    uint32_t count = 0;
    do {
        digits[count++] = (char)('0' + number % 10);
        number /= 10;
    } while (number != 0);
    while (count != 0) {
        *end++ = digits[--count];
    }
    return end;
}

WORKLOAD(string_build)(uint32_t operations)
{
    uint32_t checksum = 0;
    char *end = text;
    for (uint32_t number = 0; number < operations; number++) {
        if (number % NUMBERS == 0) {
            end = text;
        }
        end = append_number(end, number * 37);
        *end++ = ',';
        if (number % NUMBERS == NUMBERS - 1) {
            checksum += (uint32_t)(end - text);
        }
    }
    return checksum + crc32_extend(0, (const uint8_t *)text, (size_t)(end - text));
}
