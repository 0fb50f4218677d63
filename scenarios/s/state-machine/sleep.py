# A traffic light that sleeps for the full time between two transitions: the time of each transition is on top.

from machine import Pin
from time import sleep_ms

PERIOD_MS = const(250)
RED, RED_AND_AMBER, GREEN, AMBER = 0, 1, 2, 3
NEXT = {RED: RED_AND_AMBER, RED_AND_AMBER: GREEN, GREEN: AMBER, AMBER: RED}
pin = Pin(2, Pin.OUT, value=0)


def run(operations):
    pin.value(0)
    state = RED
    checksum = 0
    for _ in range(operations):
        sleep_ms(PERIOD_MS)
        state = NEXT[state]
        pin.toggle()
        checksum = checksum * 4 + state
    return checksum
