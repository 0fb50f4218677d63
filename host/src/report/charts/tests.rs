use super::{super::example, *};
use crate::report::drawing::legibility::{assert_legible, says};
use crate::run::{
    BoardKind, CellOutcome, Collector, Deadline, Runtime, ScenarioRecord, Verdict, VerdictRecord,
};
use crate::stats::{Length, Summary};
use crate::store::SampleRow;

const SIZES: [PageSize; 3] = [PageSize::WIDE, PageSize::NARROW, PageSize::A4];

fn pages(chart: &str, data: &ReportData, size: PageSize) -> Vec<Scene> {
    CHARTS.iter().find(|it| it.id() == chart).unwrap().draw(data, size)
}

/// Returns a run with earlier runs.
fn with_history(count: usize, runs: usize) -> ReportData {
    let mut data = example::report_data(count, BoardKind::Simulated);
    for index in 0..runs {
        let mut earlier = data.record.clone();
        for cell in &mut earlier.cells {
            if let CellOutcome::Measured(it) = &mut cell.outcome {
                // The cells with technique `loop` were 3 % faster in all earlier runs.
                it.statistics.per_operation.value *= if index.is_multiple_of(2) { 1.001 } else { 1.0 };
                it.statistics.per_operation.value *= if cell.technique == "loop" { 0.97 } else { 1.0 };
            }
        }
        data.history.runs.push(earlier);
    }
    data
}

/// Adds copies of the scenarios under other names, up to `count` cells.
fn grown(mut data: ReportData, count: usize) -> ReportData {
    let more = count.saturating_sub(data.record.cells.len());
    let renamed = |id: &str| format!("{id}-again-in-a-scenario-of-another-name");
    let record = &mut data.record;
    let cells: Vec<_> = record.cells.iter().take(more).cloned().collect();
    for scenario in record.scenarios.clone() {
        if cells.iter().any(|cell| cell.key.scenario == scenario.id) {
            record.scenarios.push(ScenarioRecord { id: renamed(&scenario.id), ..scenario });
        }
    }
    for mut cell in cells {
        let samples = data.samples.get(&cell.key).cloned();
        let verdict = record.verdicts.iter().find(|it| it.cell == cell.key).cloned();
        cell.key.scenario = renamed(&cell.key.scenario);
        record.verdicts.extend(verdict.map(|it| VerdictRecord { cell: cell.key.clone(), ..it }));
        data.samples.extend(samples.map(|it| (cell.key.clone(), it)));
        record.cells.push(cell);
    }
    data
}

#[test]
fn names_are_not_truncated() {
    let mut data = example::with_deadlines_and_claims(80);
    // The best implementation of its runtime, and so part of the verdict chart.
    let long = "micropython-viper-a-name-so-long-that-nobody-should-ever-use-it";
    data.record.verdicts.retain(|it| !it.cell.implementation.starts_with("micropython-viper-local"));
    for size in SIZES {
        let said = |chart: &str, between: &str| {
            let pages = pages(chart, &data, size);
            pages.iter().flat_map(Scene::texts).collect::<Vec<_>>().join(between)
        };
        for chart in ["ladder", "ratios", "distributions", "worst-cases", "verdicts"] {
            assert!(said(chart, "").contains(long), "{chart} at {}", size.width);
        }
        for claim in &data.record.claims {
            assert!(said("claims", " ").contains(&claim.statement), "{}", size.width);
        }
        assert!(said("worst-cases", "").contains("a-name-that-is-far-too-long-for-any-heading-on-a-phone"));
    }
}

#[test]
fn legends_list_the_runtimes_of_the_chart() {
    let mut data = example::with_deadlines_and_claims(40);
    let rust: Vec<_> = data.record.cells.iter().filter(|it| it.runtime == Runtime::Rust).collect();
    let rust: Vec<_> = rust.into_iter().map(|cell| cell.key.clone()).collect();
    data.record.verdicts.retain(|it| !rust.contains(&it.cell));
    let keys = |chart: &str| -> usize {
        let pages = pages(chart, &data, PageSize::WIDE);
        pages[0].texts().filter(|it| *it == "rust").count()
    };
    // In the ladder, implementations have that name too.
    let rows = rust.iter().filter(|id| id.scenario == "increment-register").count();
    assert!(rows > 0 && keys("ladder") > rows, "{}", keys("ladder"));
    assert_eq!(keys("worst-cases"), 0);
}

