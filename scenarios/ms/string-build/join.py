# Texts of 32 decimal numbers, each is followed by a comma, by joining a list.

from binascii import crc32

NUMBERS = const(32)


def build(start):
    parts = [str(number * 37) for number in range(start, start + NUMBERS)]
    parts.append("")
    return ",".join(parts)


def run(operations):
    checksum = 0
    text = ""
    for start in range(0, operations, NUMBERS):
        text = build(start)
        checksum += len(text)
    return checksum + crc32(text)
