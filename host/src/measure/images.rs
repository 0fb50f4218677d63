//! The firmware images, and which one a cell needs.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::board::{FirmwareError, FirmwareImage};
use crate::run::{Placement, Runtime};
use crate::scenario::{Cell, Entry};

/// One of the images that `ci/bench` builds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ImageKind {
    /// C and Rust workloads, each in both placements.
    Native,
    /// MicroPython with VM, collector and parser in SRAM.
    MicroPythonRam,
    /// MicroPython executed from flash.
    MicroPythonFlash,
}

impl ImageKind {
    /// The image that executes `runtime` in `placement`.
    pub fn of(runtime: Runtime, placement: Placement) -> Self {
        match (runtime.is_python(), placement) {
            (false, _) => Self::Native,
            (true, Placement::Ram) => Self::MicroPythonRam,
            (true, Placement::Flash) => Self::MicroPythonFlash,
        }
    }

    /// Its name in the firmware folder, without `.elf`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Native => "native",
            Self::MicroPythonRam => "micropython-ram",
            Self::MicroPythonFlash => "micropython-flash",
        }
    }
}

/// The images that were read.
#[derive(Debug)]
pub struct Images {
    images: BTreeMap<ImageKind, FirmwareImage>,
}

impl Images {
    /// Reads the images of `kinds` from `folder`.
    ///
    /// # Errors
    /// A file is missing or is no firmware.
    pub fn read(folder: &Path, kinds: impl IntoIterator<Item = ImageKind>) -> Result<Self, FirmwareError> {
        let mut images = BTreeMap::new();
        for kind in kinds {
            images.insert(kind, FirmwareImage::read(&Self::path(folder, kind))?);
        }
        Ok(Self { images })
    }

    /// Where an image lies.
    pub fn path(folder: &Path, kind: ImageKind) -> PathBuf {
        folder.join(kind.name()).with_extension("elf")
    }

    /// The image of that kind, if it was read.
    pub fn get(&self, kind: ImageKind) -> Option<&FirmwareImage> {
        self.images.get(&kind)
    }

    /// All that were read.
    pub fn iter(&self) -> impl Iterator<Item = (ImageKind, &FirmwareImage)> {
        self.images.iter().map(|(kind, image)| (*kind, image))
    }

    /// Which images these cells need.
    pub fn needed(cells: &[Cell]) -> BTreeSet<ImageKind> {
        cells.iter().map(|cell| ImageKind::of(cell.runtime(), cell.placement)).collect()
    }

    /// Every image with its fixtures, as scenario files name them.
    pub fn fixtures(&self) -> impl Iterator<Item = (ImageKind, BTreeSet<String>)> {
        self.iter().map(|(kind, image)| {
            (kind, image.fixtures.keys().map(|symbol| symbol.replace('_', "-")).collect())
        })
    }

    /// The native workloads, as scenario files name them.
    pub fn entries(&self) -> BTreeSet<Entry> {
        let native = self.get(ImageKind::Native).into_iter().flat_map(|image| &image.entries);
        native
            .filter_map(|entry| {
                Some(Entry {
                    runtime: entry.runtime.parse().ok()?,
                    name: entry.name.clone(),
                    placement: entry.placement.parse().ok()?,
                })
            })
            .collect()
    }
}
