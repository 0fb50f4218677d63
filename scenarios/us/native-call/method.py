# A call of a method that does nothing, looked up each time, in blocks of a hundred whose loop is
# paid once a hundred. `operations` is a multiple of a hundred.


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
