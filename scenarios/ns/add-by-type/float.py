# x += 1.0 with x a float, of which each value is an object, in blocks of a hundred whose loop is paid once a hundred.
# `operations` is a multiple of a hundred.

import gc


def run(operations):
    x = 0.0
    for _ in range(operations // 100):
        x += 1.0; x += 1.0; x += 1.0; x += 1.0; x += 1.0; x += 1.0; x += 1.0; x += 1.0; x += 1.0; x += 1.0
        x += 1.0; x += 1.0; x += 1.0; x += 1.0; x += 1.0; x += 1.0; x += 1.0; x += 1.0; x += 1.0; x += 1.0
        x += 1.0; x += 1.0; x += 1.0; x += 1.0; x += 1.0; x += 1.0; x += 1.0; x += 1.0; x += 1.0; x += 1.0
        x += 1.0; x += 1.0; x += 1.0; x += 1.0; x += 1.0; x += 1.0; x += 1.0; x += 1.0; x += 1.0; x += 1.0
        x += 1.0; x += 1.0; x += 1.0; x += 1.0; x += 1.0; x += 1.0; x += 1.0; x += 1.0; x += 1.0; x += 1.0
        x += 1.0; x += 1.0; x += 1.0; x += 1.0; x += 1.0; x += 1.0; x += 1.0; x += 1.0; x += 1.0; x += 1.0
        x += 1.0; x += 1.0; x += 1.0; x += 1.0; x += 1.0; x += 1.0; x += 1.0; x += 1.0; x += 1.0; x += 1.0
        x += 1.0; x += 1.0; x += 1.0; x += 1.0; x += 1.0; x += 1.0; x += 1.0; x += 1.0; x += 1.0; x += 1.0
        x += 1.0; x += 1.0; x += 1.0; x += 1.0; x += 1.0; x += 1.0; x += 1.0; x += 1.0; x += 1.0; x += 1.0
        x += 1.0; x += 1.0; x += 1.0; x += 1.0; x += 1.0; x += 1.0; x += 1.0; x += 1.0; x += 1.0; x += 1.0
    return int(x)


# Bytes that a hundred operations allocate and leave to the collector: the difference of two lengths, so that what a
# call itself allocates drops out.
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
