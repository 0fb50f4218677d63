//! The register tables against the chip's own description, the SVD file of the crate `rp235x-pac`, and the ROM's lookups
//! against the crate `rp235x-hal`. Every register of
//! every block has its name, its place and its value after reset; what keeps writes keeps the bits that the chip has;
//! and where the chip has no register, an access stops the board instead of answering silently.

mod bootrom;
mod description;
mod differences;

use description::{Block, Register};
use pico2_sim::bus::BusFault;
use pico2_sim::chip::address_map::{Peripherals, UNMODELLED};
use pico2_sim::cpu::Cpu;
use pico2_sim::devices::sio::Sio;
use pico2_sim::peripheral::registers::{Model, RegisterFile};
use pico2_sim::peripheral::{self, Access, Unmodelled};
use pico2_sim::time::Frequencies;

/// APB and AHB.
const BUSES: std::ops::Range<u32> = 0x4000_0000..0x6000_0000;
/// Bytes of a block's registers, without the aliases.
const BLOCK: u32 = 0x1000;
const SIO_BYTES: u32 = 0x200;
/// Registers that all blocks have together, as the file lists them: a file that reads as less proves nothing.
const REGISTERS: usize = 1_500;

/// A block's reset state, and where it is among the others.
fn fresh(base: u32) -> (Peripherals, usize) {
    let location = Peripherals::locate(base).unwrap_or_else(|| panic!("no block at {base:#x}"));
    assert_eq!(location.offset, 0, "a block begins before {base:#x}");
    (Peripherals::default(), location.device)
}

fn table(base: u32) -> RegisterFile {
    let (mut blocks, block) = fresh(base);
    blocks.get_mut(block).expect("a block that was found").file().clone()
}

/// Reads a register as the first access after reset.
fn first_read(base: u32, offset: u32) -> Result<u32, Unmodelled> {
    let access = Access { now: 0, cycle: 0, core: 0, clocks: &Frequencies::STOPPED };
    let (mut blocks, block) = fresh(base);
    let block = blocks.get_mut(block).expect("a block that was found");
    peripheral::read(block, offset, &access).map(|(value, _)| value)
}

/// The blocks on the buses that are not refused as a whole.
fn blocks() -> Vec<Block> {
    let text = description::text();
    let mut blocks = description::blocks(&text);
    blocks.retain(|block| {
        let refused = UNMODELLED.iter().any(|(first, length, _)| block.base.wrapping_sub(*first) < *length);
        BUSES.contains(&block.base) && !refused
    });
    assert!(blocks.iter().map(|block| block.registers.len()).sum::<usize>() > REGISTERS);
    blocks
}

/// What is wrong with one register of a table.
fn wrong(block: &Block, register: &Register, table: &RegisterFile) -> Option<String> {
    let name = format!("{}.{}", block.name, register.name);
    let Some(entry) = table.register(register.offset) else {
        return Some(format!("{name} is missing"));
    };
    let ours = table.name(register.offset);
    if ours != name {
        return Some(format!("{name} is called {ours}"));
    }
    match (entry.model, first_read(block.base, register.offset)) {
        (Model::Unmodelled, Err(Unmodelled(what))) if what == name => None,
        (Model::Unmodelled, read) => Some(format!("{name} is not refused by its name: {read:?}")),
        (_, Err(_)) if differences::may_refuse(&name) => None,
        (_, Err(Unmodelled(what))) => Some(format!("{name} cannot be read: {what}")),
        (_, Ok(value))
            if register.reset.is_some_and(|reset| reset != value) && !differences::may_read(&name, value) =>
        {
            Some(format!("{name} reads as {value:#x} after reset, not {:#x?}", register.reset))
        }
        (Model::Inert(_), _) if entry.writable != register.writable && !differences::may_keep_less(&name) => {
            Some(format!("{name} keeps {:#x}, not {:#x}", entry.writable, register.writable))
        }
        _ => None,
    }
}

#[test]
fn every_register_of_every_block_is_in_the_tables() {
    let mut found = Vec::new();
    for block in blocks() {
        let table = table(block.base);
        found.extend(block.registers.iter().filter_map(|register| wrong(&block, register, &table)));
    }
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn where_the_chip_has_no_register_an_access_stops_the_board() {
    let mut answered = Vec::new();
    for block in blocks() {
        let has = |offset| block.registers.iter().any(|register| register.offset == offset);
        // The file leaves out the memory before BOOTRAM's registers.
        let first = if block.name == "BOOTRAM" { 0x400 } else { 0 };
        let gaps = (first..BLOCK).step_by(4).filter(|offset| !has(*offset));
        let silent = gaps.filter(|offset| first_read(block.base, *offset).is_ok());
        answered.extend(silent.map(|offset| format!("{} {offset:#x}", block.name)));
    }
    assert!(answered.is_empty(), "{answered:#?}");
}

#[test]
fn what_is_refused_as_a_whole_is_no_modelled_block() {
    for (first, ..) in UNMODELLED {
        assert!(Peripherals::locate(first).is_none(), "{first:#x}");
    }
}

#[test]
fn sio_answers_where_it_has_a_register_and_stops_the_board_elsewhere() {
    let text = description::text();
    let blocks = description::blocks(&text);
    let described = blocks.iter().find(|block| block.name == "SIO").expect("SIO");
    let mut found = Vec::new();
    for offset in (0..SIO_BYTES).step_by(4) {
        let register = described.registers.iter().find(|register| register.offset == offset);
        let answer = Sio::default().read(offset, 0, 0);
        let good = match (register, &answer) {
            (None, answer) => answer.is_err(),
            (Some(register), Ok((value, _))) => {
                // A spinlock is claimed by the read.
                register.name.starts_with("SPINLOCK") || register.reset.is_none_or(|reset| reset == *value)
            }
            (Some(register), Err(Unmodelled(what))) => what.contains(&register.name),
        };
        if !good {
            found.push(format!("{:?} at {offset:#x}: {answer:?}", register.map(|register| &register.name)));
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}

/// Values after reset are not compared here: where the file gives decimal digits behind `0x` they are wrong.
#[test]
fn each_core_s_own_registers_answer_or_are_refused_by_name() {
    let text = description::text();
    let mut blocks = description::blocks(&text);
    blocks.retain(|block| matches!(block.name.as_str(), "PPB" | "EPPB"));
    assert_eq!(blocks.len(), 2);
    let mut found = Vec::new();
    for (block, register) in
        blocks.iter().flat_map(|block| block.registers.iter().map(move |register| (block, register)))
    {
        let address = block.base + register.offset;
        let answers = [Cpu::new(0).ppb_read(address).map(|_| ()), Cpu::new(0).ppb_write(address, 0)];
        for answer in answers {
            match answer {
                Ok(()) => {}
                Err(BusFault::Unmodelled { what, .. }) if what.contains(&register.name) => {}
                Err(fault) => found.push(format!("{} at {address:#x}: {fault:?}", register.name)),
            }
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}
