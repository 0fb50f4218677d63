//! Register accesses of a PIO block (RP2350 §11.7).

use super::block::{NeighbourEffects, Pio};
use super::interrupts::SOURCES;
use super::registers::{
    ADDR, CLKDIV, CTRL, DBG_PADOE, DBG_PADOUT, EXECCTRL, FDEBUG, FLEVEL, FSTAT, GPIOBASE, INPUT_SYNC_BYPASS,
    INSTR, INSTR_MEM0, INSTR_MEM31, INTR, IRQ, IRQ_FORCE, IRQ0_INTE, IRQ0_INTF, IRQ0_INTS, IRQ1_INTE,
    IRQ1_INTF, IRQ1_INTS, PINCTRL, PUTGET, PUTGET_END, RXF0, RXF3, SHIFTCTRL, SM_END, SM_STRIDE, SM0, TXF0,
    TXF3,
};
use super::settings::Settings;
use crate::peripheral::registers::{Alias, Write, bit, field};
use crate::peripheral::{Effects, Unmodelled};

/// EXECCTRL.EXEC_STALLED.
const EXEC_STALLED: u32 = 1 << 31;

/// Effects that every write can have.
const ALL: Effects = Effects::EVENTS;

impl Pio {
    pub(super) fn read_register(&mut self, offset: u32, cycle: u64) -> Result<(u32, Effects), Unmodelled> {
        let engine = &mut self.engine;
        let value = match offset {
            CTRL => engine
                .machines
                .iter()
                .enumerate()
                .fold(0, |bits, (number, machine)| bits | u32::from(machine.enabled()) << number),
            FSTAT => engine.fifo_status(),
            FDEBUG => engine.fifo_debug(),
            FLEVEL => engine.fifo_levels(),
            RXF0..=RXF3 => {
                let word = engine.machines[((offset - RXF0) / 4) as usize].read_fifo(cycle);
                return Ok((word, Effects::EVENTS | Effects::REQUESTS));
            }
            IRQ => u32::from(engine.flags),
            DBG_PADOUT => engine.latch.level,
            DBG_PADOE => engine.latch.enable,
            INTR => engine.raw_interrupts(),
            IRQ0_INTS => engine.pending(0),
            IRQ1_INTS => engine.pending(1),
            SM0..SM_END => {
                let machine = &engine.machines[((offset - SM0) / SM_STRIDE) as usize];
                match (offset - SM0) % SM_STRIDE {
                    ADDR => u32::from(machine.program_counter),
                    INSTR => u32::from(engine.memory[usize::from(machine.program_counter & 31)].bits),
                    EXECCTRL if machine.exec_stalled() => self.file.get(offset) | EXEC_STALLED,
                    _ => self.file.get(offset),
                }
            }
            PUTGET..PUTGET_END => *self.storage(offset, false)?,
            _ => self.file.get(offset),
        };
        Ok((value, Effects::empty()))
    }

