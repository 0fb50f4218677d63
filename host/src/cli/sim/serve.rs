//! `twinbench sim serve`: serves the simulated board to GDB and OpenOCD.

use std::net::SocketAddr;
use std::path::PathBuf;

use anyhow::Context;
use clap::Args;
use pico2_sim::chip::Reset;
use pico2_sim::registry::{self, FIRST_SERIAL};
use pico2_sim::serve::{Options, Pace, Server, UsbOptions, halt_all};
use pico2_sim::usb::debug_probe::{DEBUG_PROBE_IDS, SIMULATED_IDS};

use super::image;
use crate::cli::exit::{ExitStatus, SimulatedBoardError};
use crate::cli::interrupt;

/// Serves the simulated board to GDB and OpenOCD until Ctrl-C
///
/// The board runs until a debugger halts it. The addresses are printed; each port serves one client at a time and
/// rejects a second one. GDB sees both cores as threads and can use breakpoints, watchpoints, `load` into flash and RAM,
/// `monitor reset` and `monitor status`; when it disconnects, the board continues. OpenOCD drives the SWD wires, by
/// `remote_bitbang` over TCP or, for OpenOCD 0.12, as a Bus Pirate on a serial port; when it disconnects, the board keeps
/// its state. With `--usb`, a Linux kernel attaches the board as a USB debug probe (CMSIS-DAP v2) with a serial port at
/// the board's UART0, for probe-rs, pyOCD, OpenOCD and every other program.
#[derive(Debug, Args)]
#[command(after_long_help = "Example:
  $ twinbench sim serve --firmware build/firmware/native.elf
  simulated Pico 2 running build/firmware/native.elf
  gdb      127.0.0.1:3333
  openocd  127.0.0.1:3335
  buspirate /dev/pts/5
  $ gdb-multiarch build/firmware/native.elf -ex 'target remote 127.0.0.1:3333'
  $ openocd -c 'set SERIAL /dev/pts/5' -f host/sim/openocd/simulated-pico2.cfg

With --usb 127.0.0.1:3240, on Linux as root:
  $ modprobe vhci-hcd && usbip attach -r 127.0.0.1 -b 1-1")]
pub(super) struct Serve {
    /// Address for GDB; port 0 selects a free port
    #[arg(long, value_name = "ADDR:PORT", default_value = "127.0.0.1:3333")]
    gdb: SocketAddr,

    /// Address for OpenOCD's `remote_bitbang`; port 0 selects a free port
    #[arg(long, value_name = "ADDR:PORT", default_value = "127.0.0.1:3335")]
    openocd: SocketAddr,

    /// Serve the board as a USB debug probe over USB/IP, on a loopback address
    #[arg(long, value_name = "ADDR:PORT")]
    usb: Option<SocketAddr>,

    /// Give the USB probe the ids of a Raspberry Pi Debug Probe (2e8a:000c) instead of 1209:0002
    #[arg(long, requires = "usb")]
    debug_probe_ids: bool,

    /// ELF file to load into flash [default: blank flash]
    #[arg(long, value_name = "FILE.elf")]
    firmware: Option<PathBuf>,

    /// Halt both cores before their first instruction
    #[arg(long)]
    halted: bool,

    /// Connect UART0 and UART1 to pseudo-terminals, for picocom, mpremote and similar (Linux and macOS)
    #[arg(long)]
    uart_pty: bool,

    /// Run as fast as possible instead of in real time
    #[arg(long)]
    fast: bool,
}

impl Serve {
    pub(super) async fn execute(self) -> anyhow::Result<ExitStatus> {
        let image = self.firmware.as_deref().map(image::FlashImage::read).transpose()?;
        let lease = registry::open(FIRST_SERIAL).map_err(SimulatedBoardError::from)?;
        {
            let board = &mut lease.handle().lock().board;
            if let Some(image) = &image {
                image.load(board)?;
            }
            board.reset(Reset::Power);
            if self.halted {
                halt_all(board);
            }
        }
        let cancel = interrupt::install()?;
        let pace = if self.fast { Pace::Fast } else { Pace::RealTime };
        let identity = if self.debug_probe_ids { DEBUG_PROBE_IDS } else { SIMULATED_IDS };
        let usb = self.usb.map(|address| UsbOptions { address, identity, serial: FIRST_SERIAL.to_owned() });
        let options =
            Options { gdb: self.gdb, openocd: self.openocd, usb, uart_terminals: self.uart_pty, pace };
        let server = Server::start(lease, options, |text| eprintln!("{text}"))
            .map_err(SimulatedBoardError::from)
            .context("cannot serve the simulated board")?;
        let state = if self.halted { "halted with" } else { "running" };
        match &self.firmware {
            Some(path) => println!("simulated Pico 2 {state} {}", path.display()),
            None => println!("simulated Pico 2 {state} blank flash"),
        }
        println!("gdb      {}", server.gdb_address());
        println!("openocd  {}", server.openocd_address());
        if let Some(address) = server.usb_address() {
            println!("usbip    {address}");
        }
        if let Some(path) = server.bus_pirate() {
            println!("buspirate {}", path.display());
        }
        for (uart, path) in server.uart_terminals().iter().enumerate() {
            println!("uart{uart}    {}", path.display());
        }
        cancel.cancelled().await;
        drop(server);
        Ok(ExitStatus::Success)
    }
}
