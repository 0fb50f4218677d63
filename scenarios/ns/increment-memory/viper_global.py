# x += 1 with x a global variable, in machine code: a global name is a Python object there as well, unrolled
# a hundred times, to reduce the cost of the loop. `operations` is a multiple of a hundred.
# The loop exits with a short forward jump: see viper_pointer.py.

x = 0


@micropython.viper
def run(operations: int) -> int:
    global x
    x = 0
    left = operations // 100
    while True:
        x = int(x) + 1; x = int(x) + 1; x = int(x) + 1; x = int(x) + 1; x = int(x) + 1
        x = int(x) + 1; x = int(x) + 1; x = int(x) + 1; x = int(x) + 1; x = int(x) + 1
        x = int(x) + 1; x = int(x) + 1; x = int(x) + 1; x = int(x) + 1; x = int(x) + 1
        x = int(x) + 1; x = int(x) + 1; x = int(x) + 1; x = int(x) + 1; x = int(x) + 1
        x = int(x) + 1; x = int(x) + 1; x = int(x) + 1; x = int(x) + 1; x = int(x) + 1
        x = int(x) + 1; x = int(x) + 1; x = int(x) + 1; x = int(x) + 1; x = int(x) + 1
        x = int(x) + 1; x = int(x) + 1; x = int(x) + 1; x = int(x) + 1; x = int(x) + 1
        x = int(x) + 1; x = int(x) + 1; x = int(x) + 1; x = int(x) + 1; x = int(x) + 1
        x = int(x) + 1; x = int(x) + 1; x = int(x) + 1; x = int(x) + 1; x = int(x) + 1
        x = int(x) + 1; x = int(x) + 1; x = int(x) + 1; x = int(x) + 1; x = int(x) + 1
        x = int(x) + 1; x = int(x) + 1; x = int(x) + 1; x = int(x) + 1; x = int(x) + 1
        x = int(x) + 1; x = int(x) + 1; x = int(x) + 1; x = int(x) + 1; x = int(x) + 1
        x = int(x) + 1; x = int(x) + 1; x = int(x) + 1; x = int(x) + 1; x = int(x) + 1
        x = int(x) + 1; x = int(x) + 1; x = int(x) + 1; x = int(x) + 1; x = int(x) + 1
        x = int(x) + 1; x = int(x) + 1; x = int(x) + 1; x = int(x) + 1; x = int(x) + 1
        x = int(x) + 1; x = int(x) + 1; x = int(x) + 1; x = int(x) + 1; x = int(x) + 1
        x = int(x) + 1; x = int(x) + 1; x = int(x) + 1; x = int(x) + 1; x = int(x) + 1
        x = int(x) + 1; x = int(x) + 1; x = int(x) + 1; x = int(x) + 1; x = int(x) + 1
        x = int(x) + 1; x = int(x) + 1; x = int(x) + 1; x = int(x) + 1; x = int(x) + 1
        x = int(x) + 1; x = int(x) + 1; x = int(x) + 1; x = int(x) + 1; x = int(x) + 1
        left -= 1
        if left == 0:
            break
    return int(x)
