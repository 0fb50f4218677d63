# WS2812B bits with writes to a pin. The interpreter determines all of the durations.

from machine import Pin

DATA = bytes((k * 73 + 41) & 0xFF for k in range(256))
pin = Pin(2, Pin.OUT, value=0)


def run(operations):
    value = pin.value
    checksum = 0
    for byte in DATA[: operations // 8]:
        checksum += byte
        mask = 0x80
        while mask:
            value(1)
            if byte & mask:
                value(1)
            value(0)
            mask >>= 1
    return checksum
