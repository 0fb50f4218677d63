use super::*;

/// A run's folder with a report of old files.
fn run() -> (tempfile::TempDir, PathBuf) {
    let place = tempfile::tempdir().unwrap();
    let run = place.path().join("run");
    fs::create_dir_all(run.join(charts::FOLDER)).unwrap();
    fs::write(run.join(RUN_FILE), "{}").unwrap();
    for name in OLD {
        fs::write(run.join(name), "old").unwrap();
    }
    (place, run)
}

const OLD: [&str; 4] = ["summary.md", "report.html", "charts/ladder.png", "charts/ladder-2.png"];
const NEW: [&str; 3] = ["summary.md", "report.html", "charts/ladder.png"];

fn stage(run: &Path) -> (Staging, Vec<PathBuf>) {
    let staging = Staging::within(run).unwrap();
    for name in NEW {
        fs::write(staging.path().join(name), "new").unwrap();
    }
    (staging, NEW.iter().map(PathBuf::from).collect())
}

/// All files below the folder, with what they hold.
fn content(run: &Path) -> Vec<(String, String)> {
    let mut files: Vec<_> = present(run)
        .unwrap()
        .into_iter()
        .map(|name| (name.clone(), fs::read_to_string(run.join(name)).unwrap()))
        .filter(|(name, _)| name != RUN_FILE)
        .collect();
    files.sort();
    files
}

fn expected(names: &[&str], text: &str) -> Vec<(String, String)> {
    let mut files: Vec<_> = names.iter().map(|name| ((*name).to_owned(), text.to_owned())).collect();
    files.sort();
    files
}

fn leftovers(run: &Path) -> usize {
    let names = fs::read_dir(run).unwrap().map(|it| it.unwrap().file_name());
    names.filter(|name| name.to_string_lossy().starts_with(PREFIX)).count()
}

#[test]
fn the_new_report_takes_the_place_of_the_old_one() {
    let (_place, run) = run();
    let (staging, names) = stage(&run);
    let written = staging.put_in_place(&run, &names).unwrap();
    assert_eq!(written, names.iter().map(|name| run.join(name)).collect::<Vec<_>>());
    assert_eq!((content(&run), leftovers(&run)), (expected(&NEW, "new"), 0));
}

#[test]
fn where_one_file_cannot_be_placed_all_of_the_old_report_stays() {
    let (_place, run) = run();
    let (staging, mut names) = stage(&run);
    // The last of the new files is not there to be moved.
    names.push(PathBuf::from("charts/ratios.png"));
    let error = staging.put_in_place(&run, &names).unwrap_err().to_string();
    assert!(error.ends_with("charts/ratios.png: cannot be written"), "{error}");
    assert_eq!((content(&run), leftovers(&run)), (expected(&OLD, "old"), 0));
}

#[test]
fn a_folder_where_a_file_should_be_stops_the_report_before_anything_is_lost() {
    let (_place, run) = run();
    fs::create_dir(run.join("report.pdf")).unwrap();
    fs::write(run.join("report.pdf/mine"), "text").unwrap();
    let (staging, mut names) = stage(&run);
    fs::write(staging.path().join("report.pdf"), "new").unwrap();
    names.push(PathBuf::from("report.pdf"));
    staging.put_in_place(&run, &names).unwrap_err();
    assert_eq!((content(&run), leftovers(&run)), (expected(&OLD, "old"), 0));
}

/// A report that is killed at any of its steps: the next one finds the old report whole again, and nothing else.
#[test]
fn what_a_killed_report_took_away_is_put_back() {
    for killed_after in 0..=OLD.len() + NEW.len() + 1 {
        let (_place, run) = run();
        let (staging, mut names) = stage(&run);
        // A chart that the old report did not have.
        fs::write(staging.path().join("charts/ratios.png"), "new").unwrap();
        names[0] = PathBuf::from("charts/ratios.png");
        let folder = staging.path().to_owned();
        // The same steps, up to the one before which it is killed.
        let (taking, taken) = (folder.join(TAKING), folder.join(TAKEN));
        fs::create_dir_all(taking.join(charts::FOLDER)).unwrap();
        let away = OLD.iter().map(|name| (run.join(name), taking.join(name)));
        let here = names.iter().map(|name| (folder.join(name), run.join(name)));
        for (from, to) in away.chain([(taking.clone(), taken)]).chain(here).take(killed_after) {
            fs::rename(from, to).unwrap();
        }
        let Staging { folder, _run } = staging;
        let _ = folder.keep();
        drop(_run);

        drop(Staging::within(&run).unwrap());
        assert_eq!((content(&run), leftovers(&run)), (expected(&OLD, "old"), 0), "after {killed_after}");
    }
}

#[test]
fn two_reports_take_turns() {
    let (_place, run) = run();
    let (staging, names) = stage(&run);
    let other = File::open(run.join(RUN_FILE)).unwrap();
    assert!(other.try_lock().is_err());
    staging.put_in_place(&run, &names).unwrap();
    other.try_lock().unwrap();
}
