# WS2812B bits, machine.bitstream().

from machine import Pin, bitstream

DATA = bytes((k * 73 + 41) & 0xFF for k in range(256))
TIMING = (400, 850, 800, 450)
pin = Pin(2, Pin.OUT, value=0)


def run(operations):
    data = DATA[: operations // 8]
    bitstream(pin, 0, TIMING, data)
    return sum(data)
