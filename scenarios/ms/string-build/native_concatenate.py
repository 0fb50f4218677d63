# Texts of 32 decimal numbers, each is followed by a comma, by `+=`, as machine code over Python objects.

from binascii import crc32

NUMBERS = const(32)


@micropython.native
def build(start):
    text = ""
    for number in range(start, start + NUMBERS):
        text += str(number * 37)
        text += ","
    return text


def run(operations):
    checksum = 0
    text = ""
    for start in range(0, operations, NUMBERS):
        text = build(start)
        checksum += len(text)
    return checksum + crc32(text)
