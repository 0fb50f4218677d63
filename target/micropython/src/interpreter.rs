//! Safe interface of `port/interpreter.h`: an interpreter is started before it is used.

use core::ffi::c_char;

use twinbench_board::Entry;
use twinbench_link::{Answer, Status};

use crate::memory::{self, HEAP_BYTES, STACK_BYTES};

/// `script_result_t` of `port/interpreter.h`.
#[repr(transparent)]
#[derive(Clone, Copy)]
struct RawResult(u32);

impl RawResult {
    /// Converts the result to an answer, with the exit code from the C code.
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
    fn script_execute(source: *const c_char, length: usize, exit_code: &mut i32) -> RawResult;
    fn sample_compile(
        source: *const c_char,
        length: usize,
        module_level: bool,
        exit_code: &mut i32,
    ) -> RawResult;
    fn sample_load(exit_code: &mut i32) -> RawResult;
    fn sample_prepare(operations: u32, collect: bool, exit_code: &mut i32) -> RawResult;
    fn sample_call(operations: u32) -> u32;
    fn sample_finish(checksum: &mut u32, exit_code: &mut i32) -> RawResult;
    fn sample_readings(words: &mut *const u32, count: &mut usize, exit_code: &mut i32) -> RawResult;
}

/// A running interpreter. Only one can exist at a time, because there is one heap. Dropping it corresponds to a soft reset:
/// it calls all finalisers and resets the peripherals.
#[derive(Debug)]
pub struct Interpreter(());

impl Interpreter {
    /// Starts an interpreter.
    ///
    /// # Safety
    /// No other interpreter exists.
    pub unsafe fn start() -> Self {
        memory::set_guard();
        // SAFETY: the lengths of heap and stack are correct, and nothing else uses the heap.
        unsafe { interpreter_start(memory::heap(), HEAP_BYTES, memory::stack_top(), STACK_BYTES) };
        Self(())
    }

    /// Executes a script once.
    pub fn execute(&mut self, source: &[u8]) -> Answer {
        let mut exit_code = 0;
        // SAFETY: the interpreter is started; the source is readable.
        let result = unsafe { script_execute(source.as_ptr().cast(), source.len(), &mut exit_code) };
        result.with_exit_code(exit_code)
    }

    /// Compiles a script for sampling.
    pub fn compile(&mut self, source: &[u8], module_level: bool) -> Answer {
        let mut exit_code = 0;
        // SAFETY: the interpreter is started; the source is readable.
        let result =
            unsafe { sample_compile(source.as_ptr().cast(), source.len(), module_level, &mut exit_code) };
        result.with_exit_code(exit_code)
    }

    /// Prepares the compiled script for sampling: executes it once, unless the samples execute it.
    pub fn load(&mut self) -> Answer {
        let mut exit_code = 0;
        // SAFETY: the interpreter is started; without a compiled script the C code raises an exception.
        let result = unsafe { sample_load(&mut exit_code) };
        result.with_exit_code(exit_code)
    }

    /// Prepares a sample.
    pub fn prepare(&mut self, operations: u32, collect: bool) -> Answer {
        let mut exit_code = 0;
        // SAFETY: the interpreter is started.
        let result = unsafe { sample_prepare(operations, collect, &mut exit_code) };
        result.with_exit_code(exit_code)
    }

    /// Returns the timed function of a sample of the loaded script. [`Self::finish`] returns its result.
    pub fn entry(&self) -> Entry {
        sample_call
    }

    /// Returns the result of the sample, and its checksum.
    pub fn finish(&mut self) -> (Answer, u32) {
        let (mut exit_code, mut checksum) = (0, 0);
        // SAFETY: the interpreter is started.
        let result = unsafe { sample_finish(&mut checksum, &mut exit_code) };
        (result.with_exit_code(exit_code), checksum)
    }

    /// Calls the script's function `readings` and returns its readings; none if there is no such function.
    pub fn readings(&mut self) -> Result<&[u32], Answer> {
        let (mut exit_code, mut words, mut count) = (0, core::ptr::null(), 0);
        // SAFETY: the interpreter is started.
        let result = unsafe { sample_readings(&mut words, &mut count, &mut exit_code) };
        let answer = result.with_exit_code(exit_code);
        match answer.status {
            Status::Ok if count == 0 => Ok(&[]),
            // SAFETY: the C code wrote `count` words to its static buffer, and writes to it only in this call.
            Status::Ok => Ok(unsafe { core::slice::from_raw_parts(words, count) }),
            _ => Err(answer),
        }
    }
}

impl Drop for Interpreter {
    fn drop(&mut self) {
        // SAFETY: the interpreter is started, and not used afterwards.
        unsafe { interpreter_stop() };
    }
}
