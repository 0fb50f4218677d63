# CRC-32 of a message that repeats, with a table of sixteen words, as machine code over machine words.

from array import array

TABLE = array("I", (
    0x00000000, 0x1DB71064, 0x3B6E20C8, 0x26D930AC, 0x76DC4190, 0x6B6B51F4, 0x4DB26158, 0x5005713C,
    0xEDB88320, 0xF00F9344, 0xD6D6A3E8, 0xCB61B38C, 0x9B64C2B0, 0x86D3D2D4, 0xA00AE278, 0xBDBDF21C,
))
MESSAGE = bytes((i * 7 + 3) & 255 for i in range(256))


@micropython.viper
def crc32(data: ptr8, length: int, crc: uint) -> uint:
    table = ptr32(TABLE)
    ones = uint(-1)
    crc ^= ones
    for i in range(length):
        crc ^= uint(data[i])
        crc = crc >> 4 ^ uint(table[crc & 15])
        crc = crc >> 4 ^ uint(table[crc & 15])
    return crc ^ ones


def run(operations):
    crc = 0
    while operations:
        length = min(operations, len(MESSAGE))
        crc = crc32(MESSAGE, length, crc)
        operations -= length
    return crc
