// Thread state and locks. Each operation does the same work as in the rp2 port with the SDK's
// mutexes: it reads the core number from SIO, masks interrupts, takes a spin lock in memory with
// exclusive accesses, and compares the owner.
#pragma once

#include <stdint.h>

#include "registers.h"

typedef volatile uint8_t spin_lock_t;

typedef struct {
    spin_lock_t *spin_lock;
    int8_t owner;
    uint8_t enter_count;
} mp_thread_mutex_t;

typedef mp_thread_mutex_t mp_thread_recursive_mutex_t;

// State of the thread on each core.
extern void *core_state[2];

void mp_thread_init(void);

static inline uint32_t core_number(void) {
    return REGISTER(SIO_CPUID);
}

struct _mp_state_thread_t;

static inline void mp_thread_set_state(struct _mp_state_thread_t *state) {
    core_state[core_number()] = state;
}

static inline struct _mp_state_thread_t *mp_thread_get_state(void) {
    return core_state[core_number()];
}

void mp_thread_mutex_init(mp_thread_mutex_t *mutex);
int mp_thread_mutex_lock(mp_thread_mutex_t *mutex, int wait);
void mp_thread_mutex_unlock(mp_thread_mutex_t *mutex);
void mp_thread_recursive_mutex_init(mp_thread_recursive_mutex_t *mutex);
int recursive_mutex_try(mp_thread_recursive_mutex_t *mutex);
void recursive_mutex_enter(mp_thread_recursive_mutex_t *mutex);

// Neither waits for nor sends events, so that the lock of the garbage collector does not wake a WFE of a script.
static inline int mp_thread_recursive_mutex_lock(mp_thread_recursive_mutex_t *mutex, int wait) {
    if (!wait) {
        return recursive_mutex_try(mutex);
    }
    recursive_mutex_enter(mutex);
    return 1;
}

void mp_thread_recursive_mutex_unlock(mp_thread_recursive_mutex_t *mutex);
