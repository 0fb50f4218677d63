# x += one with x a list, which is extended in place; it grows to a hundred items. In blocks of a hundred whose loop is
# paid once a hundred. `operations` is a multiple of a hundred.


def run(operations):
    one = [1]
    length = 0
    for _ in range(operations // 100):
        x = []
        x += one; x += one; x += one; x += one; x += one; x += one; x += one; x += one; x += one; x += one
        x += one; x += one; x += one; x += one; x += one; x += one; x += one; x += one; x += one; x += one
        x += one; x += one; x += one; x += one; x += one; x += one; x += one; x += one; x += one; x += one
        x += one; x += one; x += one; x += one; x += one; x += one; x += one; x += one; x += one; x += one
        x += one; x += one; x += one; x += one; x += one; x += one; x += one; x += one; x += one; x += one
        x += one; x += one; x += one; x += one; x += one; x += one; x += one; x += one; x += one; x += one
        x += one; x += one; x += one; x += one; x += one; x += one; x += one; x += one; x += one; x += one
        x += one; x += one; x += one; x += one; x += one; x += one; x += one; x += one; x += one; x += one
        x += one; x += one; x += one; x += one; x += one; x += one; x += one; x += one; x += one; x += one
        x += one; x += one; x += one; x += one; x += one; x += one; x += one; x += one; x += one; x += one
        length += len(x)
    return length
