use pico2_sim::control::SimulatedBoard;
use probe_rs::flashing::DownloadOptions;
use probe_rs::{MemoryInterface, Session};

use super::fixture::{DATA, TIMEOUT, attach, handle, pc};

const FLASH: u64 = 0x1000_0000;
const CODE: usize = 0x200;
const MARKER: u32 = 0x600D_F00D;

/// A bootable image that writes [`MARKER`] to [`DATA`] and loops: vectors, code at 0x200, IMAGE_DEF at 0x300 (RP2350
/// datasheet §5.9.5.1), and a pattern up to `length`.
fn image(length: usize) -> Vec<u8> {
    let mut image: Vec<u8> = (0..length as u32).map(|index| (index * 31 + index / 251) as u8).collect();
    let mut put = |offset: usize, words: &[u32]| {
        for (index, word) in words.iter().enumerate() {
            image[offset + 4 * index..][..4].copy_from_slice(&word.to_le_bytes());
        }
    };
    put(0, &[0x2008_0000, FLASH as u32 + CODE as u32 + 1]);
    // ldr r0, [pc, #4]; ldr r1, [pc, #8]; str r1, [r0]; b .
    put(CODE, &[0x4902_4801, 0xE7FE_6001, DATA as u32, MARKER]);
    put(0x300, &[0xFFFF_DED3, 0x1021_0142, 0x0000_01FF, 0, 0xAB12_3579]);
    image
}

fn flash(session: &mut Session, address: u64, data: &[u8]) {
    let mut loader = session.target().flash_loader();
    loader.add_data(address, data).unwrap();
    let mut options = DownloadOptions::default();
    options.verify = true;
    loader.commit(session, options).unwrap();
}

#[test]
fn flashes_verifies_and_boots() {
    let mut session = attach("SIM80");
    let image = image(40_000);
    flash(&mut session, FLASH, &image);
    let mut core = session.core(0).unwrap();
    let mut read = vec![0; image.len()];
    core.reset_and_halt(TIMEOUT).unwrap();
    core.read(FLASH, &mut read).unwrap();
    assert!(read == image);
    assert_ne!(core.read_word_32(DATA).unwrap(), MARKER);

    core.set_hw_breakpoint(FLASH + CODE as u64).unwrap();
    core.run().unwrap();
    core.wait_for_core_halted(TIMEOUT).unwrap();
    assert_eq!(pc(&mut core), FLASH + CODE as u64);
    core.clear_hw_breakpoint(FLASH + CODE as u64).unwrap();
    core.run().unwrap();
    for _ in 0..4 {
        core.read_word_32(DATA).unwrap();
    }
    assert_eq!(core.read_word_32(DATA).unwrap(), MARKER);
}

#[test]
fn flashing_again_replaces_what_was_there_and_leaves_the_rest() {
    let mut session = attach("SIM81");
    flash(&mut session, FLASH, &[0x11; 8192]);
    flash(&mut session, FLASH + 4096, &[0x22; 4096]);
    let mut core = session.core(0).unwrap();
    core.halt(TIMEOUT).unwrap();
    assert_eq!(core.read_word_32(FLASH + 4092).unwrap(), 0x1111_1111);
    assert_eq!(core.read_word_32(FLASH + 4096).unwrap(), 0x2222_2222);
    assert_eq!(core.read_word_32(FLASH + 8192).unwrap(), u32::MAX);
}

#[test]
fn the_firmware_survives_a_power_cycle_of_the_debugger() {
    let mut session = attach("SIM82");
    flash(&mut session, FLASH, &image(4096));
    session.core(0).unwrap().reset().unwrap();
    drop(session);
    let mut session = attach("SIM82");
    let mut core = session.core(0).unwrap();
    for _ in 0..8 {
        core.read_word_32(DATA).unwrap();
    }
    assert_eq!(core.read_word_32(DATA).unwrap(), MARKER);
}

#[test]
fn equal_sessions_take_equal_cycles() {
    let cycles = ["SIM83", "SIM84"].map(|serial| {
        let mut session = attach(serial);
        flash(&mut session, FLASH, &image(20_000));
        let mut core = session.core(0).unwrap();
        core.reset().unwrap();
        while core.read_word_32(DATA).unwrap() != MARKER {}
        core.halt(TIMEOUT).unwrap();
        (handle(serial).cycles(), handle(serial).retired_instructions(0))
    });
    assert_eq!(cycles[0], cycles[1]);
}
