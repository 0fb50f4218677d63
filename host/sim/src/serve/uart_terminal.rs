//! UART of the board at a pseudo-terminal: a serial port for programs like `picocom` and `mpremote`.

use std::path::PathBuf;
use std::sync::Arc;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::sync::mpsc::{self, UnboundedReceiver};

use super::ServeError;
use super::pseudo_terminal::PseudoTerminal;
use super::services::Services;
use super::shared_board::SharedBoard;

/// Maximum length of the output that no program has read, in bytes. Older output is lost, as on a wire.
const MAX_BACKLOG: usize = 1 << 16;

/// Adds a pseudo-terminal for UART0 (0) or UART1 (1), and returns its path. All output of the UART goes to the
/// terminal.
///
/// # Errors
/// Returns [`ServeError::Terminal`] if the system has no free pseudo-terminal.
pub(super) fn add(services: &mut Services, uart: u8) -> Result<PathBuf, ServeError> {
    let terminal = services.in_runtime(PseudoTerminal::open).map_err(ServeError::Terminal)?;
    let path = terminal.path().to_owned();
    let (sender, uart_output) = mpsc::unbounded_channel();
    services.after_slice(Box::new(move |board| {
        let bytes = board.take_uart_output(uart);
        if !bytes.is_empty() {
            // The bridge has ended if the terminal failed.
            let _ = sender.send(bytes);
        }
    }));
    services.spawn(bridge(Arc::clone(services.board()), uart, terminal, uart_output));
    Ok(path)
}

/// Carries bytes in both directions until the terminal fails.
async fn bridge(
    board: Arc<SharedBoard>,
    uart: u8,
    mut terminal: PseudoTerminal,
    mut uart_output: UnboundedReceiver<Vec<u8>>,
) {
    let mut backlog = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        tokio::select! {
            read = terminal.input.read(&mut buffer) => match read {
                Ok(count) => {
                    let input = buffer.get(..count).unwrap_or_default();
                    board.with(|target| target.board.send_to_uart(uart, input));
                }
                Err(_) => return,
            },
            Some(bytes) = uart_output.recv() => {
                backlog.extend(bytes);
                let lost = backlog.len().saturating_sub(MAX_BACKLOG);
                backlog.drain(..lost);
            }
            written = terminal.output.write(&backlog), if !backlog.is_empty() => match written {
                Ok(count) => drop(backlog.drain(..count)),
                Err(_) => return,
            },
        }
    }
}
