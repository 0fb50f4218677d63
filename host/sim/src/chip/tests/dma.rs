//! DMA through the bus.

use super::*;

const SOURCE: u32 = 0x2000_1000;
const TARGET: u32 = 0x2000_2008;

/// Fields of CTRL.
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

/// CTRL of a copy by words.
const COPY: u32 = EN | WORD | READ_UP | WRITE_UP | UNPACED;

impl TestChip {
    fn with_dma() -> Self {
        let mut test = TestChip::new();
        test.unreset(1 << 2);
        for word in 0..256 {
            test.write(SOURCE + 4 * word, 0x0101_0101 * (word + 1));
        }
        test
    }

    /// Sets up and starts a channel. Returns the cycle of the trigger.
    fn start(&mut self, number: u32, [read, write, count]: [u32; 3], control: u32) -> u64 {
        self.write(format!("DMA.CH{number}_READ_ADDR"), read);
        self.write(format!("DMA.CH{number}_WRITE_ADDR"), write);
        self.write(format!("DMA.CH{number}_TRANS_COUNT"), count);
        let triggered = self.cycle;
        self.write(format!("DMA.CH{number}_CTRL_TRIG"), control | chain(number));
        triggered
    }

    fn control(&mut self, number: u32) -> u32 {
        self.read(format!("DMA.CH{number}_AL1_CTRL"))
    }

