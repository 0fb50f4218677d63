# The sum by a loop over range.


def run(operations):
    total = 0
    for i in range(operations):
        total += i
    return total
