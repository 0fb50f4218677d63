//! FIFOs and shift register of a port over time.

use super::frame::{Format, Frame, Levels};
use crate::time::serial_clock::SerialClock;
use crate::time::{Frequency, Picoseconds};
use std::collections::VecDeque;

/// Words in each FIFO.
pub(super) const DEPTH: usize = 8;
/// Receive time-out: 32 bit periods without a frame (§12.3.4.4).
const TIMEOUT_HALVES: u64 = 64;

/// Interrupts, as in SSPRIS.
pub(super) const OVERRUN: u32 = 1;
const TIMEOUT: u32 = 2;
const RECEIVE: u32 = 4;
const TRANSMIT: u32 = 8;

/// Settings of the registers.
#[derive(Clone, Copy, Debug)]
pub(super) struct Settings {
    /// SSE.
    pub enabled: bool,
    /// LBM: the port receives what it sends.
    pub loops_back: bool,
    /// Data size, polarity and phase.
    pub format: Format,
    /// Half periods of SSPCLKOUT per second.
    pub rate: Frequency,
}

/// Device at the other end of the wires. It answers while the master sends, so the answer to a word goes out with the
/// next frame.
pub trait SpiDevice: Send {
    /// Takes the word of `bits` bits of a completed frame. Returns the word that the device sends
    /// during the next one.
    fn exchange(&mut self, word: u16, bits: u32) -> u16;
}

/// Data path of a port.
#[derive(Default)]
pub(super) struct Port {
    transmit: VecDeque<u16>,
    receive: VecDeque<u16>,
    frame: Option<(Frame, SerialClock)>,
    latched: u32,
    timeout_at: Option<Picoseconds>,
    /// Level of the data input.
    pub input: bool,
    device: Option<Box<dyn SpiDevice>>,
    /// Word that the device sends during the next frame.
    answer: u16,
}

impl Port {
    /// Resets the port; a device stays attached.
    pub(super) fn reset(&mut self) {
        *self =
            Port { input: self.input, device: self.device.take(), answer: self.answer, ..Port::default() };
    }

    /// Attaches a device in place of the data input; it sends `first` during the first frame.
    pub(super) fn attach(&mut self, device: Box<dyn SpiDevice>, first: u16) {
        (self.device, self.answer) = (Some(device), first);
    }

    /// Words in the transmit and the receive FIFO.
    pub(super) fn levels(&self) -> (usize, usize) {
        (self.transmit.len(), self.receive.len())
    }

    /// Returns true if a frame is in progress or waits.
    pub(super) fn busy(&self) -> bool {
        self.frame.is_some() || !self.transmit.is_empty()
    }

    /// SSPRIS.
    pub(super) fn raw_interrupts(&self) -> u32 {
        let when = |condition: bool, flag: u32| if condition { flag } else { 0 };
        self.latched
            | when(self.receive.len() >= DEPTH / 2, RECEIVE)
            | when(self.transmit.len() <= DEPTH / 2, TRANSMIT)
    }

    /// SSPICR.
    pub(super) fn clear_interrupts(&mut self, mask: u32) {
        self.latched &= !(mask & (OVERRUN | TIMEOUT));
        if mask & TIMEOUT != 0 {
            self.timeout_at = None;
        }
    }

    /// Writes a word for transmission; it is lost if the FIFO is full.
    pub(super) fn put(&mut self, word: u16, settings: &Settings, now: Picoseconds) {
        if self.transmit.len() < DEPTH {
            self.transmit.push_back(word);
        }
        self.begin(settings, now);
    }

    /// Reads a received word; 0 if the FIFO is empty.
    pub(super) fn take(&mut self) -> u16 {
        let word = self.receive.pop_front().unwrap_or(0);
        if self.receive.is_empty() {
            self.latched &= !TIMEOUT;
            self.timeout_at = None;
        }
        word
    }

    /// Begins a frame now if one waits and none is in progress.
    pub(super) fn begin(&mut self, settings: &Settings, now: Picoseconds) {
        let clock = SerialClock::start(now, settings.rate);
        if self.frame.is_none()
            && settings.enabled
            && clock.runs()
            && let Some(word) = self.transmit.pop_front()
        {
            self.frame = Some((Frame::new(settings.format, word, 0), clock));
        }
    }

    /// Advances to a time.
    pub(super) fn advance(&mut self, settings: &Settings, now: Picoseconds) {
        while let Some((frame, clock)) = &mut self.frame {
            let half = clock.period(now);
            while frame.next_capture().is_some_and(|at| at <= half) {
                frame.capture(self.input);
            }
            if frame.next_capture().is_some() {
                break;
            }
            let (frame, clock) = (*frame, *clock);
            if !self.finish(frame, clock, settings, half) {
                break;
            }
        }
        if self.timeout_at.is_some_and(|at| at <= now) {
            self.timeout_at = None;
            self.latched |= TIMEOUT;
        }
    }

    /// Receives the word of a frame whose bits are complete, and begins the next frame at its end. Returns true if more
    /// can follow.
    fn finish(&mut self, frame: Frame, clock: SerialClock, settings: &Settings, half: u64) -> bool {
        let follows_at_once = frame.format().phase && settings.enabled;
        if !frame.is_closed() {
            self.receive_word(frame, clock, settings);
            if follows_at_once && let Some(word) = self.transmit.pop_front() {
                self.frame = Some((Frame::new(settings.format, word, frame.complete()), clock));
                return true;
            }
            self.frame = Some((frame.closed(), clock));
            return true;
        }
        if !self.transmit.is_empty() && settings.enabled && settings.rate.runs() {
            if half < frame.free() {
                return false;
            }
            if let Some(word) = self.transmit.pop_front() {
                self.frame = Some((Frame::new(settings.format, word, frame.free()), clock));
            }
            return true;
        }
        if half >= frame.free() {
            self.frame = None;
        }
        false
    }

    fn receive_word(&mut self, frame: Frame, clock: SerialClock, settings: &Settings) {
        let answer = self.answer;
        if let Some(device) = &mut self.device {
            self.answer = device.exchange(frame.sent(), frame.format().bits);
        }
        let word = match (settings.loops_back, &self.device) {
            (true, _) => frame.sent(),
            (false, Some(_)) => answer & frame.format().mask(),
            (false, None) => frame.received(),
        };
        if self.receive.len() < DEPTH {
            self.receive.push_back(word);
        } else {
            self.latched |= OVERRUN;
        }
        self.latched &= !TIMEOUT;
        self.timeout_at = clock.start_of(frame.complete() + TIMEOUT_HALVES);
    }

    /// Output levels.
    pub(super) fn outputs(&self, format: Format, now: Picoseconds) -> Levels {
        match &self.frame {
            Some((frame, clock)) => frame.levels(clock.period(now)),
            None => format.idle(),
        }
    }

    /// Returns the time of the next half period during a frame.
    pub(super) fn next_edge(&self, now: Picoseconds) -> Option<Picoseconds> {
        let (_, clock) = self.frame.as_ref()?;
        clock.start_of(clock.period(now) + 1)
    }

    /// Returns the time at which a FIFO changes without an access or the receive time-out expires.
    pub(super) fn next_change(&self) -> Option<Picoseconds> {
        let change = self.frame.as_ref().and_then(|(frame, clock)| {
            clock.start_of(if frame.is_closed() { frame.free() } else { frame.complete() })
        });
        [change, self.timeout_at].into_iter().flatten().min()
    }
}
