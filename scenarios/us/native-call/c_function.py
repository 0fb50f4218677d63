# A call of a function of a C module that does nothing, unrolled a hundred times, to reduce
# the cost of the loop. `operations` is a multiple of a hundred.

import twinbench


def run(operations):
    nothing = twinbench.nothing
    calls = 0
    for _ in range(operations // 100):
        nothing(); nothing(); nothing(); nothing(); nothing(); nothing(); nothing(); nothing(); nothing(); nothing()
        nothing(); nothing(); nothing(); nothing(); nothing(); nothing(); nothing(); nothing(); nothing(); nothing()
        nothing(); nothing(); nothing(); nothing(); nothing(); nothing(); nothing(); nothing(); nothing(); nothing()
        nothing(); nothing(); nothing(); nothing(); nothing(); nothing(); nothing(); nothing(); nothing(); nothing()
        nothing(); nothing(); nothing(); nothing(); nothing(); nothing(); nothing(); nothing(); nothing(); nothing()
        nothing(); nothing(); nothing(); nothing(); nothing(); nothing(); nothing(); nothing(); nothing(); nothing()
        nothing(); nothing(); nothing(); nothing(); nothing(); nothing(); nothing(); nothing(); nothing(); nothing()
        nothing(); nothing(); nothing(); nothing(); nothing(); nothing(); nothing(); nothing(); nothing(); nothing()
        nothing(); nothing(); nothing(); nothing(); nothing(); nothing(); nothing(); nothing(); nothing(); nothing()
        nothing(); nothing(); nothing(); nothing(); nothing(); nothing(); nothing(); nothing(); nothing(); nothing()
        calls += 100
    return calls
