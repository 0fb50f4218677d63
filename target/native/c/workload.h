/* Definition of workloads in C, one file each. Each file is compiled for flash and for RAM. */
#ifndef TWINBENCH_WORKLOAD_H
#define TWINBENCH_WORKLOAD_H

#include <stdint.h>

#define TWINBENCH_JOIN_(placement, name) twinbench_entry_c_##placement##_##name
#define TWINBENCH_JOIN(placement, name) TWINBENCH_JOIN_(placement, name)

/* WORKLOAD(name)(uint32_t operations) { ... } defines an entry that executes that many operations and returns the
   checksum, and adds it to the table of entries. The host finds it by its symbol. */
#define WORKLOAD(name)                                                                                          \
    uint32_t TWINBENCH_JOIN(TWINBENCH_PLACEMENT, name)(uint32_t operations);                                    \
    static uint32_t (*const listed_##name)(uint32_t)                                                            \
        __attribute__((used, section(".twinbench_entries"))) = TWINBENCH_JOIN(TWINBENCH_PLACEMENT, name);       \
    uint32_t TWINBENCH_JOIN(TWINBENCH_PLACEMENT, name)

/* READING(value) records a reading for the host. At most 1024 per sample. */
struct twinbench_readings {
    uint32_t count;
    uint32_t words[1024];
};
extern struct twinbench_readings twinbench_readings;

static inline __attribute__((unused, always_inline)) void READING(uint32_t value)
{
    uint32_t count = twinbench_readings.count;
    if (count < 1024) {
        twinbench_readings.words[count] = value;
    }
    twinbench_readings.count = count + 1;
}

/* Hides a value from the optimiser. Adds no instruction: the value stays in its register. */
#define OPAQUE(value) __asm__ volatile("" : "+r"(value))

/* OPAQUE for a float in a register of the floating-point unit. */
#ifdef __ARM_FP
#define OPAQUE_FLOAT(value) __asm__ volatile("" : "+t"(value))
#endif

/* TIMES_100(statement) repeats the statement a hundred times, as straight-line code. */
#define TIMES_10(...) \
    __VA_ARGS__ __VA_ARGS__ __VA_ARGS__ __VA_ARGS__ __VA_ARGS__ \
    __VA_ARGS__ __VA_ARGS__ __VA_ARGS__ __VA_ARGS__ __VA_ARGS__
#define TIMES_100(...) TIMES_10(TIMES_10_INNER(__VA_ARGS__))
#define TIMES_10_INNER(...) \
    __VA_ARGS__ __VA_ARGS__ __VA_ARGS__ __VA_ARGS__ __VA_ARGS__ \
    __VA_ARGS__ __VA_ARGS__ __VA_ARGS__ __VA_ARGS__ __VA_ARGS__

#endif
