//! Waveforms on pins: machine.bitstream, NeoPixel, machine.PWM, machine.SPI, machine.time_pulse_us.

use super::{record_levels, record_pulses, run_script};

/// Decodes WS2812 pulses to bytes. Each duration must be within 150 ns (22.5 cycles) of its nominal value.
fn ws2812_bytes(spans: &[(char, u64)]) -> Vec<u8> {
    // The last low level has no end.
    let mut times = spans.iter().map(|span| span.1).collect::<Vec<_>>();
    times.push(0);
    let bits: Vec<u8> = times
        .chunks(2)
        .enumerate()
        .map(|(index, pulse)| {
            let one = pulse[0] > 90;
            let (high, low) = if one { (120, 68) } else { (60, 128) };
            assert!(pulse[0].abs_diff(high) <= 22, "pulse {index} is high for {} cycles", pulse[0]);
            let last = 2 * index + 2 == times.len();
            assert!(last || pulse[1].abs_diff(low) <= 22, "pulse {index} is low for {} cycles", pulse[1]);
            u8::from(one)
        })
        .collect();
    bits.chunks(8).map(|byte| byte.iter().fold(0, |value, bit| value << 1 | bit)).collect()
}

#[test]
fn a_bitstream_has_the_requested_pulses() {
    let (_, spans) = record_pulses(
        "
from machine import Pin, bitstream
bitstream(Pin(2), 0, (400, 850, 800, 450), b'\\xa5\\x00\\xff\\x3c')
",
        "GP2",
    );
    assert_eq!(ws2812_bytes(&spans), [0xa5, 0x00, 0xff, 0x3c]);
    assert!(spans.iter().all(|(level, cycles)| *level == '1' || *cycles < 150), "{spans:?}");
}

#[test]
fn neopixel_sends_green_red_and_blue() {
    let (text, spans) = record_pulses(
        "
from machine import Pin
from neopixel import NeoPixel
strip = NeoPixel(Pin(2), 3)
strip.fill((1, 2, 3))
strip[1] = (0xa5, 0, 0xff)
print(len(strip), strip[0], strip[1])
strip.write()
",
        "GP2",
    );
    assert_eq!(text, "3 (1, 2, 3) (165, 0, 255)\n");
    assert_eq!(ws2812_bytes(&spans), [2, 1, 3, 0, 0xa5, 0xff, 2, 1, 3]);
    assert_eq!(
        run_script(
            "
from machine import Pin
from neopixel import NeoPixel
white = NeoPixel(Pin(2), 2, bpp=4, timing=0)
white[1] = (1, 2, 3, 4)
print(white.buf, white[1], white.timing)
"
        ),
        "bytearray(b'\\x00\\x00\\x00\\x00\\x02\\x01\\x03\\x04') (1, 2, 3, 4) (800, 1700, 1600, 900)\n"
    );
}

#[test]
fn pwm_outputs_the_frequency_and_duty_cycle() {
    let (text, spans) = record_pulses(
        "
from machine import Pin, PWM, time_pulse_us
import time
pwm = PWM(Pin(2), freq=1000, duty_u16=16384)
print(pwm, pwm.freq(), pwm.duty_u16())
time_pulse_us(Pin(2), 1)
print([time_pulse_us(Pin(2), 1) for i in range(3)])
time_pulse_us(Pin(2), 0)
print([time_pulse_us(Pin(2), 0) for i in range(2)])
pwm.freq(10_000)
pwm.duty_ns(30_000)
time.sleep_ms(1)
print(pwm.freq(), pwm.duty_ns())
pwm.deinit()
for freq in (8, 200_000_000):
    try:
        print(freq, pwm.freq(freq))
    except ValueError as error:
        print(error)
",
        "GP2",
    );
    assert_eq!(
        text,
        "<PWM slice=1 channel=0 invert=0> 1000 16383\n[250, 250, 250]\n[750, 750]\n\
         10000 30000\nfreq too small\n200000000 None\n"
    );
    assert!(
        spans[1..5]
            .iter()
            .all(|(level, cycles)| { cycles.abs_diff(if *level == '1' { 37_500 } else { 112_500 }) <= 1 })
    );
    let fast = &spans[spans.len() - 9..spans.len() - 1];
    assert!(
        fast.iter().all(|(level, cycles)| *cycles == if *level == '1' { 4_500 } else { 10_500 }),
        "{fast:?}"
    );
}

