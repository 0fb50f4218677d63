# A call of a method that does nothing, looked up each time, unrolled a hundred times, to reduce
# the cost of the loop. `operations` is a multiple of a hundred.


class Thing:
    def nothing(self):
        pass

def run(operations):
    thing = Thing()
    calls = 0
    for _ in range(operations // 100):
        thing.nothing(); thing.nothing(); thing.nothing(); thing.nothing(); thing.nothing(); thing.nothing(); thing.nothing(); thing.nothing(); thing.nothing(); thing.nothing()
        thing.nothing(); thing.nothing(); thing.nothing(); thing.nothing(); thing.nothing(); thing.nothing(); thing.nothing(); thing.nothing(); thing.nothing(); thing.nothing()
        thing.nothing(); thing.nothing(); thing.nothing(); thing.nothing(); thing.nothing(); thing.nothing(); thing.nothing(); thing.nothing(); thing.nothing(); thing.nothing()
        thing.nothing(); thing.nothing(); thing.nothing(); thing.nothing(); thing.nothing(); thing.nothing(); thing.nothing(); thing.nothing(); thing.nothing(); thing.nothing()
        thing.nothing(); thing.nothing(); thing.nothing(); thing.nothing(); thing.nothing(); thing.nothing(); thing.nothing(); thing.nothing(); thing.nothing(); thing.nothing()
        thing.nothing(); thing.nothing(); thing.nothing(); thing.nothing(); thing.nothing(); thing.nothing(); thing.nothing(); thing.nothing(); thing.nothing(); thing.nothing()
        thing.nothing(); thing.nothing(); thing.nothing(); thing.nothing(); thing.nothing(); thing.nothing(); thing.nothing(); thing.nothing(); thing.nothing(); thing.nothing()
        thing.nothing(); thing.nothing(); thing.nothing(); thing.nothing(); thing.nothing(); thing.nothing(); thing.nothing(); thing.nothing(); thing.nothing(); thing.nothing()
        thing.nothing(); thing.nothing(); thing.nothing(); thing.nothing(); thing.nothing(); thing.nothing(); thing.nothing(); thing.nothing(); thing.nothing(); thing.nothing()
        thing.nothing(); thing.nothing(); thing.nothing(); thing.nothing(); thing.nothing(); thing.nothing(); thing.nothing(); thing.nothing(); thing.nothing(); thing.nothing()
        calls += 100
    return calls
