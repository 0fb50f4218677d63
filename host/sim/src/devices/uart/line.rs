//! FIFOs and shift registers of a UART, in time.

use super::frame::{Character, Format, Incoming, Outgoing};
use crate::peripheral::registers::{bit, field};
use crate::time::serial_clock::SerialClock;
use crate::time::{Frequency, Picoseconds};
use std::collections::VecDeque;

/// FIFO entries when LCR_H.FEN is set, else 1 (§12.1.4).
const DEPTH: usize = 32;
/// The receive time-out is 32 bit periods of silence.
const TIMEOUT_BITS: u64 = 32;

const UARTEN: u32 = 0;
const LBE: u32 = 7;
/// LCR_H.BRK: the line is held low.
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

/// The registers that shape the line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Setting {
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
    /// Nobody at the other end objects: CTS, if it is looked at.
    pub clear_to_send: bool,
}

impl Setting {
    /// Bits of the line in a second: each is 16 × divisor clocks.
    fn rate(&self) -> Frequency {
        self.clock.scaled(64, 16 * u64::from(self.divisor))
    }

    /// Time of a number of bits.
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

    /// FIFO level at which an interrupt is made: 1/8, 1/4, 1/2, 3/4 or 7/8.
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

/// Entries of a FIFO by LCR_H.
fn depth(format: u32) -> usize {
    if bit(format, 4) { DEPTH } else { 1 }
}

/// Both directions of a UART.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    transmit: VecDeque<Character>,
    /// The frame that goes out.
    shifting: Option<Outgoing>,
    /// Level of the receive pin; `None` while no pin carries it, or none has been high yet.
    pin: Option<bool>,
    /// The frame that comes in on the pin.
    sampled: Option<Incoming>,
    receive: VecDeque<u32>,
    overrun: bool,
    /// Characters on their way in, and when the frame of the first ends.
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

    /// Characters that the transmit FIFO has room for, by LCR_H.
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
    pub(super) fn flags(&self, setting: &Setting) -> u32 {
        let depth = setting.depth();
        let flag = |condition: bool, flag: u32| if condition { flag } else { 0 };
        flag(self.transmit.is_empty(), FR_TXFE)
            | flag(self.transmit.len() >= depth, FR_TXFF)
            | flag(self.receive.is_empty(), FR_RXFE)
            | flag(self.receive.len() >= depth, FR_RXFF)
            | flag(!self.transmit.is_empty() || self.shifting.is_some(), FR_BUSY)
    }

    /// A character written to the data register; it is lost when the FIFO is full.
    pub(super) fn transmit(&mut self, character: Character, setting: &Setting, now: Picoseconds) {
        if self.transmit.len() < setting.depth() {
            self.transmit.push_back(character);
        }
        if self.transmit.len() > self.transmit_level(setting) {
            self.raw &= !TX;
        }
        self.restart(setting, now);
    }

    /// A read of the data register: character and error flags, 0 when there is none.
    pub(super) fn take_received(&mut self, setting: &Setting, now: Picoseconds) -> u32 {
        let character = self.receive.pop_front().unwrap_or(0);
        if self.receive.len() < setting.level(3) {
            self.raw &= !RX;
        }
        if self.receive.is_empty() {
            self.raw &= !RX_TIMEOUT;
            self.timeout_at = None;
        } else {
            self.timeout_at = self.timeout(setting, now);
        }
        character
    }

    /// Characters that somebody outside sends from now on.
    pub(super) fn arrive(&mut self, characters: &[Character], now: Picoseconds) {
        if self.incoming.is_empty() {
            self.incoming_from = now;
        }
        self.incoming.extend(characters);
    }

    /// Starts a frame if something waits for that, after the setting or the FIFOs changed.
    pub(super) fn restart(&mut self, setting: &Setting, now: Picoseconds) {
        self.shift_out(setting, now);
        if self.incoming_at.is_none() {
            self.incoming_from = self.incoming_from.max(now);
        }
        self.await_frame(setting);
    }

    fn shift_out(&mut self, setting: &Setting, now: Picoseconds) {
        self.shift_out_after(None, setting, now);
    }

    /// Begins a frame, right after another one if it follows that.
    fn shift_out_after(&mut self, last: Option<Outgoing>, setting: &Setting, now: Picoseconds) {
        if self.shifting.is_none() && setting.transmits() && !self.transmit.is_empty() {
            let fresh = SerialClock::start(now, setting.rate());
            if fresh.runs()
                && let Some(character) = self.transmit.pop_front()
            {
                let (clock, begin) = match last {
                    Some(last) if last.clock.has_rate_of(&fresh) => (last.clock, last.end_bit()),
                    _ => (fresh, 0),
                };
                self.shifting = Some(Outgoing::new(character, setting.shape(), clock, begin));
            }
            if self.transmit.len() <= self.transmit_level(setting) {
                self.raw |= TX;
            }
        }
    }

