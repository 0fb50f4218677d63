//! Firmware images, and the image that a cell needs.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::board::{FirmwareError, FirmwareImage};
use crate::run::{Placement, Runtime};
use crate::scenario::{Cell, Entry};

/// Firmware image that `ci/firmware` builds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum ImageKind {
    /// C and Rust workloads in both placements.
    Native,
    /// MicroPython whose VM, garbage collector and parser execute from SRAM.
    MicroPythonRam,
    /// MicroPython executed from flash.
    MicroPythonFlash,
}

impl ImageKind {
    /// Returns the image that executes `runtime` in `placement`.
    pub(crate) fn of(runtime: Runtime, placement: Placement) -> Self {
        match (runtime.is_python(), placement) {
            (false, _) => Self::Native,
            (true, Placement::Ram) => Self::MicroPythonRam,
            (true, Placement::Flash) => Self::MicroPythonFlash,
        }
    }

    /// Returns the name of the file in the firmware folder, without `.elf`.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Native => "native",
            Self::MicroPythonRam => "micropython-ram",
            Self::MicroPythonFlash => "micropython-flash",
        }
    }
}

/// Firmware images of a command.
#[derive(Debug)]
pub(crate) struct Images {
    images: BTreeMap<ImageKind, FirmwareImage>,
}

impl Images {
    /// Reads the images of `kinds` from `folder`.
    ///
    /// # Errors
    /// Returns an error if a file is missing or is not a firmware.
    pub(crate) fn read(
        folder: &Path,
        kinds: impl IntoIterator<Item = ImageKind>,
    ) -> Result<Self, FirmwareError> {
        let mut images = BTreeMap::new();
        for kind in kinds {
            images.insert(kind, Self::read_one(folder, kind)?);
        }
        Ok(Self { images })
    }

    /// Reads one image from `folder`.
    ///
    /// # Errors
    /// As [`Self::read`].
    pub(crate) fn read_one(folder: &Path, kind: ImageKind) -> Result<FirmwareImage, FirmwareError> {
        FirmwareImage::read(&Self::path(folder, kind))
    }

    /// Returns the path of an image.
    pub(crate) fn path(folder: &Path, kind: ImageKind) -> PathBuf {
        folder.join(kind.name()).with_extension("elf")
    }

    /// Returns the image of that kind; `None` if it was not read.
    pub(crate) fn get(&self, kind: ImageKind) -> Option<&FirmwareImage> {
        self.images.get(&kind)
    }

    /// Returns the images that were read.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (ImageKind, &FirmwareImage)> {
        self.images.iter().map(|(kind, image)| (*kind, image))
    }

    /// Returns the images that these cells need.
    pub(crate) fn needed(cells: &[Cell]) -> BTreeSet<ImageKind> {
        cells.iter().map(|cell| ImageKind::of(cell.runtime(), cell.placement)).collect()
    }

    /// Returns the fixtures of each image, spelled as in scenario files.
    pub(crate) fn fixtures(&self) -> impl Iterator<Item = (ImageKind, BTreeSet<String>)> {
        self.iter().map(|(kind, image)| {
            (kind, image.fixtures.keys().map(|symbol| symbol.replace('_', "-")).collect())
        })
    }

    /// Returns the native workloads.
    pub(crate) fn entries(&self) -> BTreeSet<Entry> {
        let native = self.get(ImageKind::Native).into_iter().flat_map(|image| &image.entries);
        native
            .map(|entry| Entry {
                runtime: entry.runtime,
                name: entry.name.clone(),
                placement: entry.placement,
            })
            .collect()
    }
}
