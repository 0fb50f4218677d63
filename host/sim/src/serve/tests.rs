//! The server as its clients see it, over TCP.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::mpsc;
use std::time::Duration;

use proptest::prelude::*;

use super::*;
use crate::control;

const ANY_PORT: &str = "127.0.0.1:0";
/// Long enough for anything here on a slow machine.
const PATIENCE: Duration = Duration::from_secs(20);

struct ServerFixture {
    server: Server,
    notices: mpsc::Receiver<String>,
}

impl ServerFixture {
    /// A board that waits, halted, with a small program in its memory.
    fn new(serial: &str) -> Self {
        let lease = control::open(serial).unwrap();
        halt_all(&mut lease.handle().lock().board);
        let (sender, notices) = mpsc::channel();
        let any = ANY_PORT.parse().unwrap();
        let options = Options { gdb: any, openocd: any, pace: Pace::RealTime };
        let server = Server::start(lease, options, move |text| {
            // The test may have ended.
            let _ = sender.send(text.to_owned());
        })
        .unwrap();
        Self { server, notices }
    }

    fn gdb(&self) -> Gdb {
        Gdb::connect(self.server.gdb_address())
    }

    fn wait_for_notice(&self, part: &str) {
        while !self.notices.recv_timeout(PATIENCE).unwrap().contains(part) {}
    }
}

/// A GDB of few words.
struct Gdb {
    stream: TcpStream,
}

impl Gdb {
    fn connect(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        Self { stream }
    }

    fn send(&mut self, packet: &str) {
        let sum = packet.bytes().fold(0u8, u8::wrapping_add);
        write!(self.stream, "${packet}#{sum:02x}").unwrap();
    }

    /// The next packet, acknowledged, run lengths decoded.
    fn receive(&mut self) -> String {
        let mut packet = String::new();
        while self.byte() != b'$' {}
        loop {
            match self.byte() {
                b'#' => break,
                b'*' => {
                    let repeated = packet.chars().last().unwrap();
                    for _ in 29..self.byte() {
                        packet.push(repeated);
                    }
                }
                byte => packet.push(char::from(byte)),
            }
        }
        self.byte();
        self.byte();
        self.stream.write_all(b"+").unwrap();
        packet
    }

    fn byte(&mut self) -> u8 {
        let mut byte = [0];
        self.stream.read_exact(&mut byte).unwrap();
        byte[0]
    }

    fn ask(&mut self, packet: &str) -> String {
        self.send(packet);
        self.receive()
    }

    /// Puts a program at 0x2000_1000 and makes it core 0's next.
    fn load(&mut self, code: &[u16]) {
        let bytes: String =
            code.iter().flat_map(|half| half.to_le_bytes()).map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(self.ask(&format!("M20001000,{:x}:{bytes}", 2 * code.len())), "OK");
        assert_eq!(self.ask("Hg1"), "OK");
        assert_eq!(self.ask("Pf=00100020"), "OK");
    }

    fn register(&mut self, number: u32) -> String {
        self.ask(&format!("p{number:x}"))
    }
}

/// adds r0, #1; str r0, [r1]; b .-4
const COUNT: [u16; 3] = [0x3001, 0x6008, 0xE7FC];

#[test]
fn memory_and_registers_are_read_and_written() {
    let fixture = ServerFixture::new("SIM120");
    let mut gdb = fixture.gdb();
    assert_eq!(gdb.ask("M20004000,5:0102030405"), "OK");
    assert_eq!(gdb.ask("m20004001,3"), "020304");
    assert_eq!(gdb.ask("me000ed00,4"), "10d21f41", "CPUID");
    assert_eq!(gdb.ask("m30000000,4"), "E0e", "nothing is there");
    // r3, d1, primask
    for (packet, number, value) in [
        ("P3=78563412", 3, "78563412"),
        ("P18=1122334455667788", 0x18, "1122334455667788"),
        ("P13=01", 0x13, "01"),
    ] {
        assert_eq!(gdb.ask(packet), "OK");
        assert_eq!(gdb.register(number), value);
    }
    assert_eq!(gdb.ask("P3=00"), "E79", "too short");
}

