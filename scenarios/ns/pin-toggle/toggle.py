# Toggles a pin with Pin.toggle, once in every operation.

from machine import Pin

pin = Pin(2, Pin.OUT, value=0)


def run(operations):
    toggle = pin.toggle
    toggles = 0
    for _ in range(operations):
        toggle()
        toggles += 1
    return toggles
