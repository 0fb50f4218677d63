# The product of two 8 by 8 matrices of integers, by three loops, as machine code over machine words.

from array import array

SIZE = const(8)
COUNT = const(64)


@micropython.viper
def multiply(left: ptr32, right: ptr32, product: ptr32):
    for row in range(0, COUNT, SIZE):
        for column in range(SIZE):
            total = 0
            for k in range(SIZE):
                total += left[row + k] * right[k * SIZE + column]
            product[row + column] = total


def run(operations):
    left = array("i", [(i * 7 + 3) % 10 for i in range(COUNT)])
    right = array("i", [(i * 3 + 1) % 10 for i in range(COUNT)])
    product = array("i", [0] * COUNT)
    checksum = 0
    for i in range(operations):
        place = i % COUNT
        left[place] += 1
        multiply(left, right, product)
        checksum += product[place]
    return checksum + sum(i * product[i] for i in range(COUNT))
