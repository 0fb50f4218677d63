//! Runtime of the MicroPython images.

use core::marker::PhantomData;

use twinbench_board::{Entry, Identity, Instant, Load, Runtime};
use twinbench_link::{Answer, Firmware, Placement, SampleRecord, Status};

use crate::interpreter::Interpreter;
use crate::memory::{self, HEAP_BYTES, SCRIPT_BYTES};

/// Properties of an image.
pub trait Image {
    /// Placement of VM, garbage collector and parser.
    const PLACEMENT: Placement;
}

/// Runtime that executes scripts, each in a new interpreter.
#[derive(Debug)]
pub struct MicroPython<I> {
    /// Interpreter with the loaded script.
    loaded: Option<Interpreter>,
    image: PhantomData<I>,
}

impl<I: Image> MicroPython<I> {
    /// Creates a runtime without a loaded script.
    pub fn new() -> Self {
        memory::check_stack();
        Self { loaded: None, image: PhantomData }
    }

    fn script(&mut self) -> &mut [u8] {
        // SAFETY: there is one runtime, which lends out one reference at a time, and none while a sample is executed or
        // reported.
        unsafe { memory::script() }
    }

    fn restart(&mut self) -> Interpreter {
        self.loaded = None;
        // SAFETY: the loaded interpreter was dropped, and no other exists.
        unsafe { Interpreter::start() }
    }
}

impl<I: Image> Runtime for MicroPython<I> {
    const IDENTITY: Identity = Identity {
        firmware: Firmware::MicroPython,
        placement: I::PLACEMENT,
        script_capacity: SCRIPT_BYTES as u32,
        heap_bytes: HEAP_BYTES as u32,
    };

    fn script_buffer(&mut self) -> &mut [u8] {
        self.script()
    }

    fn load(&mut self, load: &Load) -> Answer {
        let mut interpreter = self.restart();
        let before = Instant::now();
        let compiled = interpreter.compile(&self.script()[..load.script_bytes], load.module_level);
        let compile_cycles = before.cycles_to(&Instant::now());
        let answer = if compiled.status == Status::Ok { interpreter.load() } else { compiled };
        if answer.status == Status::Ok {
            self.loaded = Some(interpreter);
        }
        Answer { compile_cycles, ..answer }
    }

    fn entry(&self) -> Option<Entry> {
        self.loaded.as_ref().map(Interpreter::entry)
    }

    fn before_sample(&mut self, operations: u32, collect: bool) -> Answer {
        match &mut self.loaded {
            Some(interpreter) => interpreter.prepare(operations, collect),
            None => Status::NotLoaded.into(),
        }
    }

    fn after_sample(&mut self, record: &mut SampleRecord) -> Answer {
        let Some(interpreter) = &mut self.loaded else {
            return Status::NotLoaded.into();
        };
        let (answer, checksum) = interpreter.finish();
        record.checksum = checksum;
        answer
    }

    fn readings(&mut self) -> Result<&[u32], Answer> {
        match &mut self.loaded {
            Some(interpreter) => interpreter.readings(),
            None => Err(Status::NotLoaded.into()),
        }
    }

    fn execute(&mut self, script_bytes: usize) -> Answer {
        let mut interpreter = self.restart();
        interpreter.execute(&self.script()[..script_bytes])
    }
}
