# WS2812B bits with machine code that writes SIO registers, timed by the cycle counter at 150 MHz.

from machine import Pin

DATA = bytes((k * 73 + 41) & 0xFF for k in range(256))
pin = Pin(2, Pin.OUT, value=0)


# High for 400 ns and 800 ns of 1250 ns, less the time of one iteration of polling.
@micropython.viper
def send(data: ptr8, bits: int):
    sio = ptr32(0xD0000000)
    counter = ptr32(0xE0001004)
    begin = counter[0]
    for bit in range(bits):
        high = 98 if data[bit >> 3] << (bit & 7) & 0x80 else 44
        while counter[0] - begin < 184:
            pass
        begin += 184
        start = counter[0]
        sio[6] = 4  # GPIO_OUT_SET, GP2
        while counter[0] - start < high:
            pass
        sio[8] = 4  # GPIO_OUT_CLR


def run(operations):
    data = DATA[: operations // 8]
    send(data, operations)
    return sum(data)
