//! Search for an image in flash by its IMAGE_DEF block (RP2350 §5.9): a loop of blocks that starts in the first 4 KB.

/// Length of the area that holds the first block, in bytes.
const SEARCH_LENGTH: usize = 4096;
/// Maximum length of a block, in words.
const MAX_BLOCK_WORDS: usize = 160;
/// Maximum number of blocks in a loop.
const MAX_BLOCKS: usize = 64;

/// First and last word of a block.
const START: u32 = 0xFFFF_DED3;
const END: u32 = 0xAB12_3579;

/// Item types.
const VECTOR_TABLE: u32 = 0x03;
const LOAD_MAP: u32 = 0x06;
const IMAGE_TYPE: u32 = 0x42;
const ENTRY_POINT: u32 = 0x44;
const LAST: u32 = 0xFF;

/// Flags of an image type item: executable, Arm, RP2350. Security is ignored: Secure and unspecified images both start
/// in the Secure state.
const TYPE_MASK: u32 = 0x770F;
const ARM_EXECUTABLE: u32 = 0x1001;

/// First address of the flash.
const FLASH: u32 = 0x1000_0000;

/// Start parameters of an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Image {
    /// Address of the vector table.
    pub vector_table: u32,
    /// Initial stack pointer.
    pub stack: u32,
    /// Entry point, with the Thumb bit.
    pub entry: u32,
}

/// Relevant items of a block, and the position of the next block.
#[derive(Clone, Copy, Debug, Default)]
struct Block {
    executable: bool,
    /// The block has a load map.
    load_map: bool,
    vector_table: Option<u32>,
    /// Entry point and stack pointer.
    entry: Option<(u32, u32)>,
    /// Offset of the next block from this one, in bytes; 0 is a loop of this block alone.
    next: i32,
}

fn word(flash: &[u8], at: usize) -> Option<u32> {
    let bytes = flash.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes(bytes.try_into().ok()?))
}

/// Reads the block that starts at an offset; `None` if there is none, or if it is malformed.
fn read_block(flash: &[u8], at: usize) -> Option<Block> {
    if word(flash, at)? != START {
        return None;
    }
    let mut block = Block::default();
    let mut index = 1;
    loop {
        let head = word(flash, at + index * 4)?;
        // Types with the top bit set have a size of two bytes.
        let kind = head & 0xFF;
        let size = if kind & 0x80 == 0 { head >> 8 & 0xFF } else { head >> 8 & 0xFFFF } as usize;
        if kind == LAST {
            let size_matches = size == index - 1;
            block.next = word(flash, at + index * 4 + 4)? as i32;
            let ends = word(flash, at + index * 4 + 8)? == END;
            return (size_matches && ends).then_some(block);
        }
        let argument = |number: usize| word(flash, at + (index + number) * 4);
        match kind {
            IMAGE_TYPE => block.executable = head >> 16 & TYPE_MASK == ARM_EXECUTABLE,
            VECTOR_TABLE => block.vector_table = argument(1),
            ENTRY_POINT => block.entry = argument(1).zip(argument(2)),
            LOAD_MAP => block.load_map = true,
            _ => {}
        }
        index += size;
        if size == 0 || index > MAX_BLOCK_WORDS {
            return None;
        }
    }
}

/// Finds the image that the ROM starts.
///
/// Images with a load map are ignored: copying to RAM is not modelled.
pub(super) fn find_image(flash: &[u8]) -> Option<Image> {
    let (first, mut block) =
        (0..SEARCH_LENGTH).step_by(4).find_map(|at| read_block(flash, at).map(|block| (at, block)))?;
    let mut at = first;
    let mut chosen = None;
    for _ in 0..MAX_BLOCKS {
        if block.executable && !block.load_map {
            chosen = Some(block);
        }
        let next = i64::try_from(at).ok()? + i64::from(block.next);
        at = usize::try_from(next).ok()?;
        if at == first {
            break;
        }
        block = read_block(flash, at)?;
    }
    let block = chosen.filter(|_| at == first)?;
    let vector_table = block.vector_table.unwrap_or(FLASH);
    let offset = usize::try_from(vector_table.checked_sub(FLASH)?).ok()?;
    let (entry, stack) = match block.entry {
        Some(entry) => entry,
        None => (word(flash, offset + 4)?, word(flash, offset)?),
    };
    Some(Image { vector_table, stack, entry })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flash(at: usize, words: &[u32]) -> Vec<u8> {
        let mut flash = vec![0xFF; 0x4000];
        for (index, word) in [0x2008_0000, 0x1000_0201].iter().enumerate() {
            flash[index * 4..index * 4 + 4].copy_from_slice(&u32::to_le_bytes(*word));
        }
        for (index, word) in words.iter().enumerate() {
            flash[at + index * 4..at + index * 4 + 4].copy_from_slice(&word.to_le_bytes());
        }
        flash
    }

    const IMAGE: Image = Image { vector_table: 0x1000_0000, stack: 0x2008_0000, entry: 0x1000_0201 };

    #[test]
    fn the_block_of_the_hal_starts_at_the_vector_table() {
        let words = [START, 0x1021_0142, 0x0000_01FF, 0, END];
        assert_eq!(find_image(&flash(0x100, &words)), Some(IMAGE));
        assert_eq!(find_image(&flash(0xFEC, &words)), Some(IMAGE));
        assert_eq!(find_image(&flash(0x1000, &words)), None, "too far");
    }

    #[test]
    fn other_images_are_ignored() {
        // RISC-V.
        assert_eq!(find_image(&flash(0x100, &[START, 0x1121_0142, 0x0000_01FF, 0, END])), None);
        // RP2040.
        assert_eq!(find_image(&flash(0x100, &[START, 0x0021_0142, 0x0000_01FF, 0, END])), None);
        // A wrong length, no end, and no executable.
        assert_eq!(find_image(&flash(0x100, &[START, 0x1021_0142, 0x0000_02FF, 0, END])), None);
        assert_eq!(find_image(&flash(0x100, &[START, 0x1021_0142, 0x0000_01FF, 0, 0])), None);
        assert_eq!(find_image(&flash(0x100, &[START, 0x1021_0042, 0x0000_01FF, 0, END])), None);
        assert_eq!(find_image(&[]), None);
        assert_eq!(find_image(&[0xFF; 64]), None);
    }

    #[test]
    fn items_give_the_start_parameters() {
        let words =
            [START, 0x1021_0142, 0x0203, 0x1000_0100, 0x0344, 0x1000_0301, 0x2000_1000, 0x6FF, 0, END];
        let image = Image { vector_table: 0x1000_0100, stack: 0x2000_1000, entry: 0x1000_0301 };
        assert_eq!(find_image(&flash(0x200, &words)), Some(image));
    }

    #[test]
    fn a_loop_of_two_blocks_must_close() {
        let mut image = flash(0x100, &[START, 0x1021_0142, 0x0000_01FF, 0x2000, END]);
        assert_eq!(find_image(&image), None);
        let second = flash(0x2100, &[START, 0x0000_01FE, 0x0000_01FF, -0x2000_i32 as u32, END]);
        image[0x2100..0x2114].copy_from_slice(&second[0x2100..0x2114]);
        assert_eq!(find_image(&image), Some(IMAGE));
    }
}
