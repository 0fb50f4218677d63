# x += "1" with x a str, which is copied each time; it grows to a hundred characters. In blocks of a hundred whose loop
# is paid once a hundred. `operations` is a multiple of a hundred.


def run(operations):
    length = 0
    for _ in range(operations // 100):
        x = ""
        x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"
        x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"
        x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"
        x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"
        x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"
        x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"
        x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"
        x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"
        x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"
        x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"; x += "1"
        length += len(x)
    return length
