//! The modules of the tool import only modules below them.

mod module_graph;

use std::path::Path;

use module_graph::ModuleGraph;

/// Modules of the tool from the bottom to the top. Modules of one layer do not import each other.
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

#[test]
fn imports_point_downwards() {
    ModuleGraph::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).check(LAYERS);
}
