//! A session with a booted firmware: loads workloads, takes samples, executes scripts.
//!
//! Applies time limits, retries and cancellation, and converts each status of the firmware to a result or an error.

mod error;
mod limits;
mod reply;
mod workload;

use probe_rs::Core;
use tokio_util::sync::CancellationToken;
use twinbench_link::Command;

use super::attached::AttachedBoard;
use super::breakpoint;
use super::error::BoardError;
use super::firmware::FirmwareImage;
use super::link::{Frame, LinkClient, LinkReport, Pending, RequestMessage};
use super::link_error::LinkError;
use super::polling::Poller;
use crate::stats::Length;

pub use error::SessionError;
pub use limits::SessionLimits;
pub use reply::RawSample;
use reply::{Reply, ReplyFrames};
pub use workload::{FixtureCall, Workload, WorkloadCode};

/// Output of a script that [`Session::exec`] executes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScriptOutput<'a> {
    /// Text that the script printed.
    Text(&'a [u8]),
    /// A piece of the traceback of an exception.
    Traceback(&'a [u8]),
}

/// A board with a booted firmware.
pub struct Session<'a> {
    board: &'a mut AttachedBoard,
    image: &'a FirmwareImage,
    client: LinkClient,
    /// Workload of the samples; `None` until [`Self::load`].
    workload: Option<Workload>,
    limits: SessionLimits,
    cancel: CancellationToken,
}

/// Requested samples, which [`Session::finish_sampling`] receives.
#[derive(Debug)]
pub struct PendingSamples {
    request: Pending,
    count: u32,
}

impl<'a> Session<'a> {
    /// Programs `image` into the board's flash and boots it.
    ///
    /// # Errors
    /// Returns the error of [`AttachedBoard::flash`] or [`AttachedBoard::boot`] after the last retry.
    pub fn start(
        board: &'a mut AttachedBoard,
        image: &'a FirmwareImage,
        limits: SessionLimits,
        cancel: CancellationToken,
    ) -> Result<Self, BoardError> {
        if cancel.is_cancelled() {
            return Err(LinkError::Interrupted.into());
        }
        limits.retry(|| board.flash(image, |_| {}))?;
        Self::boot(board, image, limits, cancel)
    }

    /// Boots `image`, which must be in the board's flash.
    ///
    /// # Errors
    /// Returns the error of [`AttachedBoard::boot`] after the last retry.
    pub fn boot(
        board: &'a mut AttachedBoard,
        image: &'a FirmwareImage,
        limits: SessionLimits,
        cancel: CancellationToken,
    ) -> Result<Self, BoardError> {
        let client = limits.retry(|| board.boot(image, limits.boot, &cancel))?;
        Ok(Self { board, image, client, workload: None, limits, cancel })
    }

    /// Boots the same firmware again. No workload is loaded afterwards.
    ///
    /// # Errors
    /// As [`Self::boot`].
    pub fn reboot(&mut self) -> Result<(), BoardError> {
        self.workload = None;
        let Self { board, image, limits, cancel, .. } = self;
        self.client = limits.retry(|| board.boot(image, limits.boot, cancel))?;
        Ok(())
    }

    /// Returns the report of the firmware.
    pub fn report(&self) -> &LinkReport {
        self.client.report()
    }

