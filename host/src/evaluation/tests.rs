use super::*;
use proptest::prelude::*;
use std::collections::BTreeMap;

pub(super) fn words(channels: &[(u32, Vec<u32>)]) -> BTreeMap<u32, Vec<u32>> {
    channels.iter().cloned().collect()
}

pub(super) fn sample(channels: &BTreeMap<u32, Vec<u32>>, operations: u64) -> SampleReadings<'_> {
    SampleReadings { channels, operations, cycles: 150_000, sysclk_hz: 150_000_000 }
}

/// Returns one evaluation of each kind.
fn all() -> Vec<Evaluation> {
    let texts = [
        "kind = 'ws2812'",
        "kind = 'toggle'",
        "kind = 'toggle'\nedges_per_operation = 2",
        "kind = 'echo'",
        "kind = 'latency'",
        "kind = 'presses'",
        "kind = 'schedule'\nperiod_us = 1000",
        "kind = 'readings'\nid = 'a'\ntitle = 'A'\nunit = '1'\ndivide_by = 3",
    ];
    texts.iter().map(|text| toml::from_str(text).unwrap()).collect()
}

#[test]
fn kinds_round_trip() {
    for evaluation in all() {
        let json = serde_json::to_string(&evaluation).unwrap();
        assert!(json.contains(&format!("\"kind\":\"{}\"", evaluation.kind())), "{json}");
        assert_eq!(serde_json::from_str::<Evaluation>(&json).unwrap(), evaluation);
    }
}

#[test]
fn keys_are_checked() {
    for (text, words) in [
        ("kind = 'music'", "unknown variant `music`, expected one of `ws2812`, `toggle`"),
        ("kind = 'ws2812'\nbits = 3", "unknown field `bits`"),
        ("kind = 'schedule'", "missing field `period_us`"),
        ("kind = 'schedule'\nperiod_us = 0", "nonzero"),
        ("period_us = 5", "missing field `kind`"),
    ] {
        let error = toml::from_str::<Evaluation>(text).unwrap_err().to_string();
        assert!(error.contains(words), "{error}");
    }
}

#[test]
fn ids_are_unique_in_each_kind() {
    for evaluation in all() {
        let mut ids: Vec<_> = evaluation.quantities().into_iter().map(|it| it.id).collect();
        let count = ids.len();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), count, "{evaluation:?}");
    }
}

fn reading() -> impl Strategy<Value = u32> {
    prop_oneof![any::<u32>(), 0_u32..5, Just(u32::MAX)]
}

proptest! {
    #[test]
    fn any_readings_give_finite_quantities_or_an_error(
        channels in prop::collection::btree_map(0_u32..4, prop::collection::vec(reading(), 0..40), 0..4),
        operations in prop_oneof![any::<u64>(), 0_u64..50],
        cycles in any::<u64>(),
        sysclk_hz in prop_oneof![any::<u32>(), Just(0)],
    ) {
        let sample = SampleReadings { channels: &channels, operations, cycles, sysclk_hz };
        for evaluation in all() {
            if let Ok(quantities) = evaluation.evaluate(&sample) {
                prop_assert_eq!(quantities.len(), evaluation.quantities().len());
                prop_assert!(quantities.iter().flat_map(|it| &it.values).all(|it| it.is_finite()));
            }
        }
    }
}
