# gc.collect() with 10 % of the heap in use, all of it by records in small lists.

import gc

FILL = 10  # percent of the heap
PART = 100  # records in a list

# A tuple of three, a float, a list and its items are two, one, one and one blocks of 16 bytes; and 4 bytes for the
# record's slot in the list, which grows by half of its size: 512 bytes for a hundred.
RECORD_BYTES = 80 + 512 / PART


def fill():
    gc.collect()
    goal = (gc.mem_alloc() + gc.mem_free()) * FILL // 100
    count = int((goal - gc.mem_alloc()) / RECORD_BYTES)
    records = [[(i, i / 2, [i]) for i in range(start, min(start + PART, count))] for start in range(0, count, PART)]
    gc.collect()
    if abs(gc.mem_alloc() - goal) * 50 > goal:
        raise ValueError("{} bytes are in use instead of {}".format(gc.mem_alloc(), goal))
    return records


records = fill()


def run(operations):
    for _ in range(operations):
        gc.collect()
    return operations
