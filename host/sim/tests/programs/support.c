#include "program.h"
#include <stddef.h>

enum { CAPACITY = 4096 };

u32 results[CAPACITY];
u32 result_count;

void record(u32 word) {
    if (result_count < CAPACITY) {
        results[result_count++] = word;
    }
}

void *memcpy(void *to, const void *from, size_t length) {
    u8 *destination = to;
    const u8 *source = from;
    while (length--) {
        *destination++ = *source++;
    }
    return to;
}

void *memset(void *to, int value, size_t length) {
    u8 *destination = to;
    while (length--) {
        *destination++ = (u8)value;
    }
    return to;
}
