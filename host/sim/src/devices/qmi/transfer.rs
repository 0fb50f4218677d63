//! Cost of a memory-mapped read (RP2350 §12.14.2 to §12.14.5).
//!
//! A transfer has an optional command prefix, a 24-bit address, an optional suffix, dummy bits and the data, each over
//! one, two or four lines; each clock takes CLKDIV system clocks. A read that continues at the end of the previous one
//! while the chip select is still low (COOLDOWN) repeats neither command nor address. The datasheet has no numbers for
//! set-up and hold times and for the controller's latency; the model leaves them out.

use crate::memory::flash::{ReadCommand, Width};
use crate::peripheral::registers::{bit, field};

/// Serial format of reads, from M0_TIMING, M0_RFMT and M0_RCMD.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Format {
    command: ReadCommand,
    /// System clocks from the first SCK edge to the data.
    lead_in: u32,
    /// System clocks of one byte of data.
    byte: u32,
    /// System clocks for which the chip select stays low after a transfer within a page.
    cooldown: u32,
    /// Bytes of a page, at whose end a transfer ends; 0 for none.
    page: u32,
    /// Minimum number of system clocks for which the chip select is high.
    deselect: u32,
    /// Maximum number of system clocks for which the chip select may be low; 0 for no limit.
    max_select: u32,
}

impl Default for Format {
    fn default() -> Self {
        Format::new(0x4000_0004, 0x1000, 0xA003)
    }
}

fn width(code: u32) -> (Width, u32) {
    match code {
        0 => (Width::Single, 1),
        1 => (Width::Dual, 2),
        _ => (Width::Quad, 4),
    }
}

impl Format {
    /// Computes the format from the registers.
    pub(crate) fn new(timing: u32, format: u32, command: u32) -> Self {
        let clkdiv = match field(timing, 0, 8) {
            0 => 256,
            clkdiv => clkdiv,
        };
        let (_, prefix_lines) = width(field(format, 0, 2));
        let (address_width, address_lines) = width(field(format, 2, 2));
        let (_, suffix_lines) = width(field(format, 4, 2));
        let (_, dummy_lines) = width(field(format, 6, 2));
        let (data_width, data_lines) = width(field(format, 8, 2));
        let prefix_bits = field(format, 12, 1) * 8;
        let suffix_bits = field(format, 14, 2) * 4;
        let dummy_bits = field(format, 16, 3) * 4;

        // In double transfer rate, SCK is halved; address, suffix and data use both edges.
        let double = bit(format, 28);
        let single_rate = if double { 2 * clkdiv } else { clkdiv };
        let prefix = prefix_bits.div_ceil(prefix_lines) * single_rate;
        let dummy_clocks = dummy_bits.div_ceil(dummy_lines);
        let address = 24 / address_lines * clkdiv;
        let suffix = suffix_bits.div_ceil(suffix_lines) * clkdiv;

        let half = clkdiv.div_ceil(2);
        let cooldown = match field(timing, 30, 2) {
            0 => 0,
            periods => 64 * periods + half,
        };
        Format {
            command: ReadCommand {
                prefix: (prefix_bits != 0).then_some(command as u8),
                address: address_width,
                suffix: (suffix_bits != 0).then_some((command >> 8) as u8),
                dummy_clocks,
                data: data_width,
            },
            lead_in: prefix + address + suffix + dummy_clocks * single_rate,
            byte: 8 / data_lines * clkdiv,
            cooldown,
            page: [0, 256, 1024, 4096][field(timing, 28, 2) as usize],
            deselect: half + field(timing, 12, 5),
            max_select: 64 * field(timing, 17, 6),
        }
    }

    /// Format as the flash sees it.
    pub(crate) fn command(&self) -> ReadCommand {
        self.command
    }

    /// System clocks of a separate transfer.
    pub(crate) fn cycles(&self, length: u32) -> u32 {
        self.lead_in + length * self.byte
    }
}

/// Serial bus over time, in system clocks.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Bus {
    /// End of the transfer in progress.
    free_at: u64,
    /// End of the time for which the chip select stays low. Equals `free_at` if it rises at the end of the transfer.
    selected_until: u64,
    /// Time at which the chip select fell.
    selected_at: u64,
    /// Address after the end of the last transfer.
    next: u32,
    /// System clocks for which the chip select must be high afterwards.
    deselect: u32,
}

impl Bus {
    /// True if a read at an address continues the previous one.
    pub(super) fn continues(&self, format: &Format, address: u32, now: u64) -> bool {
        let start = now.max(self.free_at);
        let limit = u64::from(format.max_select);
        address == self.next
            && start < self.selected_until
            && (limit == 0 || start - self.selected_at < limit)
    }

    /// Starts a read. Returns the clocks from `now` to its end.
    pub(super) fn read(&mut self, format: &Format, address: u32, length: u32, now: u64) -> u32 {
        let mut start = now.max(self.free_at);
        let cycles = if self.continues(format, address, now) {
            length * format.byte
        } else {
            // A low chip select rises now; a high one may not have been high long enough yet.
            let raised = self.selected_until.min(start);
            start = start.max(raised + u64::from(self.deselect));
            self.selected_at = start;
            format.cycles(length)
        };
        self.free_at = start + u64::from(cycles);
        self.next = address.wrapping_add(length);
        self.deselect = format.deselect;
        let page_ends = format.page != 0 && self.next.is_multiple_of(format.page);
        self.selected_until = self.free_at + if page_ends { 0 } else { u64::from(format.cooldown) };
        u32::try_from(self.free_at - now).unwrap_or(u32::MAX)
    }

    /// Cycle at which the transfer in progress ends.
    pub(super) fn free_at(&self) -> u64 {
        self.free_at
    }

    /// Ends the current transfer for direct mode: the next read begins anew.
    pub(super) fn deselect(&mut self) {
        self.selected_until = self.selected_until.min(self.free_at);
    }
}
