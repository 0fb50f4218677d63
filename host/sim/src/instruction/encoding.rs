//! Fields of instruction encodings.

/// Returns true if a first halfword begins a 32-bit encoding (Armv8-M ARM C2.1).
pub const fn is_wide(first: u16) -> bool {
    first >> 11 >= 0b11101
}

/// Returns bits `high` to `low` of an encoding.
pub(super) const fn bits(value: u32, high: u32, low: u32) -> u32 {
    value >> low & ((1 << (high - low + 1)) - 1)
}

/// Returns the four-bit register field at `low`.
pub(super) const fn register(value: u32, low: u32) -> u8 {
    (value >> low & 0xF) as u8
}

/// Sign-extends the low `width` bits.
pub(super) const fn sign_extend(value: u32, width: u32) -> u32 {
    ((value << (32 - width)) as i32 >> (32 - width)) as u32
}
