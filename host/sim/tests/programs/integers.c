/* Lists, matrices, a state machine and checksums, as in CoreMark. */
#include "program.h"

/* CRC-16/CCITT, bit by bit. */
static u16 checksum(u16 crc, u16 data) {
    for (int bit = 15; bit >= 0; bit--) {
        u32 top = (crc >> 15 ^ data >> bit) & 1;
        crc = (u16)(crc << 1);
        if (top) {
            crc ^= 0x1021;
        }
    }
    return crc;
}

struct node {
    struct node *next;
    i16 key;
    u16 payload;
};

enum { NODES = 120 };

static int by_key(const struct node *a, const struct node *b) {
    return a->key - b->key;
}

static int by_payload(const struct node *a, const struct node *b) {
    return (a->payload >> 3 & 0xFF) - (b->payload >> 3 & 0xFF);
}

/* Merge sort of a list, stable. */
static struct node *sorted(struct node *list, int (*compare)(const struct node *, const struct node *)) {
    if (!list || !list->next) {
        return list;
    }
    struct node *middle = list, *end = list->next;
    while (end && end->next) {
        middle = middle->next;
        end = end->next->next;
    }
    struct node *second = sorted(middle->next, compare);
    middle->next = 0;
    struct node *first = sorted(list, compare);
    struct node head, *tail = &head;
    while (first && second) {
        struct node **smaller = compare(first, second) <= 0 ? &first : &second;
        tail->next = *smaller;
        tail = tail->next;
        *smaller = (*smaller)->next;
    }
    tail->next = first ? first : second;
    return head.next;
}

static struct node *reversed(struct node *list) {
    struct node *done = 0;
    while (list) {
        struct node *next = list->next;
        list->next = done;
        done = list;
        list = next;
    }
    return done;
}

static u16 list_checksum(const struct node *list, u16 crc) {
    for (; list; list = list->next) {
        crc = checksum(checksum(crc, (u16)list->key), list->payload);
    }
    return crc;
}

static void lists(u32 seed) {
    static struct node nodes[NODES];
    for (int i = 0; i < NODES; i++) {
        u32 random = next_random(&seed);
        nodes[i] = (struct node){i + 1 < NODES ? &nodes[i + 1] : 0, (i16)(random >> 16), (u16)random};
    }
    struct node *list = nodes;
    u16 crc = list_checksum(list, 0xFFFF);
    for (int round = 0; round < 6; round++) {
        list = sorted(list, round & 1 ? by_payload : by_key);
        crc = list_checksum(list, crc);
        list = reversed(list);
        int found = 0;
        for (const struct node *at = list; at; at = at->next) {
            found += (at->payload & 0x1F) == (u32)round;
        }
        /* Removes the second of every four elements. */
        for (struct node *at = list; at && at->next && at->next->next; at = at->next->next) {
            if (round == 5) {
                at->next = at->next->next;
            }
        }
        record((u32)crc << 16 | (u32)found);
    }
    record(list_checksum(list, crc));
}

enum { SIZE = 12 };

static void matrices(u32 seed) {
    static i16 a[SIZE][SIZE], b[SIZE][SIZE];
    static i32 product[SIZE][SIZE];
    for (int row = 0; row < SIZE; row++) {
        for (int column = 0; column < SIZE; column++) {
            a[row][column] = (i16)next_random(&seed);
            b[row][column] = (i16)(next_random(&seed) >> 20);
        }
    }
    for (int pass = 0; pass < 3; pass++) {
        i32 sum = 0, last = 0;
        u16 crc = 0;
        for (int row = 0; row < SIZE; row++) {
            for (int column = 0; column < SIZE; column++) {
                i32 value = 0;
                for (int i = 0; i < SIZE; i++) {
                    i32 term = (i32)((u32)a[row][i] * (u32)b[i][column]);
                    value = (i32)((u32)value + (u32)(pass == 1 ? (term >> 2 & 15) * (term >> 5 & 127) : term));
                }
                product[row][column] = value;
                sum = (i32)((u32)sum + (u32)(value > last ? 10 : value & 7));
                last = value;
                crc = checksum(checksum(crc, (u16)value), (u16)((u32)value >> 16));
            }
        }
        for (int i = 0; i < SIZE; i++) {
            a[i][pass] = (i16)(product[i][i] >> 7);
        }
        record((u32)sum);
        record(crc);
    }
}

enum state { START, SIGN, WHOLE, POINT, FRACTION, EXPONENT, EXPONENT_SIGN, SCALE, INVALID, STATES };

static enum state step(enum state state, char c) {
    int digit = c >= '0' && c <= '9', sign = c == '+' || c == '-';
    switch (state) {
    case START:
        return digit ? WHOLE : sign ? SIGN : c == '.' ? POINT : INVALID;
    case SIGN:
        return digit ? WHOLE : c == '.' ? POINT : INVALID;
    case WHOLE:
        return digit ? WHOLE : c == '.' ? FRACTION : c == 'e' ? EXPONENT : INVALID;
    case POINT:
    case FRACTION:
        return digit ? FRACTION : c == 'e' && state == FRACTION ? EXPONENT : INVALID;
    case EXPONENT:
        return digit ? SCALE : sign ? EXPONENT_SIGN : INVALID;
    case EXPONENT_SIGN:
    case SCALE:
        return digit ? SCALE : INVALID;
    default:
        return INVALID;
    }
}

static void states(u32 seed) {
    static const char alphabet[] = "0123456789+-.e,,x";
    u32 ends[STATES] = {0}, transitions = 0;
    enum state state = START;
    for (int i = 0; i < 6000; i++) {
        char c = alphabet[next_random(&seed) % (sizeof alphabet - 1)];
        if (c == ',') {
            ends[state]++;
            state = START;
            continue;
        }
        enum state next = step(state, c);
        transitions += next != state;
        state = next;
    }
    record(transitions);
    for (int i = 0; i < STATES; i++) {
        record(ends[i]);
    }
}

/* 64-bit arithmetic, part of which the compiler's library computes. */
static void wide(u32 seed) {
    u64 value = 0x0123456789ABCDEF;
    i64 sum = 0;
    for (int i = 0; i < 200; i++) {
        u32 random = next_random(&seed);
        value = value * 6364136223846793005u + random;
        u64 divisor = (value >> (random & 63)) | 1;
        sum += (i64)(value / divisor) - (i64)(value % (random | 1));
        sum = sum / (i64)((random & 15) + 1) - (sum << 3 ^ (i64)value >> (random >> 5 & 31));
        sum += __builtin_clzll(value | 1) + __builtin_popcount(random) - __builtin_ctz(random | 0x80000000u);
    }
    record((u32)value);
    record((u32)(value >> 32));
    record((u32)sum);
    record((u32)((u64)sum >> 32));
}

void run(void) {
    for (u32 seed = 1; seed < 9; seed++) {
        lists(seed * 2654435761u);
        matrices(seed * 2246822519u);
        states(seed * 3266489917u);
        wide(seed * 668265263u);
    }
}
