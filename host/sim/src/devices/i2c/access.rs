//! Register accesses of the I2C, and its signals to the chip.

use super::buffers::{AbortSources, DEPTH, Interrupts, command};
use super::bus_slave::Lines;
use super::registers::*;
use super::{ABORT, CLEARABLE, DREQ, ENABLED, FUNCTION, I2c, IRQ};
use crate::peripheral::pin_mux::{Drive, Drives, Inputs};
use crate::peripheral::registers::{RegisterFile, Write, bit, field};
use crate::peripheral::{Access, Effects, Peripheral, Unmodelled};
use crate::time::Picoseconds;

impl I2c {
    /// Writes IC_DATA_CMD.
    fn put(&mut self, data: u16) {
        if !self.on {
            return;
        }
        if self.control(con::MASTER_MODE) {
            self.buffers.put(data & 0x7FF);
        } else if !self.slave_on() {
            self.buffers.abort(AbortSources::MASTER_DISABLED);
        } else if data & command::READ != 0 {
            self.buffers.abort(AbortSources::SLAVE_READ_COMMAND);
        } else {
            self.buffers.put(data & 0xFF);
        }
    }

    /// Clears interrupts by a read of their register.
    fn clear(&mut self, offset: u32) {
        let cleared = match offset {
            CLR_INTR => CLEARABLE,
            CLR_RX_UNDER => Interrupts::RX_UNDER,
            CLR_RX_OVER => Interrupts::RX_OVER,
            CLR_TX_OVER => Interrupts::TX_OVER,
            CLR_RD_REQ => Interrupts::RD_REQ,
            CLR_TX_ABRT => Interrupts::TX_ABRT,
            CLR_RX_DONE => Interrupts::RX_DONE,
            CLR_ACTIVITY => Interrupts::ACTIVITY,
            CLR_STOP_DET => Interrupts::STOP_DET,
            CLR_START_DET => Interrupts::START_DET,
            CLR_GEN_CALL => Interrupts::GEN_CALL,
            CLR_RESTART_DET => Interrupts::RESTART_DET,
            _ => return,
        };
        let keeps = if self.bus_busy { Interrupts::ACTIVITY } else { Interrupts::empty() };
        self.buffers.raw &= !cleared | keeps;
        if cleared.contains(Interrupts::TX_ABRT) {
            self.buffers.abort_source = 0;
        }
    }

    fn write_enable(&mut self, write: Write, cycle: u64) -> Result<(), Unmodelled> {
        let before = self.file.get(ENABLE);
        let value = self.file.write(ENABLE, write);
        let starts = bit(value, ENABLED) && !bit(before, ENABLED);
        if starts && !self.control(con::SLAVE_DISABLE) && self.control(con::TEN_BITS_SLAVE) {
            return Err(Unmodelled(format!("{}.IC_10BITADDR_SLAVE", self.file.name(CON))));
        }
        if starts && field(self.file.get(TAR), 10, 2) == 3 {
            return Err(Unmodelled(format!("{}.GC_OR_START: START byte", self.file.name(TAR))));
        }
        self.on |= starts;
        let timing = self.timing();
        if !bit(value, ENABLED) {
            self.master.stop(&timing, cycle);
        } else if bit(value, ABORT) && !bit(before, ABORT) && self.master.active() {
            self.buffers.abort(AbortSources::USER);
            self.master.stop(&timing, cycle);
        }
        Ok(())
    }

    /// Writes a register that can be written only while the controller is disabled, with its minimum value.
    fn write_setting(&mut self, offset: u32, write: Write) {
        if bit(self.file.get(ENABLE), ENABLED) {
            return;
        }
        let value = self.file.write(offset, write);
        match offset {
            SS_SCL_HCNT | FS_SCL_HCNT => self.file.set(offset, value.max(6)),
            SS_SCL_LCNT | FS_SCL_LCNT => self.file.set(offset, value.max(8)),
            FS_SPKLEN => self.file.set(offset, value.max(1)),
            // Fast mode is the fastest; other values select it.
            CON if !matches!(field(value, 1, 2), 1 | 2) => self.file.set(offset, value & !6 | 2 << 1),
            _ => {}
        }
    }

    fn status(&self) -> u32 {
        let (waiting, received) = (self.buffers.transmit.len(), self.buffers.received());
        let flag = |condition: bool, number: u32| u32::from(condition) << number;
        let (master, slave) = (self.master.active(), self.bus_slave.active());
        flag(master || slave, 0)
            | flag(waiting < DEPTH, 1)
            | flag(waiting == 0, 2)
            | flag(received != 0, 3)
            | flag(received == DEPTH, 4)
            | flag(master, 5)
            | flag(slave, 6)
    }
}

impl Peripheral for I2c {
    fn file(&self) -> &RegisterFile {
        &self.file
    }