#[test]
fn a_breakpoint_in_memory_stops_and_is_not_seen() {
    let fixture = ServerFixture::new("SIM121");
    let mut gdb = fixture.gdb();
    gdb.load(&COUNT);
    assert_eq!(gdb.ask("P0=00000000"), "OK");
    assert_eq!(gdb.ask("P1=00400020"), "OK");
    assert_eq!(gdb.ask("Z0,20001004,2"), "OK");
    assert_eq!(gdb.ask("m20001000,6"), "01300860fce7");
    // Written over, it is there all the same and the new code comes to light when it goes.
    assert_eq!(gdb.ask("M20001004,2:fde7"), "OK");
    assert_eq!(gdb.ask("vCont;c:1"), "T05thread:01;swbreak:;");
    assert_eq!(gdb.register(15), "04100020");
    assert_eq!(gdb.ask("z0,20001004,2"), "OK");
    assert_eq!(gdb.ask("m20001000,6"), "01300860fde7");
    assert_eq!(gdb.register(0), "01000000");
}

#[test]
fn comparators_stop_before_code_and_after_data() {
    let fixture = ServerFixture::new("SIM122");
    let mut gdb = fixture.gdb();
    gdb.load(&COUNT);
    gdb.ask("P0=00000000");
    gdb.ask("P1=00400020");
    assert_eq!(gdb.ask("Z1,20001004,2"), "OK");
    assert_eq!(gdb.ask("vCont;c"), "T05thread:01;hwbreak:;");
    assert_eq!(gdb.ask("z1,20001004,2"), "OK");
    assert_eq!(gdb.ask("Z2,20004000,4"), "OK");
    assert_eq!(gdb.ask("vCont;c"), "T05thread:01;watch:20004000;");
    assert_eq!(gdb.register(0), "02000000");
    assert_eq!(gdb.ask("m20004000,4"), "02000000");
    assert_eq!(gdb.ask("Z2,20004000,40"), "E16", "more than the comparators can watch");
}

#[test]
fn one_core_steps_while_the_other_stays() {
    let fixture = ServerFixture::new("SIM123");
    let mut gdb = fixture.gdb();
    gdb.load(&COUNT);
    gdb.ask("P1=00400020");
    for pc in ["02100020", "04100020", "00100020"] {
        assert_eq!(gdb.ask("vCont;s:1"), "T05thread:01;");
        assert_eq!(gdb.register(15), pc);
    }
    assert_eq!(gdb.ask("Hg2"), "OK");
    assert_eq!(gdb.register(15), "00010000", "core 1 still waits at its reset vector");
}

#[test]
fn ctrl_c_stops_a_running_board() {
    let fixture = ServerFixture::new("SIM124");
    let mut gdb = fixture.gdb();
    gdb.load(&COUNT);
    gdb.ask("P1=00400020");
    gdb.send("vCont;c");
    gdb.stream.write_all(&[3]).unwrap();
    assert_eq!(gdb.receive(), "T02thread:01;");
    assert!(gdb.register(15).ends_with("100020"));
}

#[test]
fn flash_is_loaded_and_boots() {
    let fixture = ServerFixture::new("SIM125");
    let mut gdb = fixture.gdb();
    assert_eq!(gdb.ask("vFlashErase:10000000,1000"), "OK");
    assert_eq!(gdb.ask("vFlashWrite:10000000:abcd"), "OK");
    assert_eq!(gdb.ask("vFlashDone"), "OK");
    assert_eq!(gdb.ask("m10000000,6"), "61626364ffff");
    assert_eq!(gdb.ask("vFlashErase:20000000,1000"), "E0e", "no flash there");
    assert!(gdb.ask("qXfer:memory-map:read::0,fff").contains("type=\"flash\" start=\"0x10000000\""));
}

