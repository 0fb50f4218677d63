//! Firmware images: ELF files with the symbols of the link, of the sample's marks, and of the workloads.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use object::{Object, ObjectSection, ObjectSymbol};
use thiserror::Error;

use crate::digest::sha256_hex;
use crate::run::{Placement, Runtime};

/// Prefix of an entry's symbol: `twinbench_entry_<c|rust>_<flash|ram>_<name>`.
const ENTRY_PREFIX: &str = "twinbench_entry_";
/// Prefix of the symbol of a fixture's descriptor.
const FIXTURE_PREFIX: &str = "twinbench_fixture_";
/// Prefix of the symbol of a kernel of the timing reference.
const KERNEL_PREFIX: &str = "twinbench_kernel_";
/// Prefix of the producer string that GCC records for a C file, flags included.
const PRODUCER_PREFIX: &str = "GNU C";
/// Symbols of the two loads that read CYCCNT at the start and at the end of a sample.
const SAMPLE_BEGIN: &str = "twinbench_sample_begin";
const SAMPLE_END: &str = "twinbench_sample_end";

/// Error of a file that is not a usable firmware.
#[derive(Debug, Error)]
pub enum FirmwareError {
    /// Reading failed.
    #[error("cannot read the firmware {}; `ci/firmware` builds it, or name its folder with --firmware", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// From the system.
        #[source]
        source: std::io::Error,
    },
    /// Not an ELF file.
    #[error("{} is not an ELF file", path.display())]
    NotElf {
        /// The file.
        path: PathBuf,
        /// From the parser.
        #[source]
        source: object::Error,
    },
    /// No symbol of this name.
    #[error(
        "{} has no symbol `{symbol}`: expected a Twinbench firmware with its symbols (not stripped)",
        path.display()
    )]
    NoSymbol {
        /// The file.
        path: PathBuf,
        /// The symbol.
        symbol: &'static str,
    },
}

/// Error of a name that the firmware does not define.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error(
    "the firmware {} has no {what}; build it from the same source (`ci/firmware` does)",
    path.display()
)]
pub struct NotInFirmware {
    /// The ELF file.
    pub path: PathBuf,
    /// Kind and name of what is missing.
    pub what: String,
}

/// Native workload of an image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Runtime, which is not Python.
    pub runtime: Runtime,
    /// Memory that holds the code.
    pub placement: Placement,
    /// Name, as scenario files spell it.
    pub name: String,
    /// Address with the Thumb bit set.
    pub address: u32,
}

/// Contents and symbols of a firmware's ELF file.
#[derive(Clone, Debug)]
pub struct FirmwareImage {
    /// The file.
    pub path: PathBuf,
    /// Bytes of the file. Flashing uses these, not the file, so that the symbols match.
    pub bytes: Vec<u8>,
    /// SHA-256 of the file, in hexadecimal.
    pub sha256: String,
    /// Compilers as the `.comment` section names them.
    pub compilers: Vec<String>,
    /// Compilers with their flags as the debug information records them (DW_AT_producer).
    pub producers: Vec<String>,
    /// Address of the link.
    pub link: u32,
    /// Address of the load that reads CYCCNT at the start of a sample, without the Thumb bit.
    pub sample_begin: u32,
    /// Address of the load that reads CYCCNT at the end of a sample, without the Thumb bit.
    pub sample_end: u32,
    /// Native workloads, ordered by name, runtime and placement.
    pub entries: Vec<Entry>,
    /// Kernels of the timing reference: address with the Thumb bit set, by name.
    pub kernels: BTreeMap<String, u32>,
    /// Fixtures: address of the descriptor, by name.
    pub fixtures: BTreeMap<String, u32>,
}

impl FirmwareImage {
    /// Reads an ELF file.
    ///
    /// # Errors
    /// Returns an error if the file cannot be read, is not an ELF file, or lacks a symbol.
    pub fn read(path: &Path) -> Result<Self, FirmwareError> {
        let bytes = fs::read(path).map_err(|source| FirmwareError::Read { path: path.to_owned(), source })?;
        Self::parse(path, bytes)
    }

