//! machine.Pin and its interrupts, machine.mem8, mem16 and mem32, and framebuf.

use super::run_script;

#[test]
fn pins_are_driven_and_read_back() {
    let text = run_script(
        "
from machine import Pin, Signal
pin = Pin(2, Pin.OUT, value=1)
levels = [pin()]
for change in (pin.toggle, pin.on, pin.off, lambda: pin(5), lambda: pin.value(0), pin.high, pin.low):
    change()
    levels.append(pin.value())
print(pin, levels)
low = Signal(pin, invert=True)
low.on()
print(pin(), low.value())
print(Pin('LED') is Pin.board.LED, Pin(25) is Pin.cpu.GPIO25)
print(Pin(3, Pin.IN, Pin.PULL_UP), Pin(3)())
print(Pin(3, Pin.IN, Pin.PULL_DOWN), Pin(3)())
drain = Pin(4, Pin.OPEN_DRAIN, Pin.PULL_UP)
print(drain, drain(), drain(0), drain(), drain.toggle(), drain())
print(Pin(5, Pin.ALT, alt=Pin.ALT_PWM))
",
    );
    assert_eq!(
        text,
        "Pin(GPIO2, mode=OUT) [1, 0, 1, 0, 1, 0, 1, 0]\n\
         0 1\n\
         True True\n\
         Pin(GPIO3, mode=IN, pull=PULL_UP) 1\n\
         Pin(GPIO3, mode=IN, pull=PULL_DOWN) 0\n\
         Pin(GPIO4, mode=OPEN_DRAIN, pull=PULL_UP) 1 None 0 None 1\n\
         Pin(GPIO5, mode=ALT, alt=PWM)\n"
    );
}

#[test]
fn invalid_pins_addresses_and_frequencies_raise_value_error() {
    let text = run_script(
        "
import machine
from machine import Pin, mem32
for wrong in (lambda: Pin(30), lambda: Pin('X'), lambda: Pin(0, Pin.ALT, alt=9), lambda: mem32[1],
              lambda: machine.freq(48_000_000)):
    try:
        wrong()
    except ValueError as error:
        print(error)
",
    );
    assert_eq!(
        text,
        "invalid pin\nunknown named pin \"X\"\ninvalid pin af: 9\n\
         address 00000001 is not aligned to 4 bytes\ncannot change frequency\n"
    );
}

#[test]
fn hard_handlers_run_at_the_edge_and_soft_handlers_when_scheduled() {
    let text = run_script(
        "
import machine, time
from machine import Pin
pin = Pin(2, Pin.OUT)
log = bytearray(8)
def count(which):
    log[0] += 1
    log[1] = which()
irq = pin.irq(count, Pin.IRQ_RISING, hard=True)
pin(1)
print(log[0], log[1], irq.flags() == Pin.IRQ_RISING, irq.trigger() == Pin.IRQ_RISING)
pin(0)
print(log[0])
irq.trigger(Pin.IRQ_FALLING)
pin(1)
pin(0)
print(log[0], log[1])
state = machine.disable_irq()
pin(1)
pin(0)
print(log[0])
machine.enable_irq(state)
print(log[0])
seen = []
pin.irq(lambda which: seen.append(which()), Pin.IRQ_RISING | Pin.IRQ_FALLING)
pin(1)
time.sleep_ms(1)
pin(0)
time.sleep_ms(1)
print(seen)
pin.irq(None)
pin(1)
print(log[0], seen)
",
    );
    assert_eq!(text, "1 1 True True\n1\n2 0\n2\n3\n[1, 0]\n3 [1, 0]\n");
}

#[test]
fn an_exception_in_a_hard_handler_is_printed_and_disables_the_handler() {
    let text = run_script(
        "
from machine import Pin
pin = Pin(2, Pin.OUT)
def allocate(which):
    [0] * 100
pin.irq(allocate, Pin.IRQ_RISING, hard=True)
for level in (1, 0, 1):
    pin(level)
print('goes on')
",
    );
    assert_eq!(text, "Uncaught exception in IRQ callback handler\nMemoryError: \ngoes on\n");
}

#[test]
fn memory_is_read_and_written_in_words_halfwords_and_bytes() {
    let text = run_script(
        "
from machine import Pin, mem8, mem16, mem32
import uctypes
SIO_GPIO_IN = 0xd0000004
SIO_GPIO_OUT = 0xd0000010
Pin(2, Pin.OUT, value=1)
print(mem32[SIO_GPIO_IN] >> 2 & 1, mem32[SIO_GPIO_OUT] >> 2 & 1)
words = bytearray(8)
at = uctypes.addressof(words)
mem32[at] = 0x89abcdef
mem16[at + 4] = 0x1234
mem8[at + 7] = 0xff
print(words, hex(mem32[at + 4] & 0xffffffff), hex(mem16[at + 2]), hex(mem8[at]))
",
    );
    assert_eq!(text, "1 1\nbytearray(b'\\xef\\xcd\\xab\\x894\\x12\\x00\\xff') 0xff001234 0x89ab 0xef\n");
}

#[test]
fn a_frame_buffer_contains_the_drawn_pixels() {
    let text = run_script(
        "
import framebuf
buffer = bytearray(8)
picture = framebuf.FrameBuffer(buffer, 8, 8, framebuf.MONO_VLSB)
picture.rect(0, 0, 8, 8, 1)
picture.line(0, 0, 7, 7, 1)
for y in range(8):
    print(''.join('#' if picture.pixel(x, y) else '.' for x in range(8)))
print(buffer)
",
    );
    assert_eq!(
        text,
        "########\n##.....#\n#.#....#\n#..#...#\n#...#..#\n#....#.#\n#.....##\n########\n\
         bytearray(b'\\xff\\x83\\x85\\x89\\x91\\xa1\\xc1\\xff')\n"
    );
}
