# A call of a closure that reads what it has captured, in blocks of a hundred whose loop is
# paid once a hundred. `operations` is a multiple of a hundred.


def make():
    captured = None

    def nothing():
        captured

    return nothing


def run(operations):
    closure = make()
    calls = 0
    for _ in range(operations // 100):
        closure(); closure(); closure(); closure(); closure(); closure(); closure(); closure(); closure(); closure()
        closure(); closure(); closure(); closure(); closure(); closure(); closure(); closure(); closure(); closure()
        closure(); closure(); closure(); closure(); closure(); closure(); closure(); closure(); closure(); closure()
        closure(); closure(); closure(); closure(); closure(); closure(); closure(); closure(); closure(); closure()
        closure(); closure(); closure(); closure(); closure(); closure(); closure(); closure(); closure(); closure()
        closure(); closure(); closure(); closure(); closure(); closure(); closure(); closure(); closure(); closure()
        closure(); closure(); closure(); closure(); closure(); closure(); closure(); closure(); closure(); closure()
        closure(); closure(); closure(); closure(); closure(); closure(); closure(); closure(); closure(); closure()
        closure(); closure(); closure(); closure(); closure(); closure(); closure(); closure(); closure(); closure()
        closure(); closure(); closure(); closure(); closure(); closure(); closure(); closure(); closure(); closure()
        calls += 100
    return calls
