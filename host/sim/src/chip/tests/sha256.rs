//! SHA-256 through the bus.

use super::*;
use crate::peripheral::Peripheral;
use sha2::Digest;

fn start() -> TestChip {
    let mut test = TestChip::new();
    test.unreset(1 << 17);
    test
}

/// Returns a message with the padding that software adds (FIPS 180-4 §5.1.1).
fn padded(message: &[u8]) -> Vec<u8> {
    let mut padded = message.to_vec();
    padded.push(0x80);
    padded.resize(padded.len().next_multiple_of(64) + if padded.len() % 64 > 56 { 64 } else { 0 }, 0);
    let end = padded.len() - 8;
    padded[end..].copy_from_slice(&(message.len() as u64 * 8).to_be_bytes());
    padded
}

fn digest(test: &mut TestChip, message: &[u8], size: Size) -> Vec<u8> {
    test.write("SHA256.CSR", 0x1201);
    for chunk in padded(message).chunks(size.bytes() as usize) {
        test.wait_for("SHA256.CSR", 1 << 1);
        let mut word = [0; 4];
        word[..chunk.len()].copy_from_slice(chunk);
        let by = test.by();
        test.chip.write(address_of("SHA256.WDATA"), size, u32::from_le_bytes(word), by).unwrap();
        test.cycle += 4;
    }
    test.wait_for("SHA256.CSR", 1 << 2);
    (0..8).flat_map(|word| test.read(format!("SHA256.SUM{word}")).to_be_bytes()).collect()
}

#[test]
fn digests_are_correct_for_stores_of_any_width() {
    let mut test = start();
    assert_eq!(test.read("SHA256.CSR"), 0x1206);
    let long: Vec<u8> = (0..1000).map(|byte| byte as u8).collect();
    for message in [&b""[..], b"abc", &long[..55], &long[..56], &long[..64], &long] {
        let expected = sha2::Sha256::digest(message).to_vec();
        for size in [Size::Byte, Size::Half, Size::Word] {
            assert_eq!(digest(&mut test, message, size), expected, "{} {size:?}", message.len());
        }
    }
}

#[test]
fn a_digest_takes_57_cycles_and_data_during_it_is_an_error() {
    let mut test = start();
    test.write("SHA256.CSR", 0x1201);
    test.write("SHA256.WDATA", 0);
    assert_eq!(test.read("SHA256.CSR") & 0x16, 2);
    let by = test.by();
    assert!(test.chip.read(address_of("SHA256.SUM0"), Size::Word, by).is_err(), "SUM is not valid");
    for _ in 0..14 {
        test.write("SHA256.WDATA", 0);
    }
    let last = test.cycle;
    test.write("SHA256.WDATA", 0);
    assert_eq!(test.read("SHA256.CSR") & 0x16, 0);
    test.write("SHA256.WDATA", 1);
    test.cycle = last + 56;
    assert_eq!(test.read("SHA256.CSR") & 0x16, 0x10);
    test.cycle = last + 57;
    assert_eq!(test.read("SHA256.CSR") & 0x16, 0x16);
    test.write("SHA256.CSR", 0x1210);
    assert_eq!(test.read("SHA256.CSR") & 0x16, 0x06);
}

#[test]
fn without_byte_swap_the_first_byte_is_the_lowest_of_its_word() {
    let mut test = start();
    test.write("SHA256.CSR", 0x0201);
    for chunk in padded(b"abc").chunks(4) {
        test.write("SHA256.WDATA", u32::from_be_bytes(chunk.try_into().unwrap()));
    }
    test.wait_for("SHA256.CSR", 1 << 2);
    assert_eq!(test.read("SHA256.SUM0"), 0xBA78_16BF);
}

#[test]
fn a_block_is_requested_in_transfers_of_dma_size() {
    let mut test = start();
    for (size, transfers) in [(0, 64), (1, 32), (2, 16)] {
        test.write("SHA256.CSR", 0x1001 | size << 8);
        assert_eq!(test.chip.peripherals().sha256.credits(54), transfers);
    }
    for _ in 0..16 {
        test.write("SHA256.WDATA", 0);
    }
    assert_eq!(test.chip.peripherals().sha256.credits(54), 0);
    test.chip.peripherals().sha256.observe_requests(1 << 54);
    test.chip.refresh(test.cycle);
    assert!(test.chip.next_event() <= test.cycle + 57);
    test.sleep(57);
    assert_eq!(test.chip.peripherals().sha256.credits(54), 16);
}
