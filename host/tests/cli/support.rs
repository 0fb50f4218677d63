//! Helpers shared by the tests of the program.

use std::path::{Path, PathBuf};
use std::process::{Child, Command as StdCommand, ExitStatus};
use std::time::{Duration, Instant};

use assert_cmd::Command;

/// Returns a command that runs the program on the simulated board, even if a probe is attached.
pub fn twinbench() -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("twinbench"));
    command.env("TWINBENCH_BOARD", "sim").current_dir(repository());
    command
}

/// Returns the root of the repository.
pub fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .nth(1)
        .expect("the package is in the repository")
        .to_owned()
}

/// Returns the folder of the firmware images built by `ci/firmware`.
pub fn firmware() -> PathBuf {
    let folder = repository().join("build/firmware");
    assert!(
        folder.join("native.elf").is_file(),
        "no firmware in {}: run ci/firmware first",
        folder.display()
    );
    folder
}

/// Returns a copy of a firmware image with another link version: the constant that initializes the link block is
/// patched.
pub fn with_link_version(elf: &[u8], version: u32) -> Vec<u8> {
    use object::{Object, ObjectSection, ObjectSymbol};
    let file = object::File::parse(elf).expect("the image is an ELF file");
    let symbol = file
        .symbols()
        .find(|symbol| symbol.name() == Ok("TWINBENCH_LINK_VERSION"))
        .expect("the image has the symbol of its link version");
    let section = symbol
        .section_index()
        .and_then(|index| file.section_by_index(index).ok())
        .expect("the symbol has a section");
    let (start, _) = section.file_range().expect("the section is in the file");
    let offset = (start + symbol.address() - section.address()) as usize;
    let mut patched = elf.to_vec();
    patched[offset..offset + 4].copy_from_slice(&version.to_le_bytes());
    patched
}

/// Child process that is killed when it is dropped, so that a failed test leaves no process behind.
pub struct ChildProcess(pub Child);

impl ChildProcess {
    /// Sends a signal, such as `INT`.
    pub fn signal(&self, name: &str) {
        let id = self.0.id().to_string();
        let status = StdCommand::new("kill").args(["-s", name, &id]).status().expect("execute kill");
        assert!(status.success(), "kill failed: {status}");
    }

    /// Waits until the process ends. Panics at the time limit.
    pub fn wait(&mut self, limit: Duration) -> ExitStatus {
        let start = Instant::now();
        loop {
            if let Some(status) = self.0.try_wait().expect("wait for the process") {
                return status;
            }
            assert!(start.elapsed() < limit, "the process did not end within {limit:?}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for ChildProcess {
    fn drop(&mut self) {
        // Both fail if the process has ended already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