    /// Returns the firmware image.
    pub fn image(&self) -> &'a FirmwareImage {
        self.image
    }

    /// Returns core 0, which executes the firmware.
    ///
    /// # Errors
    /// Returns an SWD error.
    pub fn core(&mut self) -> Result<Core<'_>, BoardError> {
        self.board.core()
    }

    /// Returns a poller with the limit of a request, for waits on the core itself.
    pub fn poller(&self) -> Poller {
        self.board.poller(self.limits.request, &self.cancel)
    }

    /// Compares the board's timer with the host's clock.
    ///
    /// # Errors
    /// As [`AttachedBoard::check_against_host_clock`].
    pub fn check_against_host_clock(&mut self) -> Result<(), BoardError> {
        self.board.check_against_host_clock(&self.cancel)
    }

    /// Loads a workload: compiles its script, or selects its native code. Returns the cycles of parsing and compiling
    /// a script; `None` for native code.
    ///
    /// # Errors
    /// Returns [`SessionError`].
    pub fn load(&mut self, workload: Workload) -> Result<Option<u64>, SessionError> {
        self.load_while(workload, &mut |_| Ok(()))
    }

    /// Loads a workload like [`Self::load`], and calls `on_poll` with the core before every poll for the reply.
    ///
    /// # Errors
    /// As [`Self::load`], and the error of `on_poll`.
    pub fn load_while<E: From<SessionError>>(
        &mut self,
        workload: Workload,
        on_poll: &mut dyn FnMut(&mut Core<'_>) -> Result<(), E>,
    ) -> Result<Option<u64>, E> {
        self.workload = None;
        let reply = self.request(&workload.load_request(), on_poll, &mut |_| {})?;
        let is_script = workload.is_script();
        self.workload = Some(workload);
        Ok(is_script.then_some(reply.compile_cycles))
    }

    /// Takes `count` samples of the loaded workload at the given length.
    ///
    /// # Errors
    /// Returns [`SessionError`].
    pub fn sample(&mut self, length: Length, count: u32) -> Result<Vec<RawSample>, SessionError> {
        self.sample_while(length, count, &mut |_| Ok(()))
    }

    /// Takes samples like [`Self::sample`], and calls `on_poll` with the core before every poll for the reply.
    ///
    /// # Errors
    /// As [`Self::sample`], and the error of `on_poll`.
    pub fn sample_while<E: From<SessionError>>(
        &mut self,
        length: Length,
        count: u32,
        on_poll: &mut dyn FnMut(&mut Core<'_>) -> Result<(), E>,
    ) -> Result<Vec<RawSample>, E> {
        let request = self.sample_request(length, count)?;
        let reply = self.request(&request, on_poll, &mut |_| {})?;
        Ok(reply.into_samples(count)?)
    }

    /// Takes samples like [`Self::sample`], but counts the cycles by breakpoints at the start and at the end of each.
    ///
    /// # Errors
    /// As [`Self::sample`], and [`BoardError::Breakpoint`] if the core does not reach a breakpoint.
    pub fn sample_by_breakpoints(
        &mut self,
        length: Length,
        count: u32,
    ) -> Result<Vec<RawSample>, SessionError> {
        let request = self.sample_request(length, count)?;
        let poller = self.poller();
        let mut core = self.board.core()?;
        let (pending, spans) = breakpoint::measure(&mut core, self.image, count, &poller, |core| {
            self.client.send(core, &request)
        })?;
        let reply = receive::<SessionError>(
            &mut self.client,
            &mut core,
            pending,
            &poller,
            &mut |_| Ok(()),
            &mut |_| {},
        )?;
        let mut samples = reply.into_samples(count)?;
        let sysclk_hz = self.client.report().sysclk_hz;
        for (sample, span) in samples.iter_mut().zip(&spans) {
            sample.record.cycles = span.cycles(sysclk_hz);
            sample.record.timer_us = span.timer_us;
        }
        Ok(samples)
    }

    /// Requests samples without waiting for them, so that the caller can halt and step the core while they run.
    ///
    /// # Errors
    /// Returns [`SessionError`].
    pub fn start_sampling(&mut self, length: Length, count: u32) -> Result<PendingSamples, SessionError> {
        let request = self.sample_request(length, count)?;
        let mut core = self.board.core()?;
        Ok(PendingSamples { request: self.client.send(&mut core, &request)?, count })
    }

    /// Waits for samples that [`Self::start_sampling`] requested.
    ///
    /// # Errors
    /// Returns [`SessionError`].
    pub fn finish_sampling(&mut self, pending: PendingSamples) -> Result<Vec<RawSample>, SessionError> {
        let poller = self.poller();
        let mut core = self.board.core()?;
        let PendingSamples { request, count } = pending;
        receive::<SessionError>(&mut self.client, &mut core, request, &poller, &mut |_| Ok(()), &mut |_| {})?
            .into_samples(count)
    }

    /// Executes a script and passes its output to `on_output` as it arrives.
    ///
    /// # Errors
    /// Returns [`SessionError`]; [`SessionError::Exception`] and [`SessionError::Exit`] if the script ended that way.
    pub fn exec(
        &mut self,
        script: &[u8],
        on_output: &mut dyn FnMut(ScriptOutput<'_>),
    ) -> Result<(), SessionError> {
        self.workload = None;
        let request = RequestMessage { payload: script, ..RequestMessage::new(Command::Execute) };
        let on_frame = &mut |frame: &Frame| match frame {
            Frame::Text(text) => on_output(ScriptOutput::Text(text)),
            Frame::Traceback(text) => on_output(ScriptOutput::Traceback(text)),
            Frame::Sample(_) | Frame::Readings { .. } | Frame::Failure(_) => {}
        };
        self.request(&request, &mut |_| Ok(()), on_frame).map(drop)
    }

    fn sample_request(&self, length: Length, count: u32) -> Result<RequestMessage<'static>, SessionError> {
        let workload = self.workload.as_ref().ok_or(SessionError::NotLoaded)?;
        workload.sample_request(length, count)
    }

    /// Sends a request and waits for its reply.
    fn request<E: From<SessionError>>(
        &mut self,
        message: &RequestMessage<'_>,
        on_poll: &mut dyn FnMut(&mut Core<'_>) -> Result<(), E>,
        on_frame: &mut dyn FnMut(&Frame),
    ) -> Result<Reply, E> {
        let poller = self.poller();
        let mut core = self.board.core().map_err(SessionError::from)?;
        let pending = self.client.send(&mut core, message).map_err(SessionError::from)?;
        receive(&mut self.client, &mut core, pending, &poller, on_poll, on_frame)
    }
}

/// Waits for the reply to a request. Calls `on_poll` before every poll.
fn receive<E: From<SessionError>>(
    client: &mut LinkClient,
    core: &mut Core<'_>,
    mut pending: Pending,
    poller: &Poller,
    on_poll: &mut dyn FnMut(&mut Core<'_>) -> Result<(), E>,
    on_frame: &mut dyn FnMut(&Frame),
) -> Result<Reply, E> {
    let mut frames = ReplyFrames::default();
    let polled = poller.poll(|| {
        on_poll(core)?;
        let completion = client.poll(core, &mut pending, &mut |frame| {
            on_frame(&frame);
            frames.push(frame);
        });
        completion.map_err(|error| E::from(error.into()))
    })?;
    let completion = polled.into_completion().map_err(SessionError::from)?;
    Ok(frames.complete(completion)?)
}