    pub(super) fn write_register(
        &mut self,
        offset: u32,
        write: Write,
        cycle: u64,
    ) -> Result<Effects, Unmodelled> {
        self.engine.stop_counting(cycle);
        let mut effects = ALL;
        match offset {
            CTRL => self.control(write, cycle),
            FDEBUG => {
                for (number, machine) in self.engine.machines.iter_mut().enumerate() {
                    machine.clear_debug(write.data >> number & 0x0101_0101);
                }
            }
            TXF0..=TXF3 => {
                self.engine.machines[((offset - TXF0) / 4) as usize].write_fifo(write.data, cycle);
                effects |= Effects::REQUESTS;
            }
            IRQ => self.engine.change_flags(0, write.data as u8, cycle),
            IRQ_FORCE => self.engine.change_flags(write.data as u8, 0, cycle),
            INSTR_MEM0..=INSTR_MEM31 => {
                let memory = std::sync::Arc::make_mut(&mut self.engine.memory);
                let entry = &mut memory[((offset - INSTR_MEM0) / 4) as usize];
                *entry = super::instruction::Instruction::decode(write.applied_to(0) as u16);
            }
            SM0..SM_END => {
                self.write_machine(offset, write, cycle);
                effects |= Effects::REQUESTS;
            }
            PUTGET..PUTGET_END => *self.storage(offset, true)? = write.data,
            _ => {
                let value = self.file.write(offset, write);
                match offset {
                    INPUT_SYNC_BYPASS => self.engine.bypass = value,
                    GPIOBASE => {
                        self.engine.base = value;
                        effects |= Effects::PINS;
                    }
                    IRQ0_INTE | IRQ1_INTE => {
                        self.engine.enabled_interrupts[usize::from(offset == IRQ1_INTE)] = value & SOURCES;
                    }
                    IRQ0_INTF | IRQ1_INTF => {
                        self.engine.forced_interrupts[usize::from(offset == IRQ1_INTF)] = value & SOURCES;
                    }
                    _ => {}
                }
            }
        }
        self.engine.recheck(cycle);
        Ok(effects)
    }

    /// Writes CTRL. Restarts take effect before SM_ENABLE.
    fn control(&mut self, write: Write, cycle: u64) {
        let enabled = self.read_register(CTRL, cycle).map_or(0, |(value, _)| value);
        let value = write.applied_to(enabled);
        for (number, machine) in self.engine.machines.iter_mut().enumerate() {
            let number = number as u32;
            if bit(value, 4 + number) {
                machine.restart(cycle);
            }
            if bit(value, 8 + number) {
                machine.restart_divider(cycle);
            }
            if bit(value, number) != machine.enabled() {
                machine.enable(bit(value, number), cycle);
            }
        }
        self.completion.neighbours = NeighbourEffects {
            masks: [field(value, 16, 4), field(value, 20, 4)],
            enable: match (bit(value, 25), bit(value, 24)) {
                (true, _) => Some(false),
                (false, true) => Some(true),
                (false, false) => None,
            },
            restart_dividers: bit(value, 26),
        };
    }

    fn write_machine(&mut self, offset: u32, write: Write, cycle: u64) {
        let number = (offset - SM0) / SM_STRIDE;
        let start = SM0 + number * SM_STRIDE;
        let register = offset - start;
        if register == INSTR {
            let machine = &self.engine.machines[number as usize];
            let old = u32::from(self.engine.memory[usize::from(machine.program_counter & 31)].bits);
            let bits = if write.alias == Alias::Plain { write.data } else { write.applied_to(old) };
            self.completion.forced = Some((number as usize, bits as u16));
            return;
        }
        let value = self.file.write(offset, write);
        let machine = &mut self.engine.machines[number as usize];
        match register {
            CLKDIV => machine.write_divider(value, cycle),
            EXECCTRL | SHIFTCTRL | PINCTRL => {
                let get = |register| self.file.get(start + register);
                machine.apply_settings(Settings::new(get(EXECCTRL), get(SHIFTCTRL), get(PINCTRL)), cycle);
            }
            _ => {}
        }
    }

    /// Returns a word of the RX FIFO's storage. The system can read it only with FJOIN_RX_PUT alone, and write it only
    /// with FJOIN_RX_GET alone (register description of SHIFTCTRL).
    fn storage(&mut self, offset: u32, write: bool) -> Result<&mut u32, Unmodelled> {
        let index = (offset - PUTGET) / 4;
        let machine = &mut self.engine.machines[(index / 4) as usize];
        let joins = machine.settings.joins;
        let (allowed, needed) = match write {
            false => (joins.put && !joins.get, "a read needs FJOIN_RX_PUT alone"),
            true => (joins.get && !joins.put, "a write needs FJOIN_RX_GET alone"),
        };
        if allowed {
            Ok(machine.rx.register(index % 4))
        } else {
            Err(Unmodelled(format!("{}: {needed}", self.file.name(offset))))
        }
    }
}
