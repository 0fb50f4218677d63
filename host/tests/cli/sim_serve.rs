//! `twinbench sim serve` with real debuggers: gdb-multiarch and OpenOCD.

use std::io::{BufRead, BufReader, Read};
use std::mem::offset_of;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use crate::support::firmware;
use twinbench::board::FirmwareImage;

/// Long enough for a debugger's session on a busy machine.
const PATIENCE: Duration = Duration::from_secs(120);

/// A server that runs.
struct Served {
    process: Child,
    output: BufReader<ChildStdout>,
    gdb: String,
    bus_pirate: String,
}

impl Served {
    fn start(arguments: &[&str]) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_twinbench"))
            .args(["sim", "serve", "--gdb", "127.0.0.1:0", "--openocd", "127.0.0.1:0"])
            .args(arguments)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut output = BufReader::new(process.stdout.take().unwrap());
        let mut line = |key: &str| {
            let mut line = String::new();
            output.read_line(&mut line).unwrap();
            assert!(line.starts_with(key), "expected {key}, found {line:?}");
            line.trim_start_matches(key).trim().to_owned()
        };
        line("simulated Pico 2");
        let gdb = line("gdb");
        line("openocd");
        let bus_pirate = line("buspirate");
        Self { process, output, gdb, bus_pirate }
    }

    /// Runs gdb-multiarch on the native firmware with these commands; what it printed.
    fn gdb(&self, commands: &[&str]) -> String {
        let mut gdb = assert_cmd::Command::new("gdb-multiarch");
        gdb.args(["-nx", "-batch", "-ex", "set width 0", "-ex", "set confirm off"]);
        gdb.arg("-ex").arg(format!("file {}", firmware().join("native.elf").display()));
        gdb.arg("-ex").arg(format!("target remote {}", self.gdb));
        for command in commands {
            gdb.args(["-ex", command]);
        }
        transcript(gdb)
    }

    /// Runs OpenOCD with these commands; what it printed.
    fn openocd(&self, commands: &[&str]) -> String {
        let config = concat!(env!("CARGO_MANIFEST_DIR"), "/sim/openocd/simulated-pico2.cfg");
        let mut openocd = assert_cmd::Command::new("openocd");
        openocd.args(["-c", "gdb_port disabled; tcl_port disabled; telnet_port disabled"]);
        openocd.arg("-c").arg(format!("set SERIAL {}", self.bus_pirate));
        openocd.args(["-f", config, "-c", "init"]);
        for command in commands {
            openocd.args(["-c", command]);
        }
        transcript(openocd.arg("-c").arg("shutdown"))
    }

    /// Ctrl-C; the exit code and what else was printed.
    fn interrupt(mut self) -> (Option<i32>, String) {
        Command::new("kill").args(["-INT", &self.process.id().to_string()]).status().unwrap();
        let deadline = Instant::now() + PATIENCE;
        let status = loop {
            if let Some(status) = self.process.try_wait().unwrap() {
                break status;
            }
            assert!(Instant::now() < deadline, "Ctrl-C does not end the service");
            std::thread::sleep(Duration::from_millis(20));
        };
        let mut rest = String::new();
        self.output.read_to_string(&mut rest).unwrap();
        (status.code(), rest)
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // It may have ended.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Output and messages of a debugger that ended well.
fn transcript(mut command: impl std::borrow::BorrowMut<assert_cmd::Command>) -> String {
    let output = command.borrow_mut().timeout(PATIENCE).output().expect("ci/setup installs the debuggers");
    let text = [output.stdout, output.stderr].concat();
    let text = String::from_utf8_lossy(&text).into_owned();
    assert!(output.status.success(), "{}: {text}", output.status);
    text
}

fn native() -> String {
    firmware().join("native.elf").to_str().unwrap().to_owned()
}

/// The text between the line that is `marker` and the next marker.
fn section<'a>(text: &'a str, marker: &str) -> &'a str {
    let rest = text.split_once(&format!("{marker}\n")).unwrap_or_else(|| panic!("no {marker} in {text}")).1;
    rest.split_once("--").map_or(rest, |(section, _)| section)
}