    fn file_mut(&mut self) -> &mut RegisterFile {
        &mut self.file
    }

    fn read(&mut self, offset: u32, access: &Access) -> Result<(u32, Effects), Unmodelled> {
        let mut effects = Effects::empty();
        let value = match offset {
            DATA_CMD => {
                let mut data = 0;
                effects |= self.with_effects(|this| {
                    data = this.buffers.take();
                    this.continue_transfers(access.cycle);
                });
                u32::from(data)
            }
            INTR_STAT => self.masked(),
            RAW_INTR_STAT => self.raw_interrupts().bits(),
            CLR_INTR..=CLR_GEN_CALL | CLR_RESTART_DET => {
                self.clear(offset);
                effects |= Effects::EVENTS;
                0
            }
            ENABLE => {
                let aborting = u32::from(self.master.active()) << ABORT;
                self.file.get(ENABLE) & (!(1 << ABORT) | aborting)
            }
            STATUS => self.status(),
            TXFLR => self.buffers.transmit.len() as u32,
            RXFLR => self.buffers.received() as u32,
            TX_ABRT_SOURCE => self.buffers.abort_source,
            ENABLE_STATUS => u32::from(self.on),
            _ => self.file.get(offset),
        };
        Ok((value, effects))
    }

    fn write(&mut self, offset: u32, write: Write, access: &Access) -> Result<Effects, Unmodelled> {
        let mut result = Ok(());
        let effects = self.with_effects(|this| {
            match offset {
                DATA_CMD => this.put(write.data as u16),
                ENABLE => result = this.write_enable(write, access.cycle),
                INTR_MASK | RX_TL | TX_TL | DMA_CR | DMA_TDLR | DMA_RDLR | ACK_GENERAL_CALL => {
                    this.file.write(offset, write);
                    for threshold in [RX_TL, TX_TL] {
                        this.file.set(threshold, this.file.get(threshold).min(DEPTH as u32));
                    }
                }
                _ => this.write_setting(offset, write),
            }
            this.continue_transfers(access.cycle);
        });
        result.map(|()| effects | Effects::EVENTS | Effects::REQUESTS)
    }

    fn reset(&mut self) {
        let devices = std::mem::take(&mut self.devices);
        let mut fresh = I2c { devices, ..I2c::new(self.number) };
        (fresh.lines, fresh.selected, fresh.bus_busy) = (self.lines, self.selected, false);
        *self = fresh;
    }

    fn advance(&mut self, access: &Access) -> Effects {
        if self.next_bus_event().is_none_or(|at| at > access.cycle) {
            return Effects::empty();
        }
        self.with_effects(|this| this.service(access.cycle))
    }

    fn next_event(&self, access: &Access) -> Option<Picoseconds> {
        let ahead = self.next_bus_event()?.saturating_sub(access.cycle);
        Some(access.now.saturating_add(access.clocks.system.time_of(ahead)?))
    }

    fn interrupts(&self) -> u64 {
        u64::from(self.masked() != 0) << (IRQ + self.number)
    }

    fn requests(&self) -> u64 {
        let first = DREQ + 2 * self.number;
        u64::from(self.credits(first) != 0) << first | u64::from(self.credits(first + 1) != 0) << (first + 1)
    }

    fn credits(&self, request: u32) -> u32 {
        let control = self.file.get(DMA_CR);
        let (waiting, received) = (self.buffers.transmit.len() as u32, self.buffers.received() as u32);
        match request.checked_sub(DREQ + 2 * self.number) {
            Some(0) if self.on && bit(control, 1) && waiting <= self.file.get(DMA_TDLR) => {
                DEPTH as u32 - waiting
            }
            Some(1) if self.on && bit(control, 0) && received > self.file.get(DMA_RDLR) => received,
            _ => 0,
        }
    }

    fn drive_pins(&self, drives: &mut Drives) {
        let (sda, scl) = self.pulls();
        for (pins, low) in [(self.data_pins, sda), (self.clock_pins, scl)] {
            drives.put(FUNCTION, pins, Drive { enable: if low { pins } else { 0 }, level: 0 });
        }
    }

    fn watches_pins(&self) -> u64 {
        self.selected
    }

    fn sense_pins(&mut self, inputs: &Inputs, access: &Access) -> Effects {
        let pins = self.data_pins | self.clock_pins;
        let selected = inputs.selected[FUNCTION as usize] & pins;
        let lines = Lines {
            sda: inputs.any_high(FUNCTION, self.data_pins),
            scl: inputs.any_high(FUNCTION, self.clock_pins),
        };
        let rerouted = std::mem::replace(&mut self.selected, selected) != selected;
        if lines == self.lines && !rerouted {
            return Effects::empty();
        }
        let effects = self.with_effects(|this| this.lines_changed(lines, access.cycle));
        effects | if rerouted { Effects::EVENTS } else { Effects::empty() }
    }
}
