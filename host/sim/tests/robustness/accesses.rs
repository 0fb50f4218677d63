//! Random accesses by the debugger while the cores execute random flash contents.

use pico2_sim::board::Board;
use pico2_sim::bus::{BusFault, Size};
use pico2_sim::debug::DebugTarget;
use pico2_sim::ppb::{dcb, dwt, fpb, mpu, nvic, scb, systick};

use crate::random::Random;
use crate::round::RoundSummary;

/// Number of accesses in a round.
const ACCESSES: u32 = 10_000;

/// Registers of the private peripheral bus that are accessed more often than others.
const PRIVATE: [u32; 24] = [
    dwt::DWT_CTRL,
    dwt::DWT_CYCCNT,
    dwt::DWT_COMP0,
    dwt::DWT_FUNCTION0,
    fpb::FP_CTRL,
    fpb::FP_COMP0,
    systick::SYST_CSR,
    systick::SYST_RVR,
    systick::SYST_CVR,
    nvic::NVIC_ISER0,
    nvic::NVIC_ISPR0,
    nvic::NVIC_IPR0,
    scb::ICSR,
    scb::VTOR,
    scb::AIRCR,
    scb::CCR,
    scb::SHCSR,
    mpu::MPU_CTRL,
    mpu::MPU_RBAR,
    dcb::DHCSR,
    dcb::DCRSR,
    dcb::DCRDR,
    dcb::DEMCR,
    scb::FPCCR,
];

/// Returns a random address, mostly one of a memory or device.
pub fn address(random: &mut Random) -> u32 {
    let alias = random.pick(&[0, 0, 0, 0x1000, 0x2000, 0x3000]);
    match random.below(20) {
        0 => random.bits(),
        1 | 2 => 0x2000_0000 + random.below(0x8_2010),
        3 => 0x1000_0000 | random.bits() & 0x0FFF_FFFF,
        4 => 0x1000_0000 + random.below(0x40_0000),
        5 => random.below(0x8000),
        6 => 0xD000_0000 + random.below(0x210),
        7 | 8 => random.pick(&PRIVATE) + random.below(8),
        9 => 0xE000_0000 | random.bits() & 0x000F_FFFF,
        10 => 0x5000_0000 + random.below(8) * 0x10_0000 + alias + random.below(0x400),
        11 => 0x5000_0000 | random.bits() & 0x00FF_FFFF,
        // Devices on the APB are 32 KB apart.
        12..=15 => 0x4000_0000 + random.below(0x2E) * 0x8000 + alias + random.below(0x100),
        16 | 17 => 0x4000_0000 + random.below(0x2E) * 0x8000 + alias + random.below(0x1000),
        _ => 0x4000_0000 | random.bits() & 0x001F_FFFF,
    }
}

/// Returns a random value: limits, single bits, keys of registers.
pub fn value(random: &mut Random) -> u32 {
    match random.below(8) {
        0 => 0,
        1 => u32::MAX,
        2 => 1 << random.below(32),
        3 => random.pick(&[
            dcb::DBGKEY | 0x1,
            dcb::DBGKEY | 0x3,
            dcb::DBGKEY | 0x7,
            scb::AIRCR_VECTKEY | scb::AIRCR_SYSRESETREQ,
            0x00D1_E000,
            0x00FA_BAA0,
            0x5AFE_0001,
        ]),
        4 => random.below(256),
        _ => random.word(),
    }
}

/// Runs one round.
pub fn round(seed: u64, trail: &mut Vec<String>) -> RoundSummary {
    let mut random = Random::new(seed);
    let mut board = Board::new();
    let mut summary = RoundSummary::default();
    let flash: Vec<u8> = (0..0x1_0000_u32 / 4).flat_map(|_| random.bits().to_le_bytes()).collect();
    board.load_flash(0, &flash);
    for _ in 0..ACCESSES {
        let (size, core) = (random.pick(&[Size::Byte, Size::Half, Size::Word]), random.below(2) as u8);
        let address = address(&mut random) & !(size.bytes() - 1);
        summary.actions += 1;
        let result = if random.chance(1, 2) {
            note(trail, format!("core {core}'s port reads {size:?} at {address:#010x}"));
            board.read(core, address, size).map(|value| summary.note(u64::from(value)))
        } else {
            let value = value(&mut random);
            note(trail, format!("core {core}'s port writes {size:?} {value:#x} to {address:#010x}"));
            board.write(core, address, size, value)
        };
        if let Err(BusFault::Unmodelled { what, .. }) = result {
            summary.stopped(&what);
        }
        if random.chance(1, 4) {
            let cycles = u64::from(random.below(200));
            note(trail, format!("{cycles} cycles pass"));
            DebugTarget::advance(&mut board, cycles);
            summary.note(board.cycles() ^ u64::from(board.core(core).register(15)));
        }
        if let Some(reason) = DebugTarget::stop_reason(&board) {
            summary.stopped(&reason);
            note(trail, format!("stopped: {reason}; RUN"));
            board.assert_reset();
            board.release_reset();
        }
    }
    summary
}

/// Adds an entry to the trail of the last actions.
pub fn note(trail: &mut Vec<String>, what: String) {
    if trail.len() > 64 {
        trail.drain(..32);
    }
    trail.push(what);
}
