//! DMA through the bus.

use super::*;

const DMA: u32 = 0x5000_0000;
const INTR: u32 = DMA + 0x400;
const INTE0: u32 = DMA + 0x404;
const ABORT: u32 = DMA + 0x464;
const SOURCE: u32 = 0x2000_1000;
const TARGET: u32 = 0x2000_2008;

/// CTRL fields.
const EN: u32 = 1;
const WORD: u32 = 2 << 2;
const READ_UP: u32 = 1 << 4;
const WRITE_UP: u32 = 1 << 6;
const UNPACED: u32 = 0x3F << 17;
const QUIET: u32 = 1 << 23;
const BUSY: u32 = 1 << 26;

fn pace(request: u32) -> u32 {
    request << 17
}

fn chain(channel: u32) -> u32 {
    channel << 13
}

/// A word copy.
const COPY: u32 = EN | WORD | READ_UP | WRITE_UP | UNPACED;

impl Bench {
    fn with_dma() -> Self {
        let mut bench = Bench::new();
        bench.unreset(1 << 2);
        for word in 0..256 {
            bench.write(SOURCE + 4 * word, 0x0101_0101 * (word + 1));
        }
        bench
    }

    fn channel(number: u32, register: u32) -> u32 {
        DMA + 0x40 * number + register
    }

    /// Sets a channel up and starts it; gives the cycle in which it is triggered.
    fn start(&mut self, number: u32, [read, write, count]: [u32; 3], control: u32) -> u64 {
        self.write(Self::channel(number, 0), read);
        self.write(Self::channel(number, 4), write);
        self.write(Self::channel(number, 8), count);
        let triggered = self.cycle;
        self.write(Self::channel(number, 0xC), control | chain(number));
        triggered
    }

    fn control(&mut self, number: u32) -> u32 {
        self.read(Self::channel(number, 0x10))
    }

    /// Goes on, cycle by cycle, until a channel is not busy; gives the cycle of that.
    fn until_done(&mut self, number: u32) -> u64 {
        let end = self.cycle + 1_000_000;
        loop {
            if self.chip.peripherals.dma.channels[number as usize].busy() {
                assert!(self.cycle < end, "channel {number} never ends");
                self.sleep(1);
            } else {
                return self.cycle;
            }
        }
    }

    fn words(&mut self, address: u32, count: u32) -> Vec<u32> {
        let by = Initiator { debugger: true, ..self.by() };
        (0..count).map(|word| self.chip.read(address + 4 * word, Size::Word, by).unwrap().value).collect()
    }
}

#[test]
fn a_copy_takes_a_cycle_a_word_once_it_runs() {
    for count in [1, 2, 5, 100] {
        let mut bench = Bench::with_dma();
        bench.write(INTE0, 1);
        let triggered = bench.start(0, [SOURCE, TARGET, count], COPY);
        let done = bench.until_done(0);
        // Begun in the cycle after the trigger, read in the next, written in the one after that.
        assert_eq!(done - triggered, u64::from(count) + 3, "{count}");
        assert_eq!(bench.chip.interrupts(0), 1 << 10);
        let expected: Vec<u32> = (1..=count).map(|word| 0x0101_0101 * word).collect();
        assert_eq!(bench.words(TARGET, count), expected);
        assert_eq!(bench.words(TARGET + 4 * count, 1), [0]);
        assert_eq!(bench.read(Bench::channel(0, 0)), SOURCE + 4 * count);
        assert_eq!(bench.read(Bench::channel(0, 4)), TARGET + 4 * count);
        assert_eq!(bench.read(Bench::channel(0, 8)), 0);
        assert_eq!(bench.read(DMA + 0x804), count);
        bench.write(INTR, 1);
        assert_eq!((bench.chip.interrupts(0), bench.read(INTR)), (0, 0));
        assert_eq!(bench.chip.next_event(), u64::MAX, "an idle DMA wants nothing");
    }
}

#[test]
fn source_and_target_in_one_bank_take_turns() {
    let mut bench = Bench::with_dma();
    let step = READ_UP | WRITE_UP;
    let triggered = bench.start(0, [SOURCE, TARGET - 8, 64], COPY & !step);
    let done = bench.until_done(0);
    assert_eq!(done - triggered, 2 * 64 + 2);
    // With the words of the target a bank on, no two accesses meet.
    let triggered = bench.start(0, [SOURCE, TARGET, 64], COPY & !step);
    assert_eq!(bench.until_done(0) - triggered, 64 + 3);
}

