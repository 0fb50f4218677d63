# x += 1 with x an integer of 31 bits, stored directly in the word instead of a pointer,
# unrolled a hundred times, to reduce the cost of the loop.
# `operations` is a multiple of a hundred.

import gc


def run(operations):
    x = 0
    for _ in range(operations // 100):
        x += 1; x += 1; x += 1; x += 1; x += 1; x += 1; x += 1; x += 1; x += 1; x += 1
        x += 1; x += 1; x += 1; x += 1; x += 1; x += 1; x += 1; x += 1; x += 1; x += 1
        x += 1; x += 1; x += 1; x += 1; x += 1; x += 1; x += 1; x += 1; x += 1; x += 1
        x += 1; x += 1; x += 1; x += 1; x += 1; x += 1; x += 1; x += 1; x += 1; x += 1
        x += 1; x += 1; x += 1; x += 1; x += 1; x += 1; x += 1; x += 1; x += 1; x += 1
        x += 1; x += 1; x += 1; x += 1; x += 1; x += 1; x += 1; x += 1; x += 1; x += 1
        x += 1; x += 1; x += 1; x += 1; x += 1; x += 1; x += 1; x += 1; x += 1; x += 1
        x += 1; x += 1; x += 1; x += 1; x += 1; x += 1; x += 1; x += 1; x += 1; x += 1
        x += 1; x += 1; x += 1; x += 1; x += 1; x += 1; x += 1; x += 1; x += 1; x += 1
        x += 1; x += 1; x += 1; x += 1; x += 1; x += 1; x += 1; x += 1; x += 1; x += 1
    return x


# The number of bytes allocated by 100 operations. Computed as the difference of two lengths, so that all the allocations
# of the call are eliminated.
def allocated():
    left = []
    for length in (200, 100):
        gc.collect()
        gc.disable()
        before = gc.mem_alloc()
        run(length)
        left.append(gc.mem_alloc() - before)
        gc.enable()
    return left[0] - left[1]


READINGS = (allocated(),)


def readings():
    return READINGS
