//! Which probes there are, and which one a command takes.

use probe_rs::probe::list::{Accessibility, Lister};
use probe_rs::probe::{DebugProbeInfo, DebugProbeSelector};

use super::{BoardError, BoardSelector};
use crate::run::BoardKind;

/// A probe that could be used, or why it cannot.
#[derive(Clone, Debug)]
pub struct ProbeEntry {
    /// As probe-rs knows it.
    pub info: DebugProbeInfo,
    /// Hardware or the model.
    pub kind: BoardKind,
    /// Why this probe cannot be used, and what to do about it.
    pub obstacle: Option<String>,
}

impl ProbeEntry {
    /// `VID:PID[:SERIAL]`, as `--board` takes it.
    pub fn selector_text(&self) -> String {
        let DebugProbeInfo { vendor_id, product_id, serial_number, .. } = &self.info;
        match serial_number {
            Some(serial) => format!("{vendor_id:04x}:{product_id:04x}:{serial}"),
            None => format!("{vendor_id:04x}:{product_id:04x}"),
        }
    }

    /// This one and, where it is simulated, others of its kind: `most` in all. Hardware is the one board that it is.
    pub fn side_by_side(self, most: usize) -> Vec<Self> {
        let others = match self.kind {
            BoardKind::Simulated => pico2_sim::control::other_serials(self.info.serial_number.as_deref()),
            BoardKind::Hardware => return vec![self],
        };
        let others: Vec<Self> = others
            .take(most.saturating_sub(1))
            .map(|serial| {
                let mut other = self.clone();
                other.info.serial_number = Some(serial);
                other
            })
            .collect();
        std::iter::once(self).chain(others).collect()
    }
}

/// Makes the simulated board known to probe-rs. Once a process, before the first [`list`].
pub fn register_simulated_board() {
    pico2_sim::probe::register();
}

/// All probes: the attached ones first, the simulated board last.
pub fn list() -> Vec<ProbeEntry> {
    let mut entries: Vec<ProbeEntry> = Lister::new()
        .list_all_with_access()
        .into_iter()
        .map(|item| {
            let kind = if is_simulated(&item.info) { BoardKind::Simulated } else { BoardKind::Hardware };
            let obstacle = (item.accessibility == Accessibility::PermissionDenied).then(|| {
                "no permission for the USB device: install the udev rules of your probe (https://probe.rs/docs/getting-started/probe-setup/) or run as a user of group plugdev"
                    .to_owned()
            });
            ProbeEntry { info: item.info, kind, obstacle }
        })
        .collect();
    entries.sort_by_key(|entry| (entry.kind == BoardKind::Simulated, entry.selector_text()));
    entries
}

/// The probe that `selector` means.
///
/// # Errors
/// [`BoardError::NotAttached`], [`BoardError::Ambiguous`] or [`BoardError::Unusable`].
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
    match &chosen.obstacle {
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
