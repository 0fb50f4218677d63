# x += 1 with x a machine word in memory, by pointer, in blocks of a hundred whose loop is paid once a hundred.
# `operations` is a multiple of a hundred.

from array import array

memory = array("i", [0])


@micropython.viper
def run(operations: int) -> int:
    x = ptr32(memory)
    x[0] = 0
    for _ in range(operations // 100):
        x[0] += 1; x[0] += 1; x[0] += 1; x[0] += 1; x[0] += 1; x[0] += 1; x[0] += 1; x[0] += 1; x[0] += 1; x[0] += 1
        x[0] += 1; x[0] += 1; x[0] += 1; x[0] += 1; x[0] += 1; x[0] += 1; x[0] += 1; x[0] += 1; x[0] += 1; x[0] += 1
        x[0] += 1; x[0] += 1; x[0] += 1; x[0] += 1; x[0] += 1; x[0] += 1; x[0] += 1; x[0] += 1; x[0] += 1; x[0] += 1
        x[0] += 1; x[0] += 1; x[0] += 1; x[0] += 1; x[0] += 1; x[0] += 1; x[0] += 1; x[0] += 1; x[0] += 1; x[0] += 1
        x[0] += 1; x[0] += 1; x[0] += 1; x[0] += 1; x[0] += 1; x[0] += 1; x[0] += 1; x[0] += 1; x[0] += 1; x[0] += 1
        x[0] += 1; x[0] += 1; x[0] += 1; x[0] += 1; x[0] += 1; x[0] += 1; x[0] += 1; x[0] += 1; x[0] += 1; x[0] += 1
        x[0] += 1; x[0] += 1; x[0] += 1; x[0] += 1; x[0] += 1; x[0] += 1; x[0] += 1; x[0] += 1; x[0] += 1; x[0] += 1
        x[0] += 1; x[0] += 1; x[0] += 1; x[0] += 1; x[0] += 1; x[0] += 1; x[0] += 1; x[0] += 1; x[0] += 1; x[0] += 1
        x[0] += 1; x[0] += 1; x[0] += 1; x[0] += 1; x[0] += 1; x[0] += 1; x[0] += 1; x[0] += 1; x[0] += 1; x[0] += 1
        x[0] += 1; x[0] += 1; x[0] += 1; x[0] += 1; x[0] += 1; x[0] += 1; x[0] += 1; x[0] += 1; x[0] += 1; x[0] += 1
    return x[0]
