# The sum by the built-in function, whose loop is C.


def run(operations):
    return sum(range(operations))
