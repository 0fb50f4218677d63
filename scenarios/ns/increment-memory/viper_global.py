# x += 1 with x a global variable, as machine code: a global name holds a Python object even there, in blocks of a
# hundred whose loop is paid once a hundred. `operations` is a multiple of a hundred.
# The loop is left by a short forward jump: see viper_pointer.py.

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