#[test]
fn every_alias_triggers_by_its_last_register() {
    for (alias, order) in [(0x10, [COPY, SOURCE, TARGET, 2]), (0x20, [COPY, 2, SOURCE, TARGET])] {
        let mut bench = Bench::with_dma();
        for (index, value) in order.into_iter().enumerate() {
            bench.write(Bench::channel(3, alias + 4 * index as u32), value);
        }
        bench.until_done(3);
        assert_eq!(bench.words(TARGET, 2), [0x0101_0101, 0x0202_0202]);
    }
    let mut bench = Bench::with_dma();
    for (index, value) in [COPY, TARGET, 2, SOURCE].into_iter().enumerate() {
        bench.write(Bench::channel(3, 0x30 + 4 * index as u32), value);
    }
    bench.until_done(3);
    assert_eq!(bench.words(TARGET, 2), [0x0101_0101, 0x0202_0202]);
}

#[test]
fn bytes_and_halfwords_and_reversed_addresses() {
    let mut bench = Bench::with_dma();
    bench.write(SOURCE, 0x4433_2211);
    bench.start(0, [SOURCE + 3, TARGET, 4], EN | READ_UP | 1 << 5 | WRITE_UP | UNPACED);
    bench.until_done(0);
    assert_eq!(bench.words(TARGET, 1), [0x1122_3344]);
    let swap = 1 << 24;
    bench.start(0, [SOURCE, TARGET, 2], EN | 1 << 2 | READ_UP | WRITE_UP | UNPACED | swap);
    bench.until_done(0);
    assert_eq!(bench.words(TARGET, 1), [0x3344_1122]);
}

#[test]
fn a_chain_of_control_blocks_ends_with_a_null_trigger() {
    let mut bench = Bench::with_dma();
    let blocks = 0x2000_3000;
    // Channel 1 gathers: (TRANS_COUNT, READ_ADDR_TRIG) of alias 3; channel 0 feeds it, eight bytes at a time.
    let list = [3, SOURCE, 1, SOURCE + 0x40, 2, SOURCE + 0x80, 0, 0];
    for (index, word) in list.into_iter().enumerate() {
        bench.write(blocks + 4 * index as u32, word);
    }
    bench.write(INTE0, 0b11);
    bench.write(Bench::channel(1, 4), TARGET);
    bench.write(Bench::channel(1, 0x10), COPY | QUIET | chain(0));
    let ring = 1 << 12 | 3 << 8;
    bench.write(Bench::channel(0, 0), blocks);
    bench.write(Bench::channel(0, 4), Bench::channel(1, 0x38));
    bench.write(Bench::channel(0, 8), 2);
    bench.write(Bench::channel(0, 0xC), COPY | QUIET | ring | chain(0));
    bench.sleep(200);
    assert_eq!(bench.words(TARGET, 7)[..6], [1, 2, 3, 17, 33, 34].map(|n| n * 0x0101_0101));
    assert_eq!(bench.words(TARGET + 24, 1), [0]);
    assert_eq!(bench.read(INTR), 1 << 1, "the null trigger alone");
    assert_eq!(bench.chip.interrupts(1), 1 << 10);
    assert_eq!((bench.control(0) | bench.control(1)) & BUSY, 0);
}

#[test]
fn a_channel_can_start_itself_and_run_without_end() {
    let mut bench = Bench::with_dma();
    let ring = 4 << 8;
    bench.start(2, [SOURCE, TARGET, 1 << 28 | 4], COPY & !WRITE_UP | ring);
    bench.sleep(100);
    assert_ne!(bench.control(2) & BUSY, 0);
    assert_eq!(bench.read(INTR), 1 << 2);
    bench.write(INTR, 1 << 2);
    bench.sleep(20);
    assert_eq!(bench.read(INTR), 1 << 2);
    bench.write(ABORT, 1 << 2);
    bench.sleep(10);
    assert_eq!((bench.read(ABORT), bench.control(2) & BUSY), (0, 0));
    bench.write(INTR, 1 << 2);
    bench.start(2, [SOURCE, TARGET, 0xF << 28 | 7], COPY & !WRITE_UP & !READ_UP);
    bench.sleep(1000);
    assert_eq!(bench.read(Bench::channel(2, 8)), 0xF << 28 | 7);
    assert_eq!(bench.read(INTR), 0);
    bench.write(ABORT, 1 << 2);
    bench.sleep(10);
    assert_eq!((bench.read(ABORT), bench.control(2) & BUSY, bench.read(INTR)), (0, 0, 0));
}

