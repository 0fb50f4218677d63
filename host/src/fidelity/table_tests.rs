use super::super::cycles::Cycles;
use super::super::source::Source;
use super::*;

#[test]
fn rows_and_kernels_correspond() {
    let table = Table::reference().unwrap();
    assert_eq!(table.groups.len(), GROUPS.len());
    let mut names = BTreeSet::new();
    for (group, (name, _, kernels)) in table.groups.iter().zip(GROUPS) {
        let rows: Vec<&str> = group.rows.iter().map(|(row, _)| row.kernel.as_str()).collect();
        let kernels: Vec<String> = kernel::parse(kernels).into_iter().map(|kernel| kernel.name).collect();
        assert_eq!(rows, kernels, "{name}: rows and kernels differ");
        for kernel in kernels {
            assert!(names.insert(kernel.clone()), "there are two kernels `{kernel}`");
        }
    }
}

#[test]
fn there_are_settled_and_unsettled_rows() {
    let table = Table::reference().unwrap();
    let rows = || table.groups.iter().flat_map(|group| &group.rows);
    let settled = rows().filter(|(row, _)| row.is_settled()).count();
    assert!(settled > 100 && settled < table.row_count(), "{settled} of {} are settled", table.row_count());
    let (chain, _) = rows().find(|(row, _)| row.kernel == "shifted_register_chain").unwrap();
    let stated: Vec<_> = chain.stated.iter().map(|stated| (stated.source, stated.cycles)).collect();
    assert_eq!(stated, [(Source::A, Cycles::whole(1)), (Source::OlderA, Cycles::whole(2))]);
    assert!(!chain.is_settled());
}

fn refused(text: &str) -> String {
    parse("own", "own.toml", text).unwrap_err().to_string()
}

#[test]
fn an_invalid_row_is_named() {
    let unknown = refused("rows = [{ kernel = 'no_such', rule = '', stated = { A = 1 } }]");
    assert!(unknown.contains("own.toml") && unknown.contains("`no_such`"), "{unknown}");
    let key = refused("rows = [\n  { kernel = 'load', rule = '', stated = { A = 1 }, colour = 1 },\n]");
    assert!(key.contains("line 2") && key.contains("colour"), "{key}");
    let source = refused("rows = [{ kernel = 'load', rule = '', stated = { Z = 1 } }]");
    assert!(source.contains("`Z`"), "{source}");
    let nothing = refused("rows = [{ kernel = 'load', rule = '', stated = {} }]");
    assert!(nothing.contains("states no cycles"), "{nothing}");
    let row = "{ kernel = 'load', rule = '', stated = { A = 1 } }";
    let twice = refused(&format!("rows = [{row}, {row}]"));
    assert!(twice.contains("two rows have the kernel `load`"), "{twice}");
    for cycles in ["-1", "1.5", "'x'", "'1.'", "true"] {
        let cycles =
            refused(&format!("rows = [{{ kernel = 'load', rule = '', stated = {{ A = {cycles} }} }}]"));
        assert!(cycles.contains("line 1"), "{cycles}");
    }
}

#[test]
fn groups_are_selected_by_name() {
    let only = |globs: &[&str]| {
        let globs: Vec<String> = globs.iter().map(|&glob| glob.to_owned()).collect();
        Table::reference().unwrap().only(&globs)
    };
    let names = |table: Table| -> Vec<String> { table.groups.into_iter().map(|group| group.name).collect() };
    assert_eq!(names(only(&["m*"]).unwrap()), ["multiply", "memory"]);
    assert_eq!(names(only(&["chip", "divide"]).unwrap()), ["divide", "chip"]);
    assert_eq!(only(&[]).unwrap(), Table::reference().unwrap());
    let none = only(&["x*"]).unwrap_err().to_string();
    assert!(none.contains("x*") && none.contains("arithmetic"), "{none}");
    assert!(only(&["a["]).unwrap_err().to_string().contains("`a[`"));
}
