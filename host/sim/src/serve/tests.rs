//! Tests of the server by its clients.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::mpsc;
use std::time::Duration;

use proptest::prelude::*;

use super::*;
use crate::{control, registry};

const ANY_PORT: &str = "127.0.0.1:0";
/// Time limit of waits, for slow machines.
const TIMEOUT: Duration = Duration::from_secs(20);

/// Server with a board whose cores are halted.
struct ServerFixture {
    server: Server,
    notices: mpsc::Receiver<String>,
}

impl ServerFixture {
    fn new(serial: &str) -> Self {
        Self::with_uart_terminals(serial, false)
    }

    fn with_uart_terminals(serial: &str, uart_terminals: bool) -> Self {
        let lease = registry::open(serial).unwrap();
        halt_all(&mut lease.handle().lock().board);
        let (sender, notices) = mpsc::channel();
        let any = ANY_PORT.parse().unwrap();
        let options = Options { gdb: any, openocd: any, usb: None, uart_terminals, pace: Pace::RealTime };
        let server = Server::start(lease, options, move |text| {
            // The receiver is dropped at the end of the test.
            let _ = sender.send(text.to_owned());
        })
        .unwrap();
        Self { server, notices }
    }

    fn gdb(&self) -> Gdb {
        Gdb::connect(self.server.gdb_address())
    }

    fn wait_for_notice(&self, part: &str) {
        while !self.notices.recv_timeout(TIMEOUT).unwrap().contains(part) {}
    }
}

/// GDB client.
struct Gdb {
    stream: TcpStream,
}

impl Gdb {
    fn connect(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(TIMEOUT)).unwrap();
        Self { stream }
    }

    fn send(&mut self, packet: &str) {
        let sum = packet.bytes().fold(0u8, u8::wrapping_add);
        write!(self.stream, "${packet}#{sum:02x}").unwrap();
    }

    /// Receives and acknowledges a packet, and decodes its run lengths.
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

    /// Writes a program to 0x2000_1000 and sets the program counter of core 0 to it.
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

