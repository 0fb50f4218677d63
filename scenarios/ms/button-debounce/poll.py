# Polls a bouncing button: a level is accepted when it has been stable for 5 ms. Readings: microseconds of processor time,
# then the time of each press.

from machine import Pin, mem32
from time import ticks_add, ticks_diff, ticks_us

STABLE_US = const(5_000)
# Polling interval of the button.
POLL_US = const(500)
# Longer than a press and the time before it.
LONGEST_US = const(70_000)
# TIMER0's low word: ticks_us() has just 30 bit
TIMERAWL = const(0x400B0028)
button = Pin(3, Pin.IN, Pin.PULL_UP)
found = []
busy_us = 0


def run(operations):
    global busy_us
    found.clear()
    value = button.value
    begin = next = since = ticks_us()
    limit = operations * LONGEST_US
    busy = 0
    stable = last = 1
    while len(found) < operations and ticks_diff(ticks_us(), begin) < limit:
        while ticks_diff(ticks_us(), next) < 0:
            pass
        now = ticks_us()
        next = ticks_add(next, POLL_US)
        level = value()
        if level != last:
            last = level
            since = now
        elif level != stable and ticks_diff(now, since) >= STABLE_US:
            stable = level
            if not level:
                found.append(mem32[TIMERAWL])
        busy += ticks_diff(ticks_us(), now)
    busy_us = busy
    return operations


def readings():
    yield busy_us
    yield from found
