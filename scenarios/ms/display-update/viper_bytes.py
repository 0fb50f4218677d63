# A frame drawn byte by byte, as machine code over machine words, and sent over SPI0. A byte is eight pixels of a
# column, with the top pixel in bit 0

from binascii import crc32
from machine import SPI, Pin

WIDTH = const(128)
HEIGHT = const(64)
BLANK = bytes(WIDTH * HEIGHT // 8)
frame = bytearray(WIDTH * HEIGHT // 8)
spi = SPI(0, baudrate=10_000_000, sck=Pin(18), mosi=Pin(19))

@micropython.viper
def fill_rectangle(pixels: ptr8, x: int, y: int, width: int, height: int):
    end = y + height
    while y < end:
        page = y >> 3
        next = (page + 1) << 3
        mask = 0xFF << (y & 7) & 0xFF
        if next > end:
            mask &= 0xFF >> (next - end)
        first = page * WIDTH + x
        for at in range(first, first + width):
            pixels[at] |= mask
        y = next


@micropython.viper
def draw_wave(pixels: ptr8, number: int):
    for x in range(4, WIDTH - 4):
        phase = (x + number) % 32
        y = 6 + (phase if phase < 16 else 31 - phase)
        pixels[(y >> 3) * WIDTH + x] |= 1 << (y & 7)


def draw(number):
    frame[:] = BLANK
    fill_rectangle(frame, 0, 0, WIDTH, 1)
    fill_rectangle(frame, 0, HEIGHT - 1, WIDTH, 1)
    fill_rectangle(frame, 0, 0, 1, HEIGHT)
    fill_rectangle(frame, WIDTH - 1, 0, 1, HEIGHT)
    draw_wave(frame, number)
    for bar in range(14):
        height = 1 + (bar * 5 + number * 3) % 24
        fill_rectangle(frame, 8 + bar * 8, 60 - height, 6, height)


def run(operations):
    checksum = 0
    for number in range(operations):
        draw(number)
        spi.write(frame)
        checksum += frame[137] + frame[270] + frame[800] + frame[1000]
    return checksum + crc32(frame)
