//! Baseline cells that ratios divide by.

use super::CellSamples;
use crate::run::{Placement, ScenarioRecord};
use strum::VariantArray;

/// Returns the baseline of `cell` among the cells of its scenario: of the same placement if that was measured, else of
/// another; `None` for a baseline itself, and if no baseline was measured.
pub(super) fn baseline_of<'a>(
    cell: &CellSamples,
    siblings: &[&'a CellSamples],
    scenario: &ScenarioRecord,
) -> Option<&'a CellSamples> {
    if cell.key.implementation == scenario.baseline {
        return None;
    }
    let in_placement = |placement: Placement| {
        siblings.iter().copied().find(|other| {
            other.key.implementation == scenario.baseline
                && other.key.placement == placement
                && other.key.variation() == cell.key.variation()
                && other.failure.is_none()
        })
    };
    in_placement(cell.key.placement)
        .or_else(|| Placement::VARIANTS.iter().find_map(|&placement| in_placement(placement)))
}
