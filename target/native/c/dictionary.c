/* Counts the occurrences of 101 keys in a hash table with open addressing and linear probing. Operation: one lookup and
   update of a count. Checksum: the sum of each key times its squared count, plus the number of keys. */
#include "workload.h"

#define KEYS 101
#define SLOTS 256 /* a power of two, more than twice the number of keys */
#define SLOT_BITS 8

struct slot {
    uint32_t key;
    uint32_t count; /* 0 for a free slot */
};

static struct slot slots[SLOTS];

/* Returns the slot of `key`, or the free slot to insert it. */
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
