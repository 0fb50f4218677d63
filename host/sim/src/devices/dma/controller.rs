//! Registers and channels of the DMA controller.

use super::channel::{Channel, Pace};
use super::engine::Engine;
use super::pacing::{MAX_CREDITS, PacingTimer};
use super::protection;
use super::registers::{self, ChannelRegister};
use super::sniffer::{self, Sniffer};
use crate::peripheral::registers::{RegisterFile, Write, bit};
use crate::peripheral::{Access, Effects, Peripheral, Unmodelled};

/// Number of channels.
pub(super) const CHANNELS: usize = 16;
/// Number of system interrupts.
const INTERRUPTS: usize = 4;
/// IRQ number of DMA_IRQ_0 (§3.2); the others follow.
const FIRST_INTERRUPT: u32 = 10;
/// Cycles from the trigger of a channel to the issue of its first transfer (assumption).
const TRIGGER_LATENCY: u64 = 1;

/// Requests of devices that are not modelled: the FIFOs of QMI's direct mode, HSTX, CoreSight trace.
const UNMODELLED_REQUESTS: std::ops::RangeInclusive<u32> = 50..=53;
/// First request that no device makes (§12.6.4.1).
const FIRST_RESERVED: u32 = 55;

/// SECCFG_CH0.LOCK.
const LOCK: u32 = 1 << 2;
/// SECCFG_CH0.S.
const SECURE: u32 = 1 << 1;
/// Position of SECCFG_MISC.TIMER0_P; the other timers follow every two bits.
const TIMER0_LEVEL: u32 = 2;

/// The DMA controller.
#[derive(Clone, Debug)]
pub(crate) struct Dma {
    file: RegisterFile,
    pub(crate) channels: [Channel; CHANNELS],
    timers: [PacingTimer; 4],
    sniffer: Sniffer,
    /// INTR.
    raised: u16,
    pub(super) engine: Engine,
}

impl Default for Dma {
    fn default() -> Self {
        Dma {
            file: RegisterFile::new("DMA", &registers::REGISTERS),
            channels: std::array::from_fn(|_| Channel::default()),
            timers: [PacingTimer::default(); 4],
            sniffer: Sniffer::default(),
            raised: 0,
            engine: Engine::default(),
        }
    }
}

impl Dma {
    /// Returns the cycle in which the engine runs next; `u64::MAX` when no channel is busy.
    #[inline]
    pub(crate) fn wake(&self) -> u64 {
        self.engine.wake
    }

    /// Returns true if the engine uses the bus now or soon.
    #[inline]
    pub(crate) fn active(&self) -> bool {
        self.engine.active
    }

    /// Returns true if any channel is busy.
    pub(crate) fn busy(&self) -> bool {
        self.channels.iter().any(Channel::busy)
    }

    /// Triggers a channel, which may issue its first transfer in the cycle `from`.
    pub(crate) fn trigger(&mut self, number: usize, from: u64) {
        if number < CHANNELS && self.start(number, from) {
            self.complete(number, from, CHANNELS);
        }
    }

    /// Starts a channel's sequence. Returns true if the sequence is empty and thus complete.
    fn start(&mut self, number: usize, from: u64) -> bool {
        let channel = &mut self.channels[number];
        let was_busy = channel.busy();
        let complete = channel.trigger(from);
        if !was_busy && let Pace::Timer(timer) = channel.pace() {
            channel.pulses_taken = self.timers[timer & 3].pulses(from);
        }
        complete
    }

    /// Ends a channel's sequence in the cycle before `from`: interrupt and chain.
    pub(crate) fn finish(&mut self, number: usize, from: u64) {
        let Some(channel) = self.channels.get_mut(number) else { return };
        let failed = channel.failed();
        if channel.finish() {
            self.complete(number, from, CHANNELS);
        } else if failed {
            self.raised |= 1 << number;
        }
    }

    /// Completes a sequence. `depth` limits the recursion in a ring of channels with empty sequences.
    fn complete(&mut self, number: usize, from: u64, depth: usize) {
        let channel = &self.channels[number];
        if !channel.irq_quiet() {
            self.raised |= 1 << number;
        }
        let chained = channel.chain_to();
        let itself = channel.triggers_itself();
        let next = [(itself, number), (chained != number, chained)];
        for (_, next) in next.into_iter().filter(|(wanted, _)| *wanted) {
            if self.start(next, from) && next != number && depth != 0 {
                self.complete(next, from, depth - 1);
            }
        }
    }

    /// Records a bus error of a channel's read or write.
    pub(crate) fn fail(&mut self, number: usize, write: bool) {
        if let Some(channel) = self.channels.get_mut(number) {
            channel.fail(write);
        }
    }

