// Locks and thread state: see mpthreadport.h. The second core is not started, so there is one thread.

#include "py/mphal.h"
#include "py/mpthread.h"
#include "py/runtime.h"

#include "time_critical.h"

// Inline, because functions that time-critical functions call must be in RAM too.
#define INLINE static inline __attribute__((always_inline))

#define NO_OWNER (-1)

void *core_state[2];

// The SDK assigns eight spin locks in turn to its mutexes.
#define SPIN_LOCKS 8
static spin_lock_t spin_locks[SPIN_LOCKS];
static uint32_t next_spin_lock;

static mp_thread_recursive_mutex_t atomic_mutex;

INLINE uint32_t mask_interrupts(void) {
    uint32_t primask;
    __asm volatile ("mrs %0, primask\n\tcpsid i" : "=r" (primask) : : "memory");
    return primask;
}

INLINE void restore_interrupts(uint32_t primask) {
    __asm volatile ("msr primask, %0" : : "r" (primask) : "memory");
}

INLINE uint32_t spin_lock_take(spin_lock_t *lock) {
    uint32_t primask = mask_interrupts();
    uint32_t taken = 1;
    uint32_t seen;
    __asm volatile (
        "1: ldaexb %0, [%2]\n"
        "   cmp %0, #0\n"
        "   bne 1b\n"
        "   strexb %0, %1, [%2]\n"
        "   cmp %0, #0\n"
        "   bne 1b\n"
        "   dmb\n"
        : "=&r" (seen) : "r" (taken), "r" (lock) : "cc", "memory");
    return primask;
}

INLINE void spin_lock_give(spin_lock_t *lock, uint32_t primask) {
    __asm volatile ("stlb %0, [%1]" : : "r" (0), "r" (lock) : "memory");
    restore_interrupts(primask);
}

void mp_thread_init(void) {
    next_spin_lock = 0;
    mp_thread_recursive_mutex_init(&atomic_mutex);
    mp_thread_set_state(&mp_state_ctx.thread);
}

void mp_thread_mutex_init(mp_thread_mutex_t *mutex) {
    mutex->spin_lock = &spin_locks[next_spin_lock];
    next_spin_lock = (next_spin_lock + 1) % SPIN_LOCKS;
    mutex->owner = NO_OWNER;
    mutex->enter_count = 0;
}

static int TIME_CRITICAL(mutex_try) mutex_try(mp_thread_mutex_t *mutex) {
    uint32_t primask = spin_lock_take(mutex->spin_lock);
    bool entered = mutex->owner < 0;
    if (entered) {
        mutex->owner = (int8_t)core_number();
    }
    spin_lock_give(mutex->spin_lock, primask);
    return entered;
}

static void TIME_CRITICAL(mutex_enter) mutex_enter(mp_thread_mutex_t *mutex) {
    int8_t core = (int8_t)core_number();
    for (;;) {
        uint32_t primask = spin_lock_take(mutex->spin_lock);
        if (mutex->owner < 0) {
            mutex->owner = core;
            spin_lock_give(mutex->spin_lock, primask);
            return;
        }
        spin_lock_give(mutex->spin_lock, primask);
        __asm volatile ("wfe");
    }
}

int mp_thread_mutex_lock(mp_thread_mutex_t *mutex, int wait) {
    if (!wait) {
        return mutex_try(mutex);
    }
    mutex_enter(mutex);
    return 1;
}

void TIME_CRITICAL(mutex_unlock) mp_thread_mutex_unlock(mp_thread_mutex_t *mutex) {
    uint32_t primask = spin_lock_take(mutex->spin_lock);
    mutex->owner = NO_OWNER;
    spin_lock_give(mutex->spin_lock, primask);
    __asm volatile ("sev");
}

void mp_thread_recursive_mutex_init(mp_thread_recursive_mutex_t *mutex) {
    mp_thread_mutex_init(mutex);
}

int TIME_CRITICAL(recursive_mutex_try) recursive_mutex_try(mp_thread_recursive_mutex_t *mutex) {
    int8_t core = (int8_t)core_number();
    uint32_t primask = spin_lock_take(mutex->spin_lock);
    bool entered = mutex->owner < 0 || mutex->owner == core;
    if (entered) {
        mutex->owner = core;
        mutex->enter_count++;
    }
    spin_lock_give(mutex->spin_lock, primask);
    return entered;
}

void TIME_CRITICAL(recursive_mutex_enter) recursive_mutex_enter(mp_thread_recursive_mutex_t *mutex) {
    while (!recursive_mutex_try(mutex)) {
    }
}

void TIME_CRITICAL(recursive_mutex_unlock) mp_thread_recursive_mutex_unlock(mp_thread_recursive_mutex_t *mutex) {
    uint32_t primask = spin_lock_take(mutex->spin_lock);
    if (--mutex->enter_count == 0) {
        mutex->owner = NO_OWNER;
    }
    spin_lock_give(mutex->spin_lock, primask);
}

// With one active core, masking its interrupts is sufficient.
uint32_t mp_thread_begin_atomic_section(void) {
    return mask_interrupts();
}

void mp_thread_end_atomic_section(uint32_t state) {
    if (atomic_mutex.owner != NO_OWNER) {
        mp_thread_recursive_mutex_unlock(&atomic_mutex);
    }
    restore_interrupts(state);
}

// Not 0, as _thread.get_ident() guarantees.
mp_uint_t mp_thread_get_id(void) {
    return core_number() + 1;
}

mp_uint_t mp_thread_create(void *(*entry)(void *), void *arg, size_t *stack_size) {
    (void)entry;
    (void)arg;
    (void)stack_size;
    mp_raise_msg(&mp_type_OSError, MP_ERROR_TEXT("core1 is not available"));
}

void mp_thread_start(void) {
}

void mp_thread_finish(void) {
}
