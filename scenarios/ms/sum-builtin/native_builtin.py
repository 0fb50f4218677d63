# The sum by the built-in function, whose loop is C, called by machine code.


@micropython.native
def run(operations):
    return sum(range(operations))