    fn parse(path: &Path, bytes: Vec<u8>) -> Result<Self, FirmwareError> {
        let file = object::File::parse(&*bytes)
            .map_err(|source| FirmwareError::NotElf { path: path.to_owned(), source })?;
        let address_of = |symbol: &'static str| {
            file.symbols()
                .find(|candidate| candidate.name() == Ok(symbol) && candidate.is_definition())
                .map(|found| found.address() as u32)
                .ok_or_else(|| FirmwareError::NoSymbol { path: path.to_owned(), symbol })
        };
        let link = address_of(twinbench_link::SYMBOL)?;
        let sample_begin = address_of(SAMPLE_BEGIN)? & !1;
        let sample_end = address_of(SAMPLE_END)? & !1;
        let mut entries: Vec<Entry> = file
            .symbols()
            .filter(|symbol| symbol.is_definition())
            .filter_map(|symbol| parse_entry(symbol.name().ok()?, symbol.address() as u32))
            .collect();
        entries.sort_by(|a, b| (&a.name, &a.runtime, &a.placement).cmp(&(&b.name, &b.runtime, &b.placement)));
        let named = |prefix: &str| -> BTreeMap<String, u32> {
            let definitions = file.symbols().filter(|symbol| symbol.is_definition());
            definitions
                .filter_map(|symbol| {
                    Some((symbol.name().ok()?.strip_prefix(prefix)?.to_owned(), symbol.address() as u32))
                })
                .collect()
        };
        let kernels = named(KERNEL_PREFIX).into_iter().map(|(name, address)| (name, address | 1)).collect();
        let fixtures = named(FIXTURE_PREFIX);
        let strings = |section| {
            file.section_by_name(section)
                .and_then(|section| section.data().ok())
                .map(strings)
                .unwrap_or_default()
        };
        let compilers = strings(".comment");
        let mut producers = strings(".debug_str");
        producers.retain(|text| text.starts_with(PRODUCER_PREFIX));
        let sha256 = sha256_hex(&bytes);
        Ok(Self {
            path: path.to_owned(),
            sha256,
            compilers,
            producers,
            link,
            sample_begin,
            sample_end,
            entries,
            kernels,
            fixtures,
            bytes,
        })
    }
}

impl FirmwareImage {
    /// Returns the address of a native workload.
    ///
    /// # Errors
    /// Returns an error if the image has no such workload.
    pub fn entry(&self, runtime: Runtime, placement: Placement, name: &str) -> Result<u32, NotInFirmware> {
        let matches =
            |entry: &&Entry| entry.name == name && entry.runtime == runtime && entry.placement == placement;
        let entry = self.entries.iter().find(matches);
        entry
            .map(|entry| entry.address)
            .ok_or_else(|| self.lacks(format!("{runtime} entry `{name}` in {placement}")))
    }

    /// Returns the address of a fixture's descriptor. `name` is spelled as in scenario files, with hyphens.
    ///
    /// # Errors
    /// Returns an error if the image has no such fixture.
    pub fn fixture(&self, name: &str) -> Result<u32, NotInFirmware> {
        let address = self.fixtures.get(&name.replace('-', "_")).copied();
        address.ok_or_else(|| self.lacks(format!("fixture `{name}`")))
    }

    /// Returns the address of a kernel of the timing reference.
    ///
    /// # Errors
    /// Returns an error if the image has no such kernel.
    pub fn kernel(&self, name: &str) -> Result<u32, NotInFirmware> {
        self.kernels.get(name).copied().ok_or_else(|| self.lacks(format!("kernel `{name}`")))
    }

    fn lacks(&self, what: String) -> NotInFirmware {
        NotInFirmware { path: self.path.clone(), what }
    }
}

fn parse_entry(symbol: &str, address: u32) -> Option<Entry> {
    let (runtime, rest) = symbol.strip_prefix(ENTRY_PREFIX)?.split_once('_')?;
    let (placement, name) = rest.split_once('_')?;
    let runtime: Runtime = runtime.parse().ok()?;
    let placement = placement.parse().ok()?;
    (!runtime.is_python()).then(|| Entry { runtime, placement, name: name.to_owned(), address: address | 1 })
}

/// Returns the distinct NUL-terminated strings of a section, sorted.
fn strings(section: &[u8]) -> Vec<String> {
    let mut names: Vec<String> = section
        .split(|byte| *byte == 0)
        .filter(|name| !name.is_empty())
        .map(|name| String::from_utf8_lossy(name).into_owned())
        .collect();
    names.sort();
    names.dedup();
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entry_symbols() {
        let entry = parse_entry("twinbench_entry_c_ram_increment_memory", 0x2000_0100).unwrap();
        assert_eq!((entry.runtime, entry.placement), (Runtime::C, Placement::Ram));
        assert_eq!((entry.name.as_str(), entry.address), ("increment_memory", 0x2000_0101));
        assert_eq!(parse_entry("twinbench_entry_go_ram_x", 0), None);
        assert_eq!(parse_entry("twinbench_entry_micropython_ram_x", 0), None);
        assert_eq!(parse_entry("twinbench_sample_begin", 0), None);
    }

    #[test]
    fn a_file_that_is_not_elf_is_named() {
        let error = FirmwareImage::parse(Path::new("x.elf"), b"hello".to_vec()).unwrap_err();
        assert_eq!(error.to_string(), "x.elf is not an ELF file");
    }

    #[test]
    fn comment_section() {
        assert_eq!(strings(b"GCC: 12.2\0rustc 1.95\0GCC: 12.2\0"), ["GCC: 12.2", "rustc 1.95"]);
    }
}
