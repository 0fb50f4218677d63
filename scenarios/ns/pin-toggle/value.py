# Toggles a pin with Pin.value, once for each operation. `operations` is even.

from machine import Pin

pin = Pin(2, Pin.OUT, value=0)


def run(operations):
    value = pin.value
    toggles = 0
    for _ in range(operations // 2):
        value(1)
        value(0)
        toggles += 2
    return toggles
