# x += 1 with x an integer above 31 bits, where each value is a new object, unrolled a hundred times, to reduce the cost of the loop.
# `operations` is a multiple of a hundred.

import gc


def run(operations):
    x = 1 << 40
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
    return x - (1 << 40)


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
