use super::*;
use crate::scenario::parse;
use std::path::Path;

fn scenario(id: &str, scale: &str) -> Scenario {
    let text = format!(
        "id = '{id}'
scale = '{scale}'
title = 'T'
operations = 1
expect = 1
baseline = 'c'
[[implementation]]
id = 'c'
runtime = 'c'
technique = 'loop'
entry = 'e'
[[implementation]]
id = 'rust'
runtime = 'rust'
technique = 'loop'
entry = 'e'
placements = ['ram']
"
    );
    parse(Path::new("scenario.toml"), &text).unwrap()
}

fn all() -> Vec<Scenario> {
    vec![scenario("add-one", "ns"), scenario("add-two", "ns"), scenario("blink", "us")]
}

fn ids(cells: &[Cell]) -> Vec<String> {
    cells.iter().map(|cell| cell.key().to_string()).collect()
}

fn sorted(filter: &Filter) -> Vec<String> {
    let mut ids = ids(&matrix(all(), filter, 1, Shard::WHOLE).unwrap());
    ids.sort();
    ids
}

#[test]
fn every_implementation_in_each_of_its_placements() {
    let ids = sorted(&Filter::default());
    assert_eq!(ids.len(), 9);
    assert_eq!(ids[..3], ["add-one/c/flash", "add-one/c/ram", "add-one/rust/ram"]);
}

#[test]
fn filters() {
    let globs = |patterns: &[&str]| Filter {
        scenarios: patterns.iter().map(|it| (*it).into()).collect(),
        ..Filter::default()
    };
    assert_eq!(sorted(&globs(&["add-*"])).len(), 6);
    assert_eq!(sorted(&globs(&["add-*", "blink"])).len(), 9);
    assert_eq!(sorted(&globs(&["b?ink"])), ["blink/c/flash", "blink/c/ram", "blink/rust/ram"]);
    let filter = Filter {
        runtimes: vec![Runtime::C],
        placements: vec![Placement::Flash],
        scales: vec![Scale::Nanoseconds],
        ..Filter::default()
    };
    assert_eq!(sorted(&filter), ["add-one/c/flash", "add-two/c/flash"]);
}

#[test]
fn filters_that_select_nothing() {
    let refuse = |filter: &Filter| matrix(all(), filter, 1, Shard::WHOLE).unwrap_err().to_string();
    let unmatched = Filter { scenarios: vec!["*".into(), "sum-*".into()], ..Filter::default() };
    assert_eq!(refuse(&unmatched), "no scenario matches `sum-*`, expected one of add-one, add-two, blink");
    let malformed = Filter { scenarios: vec!["[".into()], ..Filter::default() };
    assert_eq!(refuse(&malformed), "`[` is not a valid glob pattern");
    let empty = Filter { runtimes: vec![Runtime::MicroPython], ..Filter::default() };
    assert!(refuse(&empty).starts_with("no cell passes all filters"));
}

#[test]
fn order_depends_on_the_seed_alone() {
    let order = |scenarios, seed| ids(&matrix(scenarios, &Filter::default(), seed, Shard::WHOLE).unwrap());
    let reversed: Vec<_> = all().into_iter().rev().collect();
    assert_eq!(order(all(), 5), order(reversed, 5));
    assert_ne!(order(all(), 5), order(all(), 6));
}

#[test]
fn shards_are_the_matrix_without_overlap() {
    let shard = |text: &str| ids(&matrix(all(), &Filter::default(), 9, text.parse().unwrap()).unwrap());
    let mut together = [shard("1/4"), shard("2/4"), shard("3/4"), shard("4/4")].concat();
    let mut whole = shard("1/1");
    assert!(shard("20/20").is_empty());
    together.sort();
    whole.sort();
    assert_eq!(together, whole);
}

#[test]
fn shard_texts() {
    for text in ["0/2", "3/2", "1", "1/0", "a/b", "-1/2", ""] {
        assert_eq!(text.parse::<Shard>(), Err(ShardError(text.into())));
    }
    let shard: Shard = "2/3".parse().unwrap();
    assert_eq!((shard.index(), shard.count(), shard.to_string().as_str()), (2, 3, "2/3"));
}
