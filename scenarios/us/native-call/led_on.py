# led.on(): a method of machine.Pin, looked up each time, in blocks of a hundred whose loop is
# paid once a hundred. `operations` is a multiple of a hundred.

from machine import Pin

LED = Pin(25, Pin.OUT)


def run(operations):
    led = LED
    calls = 0
    for _ in range(operations // 100):
        led.on(); led.on(); led.on(); led.on(); led.on(); led.on(); led.on(); led.on(); led.on(); led.on()
        led.on(); led.on(); led.on(); led.on(); led.on(); led.on(); led.on(); led.on(); led.on(); led.on()
        led.on(); led.on(); led.on(); led.on(); led.on(); led.on(); led.on(); led.on(); led.on(); led.on()
        led.on(); led.on(); led.on(); led.on(); led.on(); led.on(); led.on(); led.on(); led.on(); led.on()
        led.on(); led.on(); led.on(); led.on(); led.on(); led.on(); led.on(); led.on(); led.on(); led.on()
        led.on(); led.on(); led.on(); led.on(); led.on(); led.on(); led.on(); led.on(); led.on(); led.on()
        led.on(); led.on(); led.on(); led.on(); led.on(); led.on(); led.on(); led.on(); led.on(); led.on()
        led.on(); led.on(); led.on(); led.on(); led.on(); led.on(); led.on(); led.on(); led.on(); led.on()
        led.on(); led.on(); led.on(); led.on(); led.on(); led.on(); led.on(); led.on(); led.on(); led.on()
        led.on(); led.on(); led.on(); led.on(); led.on(); led.on(); led.on(); led.on(); led.on(); led.on()
        calls += 100
    return calls
