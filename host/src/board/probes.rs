//! Lists debug probes and selects one.

use probe_rs::probe::list::{Accessibility, Lister};
use probe_rs::probe::{DebugProbeInfo, DebugProbeSelector};

use super::error::BoardError;
use super::selector::BoardSelector;
use crate::run::BoardKind;

/// A debug probe or the simulated board.
#[derive(Clone, Debug)]
pub struct ProbeEntry {
    /// Description of the probe by probe-rs.
    pub info: DebugProbeInfo,
    /// Hardware or simulated.
    pub kind: BoardKind,
    /// Reason that the probe cannot be used, and the remedy; `None` if it can be used.
    pub unusable: Option<String>,
}

impl ProbeEntry {
    /// Returns `VID:PID[:SERIAL]`, the syntax of `--board`.
    pub fn selector_text(&self) -> String {
        let DebugProbeInfo { vendor_id, product_id, serial_number, .. } = &self.info;
        match serial_number {
            Some(serial) => format!("{vendor_id:04x}:{product_id:04x}:{serial}"),
            None => format!("{vendor_id:04x}:{product_id:04x}"),
        }
    }

    /// Returns this entry and, if it is simulated, further simulated boards up to `maximum` entries in total.
    pub fn side_by_side(self, maximum: usize) -> Vec<Self> {
        let others = match self.kind {
            BoardKind::Simulated => pico2_sim::registry::other_serials(self.info.serial_number.as_deref()),
            BoardKind::Hardware => return vec![self],
        };
        let others: Vec<Self> = others
            .take(maximum.saturating_sub(1))
            .map(|serial| {
                let mut other = self.clone();
                other.info.serial_number = Some(serial);
                other
            })
            .collect();
        std::iter::once(self).chain(others).collect()
    }
}

/// Registers the simulated board with probe-rs. Must be called once per process, before the first [`list`].
pub fn register_simulated_board() {
    pico2_sim::probe::register();
}

/// Lists all probes: attached ones first, the simulated board last.
pub fn list() -> Vec<ProbeEntry> {
    let mut entries: Vec<ProbeEntry> = Lister::new()
        .list_all_with_access()
        .into_iter()
        .map(|item| {
            let kind = if is_simulated(&item.info) { BoardKind::Simulated } else { BoardKind::Hardware };
            let unusable = (item.accessibility == Accessibility::PermissionDenied).then(|| {
                "no permission for the USB device: install the udev rules of your probe (https://probe.rs/docs/getting-started/probe-setup/) or run as a user of group plugdev"
                    .to_owned()
            });
            ProbeEntry { info: item.info, kind, unusable }
        })
        .collect();
    entries.sort_by_key(|entry| (entry.kind == BoardKind::Simulated, entry.selector_text()));
    entries
}

/// Returns the probe that `selector` selects.
///
/// # Errors
/// Returns [`BoardError::NotAttached`], [`BoardError::Ambiguous`] or [`BoardError::Unusable`].
pub fn choose(selector: &BoardSelector) -> Result<ProbeEntry, BoardError> {
    choose_from(list(), selector)
}

fn choose_from(entries: Vec<ProbeEntry>, selector: &BoardSelector) -> Result<ProbeEntry, BoardError> {
    let attached = || entries.iter().filter(|entry| entry.kind == BoardKind::Hardware);
    let simulated = || {
        entries
            .iter()
            .find(|entry| entry.kind == BoardKind::Simulated)
            .cloned()
            .ok_or(BoardError::NoSimulatedBoard)
    };
    let chosen = match selector {
        BoardSelector::Simulated => simulated()?,
        BoardSelector::Auto => match attached().count() {
            0 => simulated()?,
            _ => only(attached().cloned().collect())?,
        },
        BoardSelector::Probe(probe) => {
            let matching: Vec<_> =
                entries.iter().filter(|entry| probe.matches_probe(&entry.info)).cloned().collect();
            if matching.is_empty() {
                let found = entries.iter().map(ProbeEntry::selector_text).collect();
                return Err(BoardError::NotAttached { wanted: selector_text(probe), found });
            }
            only(matching)?
        }
    };
    match &chosen.unusable {
        Some(reason) => Err(BoardError::Unusable { board: chosen.selector_text(), reason: reason.clone() }),
        None => Ok(chosen),
    }
}

fn only(mut matching: Vec<ProbeEntry>) -> Result<ProbeEntry, BoardError> {
    match matching.pop() {
        Some(entry) if matching.is_empty() => Ok(entry),
        last => {
            let found = matching.iter().chain(&last).map(ProbeEntry::selector_text).collect();
            Err(BoardError::Ambiguous { found })
        }
    }
}

fn selector_text(selector: &DebugProbeSelector) -> String {
    let ids = format!("{:04x}:{:04x}", selector.vendor_id, selector.product_id);
    match &selector.serial_number {
        Some(serial) => format!("{ids}:{serial}"),
        None => ids,
    }
}

fn is_simulated(info: &DebugProbeInfo) -> bool {
    info.vendor_id == pico2_sim::probe::VENDOR_ID && info.product_id == pico2_sim::probe::PRODUCT_ID
}
