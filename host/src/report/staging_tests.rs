use super::*;

/// Creates a run folder with the files of an old report.
fn run() -> (tempfile::TempDir, PathBuf) {
    let root = tempfile::tempdir().unwrap();
    let run = root.path().join("run");
    fs::create_dir_all(run.join(charts::FOLDER)).unwrap();
    fs::write(run.join(RUN_FILE), "{}").unwrap();
    for name in OLD {
        fs::write(run.join(name), "old").unwrap();
    }
    (root, run)
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

/// Returns the names and contents of all report files of the run.
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
fn new_report_replaces_the_old_one() {
    let (_root, run) = run();
    let (staging, names) = stage(&run);
    let written = staging.commit(&run, &names).unwrap();
    assert_eq!(written, names.iter().map(|name| run.join(name)).collect::<Vec<_>>());
    assert_eq!((content(&run), leftovers(&run)), (expected(&NEW, "new"), 0));
}

#[test]
fn old_report_stays_if_one_file_cannot_be_moved() {
    let (_root, run) = run();
    let (staging, mut names) = stage(&run);
    // The last file does not exist in the staging folder.
    names.push(PathBuf::from("charts/ratios.png"));
    let error = staging.commit(&run, &names).unwrap_err().to_string();
    assert!(error.starts_with("cannot write ") && error.ends_with("charts/ratios.png"), "{error}");
    assert_eq!((content(&run), leftovers(&run)), (expected(&OLD, "old"), 0));
}

#[test]
fn old_report_stays_if_a_folder_has_the_name_of_a_report_file() {
    let (_root, run) = run();
    fs::create_dir(run.join("report.pdf")).unwrap();
    fs::write(run.join("report.pdf/mine"), "text").unwrap();
    let (staging, mut names) = stage(&run);
    fs::write(staging.path().join("report.pdf"), "new").unwrap();
    names.push(PathBuf::from("report.pdf"));
    staging.commit(&run, &names).unwrap_err();
    assert_eq!((content(&run), leftovers(&run)), (expected(&OLD, "old"), 0));
}

/// The process can be killed after any step.
#[test]
fn old_report_is_restored_after_an_interrupted_one() {
    for killed_after in 0..=OLD.len() + NEW.len() + 1 {
        let (_root, run) = run();
        let (staging, mut names) = stage(&run);
        // A chart that is not part of the old report.
        fs::write(staging.path().join("charts/ratios.png"), "new").unwrap();
        names[0] = PathBuf::from("charts/ratios.png");
        let folder = staging.path().to_owned();
        // The steps of `Staging::swap`, up to the point of interruption.
        let (incomplete, complete) = (folder.join(BACKUP_INCOMPLETE), folder.join(BACKUP));
        fs::create_dir_all(incomplete.join(charts::FOLDER)).unwrap();
        let away = OLD.iter().map(|name| (run.join(name), incomplete.join(name)));
        let here = names.iter().map(|name| (folder.join(name), run.join(name)));
        for (from, to) in away.chain([(incomplete.clone(), complete)]).chain(here).take(killed_after) {
            fs::rename(from, to).unwrap();
        }
        let Staging { folder, _lock } = staging;
        let _ = folder.keep();
        drop(_lock);

        drop(Staging::within(&run).unwrap());
        assert_eq!((content(&run), leftovers(&run)), (expected(&OLD, "old"), 0), "after {killed_after}");
    }
}

#[test]
fn concurrent_reports_wait_for_each_other() {
    let (_root, run) = run();
    let (staging, names) = stage(&run);
    let other = File::open(run.join(RUN_FILE)).unwrap();
    assert!(other.try_lock().is_err());
    staging.commit(&run, &names).unwrap();
    other.try_lock().unwrap();
}