#[test]
fn time_pulse_us_returns_at_its_timeout() {
    let text = run_script(
        "
from machine import Pin, time_pulse_us
high = Pin(2, Pin.OUT, value=1)
print(time_pulse_us(high, 0, 100), time_pulse_us(high, 1, 100))
",
    );
    assert_eq!(text, "-2 -1\n");
}

#[test]
fn spi_sends_bytes_at_its_baud_rate() {
    let (text, [clock, data]) = record_levels(
        "
from machine import Pin, SPI
spi = SPI(0, 8_000_000, sck=Pin(18), mosi=Pin(19), miso=None)
print(spi)
spi.write(bytes((0x80, 0x01, 0xa5)))
spi.write(bytes(range(33)))
",
        ["GP18", "GP19"],
    );
    assert_eq!(text, "SPI(0, baudrate=8000000, polarity=0, phase=0, bits=8, sck=18, mosi=19, miso=None)\n");
    let rising: Vec<u64> = clock[1..].iter().filter(|edge| edge.1 == '1').map(|edge| edge.0).collect();
    let level = |time: u64| data.iter().rev().find(|edge| edge.0 <= time).map_or('0', |edge| edge.1);
    let bits: String = rising.iter().map(|time| level(*time)).collect();
    let expected: String =
        [0x80, 0x01, 0xa5].into_iter().chain(0..33).map(|byte: u8| format!("{byte:08b}")).collect();
    assert_eq!(bits, expected);
    // 125 ns from bit to bit within a byte, rounded to cycles of clk_sys.
    for byte in rising.chunks(8) {
        assert!(byte.windows(2).all(|pair| (pair[1] - pair[0]).abs_diff(125) < 8), "{byte:?}");
    }
}

#[test]
fn spi_reads_the_level_of_the_miso_pin() {
    let text = run_script(
        "
from machine import Pin, SPI
spi = SPI(1, 3_000_000, polarity=1, phase=1)
pull = lambda pull: Pin(8).init(Pin.ALT, pull, alt=Pin.ALT_SPI)
pull(Pin.PULL_UP)
print(spi, spi.read(3), spi.read(33).count(b'\\xff'))
pull(Pin.PULL_DOWN)
received = bytearray(b'abcd')
spi.write_readinto(b'1234', received)
print(received)
spi.init(baudrate=500_000)
spi.readinto(received, 0xff)
print(spi, received)
for wrong in (lambda: SPI(2), lambda: SPI(0, sck=Pin(3)), lambda: SPI(0, miso=Pin(8)), lambda: SPI(0, bits=3)):
    try:
        wrong()
    except ValueError as error:
        print(error)
",
    );
    assert_eq!(
        text,
        "SPI(1, baudrate=3000000, polarity=1, phase=1, bits=8, sck=10, mosi=11, miso=8) b'\\xff\\xff\\xff' 33\n\
         bytearray(b'\\x00\\x00\\x00\\x00')\n\
         SPI(1, baudrate=500000, polarity=1, phase=1, bits=8, sck=10, mosi=11, miso=8) \
         bytearray(b'\\x00\\x00\\x00\\x00')\n\
         SPI(2) doesn't exist\nbad SCK pin\nbad MISO pin\nbits must be 4 to 16\n"
    );
}

#[test]
fn spi_transfers_with_and_without_dma_send_every_bit() {
    let clocks = |bytes: &str| {
        let script = format!(
            "
from machine import SPI
spi = SPI(0, 12_000_000)
spi.write({bytes})
spi.write(b'\\x01')
"
        );
        record_pulses(&script, "GP18").1.iter().filter(|(level, _)| *level == '1').count()
    };
    // MicroPython uses DMA for 32 bytes or more.
    assert_eq!(clocks("bytes(40)"), 41 * 8);
    assert_eq!(clocks("bytes(31)"), 32 * 8);
}
