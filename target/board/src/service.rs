//! Serving of the host's requests.

use twinbench_link::{Answer, Command, FirmwareEnd, ReceivedRequest, Status, flags};

use crate::{Entry, Fixture, Load, Output, Runtime, Stopwatch, WORK_CHANNEL};

/// Serves the requests of a link with a runtime.
#[derive(Debug)]
pub struct Service<'a, R, S> {
    link: FirmwareEnd<'a>,
    output: &'a Output<'a>,
    runtime: R,
    stopwatch: S,
    fixtures: &'a [&'static Fixture],
    /// Fixture of the loaded workload, with its argument.
    fixture: Option<(&'static Fixture, u32)>,
}

impl<'a, R: Runtime, S: Stopwatch> Service<'a, R, S> {
    /// Creates a service, and sets the state of the link to ready.
    pub fn new(
        link: FirmwareEnd<'a>,
        output: &'a Output<'a>,
        runtime: R,
        stopwatch: S,
        fixtures: &'a [&'static Fixture],
    ) -> Self {
        link.ready();
        Self { link, output, runtime, stopwatch, fixtures, fixture: None }
    }

    /// Serves the pending request. Returns true if there was one.
    pub fn poll(&mut self) -> bool {
        let Some(request) = self.link.receive() else {
            return false;
        };
        let answer = self.serve(&request);
        self.link.reply(&request, answer);
        true
    }

    fn serve(&mut self, request: &ReceivedRequest) -> Answer {
        let script_bytes = match self.link.read_payload(request, self.runtime.script_buffer()) {
            Ok(script) => script.len(),
            Err(status) => return status.into(),
        };
        let allowed = match request.command {
            Some(Command::Load) => flags::MODULE_LEVEL,
            Some(Command::Sample) => flags::NO_COLLECTION | flags::INTERRUPTS,
            _ => 0,
        };
        if request.flags & !allowed != 0 {
            return Status::Unsupported.into();
        }
        match request.command {
            Some(Command::Ping) => Status::Ok.into(),
            Some(Command::Load) => {
                match self.find_fixture(request) {
                    Ok(fixture) => self.fixture = fixture,
                    Err(status) => return status.into(),
                }
                let module_level = request.has(flags::MODULE_LEVEL);
                let answer = self.runtime.load(&Load { entry: request.entry, script_bytes, module_level });
                self.with_output_error(answer)
            }
            Some(Command::Sample) => self.sample(request),
            Some(Command::Execute) => {
                let answer = self.runtime.execute(script_bytes);
                self.with_output_error(answer)
            }
            None => Status::Unsupported.into(),
        }
    }

    fn find_fixture(&self, request: &ReceivedRequest) -> Result<Option<(&'static Fixture, u32)>, Status> {
        if request.fixture == 0 {
            return Ok(None);
        }
        // Addresses have 32 bits on the board; in tests on the host, the low word identifies the fixture.
        let at_address =
            |fixture: &&&'static Fixture| core::ptr::from_ref(**fixture) as usize as u32 == request.fixture;
        let found = self.fixtures.iter().find(at_address).ok_or(Status::BadFixture)?;
        Ok(Some((*found, request.argument)))
    }

    fn sample(&mut self, request: &ReceivedRequest) -> Answer {
        let Some(entry) = self.runtime.entry() else {
            return Status::NotLoaded.into();
        };
        for sent in 0..request.samples {
            if let Err(answer) = self.sample_once(entry, request) {
                return Answer { samples: sent, ..answer };
            }
        }
        Answer { samples: request.samples, ..Status::Ok.into() }
    }

    fn sample_once(&mut self, entry: Entry, request: &ReceivedRequest) -> Result<(), Answer> {
        let answer = self.runtime.before_sample(request.operations, !request.has(flags::NO_COLLECTION));
        self.require_ok(answer)?;
        if let Some((fixture, argument)) = self.fixture {
            (fixture.arm)(request.operations, argument).map_err(|_| Status::BadFixture)?;
        }
        self.output.begin_timed();
        let mut record = self.stopwatch.sample(entry, request.operations, request.has(flags::INTERRUPTS));
        self.output.end_timed();
        if let Some((fixture, _)) = self.fixture {
            (fixture.stop)();
        }
        let answer = self.runtime.after_sample(&mut record);
        self.require_ok(answer)?;
        self.link.send_sample(&record)?;
        self.link.send_readings(WORK_CHANNEL, self.runtime.readings()?)?;
        if let Some((fixture, _)) = self.fixture {
            let mut sent = Ok(());
            (fixture.report)(&mut |channel, readings| {
                sent = sent.and_then(|()| self.link.send_readings(channel, readings));
            });
            sent?;
        }
        Ok(())
    }

    /// Returns the answer as an error unless its status is [`Status::Ok`].
    fn require_ok(&self, answer: Answer) -> Result<(), Answer> {
        let answer = self.with_output_error(answer);
        if answer.status == Status::Ok { Ok(()) } else { Err(answer) }
    }

    /// Replaces success by the error of lost output. A failure of the workload takes precedence.
    fn with_output_error(&self, answer: Answer) -> Answer {
        match self.output.take_error() {
            Some(error) if answer.status == Status::Ok => error.into(),
            _ => answer,
        }
    }
}

#[cfg(test)]
#[path = "service_tests.rs"]
mod tests;
