# WS2812B bits with a state machine, fed by the script. 10 cycles at 150 MHz each: 66.7 ns.

import rp2
from machine import Pin
from time import sleep_us

DATA = bytes((k * 73 + 41) & 0xFF for k in range(256))


@rp2.asm_pio(sideset_init=rp2.PIO.OUT_LOW, out_shiftdir=rp2.PIO.SHIFT_LEFT, autopull=True, pull_thresh=8)
def ws2812():
    wrap_target()
    label("bit")
    out(x, 1).side(0)[6]
    jmp(not_x, "zero").side(1)[5]
    jmp("bit").side(1)[5]
    label("zero")
    nop().side(0)[5]
    wrap()


machine = rp2.StateMachine(0, ws2812, freq=15_000_000, sideset_base=Pin(2))
machine.active(1)


def run(operations):
    data = DATA[: operations // 8]
    machine.put(data, 24)
    while machine.tx_fifo():
        pass
    # The last byte is still being shifted out.
    sleep_us(12)
    return sum(data)
