//! MicroPython's firmware on the simulated board and on rp2350-emu.

use pico2_sim::board::Board;
use pico2_sim::bus::Size;
use pico2_sim::chip::Reset;
use pico2_sim::cpu::SpecialRegister;
use pico2_sim::debug::DebugTarget;
use twinbench_link::{MAGIC, State};

use crate::firmware::Firmware;
use crate::rate::{self, CYCLES, Rate};
use crate::rp2350_emu::{self, Snapshot};

/// Endless script of loops, calls, methods, lists, dictionaries, strings and integers.
const MIX: &str = "
class Counter:
    def __init__(self):
        self.total = 0
    def add(self, n):
        self.total += n
def step(counter, data, words):
    for i in range(100):
        counter.add(i & 7)
        data[i % len(data)] = data[i * 3 % len(data)] % 1000 + i
    words[str(counter.total % 50)] = sum(data) % 1000003
    return sorted(words.values())[0]
counter, data, words = Counter(), list(range(40)), {}
while True:
    step(counter, data, words)
";

/// One function that neither calls Python functions nor allocates. A call stores double-word floating-point registers
/// (VSTR), and an allocation takes a lock (LDAEXB); rp2350-emu executes neither correctly.
const ONE_FUNCTION: &str = "
def run():
    total, data, words = 0, list(range(40)), {i: i for i in range(50)}
    while True:
        for i in range(100):
            total = (total + i * 3) % 100003
            data[i % len(data)] = data[i * 3 % len(data)] % 1000 + i
            words[total % 50] = words[data[i % 40] % 50] ^ i
        total += sum(data) % 7
run()
";

/// Maximum cycles of the boot of the firmware, and of the start of a script.
const BOOT: u64 = 200_000_000;
const SLICE: u64 = 100_000;
const WARM_UP: u64 = 50_000_000;
/// Instructions after which both must have the same registers.
const COMPARED: u64 = 2_000_000;
/// SRAM with both scratch banks.
const SRAM: u32 = 0x2000_0000;
const SRAM_BYTES: u32 = 0x8_2000;

/// Measures both, or prints the reason if a firmware image cannot be used.
pub fn compare() {
    for name in ["micropython-ram.elf", "micropython-flash.elf"] {
        match Firmware::open(name) {
            Ok(firmware) => compare_image(&firmware),
            Err(reason) => println!("not measured: {reason}"),
        }
    }
}

fn compare_image(firmware: &Firmware) {
    println!("{}, the whole board:", firmware.name);
    if let Err(reason) = measure(firmware) {
        println!("  not measured: {reason}");
    }
}

fn measure(firmware: &Firmware) -> Result<(), String> {
    let mut board = started(firmware, MIX)?;
    measure_board(&mut board)?.print("a mix of Python");
    drop(board);
    let mut board = started(firmware, ONE_FUNCTION)?;
    let snapshot = snapshot(&mut board, firmware);
    let after = run_instructions(&mut board, COMPARED);
    let ours = measure_board(&mut board)?;
    ours.print("one function without allocation");
    println!("  {}, unmodified, from reset: {}", rp2350_emu::NAME, rp2350_emu::boot(firmware, ONE_FUNCTION));
    match rp2350_emu::resume(&snapshot, &after) {
        Ok(theirs) => {
            theirs.print(&format!("{}, put into the middle of that", rp2350_emu::NAME));
            ours.print_ratio(&theirs);
        }
        Err(reason) => println!("  {}, put into the middle of that: {reason}", rp2350_emu::NAME),
    }
    Ok(())
}

/// Returns a board that executes the script.
fn started(firmware: &Firmware, script: &str) -> Result<Board, String> {
    let mut board = Board::new();
    board.load_flash(0, &firmware.image);
    board.reset(Reset::Power);
    start(&mut board, firmware, script)?;
    board.advance(WARM_UP);
    Ok(board)
}

fn measure_board(board: &mut Board) -> Result<Rate, String> {
    let rate = rate::best(|| {
        let (cycles, retired) = (board.cycles(), board.retired(0));
        board.advance(CYCLES);
        (board.cycles() - cycles, Some(board.retired(0) - retired))
    });
    match board.stop_reason() {
        Some(reason) => Err(format!("the board stopped: {reason}")),
        None => Ok(rate),
    }
}

/// Boots the firmware and starts the script over the link.
fn start(board: &mut Board, firmware: &Firmware, script: &str) -> Result<(), String> {
    let link = firmware.link()?;
    wait(board, "is not ready", |board| {
        word(board, link.magic) == MAGIC && word(board, link.state) == State::Ready as u32
    })?;
    for (address, value) in link.execute(script) {
        put(board, address, value)?;
    }
    wait(board, "did not take the script", |board| word(board, link.state) == State::Busy as u32)
}

fn wait(board: &mut Board, what: &str, done: impl Fn(&mut Board) -> bool) -> Result<(), String> {
    for _ in 0..BOOT / SLICE {
        if done(board) {
            return Ok(());
        }
        if let Some(reason) = board.stop_reason() {
            return Err(format!("the board stopped: {reason}"));
        }
        board.advance(SLICE);
    }
    Err(format!("the firmware {what} after {BOOT} cycles"))
}

fn word(board: &mut Board, address: u32) -> u32 {
    board.read(0, address, Size::Word).unwrap_or(0)
}

fn put(board: &mut Board, address: u32, value: u32) -> Result<(), String> {
    board.write(0, address, Size::Word, value).map_err(|fault| fault.to_string())
}

/// Executes about `instructions` instructions. Returns the registers after them, and the exact number.
fn run_instructions(board: &mut Board, count: u64) -> (u64, [u32; 16]) {
    let before = board.retired(0);
    while board.retired(0) - before < count {
        board.advance(1);
    }
    (board.retired(0) - before, registers(board))
}

fn registers(board: &Board) -> [u32; 16] {
    std::array::from_fn(|number| board.core(0).register(number))
}

/// Returns the state of the board between two instructions outside an IT block, which rp2350-emu does not expose.
fn snapshot(board: &mut Board, firmware: &Firmware) -> Snapshot {
    const IT_BLOCK: u32 = 0x0600_FC00;
    while board.core(0).xpsr() & IT_BLOCK != 0 {
        board.advance(1);
    }
    let sram = (0..SRAM_BYTES / 4).flat_map(|index| word(board, SRAM + 4 * index).to_le_bytes()).collect();
    let core = board.core(0);
    Snapshot {
        flash: firmware.image.clone(),
        sram,
        registers: registers(board),
        xpsr: core.xpsr(),
        control: core.special(SpecialRegister::Control as u8),
        single: core.fp.registers.single,
        vector_table: word(board, 0xE000_ED08),
    }
}
