//! What `port/interpreter.h` declares, with the interpreter's rules kept: it is started before it is used.

use core::ffi::c_char;

use twinbench_board::Entry;
use twinbench_link::{Answer, Status};

use crate::memory::{self, HEAP_BYTES, STACK_BYTES};

/// `outcome_t` of `port/interpreter.h`.
#[repr(transparent)]
#[derive(Clone, Copy)]
struct RawOutcome(u32);

impl RawOutcome {
    /// `exit_code` is what the C side wrote beside it.
    fn with_exit_code(self, exit_code: i32) -> Answer {
        memory::check_guard();
        match self.0 {
            0 => Status::Ok.into(),
            1 => Status::Exception.into(),
            2 => Answer { exit_code, ..Status::Exit.into() },
            3 => Status::BadChecksum.into(),
            4 => Status::BadReadings.into(),
            _ => Status::Unsupported.into(),
        }
    }
}

unsafe extern "C" {
    fn interpreter_start(heap: *mut u8, heap_bytes: usize, stack_top: *mut u8, stack_bytes: usize);
    fn interpreter_stop();
    fn script_execute(source: *const c_char, length: usize, exit_code: &mut i32) -> RawOutcome;
    fn sample_compile(
        source: *const c_char,
        length: usize,
        module_level: bool,
        exit_code: &mut i32,
    ) -> RawOutcome;
    fn sample_load(exit_code: &mut i32) -> RawOutcome;
    fn sample_prepare(operations: u32, collect: bool, exit_code: &mut i32) -> RawOutcome;
    fn sample_call(operations: u32) -> u32;
    fn sample_finish(checksum: &mut u32, exit_code: &mut i32) -> RawOutcome;
    fn sample_readings(words: &mut *const u32, count: &mut usize, exit_code: &mut i32) -> RawOutcome;
}

/// A started interpreter. There is one heap, so there is one at a time. Its end is that of a soft reset: peripherals
/// are as after power-on, and what has a finaliser is finalised.
#[derive(Debug)]
pub struct Interpreter(());

impl Interpreter {
    /// Starts one afresh.
    ///
    /// # Safety
    /// No other one exists.
    pub unsafe fn start() -> Self {
        memory::set_guard();
        // SAFETY: heap and stack are as long as stated, and nothing else uses the heap.
        unsafe { interpreter_start(memory::heap(), HEAP_BYTES, memory::stack_top(), STACK_BYTES) };
        Self(())
    }

    /// Runs a script once.
    pub fn execute(&mut self, source: &[u8]) -> Answer {
        let mut exit_code = 0;
        // SAFETY: the interpreter is started; the source is readable.
        let outcome = unsafe { script_execute(source.as_ptr().cast(), source.len(), &mut exit_code) };
        outcome.with_exit_code(exit_code)
    }

    /// Compiles a script for sampling.
    pub fn compile(&mut self, source: &[u8], module_level: bool) -> Answer {
        let mut exit_code = 0;
        // SAFETY: as in `execute`.
        let outcome =
            unsafe { sample_compile(source.as_ptr().cast(), source.len(), module_level, &mut exit_code) };
        outcome.with_exit_code(exit_code)
    }

    /// Makes the compiled script ready to be sampled: executes it once, unless the samples do.
    pub fn load(&mut self) -> Answer {
        let mut exit_code = 0;
        // SAFETY: the interpreter is started; without a compiled script the C side raises an exception.
        let outcome = unsafe { sample_load(&mut exit_code) };
        outcome.with_exit_code(exit_code)
    }

    /// Makes one sample ready.
    pub fn prepare(&mut self, operations: u32, collect: bool) -> Answer {
        let mut exit_code = 0;
        // SAFETY: the interpreter is started.
        let outcome = unsafe { sample_prepare(operations, collect, &mut exit_code) };
        outcome.with_exit_code(exit_code)
    }

    /// The timed part of a sample of the loaded script. It returns nothing of interest: see [`Self::finish`].
    pub fn entry(&self) -> Entry {
        sample_call
    }

    /// How the sample ended, and its checksum.
    pub fn finish(&mut self) -> (Answer, u32) {
        let (mut exit_code, mut checksum) = (0, 0);
        // SAFETY: the interpreter is started.
        let outcome = unsafe { sample_finish(&mut checksum, &mut exit_code) };
        (outcome.with_exit_code(exit_code), checksum)
    }

    /// What the script's function `readings` returns after a sample; nothing if it has none.
    pub fn readings(&mut self) -> Result<&[u32], Answer> {
        let (mut exit_code, mut words, mut count) = (0, core::ptr::null(), 0);
        // SAFETY: the interpreter is started.
        let outcome = unsafe { sample_readings(&mut words, &mut count, &mut exit_code) };
        let answer = outcome.with_exit_code(exit_code);
        match answer.status {
            Status::Ok if count == 0 => Ok(&[]),
            // SAFETY: the C side wrote so many words into its static buffer, and writes there in that call only.
            Status::Ok => Ok(unsafe { core::slice::from_raw_parts(words, count) }),
            _ => Err(answer),
        }
    }
}

impl Drop for Interpreter {
    fn drop(&mut self) {
        // SAFETY: it was started, and is not used any more.
        unsafe { interpreter_stop() };
    }
}
