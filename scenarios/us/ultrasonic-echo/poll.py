# Polls an HC-SR04 from a script. Readings: measured lengths, in nanoseconds.

from machine import Pin
from time import sleep_us, ticks_diff, ticks_us

# Longer than the longest echo and also the burst.
TIMEOUT_US = const(30_000)
NOT_SEEN = 0xFFFFFFFF
trigger = Pin(2, Pin.OUT, value=0)
echo = Pin(3, Pin.IN)
measured = []


def echo_ns():
    value = echo.value
    begin = ticks_us()
    while not value():
        if ticks_diff(ticks_us(), begin) > TIMEOUT_US:
            return NOT_SEEN
    rise = ticks_us()
    while value():
        if ticks_diff(ticks_us(), rise) > TIMEOUT_US:
            return NOT_SEEN
    return ticks_diff(ticks_us(), rise) * 1000


def run(operations):
    measured.clear()
    echoes = 0
    while echoes < operations:
        trigger.value(1)
        sleep_us(10)
        trigger.value(0)
        measured.append(echo_ns())
        sleep_us(20)
        echoes += 1
    return echoes


def readings():
    return measured
