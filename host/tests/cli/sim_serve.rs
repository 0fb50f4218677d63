//! `twinbench sim serve` with GDB (gdb-multiarch) and OpenOCD.

use std::io::{BufRead, BufReader, Read};
use std::mem::offset_of;
use std::process::{ChildStdout, Command, Stdio};
use std::time::Duration;

use crate::support::{ChildProcess, firmware};
use twinbench::board::FirmwareImage;

/// Time limit of a debugger, so that a hanging one does not hang the tests.
const TIMEOUT: Duration = Duration::from_secs(120);

/// CPUID in the System Control Block of either core.
const CPUID: &str = "0xE000ED00";
/// CPUID of SIO: the number of the core that reads it.
const SIO_CPUID: &str = "0xD0000000";

/// Running `sim serve`.
struct Server {
    process: ChildProcess,
    output: BufReader<ChildStdout>,
    /// Address for GDB.
    gdb: String,
    /// Pseudo-terminal of the Bus Pirate for OpenOCD.
    bus_pirate: String,
}

impl Server {
    fn start(arguments: &[&str]) -> Self {
        let child = Command::new(env!("CARGO_BIN_EXE_twinbench"))
            .args(["sim", "serve", "--gdb", "127.0.0.1:0", "--openocd", "127.0.0.1:0"])
            .args(arguments)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut process = ChildProcess(child);
        let mut output = BufReader::new(process.0.stdout.take().unwrap());
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

    /// Runs GDB on the native firmware with commands, and returns its output.
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

    /// Runs OpenOCD with commands, and returns its output.
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

    /// Sends SIGINT, and returns the exit code.
    fn interrupt(mut self) -> Option<i32> {
        self.process.signal("INT");
        let status = self.process.wait(TIMEOUT);
        let mut rest = String::new();
        self.output.read_to_string(&mut rest).unwrap();
        status.code()
    }
}

/// Runs a debugger, and returns its standard output and standard error. Fails the test if the debugger fails.
fn transcript(mut command: impl std::borrow::BorrowMut<assert_cmd::Command>) -> String {
    let output = command.borrow_mut().timeout(TIMEOUT).output().expect("ci/setup installs the debuggers");
    let text = [output.stdout, output.stderr].concat();
    let text = String::from_utf8_lossy(&text).into_owned();
    assert!(output.status.success(), "{}: {text}", output.status);
    text
}

fn native_image() -> String {
    firmware().join("native.elf").to_str().unwrap().to_owned()
}

/// Returns the text between the line `marker` and the next marker.
fn section<'a>(text: &'a str, marker: &str) -> &'a str {
    let rest = text.split_once(&format!("{marker}\n")).unwrap_or_else(|| panic!("no {marker} in {text}")).1;
    rest.split_once("--").map_or(rest, |(section, _)| section)
}

