"""Executes cases in the package rp2040-pio-emulator.

Reads one case from each line of standard input, and writes one line for each step to standard output.
"""

import sys
from collections import deque

from pioemu import ShiftRegister, State, emulate


def noise(number, seed):
    value = (number * 0x9E3779B1 + seed) & 0xFFFFFFFF
    value ^= value >> 15
    value = value * 0x85EBCA6B & 0xFFFFFFFF
    return value ^ value >> 13


def inputs(clock, seed):
    """Returns the external levels of the pins, which change every eight cycles."""
    return noise(clock >> 3, seed)


class System:
    """Accesses the FIFOs before each instruction, by the same rules as `Machine::act` in machine.rs."""

    def __init__(self, case):
        self.seed, self.feed, self.drain = case["seed"], case["feed"], case["drain"]
        self.step = 0
        self.read = []

    def act(self, state: State) -> int:
        draw = noise(self.step, self.seed ^ 0x5EED)
        fifo = state.transmit_fifo
        if self.feed == "full":
            while len(fifo) < 4:
                fifo.append(noise(self.step * 4 + len(fifo), self.seed))
        elif draw & 3 == 0 and len(fifo) < 4:
            fifo.append(noise(self.step, self.seed))
        self.read = []
        fifo = state.receive_fifo
        if self.drain == "empty":
            self.read = list(fifo)
            fifo.clear()
        elif draw & 0x70 == 0 and fifo:
            self.read = [fifo.popleft()]
        self.step += 1
        return inputs(state.clock, self.seed)


def run(case):
    system = System(case)
    start = State(
        pin_directions=case["directions"],
        transmit_fifo=deque(),
        receive_fifo=deque(),
        input_shift_register=ShiftRegister(case["isr"], 0),
        output_shift_register=ShiftRegister(case["osr"], 0),
        x_register=case["x"],
        y_register=case["y"],
    )
    trace = emulate(
        case["program"],
        stop_when=lambda _, __: system.step >= case["steps"],
        initial_state=start,
        input_source=system.act,
        auto_pull=bool(case["autopull"]),
        auto_push=bool(case["autopush"]),
        pull_threshold=case["pull_threshold"],
        push_threshold=case["push_threshold"],
        shift_isr_right=bool(case["in_right"]),
        shift_osr_right=bool(case["out_right"]),
        out_base=case["out_base"],
        out_count=case["out_count"],
        set_base=case["set_base"],
        set_count=case["set_count"],
        side_set_base=case["side_base"],
        side_set_count=case["side_count"],
        jmp_pin=case["jmp_pin"],
        wrap_target=case["wrap_bottom"],
        wrap_top=case["wrap_top"],
    )
    for before, after in trace:
        isr, osr = after.input_shift_register, after.output_shift_register
        numbers = [before.clock, after.clock, after.program_counter, after.x_register, after.y_register]
        numbers += [isr.contents, isr.counter, osr.contents, osr.counter]
        numbers += [after.pin_values & after.pin_directions, after.pin_directions]
        numbers += [len(after.transmit_fifo), len(after.receive_fifo)] + system.read
        print(*(f"{number:x}" for number in numbers))
    print("end")


TEXT = ("feed", "drain")
for line in sys.stdin:
    fields = dict(field.split("=") for field in line.split())
    program = [int(word, 16) for word in fields.pop("program").split(",")]
    run({name: text if name in TEXT else int(text, 16) for name, text in fields.items()} | {"program": program})
