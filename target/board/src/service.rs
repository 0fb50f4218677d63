//! Serving requests: the board's side of the link.

use twinbench_link::{Answer, Command, Device, ReceivedRequest, Status, flags};

use crate::{Load, Output, Runtime, Stopwatch};

/// Serves the requests of one link with one runtime.
#[derive(Debug)]
pub struct Service<'a, R, S> {
    device: Device<'a>,
    output: &'a Output<'a>,
    runtime: R,
    stopwatch: S,
}

impl<'a, R: Runtime, S: Stopwatch> Service<'a, R, S> {
    /// Makes the link ready.
    pub fn new(device: Device<'a>, output: &'a Output<'a>, runtime: R, stopwatch: S) -> Self {
        device.ready();
        Self { device, output, runtime, stopwatch }
    }

    /// Serves the request that waits, if one does; returns whether one did.
    pub fn poll(&mut self) -> bool {
        let Some(request) = self.device.receive() else {
            return false;
        };
        let answer = self.serve(&request);
        self.device.reply(&request, answer);
        true
    }

    fn serve(&mut self, request: &ReceivedRequest) -> Answer {
        let script_bytes = match self.device.read_payload(request, self.runtime.script_buffer()) {
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

    fn sample(&mut self, request: &ReceivedRequest) -> Answer {
        let Some(entry) = self.runtime.entry() else {
            return Status::NotLoaded.into();
        };
        for sent in 0..request.samples {
            let answer = self.runtime.before_sample(request.operations, !request.has(flags::NO_COLLECTION));
            let answer = self.with_output_error(answer);
            if answer.status != Status::Ok {
                return Answer { samples: sent, ..answer };
            }
            self.output.begin_timed();
            let mut record = self.stopwatch.sample(entry, request.operations, request.has(flags::INTERRUPTS));
            self.output.end_timed();
            let answer = self.runtime.after_sample(&mut record);
            let answer = self.with_output_error(answer);
            if answer.status != Status::Ok {
                return Answer { samples: sent, ..answer };
            }
            if let Err(status) = self.device.send_sample(&record) {
                return Answer { samples: sent, ..status.into() };
            }
        }
        Answer { samples: request.samples, ..Status::Ok.into() }
    }

    /// Lost output turns success into failure; a failure of the work itself says more.
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
