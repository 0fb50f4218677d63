# WS2812B bits by the module neopixel, three bytes an LED.

from machine import Pin
from neopixel import NeoPixel

DATA = bytes((k * 73 + 41) & 0xFF for k in range(256))
pin = Pin(2, Pin.OUT, value=0)


def run(operations):
    length = operations // 8
    leds = NeoPixel(pin, length // 3)
    # The bytes as they go out: neither colours nor their order matter here.
    leds.buf[:] = DATA[:length]
    leds.write()
    return sum(leds.buf)
