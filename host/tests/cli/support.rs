//! What the tests that drive the real program share.

use std::path::{Path, PathBuf};

use assert_cmd::Command;

/// The program on the simulated board, whatever is attached.
pub fn twinbench() -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("twinbench"));
    command.env("TWINBENCH_BOARD", "sim").current_dir(repository());
    command
}

/// Top of the checkout.
pub fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .nth(1)
        .expect("the package lies in the repository")
        .to_owned()
}

/// The firmware images that `ci/firmware` built.
pub fn firmware() -> PathBuf {
    let folder = repository().join("build/firmware");
    assert!(
        folder.join("native.elf").is_file(),
        "no firmware in {}: run ci/firmware first",
        folder.display()
    );
    folder
}

/// The same firmware, claiming another version of the link: the constant that its block is filled from is patched.
pub fn with_link_version(elf: &[u8], version: u32) -> Vec<u8> {
    use object::{Object, ObjectSection, ObjectSymbol};
    let file = object::File::parse(elf).expect("a firmware is an ELF file");
    let symbol = file
        .symbols()
        .find(|symbol| symbol.name() == Ok("TWINBENCH_LINK_VERSION"))
        .expect("a firmware names its link version");
    let section =
        symbol.section_index().and_then(|index| file.section_by_index(index).ok()).expect("its section");
    let (start, _) = section.file_range().expect("the constant lies in the file");
    let at = (start + symbol.address() - section.address()) as usize;
    let mut patched = elf.to_vec();
    patched[at..at + 4].copy_from_slice(&version.to_le_bytes());
    patched
}
