# The sum by a loop over range, as machine code over Python objects.


@micropython.native
def run(operations):
    total = 0
    for i in range(operations):
        total += i
    return total