    /// Returns the first cycle in which a channel may issue a transfer by its pacing timer; `None` if the timer is
    /// stopped.
    pub(crate) fn timer_allows(&self, number: usize, timer: usize) -> Option<u64> {
        if self.level(number) < self.level_of_misc(TIMER0_LEVEL + 2 * timer as u32) {
            return None;
        }
        self.timers[timer & 3].cycle_of(self.channels[number].pulses_taken + 1)
    }

    /// Counts a transfer by a pacing timer. Pulses beyond the channel's counter are lost.
    pub(crate) fn take_pulse(&mut self, number: usize, timer: usize, cycle: u64) {
        let pulses = self.timers[timer & 3].pulses(cycle);
        let taken = &mut self.channels[number].pulses_taken;
        *taken = (*taken).max(pulses.saturating_sub(MAX_CREDITS)) + 1;
    }

    /// Returns true if a channel may access an address (§12.6.6.3).
    pub(crate) fn permits(&self, number: usize, address: u32) -> bool {
        self.level(number) >= protection::level(&self.file, address)
    }

    /// Security level of a channel.
    fn level(&self, number: usize) -> u32 {
        self.file.get(registers::SECCFG_CH0 + number as u32 * 4) & 3
    }

    /// Security level of the sniffer or a pacing timer: the field of SECCFG_MISC at `lsb`.
    fn level_of_misc(&self, lsb: u32) -> u32 {
        self.file.get(registers::SECCFG_MISC) >> lsb & 3
    }

    /// Passes data of a channel to the sniffer. Returns false if its calculation is reserved.
    #[must_use]
    pub(crate) fn sniff(&mut self, number: usize, data: u32) -> bool {
        let channel = &self.channels[number];
        let visible = self.level(number) <= self.level_of_misc(0);
        if !channel.sniffed() || !self.sniffer.watches(number) || !visible {
            return true;
        }
        self.sniffer.observe(data, channel.size())
    }

    fn status(&self, line: usize) -> u32 {
        let [enabled, forced] =
            [registers::INTE0, registers::INTF0].map(|at| self.file.get(at + line as u32 * 0x10));
        // A line shows only channels up to its own level.
        let level = self.file.get(registers::SECCFG_IRQ0 + line as u32 * 4) & 3;
        let visible = (0..CHANNELS)
            .filter(|number| self.level(*number) <= level)
            .fold(0, |mask, number| mask | 1 << number);
        (u32::from(self.raised) | forced) & enabled & visible
    }

    /// Writes a register of a channel by any alias; `trigger` if the write starts the channel.
    fn write_channel(
        &mut self,
        (number, register, trigger): (usize, ChannelRegister, bool),
        write: Write,
        cycle: u64,
    ) -> Result<Effects, Unmodelled> {
        // The first write to a channel fixes its security level (§12.6.6.1).
        let security = registers::SECCFG_CH0 + number as u32 * 4;
        self.file.set(security, self.file.get(security) | LOCK);
        let channel = &mut self.channels[number];
        let quiet = channel.irq_quiet();
        let value = write.applied_to(registers::value(channel, register));
        match register {
            ChannelRegister::ReadAddress => channel.read_address = value,
            ChannelRegister::WriteAddress => channel.write_address = value,
            ChannelRegister::Count => channel.reload = value,
            ChannelRegister::Control => channel.set_control(value),
        }
        if let Pace::Request(request) = channel.pace()
            && (UNMODELLED_REQUESTS.contains(&request) || request >= FIRST_RESERVED)
        {
            return Err(Unmodelled(format!("DMA.CH{number}_CTRL.TREQ_SEL: request {request}")));
        }
        if trigger && value == 0 {
            if quiet {
                self.raised |= 1 << number;
            }
        } else if trigger {
            self.trigger(number, cycle + TRIGGER_LATENCY);
        }
        Ok(Effects::EVENTS | Effects::REQUESTS)
    }

    fn write_security(&mut self, offset: u32, write: Write) -> Result<(), Unmodelled> {
        if self.file.get(offset) & LOCK != 0 {
            return Ok(());
        }
        let value = self.file.written(offset, write);
        if value & SECURE == 0 {
            return Err(Unmodelled(format!("{}.S = 0: Non-secure channel", self.file.name(offset))));
        }
        self.file.set(offset, value);
        Ok(())
    }
}

impl Peripheral for Dma {
    fn file(&self) -> &RegisterFile {
        &self.file
    }