/// Waits until core 0 executes instructions.
fn wait_until_running(board: &control::BoardHandle) {
    let retired = || board.lock().board.retired(0);
    let before = retired();
    let deadline = std::time::Instant::now() + TIMEOUT;
    while retired() < before + 1000 {
        assert!(std::time::Instant::now() < deadline, "the board does not run");
        std::thread::sleep(Duration::from_millis(5));
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
fn a_software_breakpoint_halts_and_is_invisible() {
    let fixture = ServerFixture::new("SIM121");
    let mut gdb = fixture.gdb();
    gdb.load(&COUNT);
    assert_eq!(gdb.ask("P0=00000000"), "OK");
    assert_eq!(gdb.ask("P1=00400020"), "OK");
    assert_eq!(gdb.ask("Z0,20001004,2"), "OK");
    assert_eq!(gdb.ask("m20001000,6"), "01300860fce7");
    // Code that is written at a breakpoint appears when the breakpoint is removed.
    assert_eq!(gdb.ask("M20001004,2:fde7"), "OK");
    assert_eq!(gdb.ask("vCont;c:1"), "T05thread:01;swbreak:;");
    assert_eq!(gdb.register(15), "04100020");
    assert_eq!(gdb.ask("z0,20001004,2"), "OK");
    assert_eq!(gdb.ask("m20001000,6"), "01300860fde7");
    assert_eq!(gdb.register(0), "01000000");
}

#[test]
fn comparators_halt_before_code_and_after_data() {
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
fn one_core_steps_while_the_other_is_halted() {
    let fixture = ServerFixture::new("SIM123");
    let mut gdb = fixture.gdb();
    gdb.load(&COUNT);
    gdb.ask("P1=00400020");
    for pc in ["02100020", "04100020", "00100020"] {
        assert_eq!(gdb.ask("vCont;s:1"), "T05thread:01;");
        assert_eq!(gdb.register(15), pc);
    }
    assert_eq!(gdb.ask("Hg2"), "OK");
    assert_eq!(gdb.register(15), "00010000", "core 1 is at its reset vector");
}

#[test]
fn ctrl_c_halts_a_running_board() {
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
fn flash_is_erased_and_programmed() {
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
fn monitor_commands_reset_and_report() {
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
fn a_second_client_is_refused_and_the_next_one_is_served() {
    let fixture = ServerFixture::new("SIM127");
    let mut first = fixture.gdb();
    assert_eq!(first.ask("Hg1"), "OK");
    let mut second = TcpStream::connect(fixture.server.gdb_address()).unwrap();
    second.set_read_timeout(Some(TIMEOUT)).unwrap();
    // The connection is closed or reset at once.
    assert!(matches!(second.read(&mut [0]), Ok(0) | Err(_)));
    fixture.wait_for_notice("refused");
    assert_eq!(first.ask("Hg2"), "OK");
    // Without detaching.
    drop(first);
    fixture.wait_for_notice("disconnected");
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
    fixture.wait_for_notice("disconnected");
    let board = registry::board("SIM128").unwrap();
    wait_until_running(&board);
}

#[test]
fn the_error_names_a_port_in_use() {
    let fixture = ServerFixture::new("SIM129");
    let taken = fixture.server.openocd_address();
    let any = ANY_PORT.parse().unwrap();
    let options = Options { gdb: any, openocd: taken, usb: None, uart_terminals: false, pace: Pace::Fast };
    let error = Server::start(registry::open("SIM1290").unwrap(), options, |_| {}).err().unwrap();
    assert_eq!(
        error.to_string(),
        format!("cannot listen on {taken} for OpenOCD; select another address or port")
    );
}

#[cfg(unix)]
mod uart {
    use super::*;
    use crate::bus::Size;
    use crate::debug::DebugTarget;
    use std::fs::OpenOptions;

    /// UART0: data, flags, integer divider, line control and control register.
    const UARTDR: u32 = 0x4007_0000;
    const UARTFR: u32 = 0x4007_0018;
    const UARTIBRD: u32 = 0x4007_0024;
    const UARTLCR_H: u32 = 0x4007_002C;
    const UARTCR: u32 = 0x4007_0030;
    /// RXFE of UARTFR: the receive FIFO is empty.
    const RXFE: u32 = 1 << 4;
    /// WLEN of 8 bits and FEN of UARTLCR_H.
    const EIGHT_BITS_WITH_FIFOS: u32 = 3 << 5 | 1 << 4;
    /// RXE, TXE and UARTEN of UARTCR.
    const ENABLED: u32 = 1 << 9 | 1 << 8 | 1;
    /// CLK_PERI_CTRL, and its ENABLE.
    const CLK_PERI_CTRL: u32 = 0x4001_0048;
    const CLK_PERI_ENABLE: u32 = 1 << 11;
    /// CLR alias of RESETS.RESET, and its UART0.
    const RESETS_RESET_CLR: u32 = 0x4002_3000;
    const RESET_UART0: u32 = 1 << 26;

    /// Sets up UART0 as firmware does: out of reset, at the highest baud rate.
    fn set_up(board: &control::BoardHandle) {
        let mut target = board.lock();
        for (address, value) in [
            (CLK_PERI_CTRL, CLK_PERI_ENABLE),
            (RESETS_RESET_CLR, RESET_UART0),
            (UARTIBRD, 1),
            (UARTLCR_H, EIGHT_BITS_WITH_FIFOS),
            (UARTCR, ENABLED),
        ] {
            target.board.write(0, address, Size::Word, value).unwrap();
        }
    }

    #[test]
    fn a_terminal_carries_bytes_in_both_directions() {
        let fixture = ServerFixture::with_uart_terminals("SIM200", true);
        assert_eq!(fixture.server.uart_terminals().len(), 2);
        let board = registry::board("SIM200").unwrap();
        set_up(&board);
        let path = &fixture.server.uart_terminals()[0];
        let mut port = OpenOptions::new().read(true).write(true).open(path).unwrap();
        for byte in b"board\r\n" {
            board.lock().board.write(0, UARTDR, Size::Word, u32::from(*byte)).unwrap();
        }
        let mut text = [0; 7];
        port.read_exact(&mut text).unwrap();
        assert_eq!(&text, b"board\r\n");
        port.write_all(b"\x03host").unwrap();
        let mut received = Vec::new();
        let deadline = std::time::Instant::now() + TIMEOUT;
        while received.len() < 5 {
            assert!(std::time::Instant::now() < deadline, "{received:?}");
            let mut target = board.lock();
            if target.board.read(0, UARTFR, Size::Word).unwrap() & RXFE == 0 {
                received.push(target.board.read(0, UARTDR, Size::Word).unwrap() as u8);
            } else {
                drop(target);
                std::thread::sleep(Duration::from_millis(1));
            }
        }
        assert_eq!(received, b"\x03host");
    }

    #[test]
    fn terminals_are_opened_on_request_only() {
        assert!(ServerFixture::new("SIM201").server.uart_terminals().is_empty());
    }
}

#[test]
fn a_halt_by_another_debugger_stops_gdb() {
    let fixture = ServerFixture::new("SIM202");
    let mut gdb = fixture.gdb();
    gdb.load(&COUNT);
    gdb.ask("P1=00400020");
    gdb.send("vCont;c");
    let board = registry::board("SIM202").unwrap();
    wait_until_running(&board);
    halt_all(&mut board.lock().board);
    assert_eq!(gdb.receive(), "T05thread:01;");
}

#[test]
fn a_server_ends_while_clients_are_connected() {
    let fixture = ServerFixture::new("SIM203");
    let mut gdb = fixture.gdb();
    assert_eq!(gdb.ask("Hg1"), "OK");
    let openocd = TcpStream::connect(fixture.server.openocd_address()).unwrap();
    fixture.wait_for_notice("OpenOCD");
    drop(fixture.server);
    assert!(matches!(gdb.stream.read(&mut [0]), Ok(0) | Err(_)));
    drop(openocd);
    // The board can be served again.
    ServerFixture::new("SIM203");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Arbitrary bytes and arbitrary packets end at most the session.
    #[test]
    fn arbitrary_input_ends_at_most_the_session(
        raw in proptest::collection::vec(any::<u8>(), 0..200),
        packets in proptest::collection::vec("[!-\"%-|~]{0,40}", 0..12),
    ) {
        let fixture = ServerFixture::new("SIM1291");
        let mut gdb = fixture.gdb();
        for packet in packets {
            gdb.send(&packet);
        }
        // The server may have disconnected.
        let _ = gdb.stream.write_all(&raw);
        drop(gdb);
        fixture.wait_for_notice("disconnected");
        let mut gdb = fixture.gdb();
        prop_assert_eq!(gdb.ask("me000ed00,4"), "10d21f41");
    }
}
