//! FIFOs and shift registers of a UART over time.

use super::frame::{Character, Format, Incoming, Outgoing};
use crate::peripheral::registers::{bit, field};
use crate::time::serial_clock::SerialClock;
use crate::time::{Frequency, Picoseconds};
use std::collections::VecDeque;

/// FIFO entries with LCR_H.FEN set; 1 without it (§12.1.4).
const DEPTH: usize = 32;
/// Receive time-out: 32 bit periods of silence.
const TIMEOUT_BITS: u64 = 32;

const UARTEN: u32 = 0;
const LBE: u32 = 7;
/// LCR_H.BRK: holds the line low.
const BRK: u32 = 0;
const TXE: u32 = 8;
const RXE: u32 = 9;

const FR_BUSY: u32 = 1 << 3;
const FR_RXFE: u32 = 1 << 4;
const FR_TXFF: u32 = 1 << 5;
const FR_RXFF: u32 = 1 << 6;
const FR_TXFE: u32 = 1 << 7;

/// Interrupts, as in UARTRIS.
const CTS_CHANGED: u32 = 1 << 1;
const RX: u32 = 1 << 4;
const TX: u32 = 1 << 5;
const RX_TIMEOUT: u32 = 1 << 6;
const OVERRUN: u32 = 1 << 10;
/// Overrun flag of a received character.
const CHARACTER_OVERRUN: u32 = 1 << 11;

/// Registers that configure the line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Settings {
    /// clk_peri.
    pub clock: Frequency,
    /// Baud rate divisor with 6 fractional bits.
    pub divisor: u32,
    /// UARTCR.
    pub control: u32,
    /// UARTLCR_H.
    pub format: u32,
    /// UARTIFLS.
    pub levels: u32,
    /// True if CTS permits transmission or is not used.
    pub clear_to_send: bool,
}

impl Settings {
    /// Bits per second: a bit takes 16 × divisor clocks.
    fn rate(&self) -> Frequency {
        self.clock.scaled(64, 16 * u64::from(self.divisor))
    }

    /// Returns the duration of a number of bits.
    fn time_of_bits(&self, bits: u64) -> Option<Picoseconds> {
        self.rate().time_of(bits)
    }

    fn shape(&self) -> Format {
        Format(self.format)
    }

    /// Start, data, parity and stop bits of a frame.
    fn frame(&self) -> Option<Picoseconds> {
        self.time_of_bits(u64::from(self.shape().bits()))
    }

    fn depth(&self) -> usize {
        depth(self.format)
    }

    /// FIFO level of an interrupt: 1/8, 1/4, 1/2, 3/4 or 7/8.
    fn level(&self, lsb: u32) -> usize {
        match (self.depth(), field(self.levels, lsb, 3)) {
            (1, _) => 1,
            (depth, 0) => depth / 8,
            (depth, 1) => depth / 4,
            (depth, 2) => depth / 2,
            (depth, 3) => depth * 3 / 4,
            (depth, _) => depth * 7 / 8,
        }
    }

    fn transmits(&self) -> bool {
        bit(self.control, UARTEN) && bit(self.control, TXE) && self.clear_to_send
    }

    fn receives(&self) -> bool {
        bit(self.control, UARTEN) && bit(self.control, RXE)
    }
}

/// Entries of a FIFO, set by LCR_H.
fn depth(format: u32) -> usize {
    if bit(format, 4) { DEPTH } else { 1 }
}

/// Transmitter and receiver of a UART.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    transmit: VecDeque<Character>,
    /// Outgoing frame.
    shifting: Option<Outgoing>,
    /// Level of the receive pin; `None` while no pin is connected or none has been high yet.
    pin: Option<bool>,
    /// Incoming frame on the pin.
    sampled: Option<Incoming>,
    receive: VecDeque<u32>,
    overrun: bool,
    /// Incoming characters of the host, and the time at which the frame of the first ends.
    incoming: VecDeque<Character>,
    incoming_at: Option<Picoseconds>,
    incoming_from: Picoseconds,
    timeout_at: Option<Picoseconds>,
    raw: u32,
}

impl Line {
    /// UARTRIS.
    pub(super) fn raw_interrupts(&self) -> u32 {
        self.raw
    }

