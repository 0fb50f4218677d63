use super::*;
use crate::run::{BoardKind, CellKey, ClaimRecord, ClaimStatus};
use crate::scenario;
use crate::store::Run;
use crate::store::example::{self, cells, increment};
use std::path::Path;

const GOOD: &str = "[[claim]]
id = 'time'
source = 'primer, part 1'
statement = 'x++ takes 20 to 30 ns'
unit = 'ns'
stated = [20, 30]
measure = { figure = 'time-per-operation', cell = 'increment-memory/c/ram' }

[[claim]]
id = 'song'
source = 'elsewhere'
statement = 'it sings'
unit = '×'
about = 3
not_measured = 'nobody listens'
";

fn parse_text(text: &str) -> Result<Vec<Claim>, ClaimsError> {
    parse(Path::new("claims.toml"), text)
}

/// Returns the error for the good file with `from` replaced by `to`.
fn refuse(from: &str, to: &str) -> String {
    assert!(GOOD.contains(from), "{from}");
    parse_text(&GOOD.replacen(from, to, 1)).unwrap_err().to_string()
}

#[test]
fn good_file() {
    let claims = parse_text(GOOD).unwrap();
    let [time, song] = claims.as_slice() else { panic!("{claims:?}") };
    assert_eq!((time.id.as_str(), time.stated), ("time", Interval { lower: 20.0, upper: 30.0 }));
    let cell: CellKey = "increment-memory/c/ram".parse().unwrap();
    assert_eq!(time.test, Test::Measure(Measure::TimePerOperation { cell }));
    assert_eq!((song.stated, song.location.line), (Interval { lower: 2.0, upper: 4.5 }, 10));
    assert_eq!(song.test, Test::NotMeasured("nobody listens".into()));
    assert!(parse_text("").unwrap().is_empty());
    let open = parse_text(&GOOD.replace("about = 3", "at_least = 1")).unwrap();
    assert_eq!(open[1].stated, Interval { lower: 1.0, upper: OPEN });
    let whole = parse_text(&GOOD.replace("about = 3", "whole = 1")).unwrap();
    assert_eq!(whole[1].stated, Interval { lower: 0.5, upper: 1.5 });
    let words = [&time.stated_as, &song.stated_as, &open[1].stated_as, &whole[1].stated_as];
    assert_eq!(words, ["20 – 30", "about 3", "at least 1", "1"]);
}

#[test]
fn errors_name_file_and_line() {
    for (from, to, words) in [
        ("id = 'time'", "id = 'The time'", "2: `The time` is not an id"),
        ("unit = 'ns'", "unit = ''", "5: `unit` is empty"),
        ("unit = 'ns'", "unit = 'cycles'", "5: the figure does not have unit `cycles`, expected `ns`, `µs`"),
        ("stated = [20, 30]", "stated = [30, 20]", "6: 30 to 20 is not a range"),
        ("stated = [20, 30]", "stated = [0, 20]", "6: 0 to 20 is not a range"),
        ("stated = [20, 30]", "stated = [20]", "6: "),
        ("stated = [20, 30]", "", "2: claim `time` has 0 of `stated`, `about`, `at_least`, `whole`"),
        ("stated = [20, 30]", "stated = [20, 30]\nabout = 25", "2: claim `time` has 2 of `stated`"),
        ("not_measured = 'nobody listens'", "", "10: claim `song` has 0 of `measure`, `not_measured`"),
        ("ns'\nstated", "ns'\nstatd", "6: unknown field `statd`, expected one of `id`"),
        ("time-per-operation", "colour", "7: unknown value `colour`, expected one of `cycles-per-operation`"),
        ("increment-memory/c/ram", "increment-memory/c", "7: `increment-memory/c` is not a cell"),
        ("cell = ", "sell = ", "7: "),
        ("[[claim]]\nid = 'song'", "[[claims]]\nid = 'song'", "9: unknown field `claims`"),
    ] {
        let error = refuse(from, to);
        assert!(error.starts_with(&format!("claims.toml:{words}")), "{error}");
    }
}

