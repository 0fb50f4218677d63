//! Explanations of several workloads on one board, for `explain` and for the claims of a run.

use std::collections::BTreeMap;
use std::sync::Arc;

use indicatif::{ProgressBar, ProgressStyle};
use tokio_util::sync::CancellationToken;

use super::provenance;
use crate::board::{AttachedBoard, FirmwareImage, Session, SessionLimits};
use crate::explain::{
    ExplainDocument, ExplainError, ExplainedWorkload, Explainer, Explanation, Program, SCHEMA_VERSION,
    TraceMethod, TraceSource,
};
use crate::measure::{ImageKind, Images};
use crate::run::{FirmwareRecord, Register, Timestamp};

/// Firmware images with their symbols and debug information.
pub(super) struct Programs {
    images: Arc<Images>,
    programs: BTreeMap<ImageKind, Program>,
}

impl Programs {
    /// Reads symbols and debug information of the images of `kinds`.
    ///
    /// # Errors
    /// Returns [`ExplainError`] for an image without them.
    pub(super) fn read(images: Arc<Images>, kinds: &[ImageKind]) -> Result<Self, ExplainError> {
        let mut programs = BTreeMap::new();
        for (kind, image) in images.iter().filter(|(kind, _)| kinds.contains(kind)) {
            programs.insert(kind, Program::read(image)?);
        }
        Ok(Self { images, programs })
    }

    fn get(&self, kind: ImageKind) -> Result<(&FirmwareImage, &Program), ExplainError> {
        let found = self.images.get(kind).zip(self.programs.get(&kind));
        found
            .ok_or_else(|| ExplainError::Failed(format!("the firmware image `{}` was not read", kind.name())))
    }
}

/// Explains workloads on a board.
pub(super) struct BoardExplainer<'a> {
    pub board: &'a mut AttachedBoard,
    pub programs: &'a Programs,
    /// Recorder of the traces.
    pub source: &'a mut dyn TraceSource,
    /// Largest number of instructions in a sample.
    pub limit: usize,
    /// Limits of the sessions.
    pub limits: SessionLimits,
    pub cancel: CancellationToken,
    pub booted: BootedFirmwares,
}

/// Firmwares that have been booted so far.
#[derive(Default)]
pub(super) struct BootedFirmwares {
    firmwares: BTreeMap<ImageKind, FirmwareRecord>,
    chip_id: Option<Register>,
    flashed: Option<ImageKind>,
}

impl BoardExplainer<'_> {
    /// Explains one workload. Programs its image unless the board already holds it. Stops the board after an error,
    /// because the sample may still be running.
    ///
    /// # Errors
    /// Returns [`ExplainError`].
    pub(super) fn explain(&mut self, workload: &ExplainedWorkload) -> Result<Explanation, ExplainError> {
        let explained = self.explain_running(workload);
        if explained.is_err() {
            self.board.stop()?;
        }
        explained
    }

    fn explain_running(&mut self, workload: &ExplainedWorkload) -> Result<Explanation, ExplainError> {
        let kind = workload.image();
        let (image, program) = self.programs.get(kind)?;
        let (limits, cancel) = (self.limits, self.cancel.clone());
        let mut session = if self.booted.flashed == Some(kind) {
            Session::boot(self.board, image, limits, cancel)?
        } else {
            self.booted.flashed = None;
            let session = Session::start(self.board, image, limits, cancel)?;
            let report = session.report();
            self.booted.firmwares.insert(kind, provenance::of_firmware(kind, image, report));
            self.booted.chip_id = Some(Register(report.chip_id));
            self.booted.flashed = Some(kind);
            session
        };
        let bar = ProgressBar::no_length().with_prefix(workload.title());
        let template = match self.source.method() {
            TraceMethod::Retired => "{prefix} {human_pos} instructions",
            TraceMethod::Stepped => "{prefix} {spinner} {human_pos} steps, {per_sec}",
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        let explanation = Explainer {
            session: &mut session,
            program,
            source: self.source,
            limit: self.limit,
            progress: &|count| bar.set_position(count as u64),
        }
        .explain(workload);
        bar.finish_and_clear();
        explanation
    }

    /// Returns the document of `explanations`, which were begun at `explained`.
    pub(super) fn document(self, explained: Timestamp, explanations: Vec<Explanation>) -> ExplainDocument {
        let mut board = provenance::of_board(self.board);
        board.chip_id = self.booted.chip_id;
        ExplainDocument {
            schema: SCHEMA_VERSION,
            board,
            explained,
            firmwares: self.booted.firmwares.into_values().collect(),
            explanations,
        }
    }
}