    /// Free entries of the transmit FIFO, limited by LCR_H.
    pub(super) fn room(&self, format: u32) -> u32 {
        depth(format).saturating_sub(self.transmit.len()) as u32
    }

    /// Characters in the receive FIFO.
    pub(super) fn received(&self) -> u32 {
        self.receive.len() as u32
    }

    /// UARTICR.
    pub(super) fn clear_interrupts(&mut self, mask: u32) {
        self.raw &= !mask;
    }

    /// UARTFR.
    pub(super) fn flags(&self, settings: &Settings) -> u32 {
        let depth = settings.depth();
        let flag = |condition: bool, flag: u32| if condition { flag } else { 0 };
        flag(self.transmit.is_empty(), FR_TXFE)
            | flag(self.transmit.len() >= depth, FR_TXFF)
            | flag(self.receive.is_empty(), FR_RXFE)
            | flag(self.receive.len() >= depth, FR_RXFF)
            | flag(!self.transmit.is_empty() || self.shifting.is_some(), FR_BUSY)
    }

    /// Writes a character to the data register; it is lost if the FIFO is full.
    pub(super) fn transmit(&mut self, character: Character, settings: &Settings, now: Picoseconds) {
        if self.transmit.len() < settings.depth() {
            self.transmit.push_back(character);
        }
        if self.transmit.len() > self.transmit_level(settings) {
            self.raw &= !TX;
        }
        self.restart(settings, now);
    }

    /// Reads the data register: character and error flags; 0 if the FIFO is empty.
    pub(super) fn take_received(&mut self, settings: &Settings, now: Picoseconds) -> u32 {
        let character = self.receive.pop_front().unwrap_or(0);
        if self.receive.len() < settings.level(3) {
            self.raw &= !RX;
        }
        if self.receive.is_empty() {
            self.raw &= !RX_TIMEOUT;
            self.timeout_at = None;
        } else {
            self.timeout_at = self.timeout(settings, now);
        }
        character
    }

    /// Queues characters of the host; they arrive from now on.
    pub(super) fn queue_received(&mut self, characters: &[Character], now: Picoseconds) {
        if self.incoming.is_empty() {
            self.incoming_from = now;
        }
        self.incoming.extend(characters);
    }

    /// Starts a frame if a character waits; called when settings or FIFOs have changed.
    pub(super) fn restart(&mut self, settings: &Settings, now: Picoseconds) {
        self.shift_out(settings, now);
        if self.incoming_at.is_none() {
            self.incoming_from = self.incoming_from.max(now);
        }
        self.await_frame(settings);
    }

    fn shift_out(&mut self, settings: &Settings, now: Picoseconds) {
        self.shift_out_after(None, settings, now);
    }

    /// Begins a frame, directly after the previous one if it follows without a gap.
    fn shift_out_after(&mut self, last: Option<Outgoing>, settings: &Settings, now: Picoseconds) {
        if self.shifting.is_none() && settings.transmits() && !self.transmit.is_empty() {
            let fresh = SerialClock::start(now, settings.rate());
            if fresh.runs()
                && let Some(character) = self.transmit.pop_front()
            {
                let (clock, begin) = match last {
                    Some(last) if last.clock.has_rate_of(&fresh) => (last.clock, last.end_bit()),
                    _ => (fresh, 0),
                };
                self.shifting = Some(Outgoing::new(character, settings.shape(), clock, begin));
            }
            if self.transmit.len() <= self.transmit_level(settings) {
                self.raw |= TX;
            }
        }
    }

    /// Level of the transmit line.
    pub(super) fn level(&self, settings: &Settings, now: Picoseconds) -> bool {
        let breaks = bit(settings.format, BRK);
        !breaks && self.shifting.is_none_or(|frame| frame.level(now))
    }

    /// Returns true if RTS requests more data with hardware flow control: the FIFO is below its interrupt level.
    pub(super) fn requests_data(&self, settings: &Settings) -> bool {
        self.receive.len() < settings.level(3)
    }

    /// Takes a new level of CTS.
    pub(super) fn note_modem_change(&mut self) {
        self.raw |= CTS_CHANGED;
    }

