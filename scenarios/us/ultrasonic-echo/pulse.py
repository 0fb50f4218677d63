# Reads an HC-SR04 with machine.time_pulse_us. Readings: measured length in nanoseconds.

from machine import Pin, time_pulse_us
from time import sleep_us

# Longer than the longest echo and also the burst.
TIMEOUT_US = const(30_000)
NOT_SEEN = 0xFFFFFFFF
trigger = Pin(2, Pin.OUT, value=0)
echo = Pin(3, Pin.IN)
measured = []


def echo_ns():
    us = time_pulse_us(echo, 1, TIMEOUT_US)
    return us * 1000 if us >= 0 else NOT_SEEN


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