#[test]
fn range_of_a_deadline_is_stated_once() {
    let key = |name: &str, earliest_ns, latest_ns| {
        let deadline = Deadline { name: name.into(), quantity: None, earliest_ns, latest_ns };
        ladder::deadline_legend(&deadline).text
    };
    assert_eq!(key("each answer within 50 us", 0, 50_000), "deadline: each answer within 50 µs");
    assert_eq!(key("30 frames a second", 0, 33_000_000), "deadline: 30 frames a second, within 33 ms");
    assert_eq!(key("a bit", 650, 950), "deadline: a bit, 650 ns to 950 ns");
}

#[test]
fn narrow_charts_explain_their_columns() {
    let page = &pages("ladder", &example::report_data(5, BoardKind::Simulated), PageSize::NARROW)[0];
    assert!(says(page, "Above the dots: time, × baseline."));
}

/// A garbage collection occurs in four of 200 samples.
#[test]
fn garbage_collections_are_outliers() {
    let mut data = example::report_data(1, BoardKind::Simulated);
    data.record.scenarios[0].collector = Collector::Free;
    let samples: Vec<SampleRow> = (0..200)
        .map(|index| SampleRow {
            order: index as u32,
            boot: 0,
            length: Length::Single,
            first: index == 0,
            cycles: 1000 + index % 3 + if index % 50 == 20 { 60_000 } else { 0 },
        })
        .collect();
    if let CellOutcome::Measured(it) = &mut data.record.cells[0].outcome {
        it.statistics.single = Summary::of(&samples.iter().map(|it| it.cycles).collect::<Vec<_>>()).unwrap();
    }
    data.samples.insert(data.record.cells[0].key.clone(), samples);
    let page = &pages("distributions", &data, PageSize::WIDE)[0];
    // Four of 199 steady-state samples are 60,000 cycles longer than the others, whose mean is 1001.
    assert!(says(page, "median 1001, mean 2207"), "{:?}", page.texts().collect::<Vec<_>>());
    assert!(says(page, "4 outliers") && !says(page, "slower before") && !says(page, "no steady state"));
}

#[test]
fn nothing_overlaps_or_leaves_the_frame() {
    for size in SIZES {
        for count in [0, 1, 5, 20, 120, 212] {
            let mut datasets = vec![grown(example::with_deadlines_and_claims(count), count)];
            if count > 0 {
                datasets.push(grown(with_history(count, 12), count));
            }
            for data in datasets {
                for chart in CHARTS {
                    for page in chart.draw(&data, size) {
                        assert_legible(&page);
                        assert!(page.width == size.width && page.height <= size.height, "{}", page.title);
                    }
                }
            }
        }
    }
}

#[test]
fn every_chart_names_the_board_kind() {
    for (kind, word, other) in
        [(BoardKind::Simulated, "SIMULATED", "HARDWARE"), (BoardKind::Hardware, "HARDWARE", "SIMULATED")]
    {
        let mut data = example::with_deadlines_and_claims(40);
        data.record.provenance.board.kind = kind;
        for chart in CHARTS {
            for page in chart.draw(&data, PageSize::WIDE) {
                assert!(says(&page, word) && !says(&page, other), "{}", chart.id());
                assert!(!page.description.is_empty() && !page.title.is_empty());
            }
        }
    }
}

#[test]
fn worst_cases_have_their_deadlines() {
    let mut data = example::with_deadlines_and_claims(6);
    assert!(pages("worst-cases", &example::report_data(6, BoardKind::Simulated), PageSize::WIDE).is_empty());
    let verdicts = &mut data.record.verdicts;
    verdicts[0].worst_ns = Some(0.0);
    (verdicts[1].worst_ns, verdicts[1].best_ns, verdicts[1].margin) = (None, None, None);
    verdicts[2].missed = 3;
    let page = &pages("worst-cases", &data, PageSize::WIDE)[0];
    for words in ["deadline: a WS2812 bit, 650 ns to 950 ns", "none", "no event", "3 missed", "4.275 µs"] {
        assert!(says(page, words), "{words}");
    }
    // The ladder shows the time per operation, so it has the other deadline only.
    let ladder = &pages("ladder", &data, PageSize::WIDE)[0];
    assert!(!says(ladder, "WS2812") && says(ladder, "deadline: a name of a deadline"));
}

#[test]
fn every_cell_is_in_the_ladder_and_every_pair_among_the_ratios() {
    let data = example::report_data(120, BoardKind::Simulated);
    let rows = |chart: &str, word: &str| -> usize {
        pages(chart, &data, PageSize::A4)
            .iter()
            .map(|page| page.texts().filter(|it| *it == word).count())
            .sum()
    };
    assert_eq!(rows("ladder", "ram") + rows("ladder", "flash"), 120);
    assert_eq!(rows("ladder", "failed"), 12);
    // Baselines and failed cells have no ratio.
    assert_eq!(rows("ratios", "ram") + rows("ratios", "flash"), 120 - 12 - 12);
}

