# A PID controller at 1 kHz as machine code over objects, in single precision, and the first-order plant that it controls.

from machine import Pin
from time import ticks_add, ticks_diff, ticks_us

PERIOD_US = const(1000)
pin = Pin(2, Pin.OUT, value=0)


@micropython.native
def run(operations):
    pin.value(0)
    toggle = pin.toggle
    state = 0.0
    integral = 0.0
    last_error = 0.0
    checksum = 0
    next = ticks_add(ticks_us(), PERIOD_US)
    for step in range(operations):
        while ticks_diff(next, ticks_us()) > 0:
            pass
        next = ticks_add(next, PERIOD_US)
        toggle()
        target = 1.0 if step // 100 % 2 == 0 else -0.5
        error = target - state
        integral = integral + error * 0.0009765625
        drive = 4.0 * error + 8.0 * integral + 0.25 * (error - last_error)
        last_error = error
        if drive > 6.0:
            drive = 6.0
        elif drive < -6.0:
            drive = -6.0
        state = state + (drive - state) * 0.015625
        checksum += int(state * 4096.0)
    return checksum & 0xFFFFFFFF
