# A frame drawn byte by byte and sent over SPI0. A byte is eight pixels of a column, with the top pixel in bit 0

from binascii import crc32
from machine import SPI, Pin

WIDTH = const(128)
HEIGHT = const(64)
BLANK = bytes(WIDTH * HEIGHT // 8)
frame = bytearray(WIDTH * HEIGHT // 8)
spi = SPI(0, baudrate=10_000_000, sck=Pin(18), mosi=Pin(19))

def set_pixel(x, y):
    frame[(y >> 3) * WIDTH + x] |= 1 << (y & 7)


def fill_rectangle(x, y, width, height):
    end = y + height
    while y < end:
        page = y >> 3
        next = (page + 1) << 3
        mask = 0xFF << (y & 7) & 0xFF
        if next > end:
            mask &= 0xFF >> (next - end)
        first = page * WIDTH + x
        for at in range(first, first + width):
            frame[at] |= mask
        y = next


def draw(number):
    frame[:] = BLANK
    fill_rectangle(0, 0, WIDTH, 1)
    fill_rectangle(0, HEIGHT - 1, WIDTH, 1)
    fill_rectangle(0, 0, 1, HEIGHT)
    fill_rectangle(WIDTH - 1, 0, 1, HEIGHT)
    for x in range(4, WIDTH - 4):
        phase = (x + number) % 32
        set_pixel(x, 6 + (phase if phase < 16 else 31 - phase))
    for bar in range(14):
        height = 1 + (bar * 5 + number * 3) % 24
        fill_rectangle(8 + bar * 8, 60 - height, 6, height)


def run(operations):
    checksum = 0
    for number in range(operations):
        draw(number)
        spi.write(frame)
        checksum += frame[137] + frame[270] + frame[800] + frame[1000]
    return checksum + crc32(frame)
