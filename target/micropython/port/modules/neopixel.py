# WS2812 and SK6812 light strips, with the interface that MicroPython documents for the module `neopixel`.

from machine import bitstream

# machine.bitstream()'s encoding of pulses that are high, then low.
_HIGH_LOW = 0

# Nanoseconds high and low of a 0, high and low of a 1.
_AT_400_KHZ = (800, 1700, 1600, 900)
_AT_800_KHZ = (400, 850, 800, 450)


class NeoPixel:
    # Where red, green, blue and white lie in the bytes of a pixel.
    ORDER = (1, 0, 2, 3)

    def __init__(self, pin, n, bpp=3, timing=1):
        self.pin = pin
        self.n = n
        self.bpp = bpp
        self.buf = bytearray(n * bpp)
        self.pin.init(pin.OUT)
        if isinstance(timing, int):
            timing = _AT_800_KHZ if timing else _AT_400_KHZ
        self.timing = timing

    def __len__(self):
        return self.n

    def __setitem__(self, index, pixel):
        start = index * self.bpp
        for i in range(self.bpp):
            self.buf[start + self.ORDER[i]] = pixel[i]

    def __getitem__(self, index):
        start = index * self.bpp
        return tuple(self.buf[start + self.ORDER[i]] for i in range(self.bpp))

    def fill(self, pixel):
        for i in range(self.bpp):
            part = pixel[i]
            for at in range(self.ORDER[i], len(self.buf), self.bpp):
                self.buf[at] = part

    def write(self):
        bitstream(self.pin, _HIGH_LOW, self.timing, self.buf)
