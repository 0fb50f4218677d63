# A call of a closure which reads a captured variable, unrolled a hundred times, to reduce
# the cost of the loop. `operations` is a multiple of a hundred.


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