#[test]
fn gdb_sets_breakpoints_and_watchpoints_steps_and_reads() {
    let server = Server::start(&["--halted", "--firmware", &native_image()]);
    let image = FirmwareImage::read(&firmware().join("native.elf")).unwrap();
    let state = image.link + offset_of!(twinbench_link::Header, state) as u32;
    let text = server.gdb(&[
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
    assert!(
        text.contains("0x00000100") || text.contains("0x100"),
        "expected a halt at the reset vector: {text}"
    );
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
    assert!(section(&text, "--thread2").contains("0xf2"), "expected core 1 in the boot ROM: {text}");
    assert_eq!(server.interrupt(), Some(0));
}

#[test]
fn gdb_flashes_an_erased_board_and_runs_the_firmware() {
    let server = Server::start(&["--fast"]);
    let text = server.gdb(&[
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
    // The firmware continues to run between two sessions.
    std::thread::sleep(Duration::from_millis(200));
    let text = server.gdb(&["backtrace"]);
    assert!(text.contains("main"), "{text}");
}

#[test]
fn openocd_attaches_halts_reads_and_steps() {
    let server = Server::start(&["--firmware", &native_image()]);
    // The second session begins with the SWD state that the first one left.
    for _ in 0..2 {
        let text = server.openocd(&[
            "halt",
            "echo --cpuid",
            &format!("mdw {CPUID}"),
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
            &format!("mdw {SIO_CPUID}"),
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
        assert!(
            section(&text, "--flash").contains("0x10000000: 2008"),
            "expected an initial stack pointer: {text}"
        );
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
    assert_eq!(server.interrupt(), Some(0));
}

#[test]
fn openocd_moves_blocks_of_words_halfwords_and_bytes() {
    let server = Server::start(&["--halted", "--firmware", &native_image()]);
    let folder = tempfile::tempdir().unwrap();
    let contents: Vec<u8> = (0..1500u32).map(|index| (index * 7 + index / 256) as u8).collect();
    let [image, dump] = ["image.bin", "dump.bin"].map(|name| folder.path().join(name));
    std::fs::write(&image, &contents).unwrap();
    let [load, verify] =
        ["load_image", "verify_image"].map(|command| format!("{command} {} 0x200013F1 bin", image.display()));
    let dump_image = format!("dump_image {} 0x200013F1 {}", dump.display(), contents.len());
    let text = server.openocd(&[
        "halt",
        "mww 0x20000000 1",
        "mww 0x20000004 2",
        "echo --words",
        "mdw 0x20000000 2",
        "write_memory 0x20000010 16 {0x1122 0x3344 0x5566 0x7788 0x99AA}",
        "write_memory 0x20000020 8 {1 2 3 4 5 6 7}",
        "write_memory 0x20000030 32 {0xDEADBEEF 0xCAFEF00D 0x12345678}",
        "echo --halfwords",
        "mdh 0x20000010 5",
        "mdh 0x20000012 4",
        "mdh 0x20000030 6",
        "echo --bytes",
        "mdb 0x20000020 7",
        "mdb 0x20000021 6",
        "mdb 0x20000010 10",
        "echo --image",
        &load,
        &verify,
        &dump_image,
    ]);
    assert!(section(&text, "--words").contains("0x20000000: 00000001 00000002"), "{text}");
    let halfwords = section(&text, "--halfwords");
    for line in [
        "0x20000010: 1122 3344 5566 7788 99aa",
        "0x20000012: 3344 5566 7788 99aa",
        "0x20000030: beef dead f00d cafe 5678 1234",
    ] {
        assert!(halfwords.contains(line), "{line} in {text}");
    }
    let bytes = section(&text, "--bytes");
    for line in [
        "0x20000020: 01 02 03 04 05 06 07",
        "0x20000021: 02 03 04 05 06 07",
        "0x20000010: 22 11 44 33 66 55 88 77 aa 99",
    ] {
        assert!(bytes.contains(line), "{line} in {text}");
    }
    assert!(section(&text, "--image").contains("verified 1500 bytes"), "{text}");
    assert_eq!(std::fs::read(&dump).unwrap(), contents);
}

#[test]
fn missing_files_occupied_ports_and_invalid_addresses_are_refused() {
    let server = Server::start(&[]);
    let serve = |arguments: &[&str]| {
        let mut command = crate::support::twinbench();
        command.args(["sim", "serve", "--openocd", "127.0.0.1:0"]).args(arguments).timeout(TIMEOUT).assert()
    };
    serve(&["--gdb", &server.gdb])
        .code(3)
        .stderr(predicates::str::contains(format!("cannot listen on {} for GDB", server.gdb)));
    serve(&["--gdb", "127.0.0.1:0", "--firmware", "no-such.elf"])
        .code(2)
        .stderr(predicates::str::contains("no-such.elf"));
    serve(&["--gdb", "somewhere"]).code(2).stderr(predicates::str::contains("ADDR:PORT"));
}