    /// Takes a new level of the receive pin; `None` if no pin carries the line any more. Samples until now see the
    /// previous level. A line that has never been high counts as not connected.
    pub(super) fn sense(&mut self, level: Option<bool>, settings: &Settings, now: Picoseconds) {
        let before = self.pin;
        self.pin = match level {
            Some(false) if before.is_none() => None,
            level => level,
        };
        let fell = before == Some(true) && self.pin == Some(false);
        let clock = SerialClock::start(now, settings.clock.scaled(64, u64::from(settings.divisor)));
        if fell && self.sampled.is_none() && settings.receives() && clock.runs() {
            self.sampled = Some(Incoming::new(settings.shape(), clock));
        }
    }

    fn sample(&mut self, settings: &Settings, now: Picoseconds) {
        while let Some(frame) = &mut self.sampled
            && let Some(at) = frame.next_sample().filter(|at| *at <= now)
        {
            if !frame.sample(self.pin.unwrap_or(true)) {
                self.sampled = None;
            } else if let Some(character) = frame.character() {
                self.sampled = None;
                self.raw |= (character >> 8 & 7) << 7;
                self.receive(character, settings, at);
            }
        }
    }

    /// Returns the time at which a bit of the outgoing frame begins.
    pub(super) fn next_bit(&self, now: Picoseconds) -> Option<Picoseconds> {
        self.shifting.as_ref().and_then(|frame| frame.next_bit(now))
    }

    /// Begins the next frame of the host when the previous one has ended.
    fn await_frame(&mut self, settings: &Settings) {
        if self.incoming_at.is_none() && settings.receives() && !self.incoming.is_empty() {
            self.incoming_at = settings.frame().map(|frame| self.incoming_from.saturating_add(frame));
        }
    }

    /// Advances to a time; characters are handed over at the end of their frames.
    pub(super) fn advance(&mut self, settings: &Settings, now: Picoseconds, mut sent: impl FnMut(Character)) {
        self.await_frame(settings);
        while let Some(frame) = self.shifting.filter(|frame| frame.end() <= now) {
            self.shifting = None;
            if bit(settings.control, LBE) {
                self.receive(u32::from(frame.character), settings, frame.end());
            } else {
                sent(frame.character);
            }
            self.shift_out_after(Some(frame), settings, frame.end());
        }
        self.sample(settings, now);
        while let Some(end) = self.incoming_at.filter(|end| *end <= now) {
            self.incoming_at = None;
            self.incoming_from = end;
            if let Some(character) = self.incoming.pop_front() {
                self.receive(u32::from(character), settings, end);
            }
            self.await_frame(settings);
        }
        if self.timeout_at.is_some_and(|at| at <= now) {
            self.timeout_at = None;
            self.raw |= RX_TIMEOUT;
        }
    }

    /// Returns the time of the next change without an access.
    pub(super) fn next_change(&self, settings: &Settings) -> Option<Picoseconds> {
        let first_frame = (self.incoming_at.is_none() && settings.receives() && !self.incoming.is_empty())
            .then_some(self.incoming_from);
        let sampled = self.sampled.as_ref().and_then(Incoming::end);
        [self.shifting.map(|frame| frame.end()), sampled, self.incoming_at, first_frame, self.timeout_at]
            .into_iter()
            .flatten()
            .min()
    }

    fn receive(&mut self, character: u32, settings: &Settings, at: Picoseconds) {
        if !settings.receives() {
            return;
        }
        if self.receive.len() >= settings.depth() {
            self.overrun = true;
            self.raw |= OVERRUN;
        } else {
            let flag = if std::mem::take(&mut self.overrun) { CHARACTER_OVERRUN } else { 0 };
            self.receive.push_back(character | flag);
        }
        if self.receive.len() >= settings.level(3) {
            self.raw |= RX;
        }
        self.timeout_at = self.timeout(settings, at);
    }

    fn timeout(&self, settings: &Settings, from: Picoseconds) -> Option<Picoseconds> {
        settings.time_of_bits(TIMEOUT_BITS).map(|time| from.saturating_add(time))
    }

    /// Raises the transmit interrupt when the FIFO falls to this level.
    fn transmit_level(&self, settings: &Settings) -> usize {
        if settings.depth() == 1 { 0 } else { settings.level(0) }
    }
}
