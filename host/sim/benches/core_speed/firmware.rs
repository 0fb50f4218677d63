//! Firmware image: content of the flash, and address of the link.

use std::mem::offset_of;
use std::path::PathBuf;

use twinbench_link::{Command, DOWN_BYTES, Header, Link, Request, Ring, SYMBOL};

use object::{Object, ObjectSymbol, read::elf::ProgramHeader};

/// Address of flash.
pub const FLASH: u32 = 0x1000_0000;

pub struct Firmware {
    pub name: String,
    /// Content of the flash, from its first byte.
    pub image: Vec<u8>,
    elf: Vec<u8>,
}

impl Firmware {
    /// Reads an image of `build/firmware`.
    ///
    /// # Errors
    /// Returns the reason for which the image cannot be used.
    pub fn open(name: &str) -> Result<Self, String> {
        let folder = std::env::var_os("TWINBENCH_FIRMWARE").map_or_else(
            || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../build/firmware")),
            PathBuf::from,
        );
        let path = folder.join(name);
        let elf = std::fs::read(&path).map_err(|error| format!("{name}: {error} (ci/firmware builds it)"))?;
        let image = flash_image(&elf).ok_or_else(|| format!("{name}: not an ELF file for this chip"))?;
        Ok(Firmware { name: name.into(), image, elf })
    }

    /// Returns the addresses of the link.
    ///
    /// # Errors
    /// The image has no link.
    pub fn link(&self) -> Result<LinkAt, String> {
        let file = object::File::parse(&*self.elf).map_err(|error| error.to_string())?;
        let symbol = file.symbols().find(|symbol| symbol.name() == Ok(SYMBOL));
        let magic = symbol.ok_or("the image has no link")?.address() as u32;
        Ok(LinkAt { magic, state: magic + offset_of!(Header, state) as u32 })
    }
}

/// Addresses of the link's block.
pub struct LinkAt {
    /// Address of the magic number in the header.
    pub magic: u32,
    /// Address of the state in the header.
    pub state: u32,
}

impl LinkAt {
    /// Returns the words to write, in this order, so that the firmware executes a script.
    pub fn execute(&self, script: &str) -> Vec<(u32, u32)> {
        assert!(script.len() <= DOWN_BYTES, "the script fits into the ring");
        let down = self.magic + offset_of!(Link, down) as u32;
        let request = self.magic + offset_of!(Link, request) as u32;
        let data = down + offset_of!(Ring<DOWN_BYTES>, data) as u32;
        let mut bytes = script.as_bytes().to_vec();
        bytes.resize(bytes.len().next_multiple_of(4), 0);
        let payload = bytes.as_chunks().0.iter().enumerate();
        let length = script.len() as u32;
        payload
            .map(|(index, word)| (data + 4 * index as u32, u32::from_le_bytes(*word)))
            .chain([
                (down, length),
                (request + offset_of!(Request, command) as u32, Command::Execute as u32),
                (request + offset_of!(Request, payload_bytes) as u32, length),
                (request + offset_of!(Request, sequence) as u32, 1),
            ])
            .collect()
    }
}

/// Returns the segments at their load addresses.
fn flash_image(elf: &[u8]) -> Option<Vec<u8>> {
    let file = object::read::elf::ElfFile32::<object::Endianness>::parse(elf).ok()?;
    let endian = file.endian();
    let mut image = Vec::new();
    for header in file.elf_program_headers() {
        let data = header.data(endian, elf).ok()?;
        let start = header.p_paddr(endian).checked_sub(FLASH);
        let (Some(start), false) = (start, data.is_empty()) else {
            continue;
        };
        let end = start as usize + data.len();
        image.resize(image.len().max(end), 0xFF);
        image[start as usize..end].copy_from_slice(data);
    }
    (!image.is_empty()).then_some(image)
}