    fn file_mut(&mut self) -> &mut RegisterFile {
        &mut self.file
    }

    fn read(&mut self, offset: u32, access: &Access) -> Result<(u32, Effects), Unmodelled> {
        use registers::*;
        if let Some((number, register, _)) = channel_register(offset) {
            return Ok((value(&self.channels[number], register), Effects::empty()));
        }
        let line = (offset >> 4 & 3) as usize;
        let value = match offset {
            INTR0 | INTR1 | INTR2 | INTR3 => u32::from(self.raised),
            INTS0..=INTS3 if offset & 0xF == 0xC => self.status(line),
            TIMER0..=TIMER3 => self.timers[(offset - TIMER0) as usize / 4].value(),
            SNIFF_CTRL => self.sniffer.control,
            SNIFF_DATA => self.sniffer.output(),
            // Data between read and write. The address FIFOs are never full (assumption).
            FIFO_LEVELS => self.engine.data.len() as u32,
            N_CHANNELS => CHANNELS as u32,
            CHAN_ABORT => {
                let aborting = |number: &usize| self.channels[*number].aborting();
                (0..CHANNELS).filter(aborting).fold(0, |mask, number| mask | 1 << number)
            }
            DEBUG.. => {
                let number = (offset - DEBUG) as usize / 0x40 % CHANNELS;
                let channel = &self.channels[number];
                match (offset & 0x3F, channel.pace()) {
                    (DBG_TCR, _) => channel.reload,
                    (DBG_CTDREQ, Pace::Timer(timer)) if channel.busy() => {
                        let pulses = self.timers[timer & 3].pulses(access.cycle);
                        pulses.saturating_sub(channel.pulses_taken).min(MAX_CREDITS) as u32
                    }
                    (DBG_CTDREQ, Pace::Request(_)) if channel.busy() => {
                        return Err(Unmodelled(format!("{} of a block's request", self.file.name(offset))));
                    }
                    _ => 0,
                }
            }
            _ => self.file.get(offset),
        };
        Ok((value, Effects::empty()))
    }

    fn write(&mut self, offset: u32, write: Write, access: &Access) -> Result<Effects, Unmodelled> {
        use registers::*;
        if let Some(register) = channel_register(offset) {
            return self.write_channel(register, write, access.cycle);
        }
        match offset {
            INTR0 | INTR1 | INTR2 | INTR3 => self.raised &= !(write.data as u16),
            INTS0..=INTS3 if offset & 0xF == 0xC => self.raised &= !(write.data as u16),
            TIMER0..=TIMER3 => {
                let number = (offset - TIMER0) as usize / 4;
                let value = write.applied_to(self.timers[number].value());
                self.timers[number].set(value, access.cycle);
                for channel in &mut self.channels {
                    if channel.pace() == Pace::Timer(number) {
                        channel.pulses_taken = 0;
                    }
                }
            }
            MULTI_CHAN_TRIGGER => {
                for number in (0..CHANNELS).filter(|number| bit(write.data, *number as u32)) {
                    self.trigger(number, access.cycle + TRIGGER_LATENCY);
                }
            }
            SNIFF_CTRL => self.sniffer.control = write.applied_to(self.sniffer.control) & sniffer::CONTROL,
            SNIFF_DATA => self.sniffer.seed(write.applied_to(self.sniffer.output())),
            CHAN_ABORT => {
                for number in (0..CHANNELS).filter(|number| bit(write.data, *number as u32)) {
                    if self.channels[number].abort() {
                        self.channels[number].finish();
                    }
                }
            }
            SECCFG_CH0..SECCFG_IRQ0 => self.write_security(offset, write)?,
            DEBUG.. => {
                // Any write to DBG_CTDREQ clears the counter.
                let number = (offset - DEBUG) as usize / 0x40 % CHANNELS;
                if let (DBG_CTDREQ, Pace::Timer(timer)) = (offset & 0x3F, self.channels[number].pace()) {
                    self.channels[number].pulses_taken = self.timers[timer & 3].pulses(access.cycle);
                }
            }
            FIFO_LEVELS | N_CHANNELS => {}
            _ => {
                self.file.write(offset, write);
            }
        }
        Ok(Effects::EVENTS | Effects::REQUESTS)
    }

    fn reset(&mut self) {
        let engine = std::mem::take(&mut self.engine);
        *self = Dma { engine, ..Dma::default() };
    }

    fn interrupts(&self) -> u64 {
        (0..INTERRUPTS)
            .filter(|line| self.status(*line) != 0)
            .fold(0, |lines, line| lines | 1 << (FIRST_INTERRUPT + line as u32))
    }
}
