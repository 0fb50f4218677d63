# Counts the occurrences of each of 101 keys in a dictionary, as machine code over Python objects.

KEYS = const(101)


@micropython.native
def count(counts, operations):
    number = 1
    for _ in range(operations):
        number = (number * 75 + 74) % 65537
        key = number % KEYS
        counts[key] = counts.get(key, 0) + 1


def run(operations):
    counts = {}
    count(counts, operations)
    return sum(key * counts[key] * counts[key] + 1 for key in counts)
