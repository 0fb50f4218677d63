# Shell sort of a hundred numbers, as machine code over machine words.

from array import array

COUNT = 100
GAPS = bytes((57, 23, 10, 4, 1))  # M. Ciura, 2001


def make_numbers():
    numbers = []
    number = 1
    for _ in range(COUNT):
        number = (number * 75 + 74) % 65537
        numbers.append(number)
    return numbers


NUMBERS = array("I", make_numbers())


@micropython.viper
def shell_sort(items: ptr32, count: int):
    gaps = ptr8(GAPS)
    for g in range(5):
        gap = gaps[g]
        for i in range(gap, count):
            item = items[i]
            place = i
            while place >= gap and items[place - gap] > item:
                items[place] = items[place - gap]
                place -= gap
            items[place] = item


def run(operations):
    checksum = 0
    for _ in range(operations):
        numbers = NUMBERS[:]
        shell_sort(numbers, COUNT)
        checksum += numbers[0] + numbers[COUNT // 2] + numbers[-1]
    return checksum + sum(i * numbers[i] for i in range(COUNT))
