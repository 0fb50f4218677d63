//! Images for the tests: a vector table, an IMAGE_DEF block, and code.

/// Entry point of an image.
pub(super) const ENTRY: u32 = 0x1000_0200;

/// `bkpt #0`.
pub(super) const BKPT: u16 = 0xBE00;
/// `wfe`.
pub(super) const WFE: u16 = 0xBF20;
/// `wfi`.
pub(super) const WFI: u16 = 0xBF30;
/// `sev`.
pub(super) const SEV: u16 = 0xBF40;
/// `b .`
pub(super) const LOOP: u16 = 0xE7FE;

/// `ldr rd, literal`, with the index of the literal, which [`place`] replaces by its offset.
pub(super) const fn ldr_literal(rd: u16, index: u16) -> u16 {
    0x4800 | rd << 8 | index
}

/// Writes code to an image at an offset, followed by its literals.
pub(super) fn place(image: &mut [u8], at: usize, code: &[u16], literals: &[u32]) {
    let pool = (at + code.len() * 2).next_multiple_of(4);
    for (index, halfword) in code.iter().enumerate() {
        let pc = at + index * 2;
        let placed = if halfword >> 11 == 0x4800 >> 11 {
            let literal = pool + usize::from(halfword & 0xFF) * 4;
            halfword & 0xFF00 | ((literal - (pc + 4) / 4 * 4) / 4) as u16
        } else {
            *halfword
        };
        image[pc..pc + 2].copy_from_slice(&placed.to_le_bytes());
    }
    for (index, word) in literals.iter().enumerate() {
        image[pool + index * 4..pool + index * 4 + 4].copy_from_slice(&word.to_le_bytes());
    }
}

/// `ldr rt, [rn, #words*4]`.
pub(super) const fn ldr(rt: u16, rn: u16, words: u16) -> u16 {
    0x6800 | words << 6 | rn << 3 | rt
}

/// `str rt, [rn, #words*4]`.
pub(super) const fn str(rt: u16, rn: u16, words: u16) -> u16 {
    0x6000 | words << 6 | rn << 3 | rt
}

/// `movs rd, #value`.
pub(super) const fn movs(rd: u16, value: u16) -> u16 {
    0x2000 | rd << 8 | value
}

/// `adds rd, #value`.
pub(super) const fn adds(rd: u16, value: u16) -> u16 {
    0x3000 | rd << 8 | value
}

/// Returns an image with code at [`ENTRY`] and its literals.
pub(super) fn image(code: &[u16], literals: &[u32]) -> Vec<u8> {
    let mut image = vec![0xFF; 0x1000];
    let mut put = |at: usize, word: u32| image[at..at + 4].copy_from_slice(&word.to_le_bytes());
    put(0, 0x2008_0000);
    put(4, ENTRY | 1);
    // All other vectors point to a loop.
    for vector in 2..68 {
        put(vector * 4, 0x1000_01F1);
    }
    put(0x1F0, u32::from(LOOP));
    for (index, word) in [0xFFFF_DED3, 0x1021_0142, 0x0000_01FF, 0, 0xAB12_3579].into_iter().enumerate() {
        put(0x120 + index * 4, word);
    }
    place(&mut image, 0x200, code, literals);
    image
}

/// Returns a board with an image in its flash, in its state after power-on.
pub(super) fn board_with(image: &[u8]) -> super::Board {
    let mut board = super::Board::new();
    board.load_flash(0, image);
    board.reset(super::Reset::Power);
    board
}