#[test]
fn monitor_resets_and_explains_itself() {
    let fixture = ServerFixture::new("SIM126");
    let mut gdb = fixture.gdb();
    gdb.load(&COUNT);
    let monitor = |gdb: &mut Gdb, command: &str| {
        let hex: String = command.bytes().map(|byte| format!("{byte:02x}")).collect();
        gdb.send(&format!("qRcmd,{hex}"));
        let mut text = String::new();
        loop {
            match gdb.receive() {
                end if end == "OK" => return text,
                packet => {
                    let bytes = packet.as_bytes()[1..].chunks(2);
                    let bytes =
                        bytes.map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap());
                    text += &String::from_utf8(bytes.collect()).unwrap();
                }
            }
        }
    };
    monitor(&mut gdb, "reset halt");
    assert_eq!(gdb.register(15), "00010000");
    assert!(monitor(&mut gdb, "status").contains("core 1: 0 instructions"));
    assert!(monitor(&mut gdb, "fly").contains("unknown command `fly`"));
}

#[test]
fn a_second_client_is_turned_away_and_the_next_one_served() {
    let fixture = ServerFixture::new("SIM127");
    let mut first = fixture.gdb();
    assert_eq!(first.ask("Hg1"), "OK");
    let mut second = TcpStream::connect(fixture.server.gdb_address()).unwrap();
    second.set_read_timeout(Some(PATIENCE)).unwrap();
    // Closed at once, whether in order or by a reset.
    assert!(matches!(second.read(&mut [0]), Ok(0) | Err(_)));
    fixture.wait_for_notice("turned");
    assert_eq!(first.ask("Hg2"), "OK");
    // Without a farewell.
    drop(first);
    fixture.wait_for_notice("has gone");
    std::thread::sleep(Duration::from_millis(50));
    assert_eq!(fixture.gdb().ask("Hg1"), "OK");
}

#[test]
fn a_client_that_vanishes_leaves_no_breakpoint_and_a_running_board() {
    let fixture = ServerFixture::new("SIM128");
    let mut gdb = fixture.gdb();
    gdb.load(&COUNT);
    gdb.ask("P1=00400020");
    assert_eq!(gdb.ask("Z0,20001000,2"), "OK");
    assert_eq!(gdb.ask("Z1,20001002,2"), "OK");
    drop(gdb);
    fixture.wait_for_notice("has gone");
    let board = control::board("SIM128").unwrap();
    let counts = || board.lock().board.retired(0);
    let before = counts();
    let deadline = std::time::Instant::now() + PATIENCE;
    while counts() < before + 1000 {
        assert!(std::time::Instant::now() < deadline, "the board does not run");
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn ports_that_are_taken_are_named() {
    let fixture = ServerFixture::new("SIM129");
    let taken = fixture.server.openocd_address();
    let any = ANY_PORT.parse().unwrap();
    let options = Options { gdb: any, openocd: taken, pace: Pace::Fast };
    let error = Server::start(control::open("SIM1290").unwrap(), options, |_| {}).err().unwrap();
    assert_eq!(error.to_string(), format!("cannot listen on {taken} for OpenOCD"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Garbage, and packets with garbage in them, end a session at worst.
    #[test]
    fn garbage_ends_a_session_at_worst(
        raw in proptest::collection::vec(any::<u8>(), 0..200),
        packets in proptest::collection::vec("[!-\"%-|~]{0,40}", 0..12),
    ) {
        let fixture = ServerFixture::new("SIM1291");
        let mut gdb = fixture.gdb();
        for packet in packets {
            gdb.send(&packet);
        }
        // The other end may have closed already.
        let _ = gdb.stream.write_all(&raw);
        drop(gdb);
        fixture.wait_for_notice("has gone");
        std::thread::sleep(Duration::from_millis(30));
        let mut gdb = fixture.gdb();
        prop_assert_eq!(gdb.ask("me000ed00,4"), "10d21f41");
    }
}