#[test]
fn ids_are_unique_over_all_directories() {
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    std::fs::write(one.path().join("claims.toml"), GOOD).unwrap();
    let directories = [one.path().to_owned(), two.path().to_owned()];
    assert_eq!(load(&directories).unwrap().len(), 2);
    std::fs::write(two.path().join("claims.toml"), GOOD).unwrap();
    let error = load(&directories).unwrap_err().to_string();
    assert!(error.starts_with(two.path().to_str().unwrap()), "{error}");
    assert!(error.contains("claims.toml:2: claim `time` is already defined at"), "{error}");
}

#[test]
fn cells_and_quantities_of_known_scenarios_must_exist() {
    let mut toggled = increment();
    toggled.id = "pin-toggle".into();
    toggled.evaluation = Some(toml::from_str("kind = 'toggle'").unwrap());
    let scenarios = [increment(), toggled];
    let refused = |measure: &str, unit: &str| {
        let old = "{ figure = 'time-per-operation', cell = 'increment-memory/c/ram' }";
        let text = GOOD.replace(old, measure).replace("unit = 'ns'", &format!("unit = '{unit}'"));
        check(&parse_text(&text).unwrap(), &scenarios).err().map(|it| it.to_string())
    };
    assert_eq!(refused("{ figure = 'ratio', cell = 'nowhere/c/ram' }", "×"), None);
    let error = refused("{ figure = 'ratio', cell = 'increment-memory/d/ram' }", "×").unwrap();
    assert!(
        error.starts_with(
            "claims.toml:2: scenario `increment-memory` has no cell `increment-memory/d/ram`, expected one of \
             `increment-memory/c/ram`"
        ),
        "{error}"
    );
    let error =
        refused("{ figure = 'ratio', cell = 'increment-memory/c/ram', to = 'increment-memory/e/ram' }", "×");
    assert!(error.unwrap().contains("no cell `increment-memory/e/ram`"));
    let worst =
        |quantity| format!("{{ figure = 'worst-case', cell = 'pin-toggle/c/ram', quantity = '{quantity}' }}");
    assert_eq!(refused(&worst("jitter"), "µs"), None);
    assert_eq!(refused(&worst("rate"), "Hz"), None);
    let error = refused(&worst("rate"), "ns").unwrap();
    assert!(error.ends_with("the figure does not have unit `ns`, expected `Hz`"), "{error}");
    let error = refused(&worst("colour"), "ns").unwrap();
    assert!(
        error.contains("no quantity `colour`, expected one of `half-period`, `jitter`, `rate`"),
        "{error}"
    );
}

/// The figure `seven` of every cell.
struct Seven;

impl ExplainedFigures for Seven {
    fn figure(&self, _: &CellKey, name: &str) -> Result<crate::stats::Estimate, String> {
        match name {
            "seven" => Ok(crate::stats::Estimate { value: 7.0, samples: 1, interval: None }),
            _ => Err(format!("no figure `{name}`")),
        }
    }
}

/// Compares the claim that `measure` tests with a small run.
fn judged(measure: &str, unit: &str, stated: &str) -> ClaimRecord {
    let place = tempfile::tempdir().unwrap();
    let folder =
        example::write(&place.path().join("a"), BoardKind::Simulated, &cells(vec![increment()]), |_| 1.0);
    let run = Run::open(&folder).unwrap();
    let text = format!(
        "[[claim]]\nid = 'a'\nsource = 'b'\nstatement = 'c'\nunit = '{unit}'\nstated = {stated}\nmeasure = {measure}\n"
    );
    let series = |id: &CellKey| {
        let observations: Vec<_> = run.samples.get(id)?.iter().map(Into::into).collect();
        Some(crate::stats::Series::of(&observations, 100, crate::stats::Lengths::Two))
    };
    judge(&parse_text(&text).unwrap(), &run.record, &series, &Seven).remove(0)
}

