# A frame drawn by the module framebuf, whose functions are C, and sent over SPI0.

from binascii import crc32
from machine import SPI, Pin
from framebuf import MONO_VLSB, FrameBuffer

WIDTH = const(128)
HEIGHT = const(64)

frame = bytearray(WIDTH * HEIGHT // 8)
canvas = FrameBuffer(frame, WIDTH, HEIGHT, MONO_VLSB)
spi = SPI(0, baudrate=10_000_000, sck=Pin(18), mosi=Pin(19))


def draw(number):
    canvas.fill(0)
    canvas.rect(0, 0, WIDTH, HEIGHT, 1)
    for x in range(4, WIDTH - 4):
        phase = (x + number) % 32
        canvas.pixel(x, 6 + (phase if phase < 16 else 31 - phase), 1)
    for bar in range(14):
        height = 1 + (bar * 5 + number * 3) % 24
        canvas.fill_rect(8 + bar * 8, 60 - height, 6, height, 1)


def run(operations):
    checksum = 0
    for number in range(operations):
        draw(number)
        spi.write(frame)
        checksum += frame[137] + frame[270] + frame[800] + frame[1000]
    return checksum + crc32(frame)
