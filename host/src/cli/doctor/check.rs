//! The single checks, in the order in which a run would stumble over them.

use std::path::{Path, PathBuf};

use serde::Serialize;

use super::super::exit::chain;
use super::super::locate;
use super::super::selection::BoardFlags;
use crate::board::{self, AttachedBoard, FirmwareImage};
use crate::measure::{ImageKind, Images};
use crate::scenario::{self, Scenario};

/// What the check of the board is called.
pub const BOARD: &str = "board";

/// What was found of one thing that a run needs.
#[derive(Debug, Serialize)]
pub struct Check {
    /// Which thing.
    pub what: &'static str,
    /// Whether it is there.
    pub state: State,
    /// What was found, for people.
    pub found: String,
    /// What to do about it, if it is missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mend: Option<String>,
}

/// Whether a run can go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// There, and fit for use.
    Ok,
    /// Missing or unfit.
    Missing,
}

impl Check {
    fn ok(what: &'static str, found: String) -> Self {
        Self { what, state: State::Ok, found, mend: None }
    }

    fn missing(what: &'static str, found: String, mend: &str) -> Self {
        Self { what, state: State::Missing, found, mend: Some(mend.to_owned()) }
    }
}

/// Every check.
pub fn all(flags: &BoardFlags) -> Vec<Check> {
    let mut checks = vec![board(flags)];
    let images = firmware(flags, &mut checks);
    scenarios(&images, &mut checks);
    checks.push(results());
    checks
}

/// Whether the board that a run would take is attached, can be opened and answers.
fn board(flags: &BoardFlags) -> Check {
    board::register_simulated_board();
    let entry = match board::choose(&flags.board) {
        Ok(entry) => entry,
        Err(error) => {
            let mend = "attach a debug probe, wire its SWD to the board and power both; `twinbench boards` lists what \
                        is attached, `--board sim` takes the simulated board";
            return Check::missing(BOARD, chain(&error.into()), mend);
        }
    };
    let name = format!("{}, {}: {}", entry.selector_text(), entry.kind, entry.info.identifier);
    match AttachedBoard::attach(entry) {
        Ok(_) => Check::ok(BOARD, format!("{name}; answers over SWD")),
        Err(error) => {
            let mend = "check power and the three SWD wires (SWCLK, SWDIO, GND), and that no other debugger holds the probe";
            Check::missing(BOARD, format!("{name}: {}", chain(&error.into())), mend)
        }
    }
}

/// The images that can be read; what is found of each goes to `checks`.
fn firmware(flags: &BoardFlags, checks: &mut Vec<Check>) -> Vec<Images> {
    const WHAT: &str = "firmware";
    const MEND: &str = "run ci/firmware, which builds the images";
    let folder = match locate::firmware(flags.firmware.as_deref()) {
        Ok(folder) => folder,
        Err(error) => {
            checks.push(Check::missing(WHAT, error.to_string(), MEND));
            return Vec::new();
        }
    };
    let kinds = [ImageKind::Native, ImageKind::MicroPythonRam, ImageKind::MicroPythonFlash];
    let mut images = Vec::new();
    for kind in kinds {
        let path = Images::path(&folder, kind);
        match Images::read(&folder, [kind]) {
            Ok(read) => {
                checks.extend(read.get(kind).map(|image| image_check(image, WHAT, MEND)));
                images.push(read);
            }
            Err(error) => {
                checks.push(Check::missing(
                    WHAT,
                    format!("{}: {}", path.display(), chain(&error.into())),
                    MEND,
                ));
            }
        }
    }
    images
}

/// An image that could be read: whether it speaks this program's version of the link.
fn image_check(image: &FirmwareImage, what: &'static str, mend: &str) -> Check {
    let path = image.path.display();
    match image.link_version() {
        Some(twinbench_link::VERSION) | None => {
            let hash: String = image.sha256.chars().take(12).collect();
            Check::ok(what, format!("{path}, sha256 {hash}"))
        }
        Some(version) => {
            let host = twinbench_link::VERSION;
            let found =
                format!("{path}: it speaks link version {version}, this program speaks version {host}");
            Check::missing(what, found, mend)
        }
    }
}

/// Whether the scenarios can be read, and the native ones have their work in the firmware.
fn scenarios(images: &[Images], checks: &mut Vec<Check>) {
    const WHAT: &str = "scenarios";
    let load = || -> anyhow::Result<(PathBuf, Vec<Scenario>)> {
        let folder = locate::scenarios()?;
        let scenarios = scenario::load(std::slice::from_ref(&folder))?;
        Ok((folder, scenarios))
    };
    let (folder, scenarios) = match load() {
        Ok(loaded) => loaded,
        Err(error) => {
            let mend = "mend the file that is named, or work in a checkout of the repository";
            checks.push(Check::missing(WHAT, chain(&error), mend));
            return;
        }
    };
    let native = images.iter().find(|it| it.get(ImageKind::Native).is_some());
    if let Some(Err(error)) = native.map(|it| scenario::check_entries(&scenarios, &it.entries())) {
        let mend = "run ci/firmware: the native image is older than the scenarios";
        checks.push(Check::missing(WHAT, chain(&error.into()), mend));
        return;
    }
    checks.push(Check::ok(WHAT, format!("{} in {}", scenarios.len(), folder.display())));
}

/// Whether results can be written where a run puts them.
fn results() -> Check {
    const WHAT: &str = "results";
    let mend = "make the folder writable, or name another with `twinbench run --out`";
    let folder = match locate::runs() {
        Ok(folder) => folder,
        Err(error) => return Check::missing(WHAT, error.to_string(), mend),
    };
    // A run makes what is missing of its folder, so the nearest one that exists has to be writable.
    let existing = folder.ancestors().find(|it| it.is_dir()).unwrap_or(Path::new("."));
    match tempfile::tempfile_in(existing) {
        Ok(_) => Check::ok(WHAT, format!("{} can be written", folder.display())),
        Err(error) => Check::missing(WHAT, format!("{}: {error}", existing.display()), mend),
    }
}
