//! machine.Timer, machine.freq, machine.unique_id and machine.idle.

use super::run_script;

#[test]
fn timers_call_their_callbacks_on_time() {
    let text = run_script(
        "
from machine import Timer
import time
log = []
start = time.ticks_us()
timer = Timer(period=3, callback=lambda which: log.append(('p', time.ticks_diff(time.ticks_us(), start))))
once = Timer(-1, mode=Timer.ONE_SHOT, freq=200, callback=lambda which: log.append(('o', which is once)))
print(timer, once)
time.sleep_ms(10)
timer.deinit()
time.sleep_ms(10)
print([entry[0] for entry in log], log[1])
print(all(3000 * (i + 1) - 100 < at < 3000 * (i + 1) + 500
          for i, at in enumerate([entry[1] for entry in log if entry[0] == 'p'])))
",
    );
    assert_eq!(
        text,
        "Timer(mode=PERIODIC, tick_hz=1000000, period=3000) Timer(mode=ONE_SHOT, tick_hz=1000000, period=5000)\n\
         ['p', 'o', 'p', 'p'] ('o', True)\nTrue\n"
    );
}

#[test]
fn the_seventeenth_timer_raises_an_error() {
    let text = run_script(
        "
from machine import Timer
import gc
timers = [Timer(period=1000, callback=print) for i in range(16)]
try:
    Timer(period=1000, callback=print)
except OSError as error:
    print(error)
try:
    Timer(1)
except ValueError as error:
    print(error)
timers = None
gc.collect()
Timer(period=1000, callback=print)
",
    );
    assert_eq!(text, "[Errno 12] ENOMEM\nTimer doesn't exist\n");
}

#[test]
fn the_system_frequency_and_the_unique_id_are_those_of_the_chip() {
    let text = run_script(
        "
import machine, time
print(machine.freq(), machine.freq(150_000_000), len(machine.unique_id()))
start = time.ticks_us()
for i in range(3):
    machine.idle()
print(time.ticks_diff(time.ticks_us(), start) < 10_000)
",
    );
    assert_eq!(text, "150000000 None 8\nTrue\n");
}
