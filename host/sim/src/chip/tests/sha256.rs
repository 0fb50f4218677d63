//! SHA-256 through the bus.

use super::*;
use crate::peripheral::Peripheral;
use sha2::Digest;

const SHA256: u32 = 0x400F_8000;
const WDATA: u32 = SHA256 + 4;

fn start() -> Bench {
    let mut bench = Bench::new();
    bench.unreset(1 << 17);
    bench
}

/// A message with the padding that software adds (FIPS 180-4 §5.1.1).
fn padded(message: &[u8]) -> Vec<u8> {
    let mut padded = message.to_vec();
    padded.push(0x80);
    padded.resize(padded.len().next_multiple_of(64) + if padded.len() % 64 > 56 { 64 } else { 0 }, 0);
    let end = padded.len() - 8;
    padded[end..].copy_from_slice(&(message.len() as u64 * 8).to_be_bytes());
    padded
}

fn digest(bench: &mut Bench, message: &[u8], size: Size) -> Vec<u8> {
    bench.write(SHA256, 0x1201);
    for chunk in padded(message).chunks(size.bytes() as usize) {
        bench.wait_for(SHA256, 1 << 1);
        let mut word = [0; 4];
        word[..chunk.len()].copy_from_slice(chunk);
        let by = bench.by();
        bench.chip.write(WDATA, size, u32::from_le_bytes(word), by).unwrap();
        bench.cycle += 4;
    }
    bench.wait_for(SHA256, 1 << 2);
    (0..8).flat_map(|word| bench.read(SHA256 + 8 + word * 4).to_be_bytes()).collect()
}

#[test]
fn digests_are_those_of_the_algorithm_whatever_the_width_of_the_stores() {
    let mut bench = start();
    assert_eq!(bench.read(SHA256), 0x1206);
    let long: Vec<u8> = (0..1000).map(|byte| byte as u8).collect();
    for message in [&b""[..], b"abc", &long[..55], &long[..56], &long[..64], &long] {
        let expected = sha2::Sha256::digest(message).to_vec();
        for size in [Size::Byte, Size::Half, Size::Word] {
            assert_eq!(digest(&mut bench, message, size), expected, "{} {size:?}", message.len());
        }
    }
}

#[test]
fn a_digest_takes_57_cycles_and_data_meanwhile_is_an_error() {
    let mut bench = start();
    bench.write(SHA256, 0x1201);
    bench.write(WDATA, 0);
    assert_eq!(bench.read(SHA256) & 0x16, 2);
    let by = bench.by();
    assert!(bench.chip.read(SHA256 + 8, Size::Word, by).is_err(), "SUM is not valid");
    for _ in 0..14 {
        bench.write(WDATA, 0);
    }
    let last = bench.cycle;
    bench.write(WDATA, 0);
    assert_eq!(bench.read(SHA256) & 0x16, 0);
    bench.write(WDATA, 1);
    bench.cycle = last + 56;
    assert_eq!(bench.read(SHA256) & 0x16, 0x10);
    bench.cycle = last + 57;
    assert_eq!(bench.read(SHA256) & 0x16, 0x16);
    bench.write(SHA256, 0x1210);
    assert_eq!(bench.read(SHA256) & 0x16, 0x06);
}

#[test]
fn without_byte_swap_the_first_byte_is_the_lowest_of_its_word() {
    let mut bench = start();
    bench.write(SHA256, 0x0201);
    for chunk in padded(b"abc").chunks(4) {
        bench.write(WDATA, u32::from_be_bytes(chunk.try_into().unwrap()));
    }
    bench.wait_for(SHA256, 1 << 2);
    assert_eq!(bench.read(SHA256 + 8), 0xBA78_16BF);
}

#[test]
fn a_block_is_asked_for_at_once_in_transfers_of_dma_size() {
    let mut bench = start();
    for (size, transfers) in [(0, 64), (1, 32), (2, 16)] {
        bench.write(SHA256, 0x1001 | size << 8);
        assert_eq!(bench.chip.peripherals().sha256.credits(54), transfers);
    }
    for _ in 0..16 {
        bench.write(WDATA, 0);
    }
    assert_eq!(bench.chip.peripherals().sha256.credits(54), 0);
    bench.chip.peripherals().sha256.observe_requests(1 << 54);
    bench.chip.refresh(bench.cycle);
    assert!(bench.chip.next_event() <= bench.cycle + 57);
    bench.sleep(57);
    assert_eq!(bench.chip.peripherals().sha256.credits(54), 16);
}
