/* How a workload is written in C. One file a workload; each is compiled once for flash and once for RAM. */
#ifndef TWINBENCH_WORKLOAD_H
#define TWINBENCH_WORKLOAD_H

#include <stdint.h>

#define TWINBENCH_JOIN_(placement, name) twinbench_entry_c_##placement##_##name
#define TWINBENCH_JOIN(placement, name) TWINBENCH_JOIN_(placement, name)

/* WORKLOAD(name)(uint32_t operations) { ... } defines an entry that does that many operations and returns the
   checksum, and lists it among the entries that the firmware accepts. The host finds it by its symbol. */
#define WORKLOAD(name)                                                                                          \
    uint32_t TWINBENCH_JOIN(TWINBENCH_PLACEMENT, name)(uint32_t operations);                                    \
    static uint32_t (*const listed_##name)(uint32_t)                                                            \
        __attribute__((used, section(".twinbench_entries"))) = TWINBENCH_JOIN(TWINBENCH_PLACEMENT, name);       \
    uint32_t TWINBENCH_JOIN(TWINBENCH_PLACEMENT, name)

/* Leaves a number for the host beside the checksum: READING(value). At most 1024 a sample. */
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

/* From here on the compiler knows nothing of the value, which stays in its register. No instruction. */
#define OPAQUE(value) __asm__ volatile("" : "+r"(value))

/* The same for a float, in a register of the floating-point unit. */
#ifdef __ARM_FP
#define OPAQUE_FLOAT(value) __asm__ volatile("" : "+t"(value))
#endif

/* The statement, a hundred times in a row: straight code, whose loop is paid once a hundred. */
#define TIMES_10(...) \
    __VA_ARGS__ __VA_ARGS__ __VA_ARGS__ __VA_ARGS__ __VA_ARGS__ \
    __VA_ARGS__ __VA_ARGS__ __VA_ARGS__ __VA_ARGS__ __VA_ARGS__
#define TIMES_100(...) TIMES_10(TIMES_10_INNER(__VA_ARGS__))
#define TIMES_10_INNER(...) \
    __VA_ARGS__ __VA_ARGS__ __VA_ARGS__ __VA_ARGS__ __VA_ARGS__ \
    __VA_ARGS__ __VA_ARGS__ __VA_ARGS__ __VA_ARGS__ __VA_ARGS__

#endif
