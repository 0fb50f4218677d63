//! Explaining subjects on one board, one after the other: what `explain` and the claims of a run have in common.

use std::collections::BTreeMap;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use super::interrupt::Interrupt;
use super::run::provenance;
use crate::board::{AttachedBoard, FirmwareImage};
use crate::explain::{
    ExplainDocument, ExplainError, ExplainedWorkload, Explainer, Explanation, Program, SCHEMA_VERSION,
    TraceMethod, TraceSource,
};
use crate::measure::{ImageKind, Images};
use crate::run::{BoardRecord, FirmwareRecord, Register, Timestamp};

/// The images of the subjects, with what is known of each program.
pub(super) struct Programs<'a>(BTreeMap<ImageKind, (&'a FirmwareImage, Program)>);

impl<'a> Programs<'a> {
    /// Reads symbols and debug information.
    ///
    /// # Errors
    /// [`ExplainError`] for an image without them.
    pub(super) fn read(images: &'a Images, kinds: &[ImageKind]) -> Result<Self, ExplainError> {
        let mut programs = BTreeMap::new();
        for (kind, image) in images.iter().filter(|(kind, _)| kinds.contains(kind)) {
            programs.insert(kind, (image, Program::read(image)?));
        }
        Ok(Self(programs))
    }
}

/// A board on which subjects are explained.
pub(super) struct Session<'a> {
    pub board: &'a mut AttachedBoard,
    pub programs: &'a Programs<'a>,
    /// How the instructions are seen.
    pub source: &'a mut dyn TraceSource,
    /// Most instructions of a sample.
    pub limit: usize,
    /// Longest time of a request, and of a trace.
    pub timeout: Duration,
    pub interrupt: &'a Interrupt,
    pub seen: Seen,
}

/// What a session has met so far.
#[derive(Default)]
pub(super) struct Seen {
    firmwares: BTreeMap<ImageKind, FirmwareRecord>,
    chip_id: Option<Register>,
    flashed: Option<ImageKind>,
}

impl Session<'_> {
    /// Explains one subject; flashes its image if the one before was another. After an error the board is stopped: what
    /// was executed may go on for ever, and the reset makes the board usable for what comes next.
    ///
    /// # Errors
    /// [`ExplainError`].
    pub(super) fn explain(&mut self, subject: &ExplainedWorkload) -> Result<Explanation, ExplainError> {
        let explained = self.explain_undisturbed(subject);
        if explained.is_err() {
            self.board.stop()?;
        }
        explained
    }

    fn explain_undisturbed(&mut self, subject: &ExplainedWorkload) -> Result<Explanation, ExplainError> {
        let kind = subject.image();
        let (image, program) =
            self.programs.0.get(&kind).ok_or_else(|| {
                ExplainError::Failed(format!("no firmware image `{}` was read", kind.name()))
            })?;
        if self.seen.flashed != Some(kind) {
            self.board.flash(image, |_| {})?;
            let report = *self.board.boot(image)?.report();
            self.seen.firmwares.insert(kind, provenance::of_firmware(kind, image, &report));
            self.seen.chip_id = Some(Register(report.chip_id));
            self.seen.flashed = Some(kind);
        }
        let bar = ProgressBar::no_length().with_prefix(subject.title());
        let verb = match self.source.method() {
            TraceMethod::Retired => "{prefix} {human_pos} instructions",
            TraceMethod::Stepped => "{prefix} {spinner} {human_pos} steps, {per_sec}",
        };
        if let Ok(style) = ProgressStyle::with_template(verb) {
            bar.set_style(style);
        }
        let explanation = Explainer {
            board: self.board,
            image,
            program,
            source: self.source,
            limit: self.limit,
            timeout: self.timeout,
            interrupted: &|| self.interrupt.requested(),
            progress: &|count| bar.set_position(count as u64),
        }
        .explain(subject);
        bar.finish_and_clear();
        explanation
    }

    /// All of it, begun at `explained`.
    pub(super) fn document(self, explained: Timestamp, explanations: Vec<Explanation>) -> ExplainDocument {
        ExplainDocument {
            schema: SCHEMA_VERSION,
            board: BoardRecord {
                kind: self.board.kind(),
                probe: format!("{} ({})", self.board.probe_name(), self.board.probe_selector()),
                chip_id: self.seen.chip_id,
            },
            explained,
            firmwares: self.seen.firmwares.into_values().collect(),
            explanations,
        }
    }
}
