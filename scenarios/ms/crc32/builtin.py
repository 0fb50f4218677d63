# CRC-32 of a message that repeats, with the function of the module binascii, whose loop is C.

from binascii import crc32

MESSAGE = bytes((i * 7 + 3) & 255 for i in range(256))


def run(operations):
    crc = 0
    while operations:
        length = min(operations, len(MESSAGE))
        crc = crc32(memoryview(MESSAGE)[:length], crc)
        operations -= length
    return crc
