//! Checks of a run's prerequisites, in the order in which a run needs them.

use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::board::{self, AttachedBoard, FirmwareImage};
use crate::cli::board_flags::BoardFlags;
use crate::cli::exit::chain;
use crate::cli::locate;
use crate::measure::{ImageKind, Images};
use crate::scenario::{self, Scenario};

/// Name of the check of the board.
pub(super) const BOARD: &str = "board";

/// Result of a check.
#[derive(Debug, Serialize)]
pub(super) struct Check {
    /// Name of the check.
    pub what: &'static str,
    /// Outcome of the check.
    pub state: State,
    /// Description of what was found.
    pub found: String,
    /// Remedy for a failed check.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fix: Option<String>,
}

/// Outcome of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum State {
    /// Present and usable.
    Ok,
    /// Missing or unusable.
    Missing,
}

impl Check {
    fn ok(what: &'static str, found: String) -> Self {
        Self { what, state: State::Ok, found, fix: None }
    }

    fn missing(what: &'static str, found: String, fix: &str) -> Self {
        Self { what, state: State::Missing, found, fix: Some(fix.to_owned()) }
    }
}

/// Runs all checks.
pub(super) fn all(flags: &BoardFlags) -> Vec<Check> {
    let mut checks = vec![board(flags)];
    let images = firmware(flags, &mut checks);
    scenarios(&images, &mut checks);
    checks.push(results());
    checks
}

/// Checks that the board that a run would use is attached, can be opened and responds.
fn board(flags: &BoardFlags) -> Check {
    board::register_simulated_board();
    let entry = match board::choose(&flags.board) {
        Ok(entry) => entry,
        Err(error) => {
            let fix = "attach a debug probe, connect its SWD wires to the board and power both; `twinbench boards` \
                       lists attached probes, `--board sim` selects the simulated board";
            return Check::missing(BOARD, chain(&error.into()), fix);
        }
    };
    let name = format!("{}, {}: {}", entry.selector_text(), entry.kind, entry.info.identifier);
    match AttachedBoard::attach(entry) {
        Ok(_) => Check::ok(BOARD, format!("{name}; responds over SWD")),
        Err(error) => {
            let fix = "check the power, the three SWD wires (SWCLK, SWDIO, GND), and that no other debugger uses the probe";
            Check::missing(BOARD, format!("{name}: {}", chain(&error.into())), fix)
        }
    }
}

/// Checks the firmware images. Returns those that can be read.
fn firmware(flags: &BoardFlags, checks: &mut Vec<Check>) -> Vec<Images> {
    const WHAT: &str = "firmware";
    const FIX: &str = "run ci/firmware, which builds the images";
    let folder = match locate::firmware(flags.firmware.as_deref()) {
        Ok(folder) => folder,
        Err(error) => {
            checks.push(Check::missing(WHAT, error.to_string(), FIX));
            return Vec::new();
        }
    };
    let kinds = [ImageKind::Native, ImageKind::MicroPythonRam, ImageKind::MicroPythonFlash];
    let mut images = Vec::new();
    for kind in kinds {
        let path = Images::path(&folder, kind);
        match Images::read(&folder, [kind]) {
            Ok(read) => {
                checks.extend(read.get(kind).map(|image| image_check(image, WHAT, FIX)));
                images.push(read);
            }
            Err(error) => {
                checks.push(Check::missing(
                    WHAT,
                    format!("{}: {}", path.display(), chain(&error.into())),
                    FIX,
                ));
            }
        }
    }
    images
}

/// Checks that an image has this program's version of the link.
fn image_check(image: &FirmwareImage, what: &'static str, fix: &str) -> Check {
    let path = image.path.display();
    match image.link_version() {
        Some(twinbench_link::VERSION) | None => {
            let hash: String = image.sha256.chars().take(12).collect();
            Check::ok(what, format!("{path}, sha256 {hash}"))
        }
        Some(version) => {
            let host = twinbench_link::VERSION;
            let found = format!("{path}: it uses link version {version}, this program uses version {host}");
            Check::missing(what, found, fix)
        }
    }
}

/// Checks that the scenarios can be read, and that the native image contains their entries.
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
            let fix = "correct the named file, or change to a checkout of the repository";
            checks.push(Check::missing(WHAT, chain(&error), fix));
            return;
        }
    };
    let native = images.iter().find(|it| it.get(ImageKind::Native).is_some());
    if let Some(Err(error)) = native.map(|it| scenario::check_entries(&scenarios, &it.entries())) {
        let fix = "run ci/firmware: the native image is older than the scenarios";
        checks.push(Check::missing(WHAT, chain(&error.into()), fix));
        return;
    }
    checks.push(Check::ok(WHAT, format!("{} in {}", scenarios.len(), folder.display())));
}

/// Checks that the default folder of results is writable.
fn results() -> Check {
    const WHAT: &str = "results";
    let fix = "make the folder writable, or select another with `twinbench run --out`";
    let folder = match locate::runs() {
        Ok(folder) => folder,
        Err(error) => return Check::missing(WHAT, error.to_string(), fix),
    };
    // A run creates missing folders, so the nearest existing one must be writable.
    let existing = folder.ancestors().find(|it| it.is_dir()).unwrap_or(Path::new("."));
    match tempfile::tempfile_in(existing) {
        Ok(_) => Check::ok(WHAT, format!("{} is writable", folder.display())),
        Err(error) => Check::missing(WHAT, format!("{}: {error}", existing.display()), fix),
    }
}