#[test]
fn a_timer_paces_by_its_fraction() {
    let mut bench = Bench::with_dma();
    bench.write(DMA + 0x440 + 8, 1 << 16 | 100);
    let triggered = bench.start(0, [SOURCE, TARGET, 10], COPY & !UNPACED | pace(0x3D));
    let done = bench.until_done(0);
    assert!((done - triggered).abs_diff(950) <= 60, "{}", done - triggered);
    let triggered = bench.start(0, [SOURCE, TARGET, 20], COPY & !UNPACED | pace(0x3D));
    assert!((bench.until_done(0) - triggered).abs_diff(1950) <= 60);
}

#[test]
fn channels_share_evenly_and_high_priority_goes_first() {
    for high in [0, 2] {
        let mut bench = Bench::with_dma();
        for number in 0..3 {
            bench.write(Bench::channel(number, 0), SOURCE + 0x10 * number);
            bench.write(Bench::channel(number, 4), TARGET + 0x404 * number);
            bench.write(Bench::channel(number, 8), 32);
            let priority = if number == 1 { high } else { 0 };
            bench.write(Bench::channel(number, 0x10), COPY | priority | chain(number));
        }
        bench.write(INTE0, 1 << 1);
        let start = bench.cycle;
        bench.write(DMA + 0x450, 0b111);
        let done = bench.until_done(1) - start;
        let expected = if high == 0 { 94..120 } else { 62..85 };
        assert!(expected.contains(&done), "{high} {done}");
        bench.until_done(0);
        bench.until_done(2);
        assert!((97..130).contains(&(bench.cycle - start)), "{}", bench.cycle - start);
    }
}

#[test]
fn errors_stop_a_channel_until_they_are_cleared() {
    let mut bench = Bench::with_dma();
    bench.start(5, [0x3000_0000, TARGET, 8], COPY | QUIET);
    bench.sleep(20);
    assert_eq!(bench.control(5) >> 26, 0b11_0000);
    assert_eq!(bench.read(INTR), 1 << 5);
    bench.start(5, [SOURCE, SIO, 8], COPY);
    bench.sleep(20);
    assert_eq!(bench.control(5) >> 26, 0b11_0000, "not restarted");
    bench.start(5, [SOURCE, SIO, 8], COPY | 1 << 30);
    bench.sleep(20);
    assert_eq!(bench.control(5) >> 26, 0b10_1000);
    bench.start(5, [SOURCE, TARGET, 8], COPY | 1 << 29);
    bench.until_done(5);
    assert_eq!(bench.control(5) >> 26, 0);
}

#[test]
fn a_pause_keeps_the_channel_busy() {
    let mut bench = Bench::with_dma();
    bench.start(0, [SOURCE, TARGET, 200], COPY);
    bench.sleep(20);
    bench.write(Bench::channel(0, 0x3010), EN);
    bench.sleep(10);
    let left = bench.read(Bench::channel(0, 8));
    assert!((100..190).contains(&left), "{left}");
    bench.sleep(100);
    assert_eq!(bench.read(Bench::channel(0, 8)), left);
    assert_ne!(bench.control(0) & BUSY, 0);
    bench.write(Bench::channel(0, 0x2010), EN);
    bench.until_done(0);
    assert_eq!(bench.words(TARGET + 4 * 199, 1), [0x0101_0101_u32.wrapping_mul(200)]);
}

#[test]
fn the_sniffer_sees_what_is_moved() {
    let mut bench = Bench::with_dma();
    bench.write(SOURCE, u32::from_le_bytes(*b"1234"));
    bench.write(SOURCE + 4, u32::from_le_bytes(*b"5678"));
    bench.write(SOURCE + 8, u32::from(b'9'));
    bench.write(DMA + 0x454, 1 | 4 << 1 | 1 << 5 | 3 << 10);
    bench.write(DMA + 0x458, u32::MAX);
    bench.start(4, [SOURCE, TARGET, 9], EN | READ_UP | UNPACED | 1 << 25);
    bench.until_done(4);
    assert_eq!(bench.read(DMA + 0x458), 0xCBF4_3926, "CRC-32 of the check message");
}

#[test]
fn the_memory_protection_refuses_by_level() {
    let mut bench = Bench::with_dma();
    bench.write(DMA + 0x480 + 4, 2);
    bench.write(DMA + 0x504, TARGET & !0x1F);
    bench.write(DMA + 0x508, TARGET & !0x1F | 0b111);
    bench.start(1, [SOURCE, TARGET, 1], COPY);
    bench.sleep(20);
    assert_eq!(bench.control(1) >> 29, 0b101, "unprivileged");
    bench.start(0, [SOURCE, TARGET, 1], COPY);
    bench.sleep(20);
    assert_eq!(bench.control(0) >> 29, 0);
    // Locked by the first write to the channel.
    bench.write(DMA + 0x480 + 4, 3);
    assert_eq!(bench.read(DMA + 0x480 + 4), 0b110);
    let by = bench.by();
    assert!(bench.chip.write(DMA + 0x480 + 8, Size::Word, 0, by).is_err());
}

