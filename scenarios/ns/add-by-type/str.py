# x += "1" with x a str, which is copied each time; it grows to a hundred characters. In blocks of a hundred whose loop
# is paid once a hundred. `operations` is a multiple of a hundred.

import gc


def run(operations):
    length = 0
    for _ in range(operations // 100):
        x = ""
        x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"
        x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"
        x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"
        x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"
        x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"
        x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"
        x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"
        x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"
        x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"
        x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"
        length += len(x)
    return length


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
