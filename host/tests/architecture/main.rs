//! The modules of the tool import only modules below them, and siblings do not import each other in circles.

mod module_graph;

use std::path::Path;

use module_graph::ModuleGraph;

/// The modules of the tool from the bottom to the top. Modules of one line do not import each other.
const LAYERS: &[&[&str]] = &[
    &["digest", "random"],
    &["stats"],
    &["run"],
    &["evaluation"],
    &["scenario"],
    &["summary"],
    &["store"],
    &["claims"],
    &["merge"],
    &["board"],
    &["measure"],
    &["explain"],
    &["fidelity"],
    &["report"],
    &["compare", "export"],
    &["cli"],
];

fn tool() -> ModuleGraph {
    ModuleGraph::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"))
}

fn layer(module: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| layer.contains(&module))
}

#[test]
fn every_module_has_a_layer() {
    let graph = tool();
    let found: Vec<&str> = graph.top_level();
    let mut listed: Vec<&str> = LAYERS.concat();
    listed.sort_unstable();
    assert_eq!(found, listed);
}

#[test]
fn imports_point_downwards() {
    let is_upward = |it: &&module_graph::Import| it.is_top_level() && layer(&it.to) >= layer(&it.from);
    let upward: Vec<String> = tool().imports().iter().filter(is_upward).map(ToString::to_string).collect();
    assert!(upward.is_empty(), "modules import modules above them:\n{}", upward.join("\n"));
}

#[test]
fn siblings_import_each_other_in_no_circle() {
    let cycles: Vec<String> = tool().cycles().iter().map(ToString::to_string).collect();
    assert!(cycles.is_empty(), "modules import each other in circles:\n{}", cycles.join("\n"));
}