    /// Advances cycle by cycle until a channel is not busy. Returns the cycle.
    fn until_done(&mut self, number: u32) -> u64 {
        let end = self.cycle + 1_000_000;
        loop {
            if self.chip.peripherals.dma.channels[number as usize].busy() {
                assert!(self.cycle < end, "channel {number} does not end");
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
fn a_copy_transfers_a_word_each_cycle() {
    for count in [1, 2, 5, 100] {
        let mut test = TestChip::with_dma();
        test.write("DMA.INTE0", 1);
        let triggered = test.start(0, [SOURCE, TARGET, count], COPY);
        let done = test.until_done(0);
        // Issued in the cycle after the trigger, read in the next, written in the one after that.
        assert_eq!(done - triggered, u64::from(count) + 3, "{count}");
        assert_eq!(test.chip.interrupts(0), 1 << 10);
        let expected: Vec<u32> = (1..=count).map(|word| 0x0101_0101 * word).collect();
        assert_eq!(test.words(TARGET, count), expected);
        assert_eq!(test.words(TARGET + 4 * count, 1), [0]);
        assert_eq!(test.read("DMA.CH0_READ_ADDR"), SOURCE + 4 * count);
        assert_eq!(test.read("DMA.CH0_WRITE_ADDR"), TARGET + 4 * count);
        assert_eq!(test.read("DMA.CH0_TRANS_COUNT"), 0);
        assert_eq!(test.read("DMA.CH0_DBG_TCR"), count);
        test.write("DMA.INTR", 1);
        assert_eq!((test.chip.interrupts(0), test.read("DMA.INTR")), (0, 0));
        assert_eq!(test.chip.next_event(), u64::MAX, "an idle DMA has no events");
    }
}

#[test]
fn source_and_target_in_one_bank_alternate() {
    let mut test = TestChip::with_dma();
    let step = READ_UP | WRITE_UP;
    let triggered = test.start(0, [SOURCE, TARGET - 8, 64], COPY & !step);
    let done = test.until_done(0);
    assert_eq!(done - triggered, 2 * 64 + 2);
    // With the target one bank further, no two accesses meet.
    let triggered = test.start(0, [SOURCE, TARGET, 64], COPY & !step);
    assert_eq!(test.until_done(0) - triggered, 64 + 3);
}

#[test]
fn the_last_register_of_every_alias_triggers() {
    for order in [
        [
            ("AL1_CTRL", COPY),
            ("AL1_READ_ADDR", SOURCE),
            ("AL1_WRITE_ADDR", TARGET),
            ("AL1_TRANS_COUNT_TRIG", 2),
        ],
        [
            ("AL2_CTRL", COPY),
            ("AL2_TRANS_COUNT", 2),
            ("AL2_READ_ADDR", SOURCE),
            ("AL2_WRITE_ADDR_TRIG", TARGET),
        ],
        [
            ("AL3_CTRL", COPY),
            ("AL3_WRITE_ADDR", TARGET),
            ("AL3_TRANS_COUNT", 2),
            ("AL3_READ_ADDR_TRIG", SOURCE),
        ],
    ] {
        let mut test = TestChip::with_dma();
        for (register, value) in order {
            test.write(format!("DMA.CH3_{register}"), value);
        }
        test.until_done(3);
        assert_eq!(test.words(TARGET, 2), [0x0101_0101, 0x0202_0202]);
    }
}

#[test]
fn bytes_and_halfwords_and_reversed_addresses() {
    let mut test = TestChip::with_dma();
    test.write(SOURCE, 0x4433_2211);
    test.start(0, [SOURCE + 3, TARGET, 4], EN | READ_UP | 1 << 5 | WRITE_UP | UNPACED);
    test.until_done(0);
    assert_eq!(test.words(TARGET, 1), [0x1122_3344]);
    let swap = 1 << 24;
    test.start(0, [SOURCE, TARGET, 2], EN | 1 << 2 | READ_UP | WRITE_UP | UNPACED | swap);
    test.until_done(0);
    assert_eq!(test.words(TARGET, 1), [0x3344_1122]);
}

#[test]
fn a_chain_of_control_blocks_ends_with_a_null_trigger() {
    let mut test = TestChip::with_dma();
    let blocks = 0x2000_3000;
    // Channel 0 writes control blocks of two words, TRANS_COUNT and READ_ADDR_TRIG of alias 3, to channel 1, which
    // gathers.
    let list = [3, SOURCE, 1, SOURCE + 0x40, 2, SOURCE + 0x80, 0, 0];
    for (index, word) in list.into_iter().enumerate() {
        test.write(blocks + 4 * index as u32, word);
    }
    test.write("DMA.INTE0", 0b11);
    test.write("DMA.CH1_WRITE_ADDR", TARGET);
    test.write("DMA.CH1_AL1_CTRL", COPY | QUIET | chain(0));
    let ring = 1 << 12 | 3 << 8;
    test.write("DMA.CH0_READ_ADDR", blocks);
    test.write("DMA.CH0_WRITE_ADDR", address_of("DMA.CH1_AL3_TRANS_COUNT"));
    test.write("DMA.CH0_TRANS_COUNT", 2);
    test.write("DMA.CH0_CTRL_TRIG", COPY | QUIET | ring | chain(0));
    test.sleep(200);
    assert_eq!(test.words(TARGET, 7)[..6], [1, 2, 3, 17, 33, 34].map(|n| n * 0x0101_0101));
    assert_eq!(test.words(TARGET + 24, 1), [0]);
    assert_eq!(test.read("DMA.INTR"), 1 << 1, "only the null trigger");
    assert_eq!(test.chip.interrupts(1), 1 << 10);
    assert_eq!((test.control(0) | test.control(1)) & BUSY, 0);
}

#[test]
fn a_channel_can_trigger_itself_and_run_endlessly() {
    let mut test = TestChip::with_dma();
    let ring = 4 << 8;
    test.start(2, [SOURCE, TARGET, 1 << 28 | 4], COPY & !WRITE_UP | ring);
    test.sleep(100);
    assert_ne!(test.control(2) & BUSY, 0);
    assert_eq!(test.read("DMA.INTR"), 1 << 2);
    test.write("DMA.INTR", 1 << 2);
    test.sleep(20);
    assert_eq!(test.read("DMA.INTR"), 1 << 2);
    test.write("DMA.CHAN_ABORT", 1 << 2);
    test.sleep(10);
    assert_eq!((test.read("DMA.CHAN_ABORT"), test.control(2) & BUSY), (0, 0));
    test.write("DMA.INTR", 1 << 2);
    test.start(2, [SOURCE, TARGET, 0xF << 28 | 7], COPY & !WRITE_UP & !READ_UP);
    test.sleep(1000);
    assert_eq!(test.read("DMA.CH2_TRANS_COUNT"), 0xF << 28 | 7);
    assert_eq!(test.read("DMA.INTR"), 0);
    test.write("DMA.CHAN_ABORT", 1 << 2);
    test.sleep(10);
    assert_eq!((test.read("DMA.CHAN_ABORT"), test.control(2) & BUSY, test.read("DMA.INTR")), (0, 0, 0));
}

#[test]
fn a_timer_paces_a_channel_by_its_fraction() {
    let mut test = TestChip::with_dma();
    test.write("DMA.TIMER2", 1 << 16 | 100);
    let triggered = test.start(0, [SOURCE, TARGET, 10], COPY & !UNPACED | pace(0x3D));
    let done = test.until_done(0);
    assert!((done - triggered).abs_diff(950) <= 60, "{}", done - triggered);
    let triggered = test.start(0, [SOURCE, TARGET, 20], COPY & !UNPACED | pace(0x3D));
    assert!((test.until_done(0) - triggered).abs_diff(1950) <= 60);
}

#[test]
fn channels_share_evenly_and_high_priority_is_first() {
    for high in [0, 2] {
        let mut test = TestChip::with_dma();
        for number in 0..3 {
            test.write(format!("DMA.CH{number}_READ_ADDR"), SOURCE + 0x10 * number);
            test.write(format!("DMA.CH{number}_WRITE_ADDR"), TARGET + 0x404 * number);
            test.write(format!("DMA.CH{number}_TRANS_COUNT"), 32);
            let priority = if number == 1 { high } else { 0 };
            test.write(format!("DMA.CH{number}_AL1_CTRL"), COPY | priority | chain(number));
        }
        test.write("DMA.INTE0", 1 << 1);
        let start = test.cycle;
        test.write("DMA.MULTI_CHAN_TRIGGER", 0b111);
        let done = test.until_done(1) - start;
        let expected = if high == 0 { 94..120 } else { 62..85 };
        assert!(expected.contains(&done), "{high} {done}");
        test.until_done(0);
        test.until_done(2);
        assert!((97..130).contains(&(test.cycle - start)), "{}", test.cycle - start);
    }
}

#[test]
fn errors_stop_a_channel_until_they_are_cleared() {
    let mut test = TestChip::with_dma();
    test.start(5, [0x3000_0000, TARGET, 8], COPY | QUIET);
    test.sleep(20);
    assert_eq!(test.control(5) >> 26, 0b11_0000);
    assert_eq!(test.read("DMA.INTR"), 1 << 5);
    test.start(5, [SOURCE, address_of("SIO.CPUID"), 8], COPY);
    test.sleep(20);
    assert_eq!(test.control(5) >> 26, 0b11_0000, "not started again");
    test.start(5, [SOURCE, address_of("SIO.CPUID"), 8], COPY | 1 << 30);
    test.sleep(20);
    assert_eq!(test.control(5) >> 26, 0b10_1000);
    test.start(5, [SOURCE, TARGET, 8], COPY | 1 << 29);
    test.until_done(5);
    assert_eq!(test.control(5) >> 26, 0);
}

#[test]
fn a_paused_channel_stays_busy() {
    let mut test = TestChip::with_dma();
    test.start(0, [SOURCE, TARGET, 200], COPY);
    test.sleep(20);
    test.clear("DMA.CH0_AL1_CTRL", EN);
    test.sleep(10);
    let left = test.read("DMA.CH0_TRANS_COUNT");
    assert!((100..190).contains(&left), "{left}");
    test.sleep(100);
    assert_eq!(test.read("DMA.CH0_TRANS_COUNT"), left);
    assert_ne!(test.control(0) & BUSY, 0);
    test.set("DMA.CH0_AL1_CTRL", EN);
    test.until_done(0);
    assert_eq!(test.words(TARGET + 4 * 199, 1), [0x0101_0101_u32.wrapping_mul(200)]);
}

#[test]
fn the_sniffer_observes_transfers() {
    let mut test = TestChip::with_dma();
    test.write(SOURCE, u32::from_le_bytes(*b"1234"));
    test.write(SOURCE + 4, u32::from_le_bytes(*b"5678"));
    test.write(SOURCE + 8, u32::from(b'9'));
    test.write("DMA.SNIFF_CTRL", 1 | 4 << 1 | 1 << 5 | 3 << 10);
    test.write("DMA.SNIFF_DATA", u32::MAX);
    test.start(4, [SOURCE, TARGET, 9], EN | READ_UP | UNPACED | 1 << 25);
    test.until_done(4);
    assert_eq!(test.read("DMA.SNIFF_DATA"), 0xCBF4_3926, "CRC-32 of the check message");
}

#[test]
fn memory_protection_refuses_by_level() {
    let mut test = TestChip::with_dma();
    test.write("DMA.SECCFG_CH1", 2);
    test.write("DMA.MPU_BAR0", TARGET & !0x1F);
    test.write("DMA.MPU_LAR0", TARGET & !0x1F | 0b111);
    test.start(1, [SOURCE, TARGET, 1], COPY);
    test.sleep(20);
    assert_eq!(test.control(1) >> 29, 0b101, "unprivileged");
    test.start(0, [SOURCE, TARGET, 1], COPY);
    test.sleep(20);
    assert_eq!(test.control(0) >> 29, 0);
    // The first write to the channel has locked its level.
    test.write("DMA.SECCFG_CH1", 3);
    assert_eq!(test.read("DMA.SECCFG_CH1"), 0b110);
    let by = test.by();
    assert!(test.chip.write(address_of("DMA.SECCFG_CH2"), Size::Word, 0, by).is_err());
}

/// Starts UART0 at 115,200 baud with both data requests enabled.
fn start_uart(test: &mut TestChip) {
    test.start_clocks();
    test.write("CLOCKS.CLK_PERI_CTRL", 1 << 11);
    test.unreset(1 << 26);
    test.write("UART0.UARTIBRD", 81);
    test.write("UART0.UARTFBRD", 24);
    test.write("UART0.UARTLCR_H", 7 << 4);
    test.write("UART0.UARTCR", 0x301);
    test.write("UART0.UARTDMACR", 3);
}

#[test]
fn a_uart_paces_what_it_sends() {
    let mut test = TestChip::with_dma();
    start_uart(&mut test);
    test.write(SOURCE, u32::from_le_bytes(*b"abcd"));
    let ring = 2 << 8;
    let triggered = test.start(0, [SOURCE, address_of("UART0.UARTDR"), 100], EN | READ_UP | ring | pace(28));
    let done = test.until_done(0);
    // 33 characters are accepted at once: 32 in the FIFO, one in the shift register; then one every 10 × 1302 cycles.
    let expected = 67 * 13_020;
    assert!((done - triggered).abs_diff(expected) < 200, "{}", done - triggered);
    test.sleep(40 * 13_020);
    assert_eq!(test.chip.take_uart_output(0, test.cycle), b"abcd".repeat(25));
}

#[test]
fn a_uart_paces_what_it_receives() {
    let mut test = TestChip::with_dma();
    start_uart(&mut test);
    test.write("DMA.INTE0", 1);
    test.start(0, [address_of("UART0.UARTDR"), TARGET, 5], EN | WRITE_UP | pace(29));
    let sent = test.cycle;
    test.chip.send_to_uart(0, b"hello", sent);
    while test.chip.interrupts(0) == 0 {
        test.cycle = test.chip.next_event();
        test.chip.advance(test.cycle);
    }
    assert!((test.cycle - sent).abs_diff(50 * 1302) < 20, "{}", test.cycle - sent);
    let words = test.words(TARGET, 2);
    assert_eq!(words, [u32::from_le_bytes(*b"hell"), u32::from(b'o')]);
    assert_eq!(test.read("UART0.UARTFR") & 1 << 4, 1 << 4, "empty");
    // Nothing waits any more.
    assert_eq!(test.chip.next_event(), u64::MAX);
}

#[test]
fn accesses_to_registers_have_the_wait_states_of_a_core() {
    let mut test = TestChip::with_dma();
    // Three cycles for a read, four for a write: the slower side decides.
    for (read, write, each) in
        [(address_of("WATCHDOG.SCRATCH0"), TARGET, 3), (SOURCE, address_of("WATCHDOG.SCRATCH0"), 4)]
    {
        let control = EN | WORD | UNPACED;
        let triggered = test.start(0, [read, write, 10], control);
        let ten = test.until_done(0) - triggered;
        let triggered = test.start(0, [read, write, 20], control);
        assert_eq!(test.until_done(0) - triggered - ten, 10 * each);
    }
}

#[test]
fn a_state_machine_paces_both_directions() {
    let mut test = TestChip::with_dma();
    test.unreset(1 << 11);
    // pull block; mov isr, osr; push block.
    for (place, instruction) in [0x80A0, 0xA0C7, 0x8020].into_iter().enumerate() {
        test.write(format!("PIO0.INSTR_MEM{place}"), instruction);
    }
    test.write("PIO0.SM0_EXECCTRL", 2 << 12);
    test.write("PIO0.CTRL", 1);
    let count = 100;
    test.start(1, [address_of("PIO0.RXF0"), TARGET, count], EN | WORD | WRITE_UP | pace(4));
    let triggered = test.start(0, [SOURCE, address_of("PIO0.TXF0"), count], EN | WORD | READ_UP | pace(0));
    let done = test.until_done(1) - triggered;
    // The state machine takes three cycles for a word; DMA keeps up after the start.
    assert!((300..330).contains(&done), "{done}");
    let expected: Vec<u32> = (1..=count).map(|word| 0x0101_0101 * word).collect();
    assert_eq!(test.words(TARGET, count), expected);
}

#[test]
fn an_unmodelled_request_is_named() {
    let mut test = TestChip::with_dma();
    let by = test.by();
    let refused = test.chip.write(address_of("DMA.CH0_CTRL_TRIG"), Size::Word, EN | pace(52), by);
    assert!(matches!(refused, Err(BusFault::Unmodelled { what, .. }) if what.contains("request 52")));
}
