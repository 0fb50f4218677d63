# The sum by the built-in function, whose code is C.


def run(operations):
    return sum(range(operations))
