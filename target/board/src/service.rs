//! Serving requests: the board's side of the link.

use core::sync::atomic::Ordering::{Acquire, Relaxed, Release};

use twinbench_link::{Command, Link, MAGIC, State, Status, VERSION, flags};

use crate::payload::receive;
use crate::{Load, Outcome, Output, Runtime, Stopwatch};

/// Serves the requests of one link with one runtime.
#[derive(Debug)]
pub struct Service<'a, R, S> {
    link: &'a Link,
    output: &'a Output<'a>,
    runtime: R,
    stopwatch: S,
}

/// The fields of a request, read once.
#[derive(Clone, Copy)]
struct Received {
    command: Option<Command>,
    entry: u32,
    operations: u32,
    samples: u32,
    flags: u32,
    script_bytes: usize,
}

impl Received {
    fn has(&self, flag: u32) -> bool {
        self.flags & flag != 0
    }
}

impl<'a, R: Runtime, S: Stopwatch> Service<'a, R, S> {
    /// Makes the link valid and ready.
    pub fn new(link: &'a Link, output: &'a Output<'a>, runtime: R, stopwatch: S) -> Self {
        write_identity(link, &runtime);
        link.header.state.store(State::Ready as u32, Relaxed);
        link.header.magic.store(MAGIC, Release);
        Self { link, output, runtime, stopwatch }
    }

    /// Serves the request that waits, if one does; returns whether one did.
    pub fn poll(&mut self) -> bool {
        let sequence = self.link.request.sequence.load(Acquire);
        if sequence == self.link.reply.sequence.load(Relaxed) {
            return false;
        }
        self.link.header.state.store(State::Busy as u32, Release);
        let (outcome, samples) = self.serve();
        let reply = &self.link.reply;
        reply.status.store(outcome.status as u32, Relaxed);
        reply.exit_code.store(outcome.exit_code as u32, Relaxed);
        reply.compile_cycles_low.store(outcome.compile_cycles as u32, Relaxed);
        reply.compile_cycles_high.store((outcome.compile_cycles >> 32) as u32, Relaxed);
        reply.samples.store(samples, Relaxed);
        self.link.header.state.store(State::Ready as u32, Release);
        reply.sequence.store(sequence, Release);
        true
    }

    /// Does what is asked; returns how it ended and how many samples were sent.
    fn serve(&mut self) -> (Outcome, u32) {
        let request = match self.receive() {
            Ok(request) => request,
            Err(status) => return (Outcome::of(status), 0),
        };
        let allowed = match request.command {
            Some(Command::Load) => flags::MODULE_LEVEL,
            Some(Command::Sample) => flags::NO_COLLECTION | flags::INTERRUPTS,
            _ => 0,
        };
        if request.flags & !allowed != 0 {
            return (Outcome::of(Status::Unsupported), 0);
        }
        match request.command {
            Some(Command::Ping) => (Outcome::OK, 0),
            Some(Command::Load) => {
                let load = Load {
                    entry: request.entry,
                    script_bytes: request.script_bytes,
                    module_level: request.has(flags::MODULE_LEVEL),
                };
                let outcome = self.runtime.load(&load);
                (self.with_output_error(outcome), 0)
            }
            Some(Command::Sample) => self.sample(&request),
            Some(Command::Execute) => {
                let outcome = self.runtime.execute(request.script_bytes);
                (self.with_output_error(outcome), 0)
            }
            None => (Outcome::of(Status::Unsupported), 0),
        }
    }

    /// Reads the request's fields, and its payload into the runtime's buffer.
    fn receive(&mut self) -> Result<Received, Status> {
        let request = &self.link.request;
        let length = request.payload_bytes.load(Relaxed);
        let buffer = self.runtime.script_buffer();
        let capacity = buffer.len();
        let script_bytes = receive(self.link, length, buffer).map_err(|_| Status::BadRing)?;
        if length as usize > capacity {
            return Err(Status::TooLarge);
        }
        Ok(Received {
            command: Command::from_u32(request.command.load(Relaxed)),
            entry: request.entry.load(Relaxed),
            operations: request.operations.load(Relaxed),
            samples: request.samples.load(Relaxed),
            flags: request.flags.load(Relaxed),
            script_bytes,
        })
    }

    fn sample(&mut self, request: &Received) -> (Outcome, u32) {
        let Some(entry) = self.runtime.entry() else {
            return (Outcome::of(Status::NotLoaded), 0);
        };
        for sent in 0..request.samples {
            self.runtime.before_sample(!request.has(flags::NO_COLLECTION));
            self.output.begin_timed();
            let record = self.stopwatch.sample(entry, request.operations, request.has(flags::INTERRUPTS));
            self.output.end_timed();
            let outcome = self.runtime.after_sample();
            let outcome = self.with_output_error(outcome);
            if !outcome.is_ok() {
                return (outcome, sent);
            }
            self.output.sample(record);
        }
        (self.with_output_error(Outcome::OK), request.samples)
    }

    /// Lost output turns success into failure; a failure of the work itself says more.
    fn with_output_error(&self, outcome: Outcome) -> Outcome {
        match self.output.take_error() {
            Some(error) if outcome.is_ok() => Outcome::of(error.into()),
            _ => outcome,
        }
    }
}

/// Writes everything of the header but the state and the magic number, which makes it valid.
pub fn write_identity(link: &Link, runtime: &impl Runtime) {
    let identity = runtime.identity();
    let header = &link.header;
    header.version.store(VERSION, Relaxed);
    header.size.store(size_of::<Link>() as u32, Relaxed);
    header.firmware.store(identity.firmware as u32, Relaxed);
    header.placement.store(identity.placement as u32, Relaxed);
    header.script_capacity.store(identity.script_capacity, Relaxed);
    link.board.heap_bytes.store(identity.heap_bytes, Relaxed);
}

#[cfg(test)]
#[path = "service_tests.rs"]
mod tests;
