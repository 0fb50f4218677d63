//! Finding an image in flash (RP2350 §5.9): a loop of blocks that begins in the first 4 KB.

/// Where the ROM looks for the first block.
const SEARCH: usize = 4096;
/// Longest block that it reads, in words.
const LONGEST: usize = 160;
/// Most blocks of a loop that are followed.
const MOST_BLOCKS: usize = 64;

const START: u32 = 0xFFFF_DED3;
const END: u32 = 0xAB12_3579;

/// Items of a block.
const VECTOR_TABLE: u32 = 0x03;
const LOAD_MAP: u32 = 0x06;
const IMAGE_TYPE: u32 = 0x42;
const ENTRY_POINT: u32 = 0x44;
const LAST: u32 = 0xFF;

/// Image type: executable, for Arm, for RP2350. Security is not looked at: Secure or unspecified both start Secure.
const TYPE_MASK: u32 = 0x770F;
const ARM_EXECUTABLE: u32 = 0x1001;

/// Base of the flash as code sees it.
const BASE: u32 = 0x1000_0000;

/// How an image is started.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Image {
    /// Vector table.
    pub vector_table: u32,
    /// Stack pointer.
    pub stack: u32,
    /// Entry, with the Thumb bit.
    pub entry: u32,
}

/// One block's items that matter, and where the next block is.
#[derive(Clone, Copy, Debug, Default)]
struct Block {
    executable: bool,
    /// The image is to be copied somewhere first.
    load_map: bool,
    vector_table: Option<u32>,
    entry: Option<(u32, u32)>,
    /// Bytes from this block to the next; 0 ends the loop at itself.
    next: i32,
}

fn word(flash: &[u8], at: usize) -> Option<u32> {
    let bytes = flash.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes(bytes.try_into().ok()?))
}

/// Reads the block that starts at an offset. `None` when there is none, or it is not whole.
fn read_block(flash: &[u8], at: usize) -> Option<Block> {
    if word(flash, at)? != START {
        return None;
    }
    let mut block = Block::default();
    let mut index = 1;
    loop {
        let head = word(flash, at + index * 4)?;
        // The top bit of the type says that the size has two bytes.
        let kind = head & 0xFF;
        let size = if kind & 0x80 == 0 { head >> 8 & 0xFF } else { head >> 8 & 0xFFFF } as usize;
        if kind == LAST {
            let whole = size == index - 1;
            block.next = word(flash, at + index * 4 + 4)? as i32;
            let ends = word(flash, at + index * 4 + 8)? == END;
            return (whole && ends).then_some(block);
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
        if size == 0 || index > LONGEST {
            return None;
        }
    }
}

/// The image that the ROM would start, if there is one.
///
/// An image that has to be copied to RAM is none: the load map is not modelled.
pub fn find(flash: &[u8]) -> Option<Image> {
    let (first, mut block) =
        (0..SEARCH).step_by(4).find_map(|at| read_block(flash, at).map(|block| (at, block)))?;
    let mut at = first;
    let mut chosen = None;
    for _ in 0..MOST_BLOCKS {
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
    let vector_table = block.vector_table.unwrap_or(BASE);
    let offset = usize::try_from(vector_table.checked_sub(BASE)?).ok()?;
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
    fn the_block_of_the_hal_starts_the_vector_table() {
        let words = [START, 0x1021_0142, 0x0000_01FF, 0, END];
        assert_eq!(find(&flash(0x100, &words)), Some(IMAGE));
        assert_eq!(find(&flash(0xFEC, &words)), Some(IMAGE));
        assert_eq!(find(&flash(0x1000, &words)), None, "too far");
    }

    #[test]
    fn other_images_are_passed_over() {
        // RISC-V.
        assert_eq!(find(&flash(0x100, &[START, 0x1121_0142, 0x0000_01FF, 0, END])), None);
        // RP2040.
        assert_eq!(find(&flash(0x100, &[START, 0x0021_0142, 0x0000_01FF, 0, END])), None);
        // A wrong length, and no end.
        assert_eq!(find(&flash(0x100, &[START, 0x1021_0142, 0x0000_02FF, 0, END])), None);
        assert_eq!(find(&flash(0x100, &[START, 0x1021_0142, 0x0000_01FF, 0, 0])), None);
        assert_eq!(find(&flash(0x100, &[START, 0x1021_0042, 0x0000_01FF, 0, END])), None);
        assert_eq!(find(&[]), None);
        assert_eq!(find(&[0xFF; 64]), None);
    }

    #[test]
    fn items_say_where_to_start() {
        let words =
            [START, 0x1021_0142, 0x0203, 0x1000_0100, 0x0344, 0x1000_0301, 0x2000_1000, 0x6FF, 0, END];
        let image = Image { vector_table: 0x1000_0100, stack: 0x2000_1000, entry: 0x1000_0301 };
        assert_eq!(find(&flash(0x200, &words)), Some(image));
    }

    #[test]
    fn a_loop_of_two_blocks_must_close() {
        let mut image = flash(0x100, &[START, 0x1021_0142, 0x0000_01FF, 0x2000, END]);
        assert_eq!(find(&image), None);
        let second = flash(0x2100, &[START, 0x0000_01FE, 0x0000_01FF, -0x2000_i32 as u32, END]);
        image[0x2100..0x2114].copy_from_slice(&second[0x2100..0x2114]);
        assert_eq!(find(&image), Some(IMAGE));
    }
}
