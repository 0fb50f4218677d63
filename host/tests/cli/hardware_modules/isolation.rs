//! Isolation of the cells of one boot: a script finds the hardware in its reset state, whatever the script before did, and
//! interrupt handlers run only in samples with interrupts enabled.

use std::fs;

use crate::support::twinbench;

const SCENARIO: &str = "id = 'own'
scale = 'us'
title = 'A script finds the hardware in its reset state'
operations = 100
expect = 100
baseline = 'c'

[[implementation]]
id = 'c'
runtime = 'c'
technique = 'loop'
entry = 'increment_memory'
placements = ['ram']

[[implementation]]
id = 'first'
runtime = 'micropython'
technique = 'loop'
script = 'own.py'

[[implementation]]
id = 'second'
runtime = 'micropython'
technique = 'loop'
script = 'own.py'
";

/// Counts registers that an earlier script left modified, then modifies all of them.
const SCRIPT: &str = "
from machine import Pin, PWM, SPI, Timer, mem32
import rp2
RESET_VALUES = {
    0x40028014: 0x1f,   # IO_BANK0 GPIO2_CTRL
    0x40028044: 0x1f,   # IO_BANK0 GPIO8_CTRL
    0x40028248: 0,      # IO_BANK0 PROC0_INTE0
    0x4003800c: 0x116,  # PADS_BANK0 GPIO2
    0x400a803c: 0,      # PWM CH3_CSR
    0x40080004: 0,      # SPI0 SSPCR1
    0x50200000: 0,      # PIO0 CTRL
    0x50200170: 0,      # PIO0 IRQ0_INTE
    0xd0000030: 0,      # SIO GPIO_OE
    0xd0000010: 0,      # SIO GPIO_OUT
    0x400b0020: 0,      # TIMER0 ARMED
}
modified = sum(mem32[address] != value for address, value in RESET_VALUES.items())
calls = 0
def called(which):
    global calls
    calls += 1
Pin(2, Pin.OUT, Pin.PULL_UP, value=1).irq(called)
PWM(Pin(6), freq=100_000, duty_u16=30_000)
SPI(0, sck=Pin(18), mosi=Pin(19)).write(bytes(64))
Pin(8, Pin.OPEN_DRAIN)
timer = Timer(period=1, callback=called)
@rp2.asm_pio(set_init=rp2.PIO.OUT_LOW)
def square():
    set(pins, 1)
    set(pins, 0)
    irq(rel(0))
machine = rp2.StateMachine(0, square, freq=10_000, set_base=Pin(4))
machine.irq(called)
machine.active(1)
def run(operations):
    return operations + modified
";

/// Runs a scenario whose scripts are `own.py`. Fails the test if a cell fails.
fn run_scenario(scenario: &str, script: &str) {
    let directory = tempfile::tempdir().unwrap();
    let folder = directory.path().join("scenarios/us/own");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("scenario.toml"), scenario).unwrap();
    fs::write(folder.join("own.py"), script).unwrap();
    twinbench()
        .args(["run", "--quick", "--scenarios"])
        .arg(directory.path().join("scenarios"))
        .arg("--out")
        .arg(directory.path().join("out"))
        .assert()
        .success();
}

#[test]
fn every_script_finds_the_hardware_in_its_reset_state() {
    run_scenario(SCENARIO, SCRIPT);
}

/// Counts the calls of a hard handler during its sample, and between the previous sample and this one.
const HANDLER: &str = "
from machine import Pin
pin = Pin(2, Pin.OUT)
calls = 0
def called(which):
    global calls
    calls += 1
pin.irq(called, Pin.IRQ_RISING, hard=True)
def run(operations):
    global calls
    before = calls
    calls = 0
    for i in range(operations):
        pin(1)
        pin(0)
    return CHECKSUM
";

#[test]
fn handlers_run_in_a_sample_with_interrupts_enabled() {
    run_scenario(
        &SCENARIO.replace("baseline", "interrupts = true\nbaseline"),
        &HANDLER.replace("CHECKSUM", "calls"),
    );
}

#[test]
fn handlers_run_after_a_sample_with_interrupts_masked() {
    // All edges together leave one pending interrupt.
    run_scenario(SCENARIO, &HANDLER.replace("CHECKSUM", "operations + calls + (before > 1)"));
}
