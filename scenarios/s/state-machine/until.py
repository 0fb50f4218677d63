# A traffic light that sleeps until the time of the next transition

from machine import Pin
from time import sleep_ms, ticks_add, ticks_diff, ticks_us

PERIOD_US = const(250_000)
RED, RED_AND_AMBER, GREEN, AMBER = 0, 1, 2, 3
NEXT = {RED: RED_AND_AMBER, RED_AND_AMBER: GREEN, GREEN: AMBER, AMBER: RED}
pin = Pin(2, Pin.OUT, value=0)


def run(operations):
    pin.value(0)
    state = RED
    checksum = 0
    at = ticks_us()
    for _ in range(operations):
        at = ticks_add(at, PERIOD_US)
        # Sleeps whole milliseconds, then busy-waits
        sleep_ms(ticks_diff(at, ticks_us()) // 1000)
        while ticks_diff(at, ticks_us()) > 0:
            pass
        state = NEXT[state]
        pin.toggle()
        checksum = checksum * 4 + state
    return checksum
