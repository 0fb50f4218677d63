# WS2812B bits with the module neopixel, 3 bytes each LED.

from machine import Pin
from neopixel import NeoPixel

DATA = bytes((k * 73 + 41) & 0xFF for k in range(256))
pin = Pin(2, Pin.OUT, value=0)


def run(operations):
    length = operations // 8
    leds = NeoPixel(pin, length // 3)
    # Sets the bytes in the order of transmission: colours are not used her.
    leds.buf[:] = DATA[:length]
    leds.write()
    return sum(leds.buf)
