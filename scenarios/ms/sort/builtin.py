# The sort of a hundred numbers by the method of list, which is C.

COUNT = 100


def make_numbers():
    numbers = []
    number = 1
    for _ in range(COUNT):
        number = (number * 75 + 74) % 65537
        numbers.append(number)
    return numbers


NUMBERS = make_numbers()


def run(operations):
    checksum = 0
    for _ in range(operations):
        numbers = NUMBERS[:]
        numbers.sort()
        checksum += numbers[0] + numbers[COUNT // 2] + numbers[-1]
    return checksum + sum(i * numbers[i] for i in range(COUNT))
