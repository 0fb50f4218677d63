# The sum by a loop over range, as machine code over machine words.


@micropython.viper
def run(operations: int) -> int:
    total = 0
    for i in range(operations):
        total += i
    return total