#[test]
fn values_that_a_logarithmic_axis_cannot_show_are_text() {
    let mut data = example::report_data(5, BoardKind::Simulated);
    for cell in &mut data.record.cells {
        if let CellOutcome::Measured(it) = &mut cell.outcome {
            it.statistics.per_operation.value = -0.5;
        }
    }
    let pages = pages("ladder", &data, PageSize::WIDE);
    assert_eq!(pages.iter().flat_map(Scene::texts).filter(|it| *it == "not above 0").count(), 5);
}

#[test]
fn charts_without_data_are_left_out() {
    let data = example::report_data(5, BoardKind::Simulated);
    let drawn = |data: &ReportData| -> Vec<&str> {
        let has = |chart: &&&dyn Chart| !chart.draw(data, PageSize::WIDE).is_empty();
        CHARTS.iter().filter(has).map(|chart| chart.id()).collect()
    };
    assert_eq!(drawn(&data), ["ladder", "ratios", "distributions"]);
    assert_eq!(
        drawn(&example::with_deadlines_and_claims(5)),
        ["verdicts", "ladder", "worst-cases", "ratios", "claims", "distributions"]
    );
    assert_eq!(drawn(&with_history(5, 1)), ["ladder", "ratios", "distributions", "history"]);
}

#[test]
fn deadlines_claims_and_verdicts_are_stated() {
    let mut data = example::with_deadlines_and_claims(20);
    // The best implementation of a runtime decides: leave `c` without a `yes`, and `rust` with `no` only.
    data.record.verdicts.retain(|it| match it.cell.implementation.as_str() {
        "c" => it.verdict == Verdict::Marginal,
        "rust" => it.verdict == Verdict::No,
        _ => true,
    });
    let said =
        |chart: &str, words: &str| pages(chart, &data, PageSize::WIDE).iter().any(|it| says(it, words));
    assert!(said("worst-cases", "deadline: a WS2812 bit, 650 ns to 950 ns"));
    for words in ["holds", "off by 1.03×", "off by 1.705×", "not measured", "133 – 300"] {
        assert!(said("claims", words), "{words}");
    }
    assert!(said("claims", "at least 5") && said("claims", "has no upper limit"));
    for words in ["✓ yes", "~ marginal", "✗ no", "late by 350 %", "Nanoseconds", "increment-register"] {
        assert!(said("verdicts", words), "{words}");
    }
    assert!(said("ratios", "about 200×"));
}

#[test]
fn history_distinguishes_noise_from_change() {
    let data = with_history(5, 6);
    let pages = pages("history", &data, PageSize::WIDE);
    assert!(pages.iter().any(|page| says(page, "outside the noise band")), "3 % more");
    assert!(
        pages[0].description.contains("Cells now outside their noise band: 5"),
        "{}",
        pages[0].description
    );
    let mut same = data.clone();
    same.history.runs = vec![same.record.clone()];
    let pages = super::tests::pages("history", &same, PageSize::WIDE);
    assert!(
        pages.iter().any(|page| says(page, "0 %: within the noise band"))
            && !pages.iter().any(|it| says(it, "outside"))
    );
}

#[test]
fn size_of_a_chart_does_not_grow_with_the_samples() {
    let mut data = example::report_data(2, BoardKind::Simulated);
    for samples in data.samples.values_mut() {
        let few = samples.clone();
        *samples = few.iter().cycle().take(20_000).copied().collect();
    }
    let page = &pages("distributions", &data, PageSize::WIDE)[0];
    assert_legible(page);
    let svg = crate::report::drawing::svg(page).unwrap();
    assert!(svg.len() < 20_000, "{}", svg.len());
}

#[test]
fn cells_beyond_the_limit_are_only_counted() {
    let mut data = example::report_data(120, BoardKind::Simulated);
    assert!(matches!(data.charted(), std::borrow::Cow::Borrowed(_)));
    let cells = data.record.cells.clone();
    data.record.cells = cells.iter().cycle().take(1_234).cloned().collect();
    let charted = data.charted();
    assert_eq!((charted.record.cells.len(), charted.omitted_from_charts), (1000, 234));
    assert!(
        pages("ladder", &charted, PageSize::WIDE)
            .iter()
            .all(|page| says(page, "234 more cells: see the tables"))
    );
}
