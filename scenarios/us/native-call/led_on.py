# led.on(): a method of machine.Pin, looked up each time, unrolled a hundred times, to reduce
# the cost of the loop. `operations` is a multiple of a hundred.

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