    /// Level of the transmit line.
    pub(super) fn level(&self, setting: &Setting, now: Picoseconds) -> bool {
        let breaks = bit(setting.format, BRK);
        !breaks && self.shifting.is_none_or(|frame| frame.level(now))
    }

    /// Whether RTS asks for more, with hardware flow control: the FIFO is below its level for interrupts.
    pub(super) fn wants_more(&self, setting: &Setting) -> bool {
        self.receive.len() < setting.level(3)
    }

    /// CTS has changed.
    pub(super) fn note_modem_change(&mut self) {
        self.raw |= CTS_CHANGED;
    }

    /// The receive pin has another level, or no pin carries the line any more. What has been looked at until now was
    /// the level before. A line that has never been high is taken as not connected.
    pub(super) fn sense(&mut self, level: Option<bool>, setting: &Setting, now: Picoseconds) {
        let before = self.pin;
        self.pin = match level {
            Some(false) if before.is_none() => None,
            level => level,
        };
        let fell = before == Some(true) && self.pin == Some(false);
        let clock = SerialClock::start(now, setting.clock.scaled(64, u64::from(setting.divisor)));
        if fell && self.sampled.is_none() && setting.receives() && clock.runs() {
            self.sampled = Some(Incoming::new(setting.shape(), clock));
        }
    }

    fn sample(&mut self, setting: &Setting, now: Picoseconds) {
        while let Some(frame) = &mut self.sampled
            && let Some(at) = frame.next_sample().filter(|at| *at <= now)
        {
            if !frame.sample(self.pin.unwrap_or(true)) {
                self.sampled = None;
            } else if let Some(character) = frame.character() {
                self.sampled = None;
                self.raw |= (character >> 8 & 7) << 7;
                self.receive(character, setting, at);
            }
        }
    }

    /// When a bit of the frame that goes out begins.
    pub(super) fn next_bit(&self, now: Picoseconds) -> Option<Picoseconds> {
        self.shifting.as_ref().and_then(|frame| frame.next_bit(now))
    }

    /// The next frame from outside begins when the one before has ended.
    fn await_frame(&mut self, setting: &Setting) {
        if self.incoming_at.is_none() && setting.receives() && !self.incoming.is_empty() {
            self.incoming_at = setting.frame().map(|frame| self.incoming_from.saturating_add(frame));
        }
    }

    /// Goes on to a time; characters sent are handed over as their frames end.
    pub(super) fn advance(&mut self, setting: &Setting, now: Picoseconds, mut sent: impl FnMut(Character)) {
        self.await_frame(setting);
        while let Some(frame) = self.shifting.filter(|frame| frame.end() <= now) {
            self.shifting = None;
            if bit(setting.control, LBE) {
                self.receive(u32::from(frame.character), setting, frame.end());
            } else {
                sent(frame.character);
            }
            self.shift_out_after(Some(frame), setting, frame.end());
        }
        self.sample(setting, now);
        while let Some(end) = self.incoming_at.filter(|end| *end <= now) {
            self.incoming_at = None;
            self.incoming_from = end;
            if let Some(character) = self.incoming.pop_front() {
                self.receive(u32::from(character), setting, end);
            }
            self.await_frame(setting);
        }
        if self.timeout_at.is_some_and(|at| at <= now) {
            self.timeout_at = None;
            self.raw |= RX_TIMEOUT;
        }
    }

    /// When something will change by itself.
    pub(super) fn next_change(&self, setting: &Setting) -> Option<Picoseconds> {
        let first_frame = (self.incoming_at.is_none() && setting.receives() && !self.incoming.is_empty())
            .then_some(self.incoming_from);
        let sampled = self.sampled.as_ref().and_then(Incoming::end);
        [self.shifting.map(|frame| frame.end()), sampled, self.incoming_at, first_frame, self.timeout_at]
            .into_iter()
            .flatten()
            .min()
    }

    fn receive(&mut self, character: u32, setting: &Setting, at: Picoseconds) {
        if !setting.receives() {
            return;
        }
        if self.receive.len() >= setting.depth() {
            self.overrun = true;
            self.raw |= OVERRUN;
        } else {
            let flag = if std::mem::take(&mut self.overrun) { CHARACTER_OVERRUN } else { 0 };
            self.receive.push_back(character | flag);
        }
        if self.receive.len() >= setting.level(3) {
            self.raw |= RX;
        }
        self.timeout_at = self.timeout(setting, at);
    }

    fn timeout(&self, setting: &Setting, from: Picoseconds) -> Option<Picoseconds> {
        setting.time_of_bits(TIMEOUT_BITS).map(|time| from.saturating_add(time))
    }

    /// The transmit interrupt is made when the FIFO falls to this level.
    fn transmit_level(&self, setting: &Setting) -> usize {
        if setting.depth() == 1 { 0 } else { setting.level(0) }
    }
}
