# Texts of 32 decimal numbers, each is followed by a comma, digit by digit into a buffer, as machine code over machine
# words.

from binascii import crc32

NUMBERS = const(32)
LONGEST_NUMBER = const(10)

buffer = bytearray(NUMBERS * (LONGEST_NUMBER + 1))
digits = bytearray(LONGEST_NUMBER)


@micropython.viper
def write_numbers(start: int) -> int:
    text = ptr8(buffer)
    reversed_digits = ptr8(digits)
    end = 0
    for i in range(start, start + NUMBERS):
        number = i * 37
        count = 0
        while True:
            rest = number // 10
            reversed_digits[count] = 48 + number - rest * 10
            count += 1
            number = rest
            if number == 0:
                break
        while count != 0:
            count -= 1
            text[end] = reversed_digits[count]
            end += 1
        text[end] = 44  # a comma
        end += 1
    return end


def build(start):
    return memoryview(buffer)[:write_numbers(start)]


def run(operations):
    checksum = 0
    text = buffer
    for start in range(0, operations, NUMBERS):
        text = build(start)
        checksum += len(text)
    return checksum + crc32(text)