#[test]
fn gdb_breaks_steps_reads_and_watches() {
    let served = Served::start(&["--halted", "--firmware", &native()]);
    let image = FirmwareImage::read(&firmware().join("native.elf")).unwrap();
    let state = image.link + offset_of!(twinbench_link::Header, state) as u32;
    let text = served.gdb(&[
        "info registers pc",
        "echo --threads\\n",
        "info threads",
        "break main",
        "continue",
        "echo --main\\n",
        "backtrace",
        "echo --step\\n",
        "print/x $pc",
        "stepi",
        "print/x $pc",
        "print/x $msp == $sp",
        "set $s3 = 1.5",
        "print $s3",
        "echo --watch\\n",
        "set language c",
        &format!("watch *(unsigned int *){state:#x}"),
        "continue",
        "delete",
        "echo --thread2\\n",
        "thread 2",
        "info registers pc",
        "echo --interrupt\\n",
        "monitor status",
        "detach",
    ]);
    assert!(text.contains("0x00000100") || text.contains("0x100"), "halted at the reset vector: {text}");
    let threads = section(&text, "--threads");
    assert!(threads.contains("core 0") && threads.contains("core 1"), "{threads}");
    assert!(section(&text, "--main").contains("main"), "{text}");
    let pcs: Vec<&str> = section(&text, "--step")
        .lines()
        .filter_map(|line| line.split_once(" = 0x100"))
        .map(|(_, pc)| pc)
        .collect();
    assert!(pcs.len() == 2 && pcs[0] != pcs[1], "{text}");
    assert!(
        section(&text, "--step").contains("= 0x1\n") && section(&text, "--step").contains("= 1.5"),
        "{text}"
    );
    let watch = section(&text, "--watch");
    assert!(watch.contains("Hardware watchpoint") && watch.contains("Old value"), "{text}");
    assert!(section(&text, "--thread2").contains("0xf2"), "core 1 waits in the ROM: {text}");
    let (code, _) = served.interrupt();
    assert_eq!(code, Some(0));
}

#[test]
fn gdb_loads_a_blank_board_and_runs_it() {
    let served = Served::start(&["--fast"]);
    let text = served.gdb(&[
        "load",
        "monitor reset halt",
        "maintenance flush register-cache",
        "tbreak main",
        "continue",
        "compare-sections .text",
        "step",
    ]);
    assert!(text.contains("Loading section .text"), "{text}");
    assert!(text.contains("Temporary breakpoint 1,") && text.contains("matched"), "{text}");
    // A session later the firmware that was loaded runs.
    std::thread::sleep(Duration::from_millis(200));
    let text = served.gdb(&["backtrace"]);
    assert!(text.contains("main"), "{text}");
}

#[test]
fn openocd_attaches_halts_reads_and_steps() {
    let served = Served::start(&["--firmware", &native()]);
    // The second session finds the wire as the first one left it.
    for _ in 0..2 {
        let text = served.openocd(&[
            "halt",
            "echo --cpuid",
            "mdw 0xE000ED00",
            "echo --memory",
            "mww 0x20070000 0x12345678",
            "mdw 0x20070000",
            "mdb 0x20070001",
            "echo --flash",
            "mdw 0x10000000",
            "echo --step",
            "reg pc",
            "step",
            "reg pc",
            "echo --core1",
            "targets rp2350.core1",
            "halt",
            "mdw 0xD0000000",
            "reg pc",
            "resume",
            "targets rp2350.core0",
            "echo --reset",
            "reset halt",
            "reg pc",
            "resume",
        ]);
        assert!(text.contains("SWD DPIDR 0x4c013477"), "{text}");
        assert!(section(&text, "--cpuid").contains("411fd210"), "{text}");
        let memory = section(&text, "--memory");
        assert!(memory.contains("0x20070000: 12345678") && memory.contains("0x20070001: 56"), "{text}");
        assert!(section(&text, "--flash").contains("0x10000000: 2008"), "a stack pointer: {text}");
        let pcs: Vec<&str> =
            section(&text, "--step").lines().filter(|line| line.starts_with("pc ")).collect();
        assert!(pcs.len() == 2 && pcs[0] != pcs[1], "{text}");
        let second = section(&text, "--core1");
        assert!(
            second.contains("0xd0000000: 00000001")
                && (second.contains("0x000000f") || second.contains("0x00000100")),
            "{text}"
        );
        assert!(section(&text, "--reset").contains("pc (/32): 0x00000100"), "{text}");
    }
    assert_eq!(served.interrupt().0, Some(0));
}

#[test]
fn wrong_files_and_taken_ports_are_named() {
    let served = Served::start(&[]);
    let serve = |arguments: &[&str]| {
        let mut command = crate::support::twinbench();
        command.args(["sim", "serve", "--openocd", "127.0.0.1:0"]).args(arguments).timeout(PATIENCE).assert()
    };
    serve(&["--gdb", &served.gdb])
        .code(3)
        .stderr(predicates::str::contains(format!("cannot listen on {} for GDB", served.gdb)));
    serve(&["--gdb", "127.0.0.1:0", "--firmware", "no-such.elf"])
        .code(2)
        .stderr(predicates::str::contains("no-such.elf"));
    serve(&["--gdb", "somewhere"]).code(2).stderr(predicates::str::contains("ADDR:PORT"));
}