/// UART0 at 115,200 baud with both requests enabled.
fn start_uart(bench: &mut Bench) {
    bench.start_clocks();
    bench.write(CLOCKS + 0x48, 1 << 11);
    bench.unreset(1 << 26);
    for (register, value) in [(0x24, 81), (0x28, 24), (0x2C, 7 << 4), (0x30, 0x301), (0x48, 3)] {
        bench.write(UART0 + register, value);
    }
}

#[test]
fn a_uart_is_fed_at_its_own_pace() {
    let mut bench = Bench::with_dma();
    start_uart(&mut bench);
    bench.write(SOURCE, u32::from_le_bytes(*b"abcd"));
    let ring = 2 << 8;
    let triggered = bench.start(0, [SOURCE, UART0, 100], EN | READ_UP | ring | pace(28));
    let done = bench.until_done(0);
    // 33 characters are taken at once: 32 in the FIFO, one being shifted; then one each 10 × 1302 cycles.
    let expected = 67 * 13_020;
    assert!((done - triggered).abs_diff(expected) < 200, "{}", done - triggered);
    bench.sleep(40 * 13_020);
    assert_eq!(bench.chip.take_uart_output(0, bench.cycle), b"abcd".repeat(25));
}

#[test]
fn a_uart_is_emptied_as_it_receives() {
    let mut bench = Bench::with_dma();
    start_uart(&mut bench);
    bench.write(INTE0, 1);
    bench.start(0, [UART0, TARGET, 5], EN | WRITE_UP | pace(29));
    let sent = bench.cycle;
    bench.chip.send_to_uart(0, b"hello", sent);
    while bench.chip.interrupts(0) == 0 {
        bench.cycle = bench.chip.next_event();
        bench.chip.advance(bench.cycle);
    }
    assert!((bench.cycle - sent).abs_diff(50 * 1302) < 20, "{}", bench.cycle - sent);
    let words = bench.words(TARGET, 2);
    assert_eq!(words, [u32::from_le_bytes(*b"hell"), u32::from(b'o')]);
    assert_eq!(bench.read(UART0 + 0x18) & 1 << 4, 1 << 4, "empty");
    // Nobody waits any more, so nothing is due.
    assert_eq!(bench.chip.next_event(), u64::MAX);
}

#[test]
fn peripheral_accesses_wait_like_those_of_a_core() {
    let mut bench = Bench::with_dma();
    // Three cycles a read, four a write: the slower side decides.
    for (read, write, each) in [(WATCHDOG + 0xC, TARGET, 3), (SOURCE, WATCHDOG + 0xC, 4)] {
        let control = EN | WORD | UNPACED;
        let triggered = bench.start(0, [read, write, 10], control);
        let ten = bench.until_done(0) - triggered;
        let triggered = bench.start(0, [read, write, 20], control);
        assert_eq!(bench.until_done(0) - triggered - ten, 10 * each);
    }
}

#[test]
fn a_state_machine_is_fed_and_emptied() {
    const PIO0: u32 = 0x5020_0000;
    let mut bench = Bench::with_dma();
    bench.unreset(1 << 11);
    // pull block; mov isr, osr; push block.
    for (place, instruction) in [0x80A0, 0xA0C7, 0x8020].into_iter().enumerate() {
        bench.write(PIO0 + 0x48 + 4 * place as u32, instruction);
    }
    bench.write(PIO0 + 0xCC, 2 << 12);
    bench.write(PIO0, 1);
    let count = 100;
    bench.start(1, [PIO0 + 0x20, TARGET, count], EN | WORD | WRITE_UP | pace(4));
    let triggered = bench.start(0, [SOURCE, PIO0 + 0x10, count], EN | WORD | READ_UP | pace(0));
    let done = bench.until_done(1) - triggered;
    // The machine takes three cycles a word; nobody waits for anybody longer than to begin with.
    assert!((300..330).contains(&done), "{done}");
    let expected: Vec<u32> = (1..=count).map(|word| 0x0101_0101 * word).collect();
    assert_eq!(bench.words(TARGET, count), expected);
}

#[test]
fn a_request_that_nobody_makes_is_named() {
    let mut bench = Bench::with_dma();
    let by = bench.by();
    let refused = bench.chip.write(Bench::channel(0, 0xC), Size::Word, EN | pace(52), by);
    assert!(matches!(refused, Err(BusFault::Unmodelled { what, .. }) if what.contains("request 52")));
}
