/* Counting how often each of 101 keys comes: an operation looks a key up and writes its count. A hash table with open
   addressing and linear probing. Checksum: each key times its count squared, and the number of keys. */
#include "workload.h"

#define KEYS 101
#define SLOTS 256 /* a power of two, more than twice as many as keys */
#define SLOT_BITS 8

struct slot {
    uint32_t key;
    uint32_t count; /* 0: free */
};

static struct slot slots[SLOTS];

/* The slot of `key`, or the free one that becomes it. */
static struct slot *find(uint32_t key)
{
    uint32_t at = key * 0x9E3779B9u >> (32 - SLOT_BITS); /* Knuth's multiplicative hash */
    while (slots[at].count != 0 && slots[at].key != key) {
        at = (at + 1) % SLOTS;
    }
    return &slots[at];
}

WORKLOAD(dictionary)(uint32_t operations)
{
    for (uint32_t i = 0; i < SLOTS; i++) {
        slots[i].count = 0;
    }
    uint32_t number = 1;
    while (operations-- != 0) {
        number = (number * 75 + 74) % 65537;
        uint32_t key = number % KEYS;
        struct slot *slot = find(key);
        slot->key = key;
        slot->count += 1;
    }
    uint32_t checksum = 0;
    for (uint32_t i = 0; i < SLOTS; i++) {
        if (slots[i].count != 0) {
            checksum += slots[i].key * slots[i].count * slots[i].count + 1;
        }
    }
    return checksum;
}
