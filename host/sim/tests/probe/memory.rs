use probe_rs::MemoryInterface;

use super::fixture::{DATA, attach};

#[test]
fn bytes_halfwords_and_words_are_read_and_written() {
    let mut session = attach("SIM40");
    let mut core = session.core(0).unwrap();
    core.write_word_32(DATA, 0x4433_2211).unwrap();
    for offset in 0..4 {
        assert_eq!(core.read_word_8(DATA + offset).unwrap(), 0x11 * (offset as u8 + 1));
    }
    core.write_word_8(DATA + 3, 0xAA).unwrap();
    core.write_word_16(DATA, 0xBEEF).unwrap();
    assert_eq!(core.read_word_16(DATA + 2).unwrap(), 0xAA33);
    assert_eq!(core.read_word_32(DATA).unwrap(), 0xAA33_BEEF);
    core.write_word_64(DATA, 0x0123_4567_89AB_CDEF).unwrap();
    assert_eq!(core.read_word_64(DATA).unwrap(), 0x0123_4567_89AB_CDEF);
}

#[test]
fn blocks_cross_the_increment_boundary() {
    let mut session = attach("SIM41");
    let mut core = session.core(0).unwrap();
    let start = DATA + 0x3F1;
    let bytes: Vec<u8> = (0..3000u32).map(|index| (index * 7 + index / 256) as u8).collect();
    core.write(start, &bytes).unwrap();
    let mut read = vec![0; bytes.len()];
    core.read(start, &mut read).unwrap();
    assert_eq!(read, bytes);
    core.write_8(start + 5000, &bytes).unwrap();
    core.read_8(start + 5000, &mut read).unwrap();
    assert_eq!(read, bytes);
    let words: Vec<u32> = (0..700).map(|index| 0x0101_0101u32.wrapping_mul(index)).collect();
    core.write_32(DATA + 0x3F8, &words).unwrap();
    let mut read = vec![0; words.len()];
    core.read_32(DATA + 0x3F8, &mut read).unwrap();
    assert_eq!(read, words);
}

#[test]
fn nothing_there_is_an_error_and_the_next_access_works() {
    let mut session = attach("SIM42");
    let mut core = session.core(0).unwrap();
    core.write_word_32(DATA, 7).unwrap();
    assert!(core.read_word_32(0x3000_0000).is_err());
    assert_eq!(core.read_word_32(DATA).unwrap(), 7);
}

#[test]
fn both_cores_see_the_same_memory() {
    let mut session = attach("SIM43");
    session.core(0).unwrap().write_word_32(DATA, 0xC0DE).unwrap();
    assert_eq!(session.core(1).unwrap().read_word_32(DATA).unwrap(), 0xC0DE);
}

#[test]
fn blank_flash_reads_as_ones() {
    let mut session = attach("SIM44");
    let mut core = session.core(0).unwrap();
    assert_eq!(core.read_word_32(0x1000_0000).unwrap(), u32::MAX);
}
