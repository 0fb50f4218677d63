# Toggles a pin with machine code that writes to a register of SIO, once an operation.

from machine import Pin

pin = Pin(2, Pin.OUT, value=0)


@micropython.viper
def run(operations: int) -> int:
    sio = ptr32(0xD0000000)
    toggles = 0
    while toggles < operations:
        sio[10] = 4  # GPIO_OUT_XOR, GP2
        toggles += 1
    return toggles
