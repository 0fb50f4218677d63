//! rp2: PIO programs in Python.

use super::{record_pulses, run_script};

#[test]
fn a_state_machine_outputs_the_waveform_of_its_program() {
    let (text, spans) = record_pulses(
        "
import rp2, time
from machine import Pin
@rp2.asm_pio(set_init=rp2.PIO.OUT_LOW)
def square():
    wrap_target()
    set(pins, 1) [9]
    set(pins, 0) [19]
    wrap()
machine = rp2.StateMachine(0, square, freq=15_000_000, set_base=Pin(2))
print(machine, machine.active(), machine.active(1))
time.sleep_us(30)
print(machine.active(0), Pin(2))
",
        "GP2",
    );
    assert_eq!(text, "StateMachine(0) False True\nFalse Pin(GPIO2, mode=ALT, pull=PULL_DOWN, alt=PIO0)\n");
    assert!(spans.len() > 20, "{spans:?}");
    let whole = &spans[..spans.len() - 2];
    assert!(
        whole.iter().all(|(level, cycles)| *cycles == if *level == '1' { 100 } else { 200 }),
        "{spans:?}"
    );
}

#[test]
fn a_program_receives_and_sends_words_and_interrupts() {
    let text = run_script(
        "
import rp2, time
from array import array
@rp2.asm_pio()
def invert():
    pull()
    mov(isr, invert(osr))
    push()
    irq(rel(0))
machine = rp2.StateMachine(5, invert)
seen = []
machine.irq(lambda which: seen.append(which))
machine.put(7)
print(machine.tx_fifo(), machine.rx_fifo())
machine.active(1)
print(hex(machine.get()), machine.get(None, 28) if machine.rx_fifo() else None)
time.sleep_ms(1)
print(seen)
machine.put(array('H', [1, 2]))
words = array('I', [0, 0])
print(machine.get(words) is words, [hex(word) for word in words])
machine.put(b'\\xf0', 24)
print(hex(machine.get(None, 24)))
hard = bytearray(1)
def count(which):
    hard[0] += 1
machine.irq(None)
rp2.PIO(1).irq(count, hard=True)
machine.put(1)
machine.put(2)
time.sleep_ms(1)
print(hard[0], len(seen))
",
    );
    assert_eq!(
        text,
        "1 0\n0xfffffff8 None\n[StateMachine(5)]\nTrue ['0xfffffffe', '0xfffffffd']\n0xf\n2 4\n"
    );
}

#[test]
fn out_and_side_set_pins_follow_the_program() {
    let script = "
import rp2, time
from machine import Pin
@rp2.asm_pio(out_init=rp2.PIO.OUT_LOW, sideset_init=rp2.PIO.OUT_LOW, autopull=True, pull_thresh=8)
def send():
    out(pins, 1).side(0)
    nop().side(1)
machine = rp2.StateMachine(1, send, freq=1_000_000, out_base=Pin(3), sideset_base=Pin(4))
machine.active(1)
machine.put(b'\\xa5\\x01', 24)
time.sleep_us(100)
machine.active(0)
machine.exec('nop().side(1)')
print(Pin(4)())
machine.exec(0xa042)
print(Pin(4)())
";
    let (text, data) = record_pulses(script, "GP3");
    assert_eq!(text, "1\n0\n");
    // 1010 0101 0000 0001 at 2 µs per bit.
    let expected =
        [('1', 300), ('0', 300), ('1', 300), ('0', 600), ('1', 300), ('0', 300), ('1', 300), ('0', 2100)];
    assert_eq!(data[..8], expected);
}

#[test]
fn claimed_and_invalid_resources_raise_errors() {
    let text = run_script(
        "
import rp2
@rp2.asm_pio()
def long():
    for i in range(20):
        nop()
print(rp2.PIO(1), rp2.PIO(1).state_machine(3), rp2.StateMachine(2, long))
def second():
    rp2.PIO(0).add_program(long)
for wrong in (lambda: rp2.StateMachine(8), lambda: rp2.StateMachine(12), lambda: rp2.PIO(2), lambda: rp2.PIO(3),
              lambda: rp2.StateMachine(0, long, freq=1000), second):
    try:
        wrong()
    except (ValueError, OSError) as error:
        print(error)
rp2.PIO(0).remove_program(long)
second()
",
    );
    assert_eq!(
        text,
        "PIO(1) StateMachine(7) StateMachine(2)\n\
         StateMachine claimed by external resource\ninvalid StateMachine\n\
         PIO claimed by external resource\ninvalid PIO\nfreq out of range\n[Errno 12] ENOMEM\n"
    );
}