#[test]
fn figures_of_a_run() {
    let cell =
        |figure: &str, cell: &str| format!("{{ figure = '{figure}', cell = 'increment-memory/{cell}' }}");
    let cycles = judged(&cell("cycles-per-operation", "c/ram"), "cycles", "[3, 5]");
    assert_eq!((cycles.measured.unwrap().value, cycles.status), (7.0, ClaimStatus::Off));
    assert_eq!(cycles.tested_by.as_deref(), Some("increment-memory/c/ram: cycles per operation"));
    let time = judged(&cell("time-per-operation", "c/ram"), "µs", "[0.04, 0.05]");
    assert!((time.measured.unwrap().value - 0.04667).abs() < 1e-5);
    assert_eq!(time.status, ClaimStatus::Holds);
    let ratio = judged(&cell("ratio", "micropython-global/ram"), "×", "[100, 300]");
    assert_eq!(ratio.status, ClaimStatus::Off);
    let other = "{ figure = 'ratio', cell = 'increment-memory/micropython-global/ram', to = \
                 'increment-memory/micropython-viper/ram' }";
    let other = judged(other, "×", "[10, 20]");
    assert_eq!(other.status, ClaimStatus::Holds);
    assert!(!other.measured.unwrap().is_exact());
    let clock = judged("{ figure = 'clock' }", "MHz", "[150, 150]");
    assert_eq!((clock.measured.unwrap().value, clock.status), (150.0, ClaimStatus::Holds));
    let explained = |name: &str| {
        let measure = format!("{{ figure = 'explain', cell = 'increment-memory/c/ram', name = '{name}' }}");
        judged(&measure, "instructions", "[5, 9]")
    };
    assert_eq!(explained("seven").status, ClaimStatus::Holds);
    assert_eq!(explained("eight").note.as_deref(), Some("no figure `eight`"));
}

#[test]
fn a_claim_is_recovered_from_its_record() {
    for claim in parse_text(GOOD).unwrap() {
        let place = tempfile::tempdir().unwrap();
        let folder =
            example::write(&place.path().join("a"), BoardKind::Simulated, &cells(vec![increment()]), |_| 1.0);
        let run = Run::open(&folder).unwrap();
        let judged = judge(std::slice::from_ref(&claim), &run.record, &|_| None, &NoExplanations).remove(0);
        let again = Claim::from(&judged);
        assert_eq!(Claim { location: claim.location.clone(), ..again }, claim);
    }
}

#[test]
fn a_claim_that_was_not_measured_has_a_reason() {
    for (measure, unit, why) in [
        (
            "{ figure = 'cycles-per-operation', cell = 'sum-loop/c/ram' }",
            "cycles",
            "cell sum-loop/c/ram was not part of the run",
        ),
        (
            "{ figure = 'cycles-per-operation', cell = 'increment-memory/broken/ram' }",
            "cycles",
            "cell increment-memory/broken/ram failed",
        ),
        ("{ figure = 'ratio', cell = 'increment-memory/c/ram' }", "×", "the baseline was not measured"),
        (
            "{ figure = 'median', cell = 'increment-memory/c/ram', quantity = 'q' }",
            "ns",
            "cell increment-memory/c/ram has no quantity `q`",
        ),
    ] {
        let found = judged(measure, unit, "[1, 2]");
        assert_eq!((found.status, found.note.as_deref()), (ClaimStatus::NotMeasured, Some(why)));
        assert!(found.measured.is_none());
    }
}

/// Claims of this repository.
#[test]
fn our_claims_match_our_scenarios() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("../scenarios");
    let claims = load(std::slice::from_ref(&directory)).unwrap();
    assert!(claims.len() > 30, "{}", claims.len());
    check(&claims, &scenario::load(&[directory]).unwrap()).unwrap();
}

proptest::proptest! {
    #[test]
    fn any_text_gives_claims_or_an_error(text in "\\PC*", cut in 0..GOOD.len(), replaced in 0..GOOD.len()) {
        let _ = parse_text(&text);
        let _ = parse_text(&String::from_utf8_lossy(&GOOD.as_bytes()[..cut]));
        let mut bytes = GOOD.as_bytes().to_vec();
        bytes[replaced] = b'\n';
        let _ = parse_text(&String::from_utf8_lossy(&bytes));
    }
}
