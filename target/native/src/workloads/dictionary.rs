//! Counts the occurrences of 101 keys in a hash table with open addressing and linear probing. Operation: one lookup and
//! update of a count. Checksum: the sum of each key times its squared count, plus the number of keys.

super::workload!(dictionary);

const KEYS: u32 = 101;
/// Number of slots: a power of two, more than twice the number of keys.
const SLOTS: usize = 256;

#[derive(Clone, Copy)]
struct Slot {
    key: u32,
    /// Number of occurrences; 0 for a free slot.
    count: u32,
}

struct Counts([Slot; SLOTS]);

impl Counts {
    /// Returns the slot of `key`, or the free slot to insert it.
    #[inline(always)]
    fn find(&mut self, key: u32) -> &mut Slot {
        // Knuth's multiplicative hash.
        let hash = key.wrapping_mul(0x9E37_79B9) >> (u32::BITS - SLOTS.trailing_zeros());
        let mut at = hash as usize % SLOTS;
        while self.0[at].count != 0 && self.0[at].key != key {
            at = (at + 1) % SLOTS;
        }
        &mut self.0[at]
    }
}

#[inline(always)]
fn dictionary(operations: u32) -> u32 {
    let mut counts = Counts([Slot { key: 0, count: 0 }; SLOTS]);
    let mut number = 1;
    for _ in 0..operations {
        number = (number * 75 + 74) % 65537;
        let key = number % KEYS;
        let slot = counts.find(key);
        slot.key = key;
        slot.count += 1;
    }
    let used = counts.0.iter().filter(|slot| slot.count != 0);
    used.fold(0u32, |checksum, slot| {
        checksum.wrapping_add(slot.key.wrapping_mul(slot.count).wrapping_mul(slot.count) + 1)
    })
}
