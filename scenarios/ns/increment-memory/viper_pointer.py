# x += 1 with x a machine word in memory, by pointer, unrolled a hundred times, to reduce the cost of the loop.
# `operations` is a multiple of a hundred.
# The loop exits with a short forward jump: MicroPython 1.25.0 encodes a conditional jump over more than 4 KB of
# machine code wrongly (fixed upstream by pull request 17946), and this block is longer.

from array import array

memory = array("i", [0])


@micropython.viper
def run(operations: int) -> int:
    x = ptr32(memory)
    x[0] = 0
    left = operations // 100
    while True:
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
        left -= 1
        if left == 0:
            break
    return x[0]
