//! Imports between the modules of a crate, read from its source.
//!
//! Every path in code that is not for tests alone is resolved to the module that defines the item, also through
//! re-exports: `use` items, paths in signatures and bodies, and paths in the arguments of macros. Calls of methods are not
//! paths and are not seen.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::{fmt, fs};

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Attribute, Ident, Item, UseTree};

/// Path of a module from the crate's root; empty for the root.
type ModulePath = Vec<String>;

/// The modules of a crate with their imports.
#[derive(Default)]
pub struct ModuleGraph {
    modules: BTreeMap<ModulePath, Module>,
}

#[derive(Default)]
struct Module {
    file: PathBuf,
    children: BTreeSet<String>,
    /// Names that `use` brings into scope, with the paths they stand for.
    imports: HashMap<String, Vec<String>>,
    /// Paths of glob imports.
    globs: Vec<Vec<String>>,
    /// Names of the items defined here.
    items: BTreeSet<String>,
    /// All paths in the code.
    paths: BTreeSet<Vec<String>>,
}

/// An import of one module by another, named at the level where their paths differ.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Import {
    /// The common parent of both modules.
    parent: ModulePath,
    /// The importing child of `parent`.
    from: String,
    /// The imported child of `parent`.
    to: String,
    /// Source file of the import.
    file: PathBuf,
    /// The import as written.
    path: String,
}

impl fmt::Display for Import {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { parent, from, to, file, path } = self;
        let parent: String = parent.iter().map(|part| format!("{part}::")).collect();
        write!(f, "{parent}{from} imports {parent}{to}: `{path}` in {}", file.display())
    }
}

impl ModuleGraph {
    /// Reads the crate whose root is `source`/lib.rs.
    pub fn read(source: &Path) -> Self {
        let mut graph = Self::default();
        let root = source.join("lib.rs");
        graph.read_file(&root, source, Vec::new());
        graph
    }

    /// Checks that `layers`, from the bottom to the top, list the modules in the root, that these import only modules of
    /// lower layers, and that there are no cycles of imports between siblings at any level. Panics with all violations.
    pub fn check(&self, layers: &[&[&str]]) {
        let layer = |module: &str| layers.iter().position(|layer| layer.contains(&module));
        let listed: BTreeSet<&str> = layers.concat().into_iter().collect();
        let found: BTreeSet<&str> = self.modules[&Vec::new()].children.iter().map(String::as_str).collect();
        let mut violations: Vec<String> = Vec::new();
        violations.extend(found.difference(&listed).map(|module| format!("{module} has no layer")));
        violations.extend(listed.difference(&found).map(|module| format!("{module} does not exist")));
        for import in self.imports() {
            if import.parent.is_empty() && layer(&import.to) >= layer(&import.from) {
                violations.push(format!("not downwards: {import}"));
            }
        }
        violations.extend(self.cycles().iter().map(|import| format!("in a circle: {import}")));
        assert!(violations.is_empty(), "violations of the architecture:\n{}", violations.join("\n"));
    }

    /// Returns all imports, each at the level where the paths of both modules differ. Imports between a module and its own
    /// descendants are left out.
    fn imports(&self) -> Vec<Import> {
        let mut imports = BTreeSet::new();
        for (importer, module) in &self.modules {
            for path in &module.paths {
                let Some(imported) = self.resolve(importer, path, 0) else { continue };
                let common = importer.iter().zip(&imported).take_while(|(one, other)| one == other).count();
                if let (Some(from), Some(to)) = (importer.get(common), imported.get(common)) {
                    imports.insert(Import {
                        parent: importer[..common].to_vec(),
                        from: from.clone(),
                        to: to.clone(),
                        file: module.file.clone(),
                        path: path.join("::"),
                    });
                }
            }
        }
        imports.into_iter().collect()
    }

    /// Returns the imports between modules that import each other, directly or through siblings.
    fn cycles(&self) -> Vec<Import> {
        let imports = self.imports();
        let reaches = |parent: &ModulePath, start: &str, goal: &str| {
            let (mut pending, mut seen) = (vec![start], BTreeSet::new());
            while let Some(module) = pending.pop() {
                if module == goal {
                    return true;
                }
                if seen.insert(module) {
                    let next = imports.iter().filter(|it| it.parent == *parent && it.from == module);
                    pending.extend(next.map(|it| it.to.as_str()));
                }
            }
            false
        };
        imports.iter().filter(|it| reaches(&it.parent, &it.to, &it.from)).cloned().collect()
    }

    fn read_file(&mut self, file: &Path, children_folder: &Path, path: ModulePath) {
        let text = fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let syntax = syn::parse_file(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        self.read_items(&syntax.items, file, children_folder, path);
    }

    fn read_items(&mut self, items: &[Item], file: &Path, children_folder: &Path, path: ModulePath) {
        let mut module = Module { file: file.to_owned(), ..Module::default() };
        for item in items {
            match item {
                Item::Mod(inner) if !is_test_only(&inner.attrs) => {
                    let name = inner.ident.to_string();
                    module.children.insert(name.clone());
                    let mut child = path.clone();
                    child.push(name.clone());
                    let folder = children_folder.join(&name);
                    match (&inner.content, path_attribute(&inner.attrs)) {
                        (Some((_, items)), _) => self.read_items(items, file, &folder, child),
                        (None, Some(named)) => {
                            let file = file.parent().unwrap_or(Path::new("")).join(named);
                            let folder = file.parent().unwrap_or(Path::new("")).to_owned();
                            self.read_file(&file, &folder, child);
                        }
                        (None, None) => {
                            let flat = children_folder.join(&name).with_extension("rs");
                            let file = if flat.exists() { flat } else { folder.join("mod.rs") };
                            self.read_file(&file, &folder, child);
                        }
                    }
                }
                item => Collector { module: &mut module }.visit_item(item),
            }
        }
        self.modules.insert(path, module);
    }

    /// Returns the module that defines the item at `path`, as `module` names it; `None` for items of other crates.
    fn resolve(&self, module: &ModulePath, path: &[String], depth: usize) -> Option<ModulePath> {
        const MAX_DEPTH: usize = 16;
        if depth > MAX_DEPTH {
            return None;
        }
        let mut current = module.clone();
        let mut rest = path;
        let mut is_anchored = false;
        while let Some((first, others)) = rest.split_first() {
            match first.as_str() {
                "crate" => current.clear(),
                "self" => {}
                "super" => drop(current.pop()),
                _ => break,
            }
            is_anchored = true;
            rest = others;
        }
        while let Some((name, others)) = rest.split_first() {
            let inside = self.modules.get(&current)?;
            if inside.children.contains(name) {
                current.push(name.clone());
            } else if let Some(import) = inside.imports.get(name) {
                let whole: Vec<String> = import.iter().chain(others).cloned().collect();
                // An import may have the name of the item that it imports from another crate.
                return if import.first() == Some(name) && !is_anchored && import.len() == 1 {
                    None
                } else {
                    self.resolve(&current, &whole, depth + 1)
                };
            } else if inside.items.contains(name) {
                return Some(current);
            } else {
                let through_glob = |glob: &Vec<String>| {
                    let target = self.resolve(&current, glob, depth + 1)?;
                    let target_module = self.modules.get(&target)?;
                    let is_defined = target_module.children.contains(name)
                        || target_module.items.contains(name)
                        || target_module.imports.contains_key(name);
                    is_defined.then(|| self.resolve(&target, rest, depth + 1)).flatten()
                };
                let found = inside.globs.iter().find_map(through_glob);
                return found.or(is_anchored.then_some(current));
            }
            is_anchored = true;
            rest = others;
        }
        is_anchored.then_some(current)
    }
}

fn is_test_only(attributes: &[Attribute]) -> bool {
    attributes.iter().filter(|it| it.path().is_ident("cfg")).any(|it| {
        let condition = it.meta.require_list().map(|list| list.tokens.to_string()).unwrap_or_default();
        condition == "test" || condition.starts_with("all (test") || condition.starts_with("all(test")
    })
}

fn path_attribute(attributes: &[Attribute]) -> Option<String> {
    let attribute = attributes.iter().find(|it| it.path().is_ident("path"))?;
    match &attribute.meta.require_name_value().ok()?.value {
        syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(name), .. }) => Some(name.value()),
        _ => None,
    }
}

/// Collects names and paths of the items of one module.
struct Collector<'a> {
    module: &'a mut Module,
}

impl Collector<'_> {
    fn use_tree(&mut self, tree: &UseTree, prefix: &[String]) {
        let with = |name: &Ident| [prefix, &[name.to_string()]].concat();
        match tree {
            UseTree::Path(path) => self.use_tree(&path.tree, &with(&path.ident)),
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.use_tree(tree, prefix)),
            UseTree::Glob(_) => {
                self.module.globs.push(prefix.to_vec());
                self.module.paths.insert(prefix.to_vec());
            }
            UseTree::Name(name) if name.ident == "self" => {
                self.import(prefix.last().cloned(), prefix.to_vec())
            }
            UseTree::Name(name) => self.import(Some(name.ident.to_string()), with(&name.ident)),
            UseTree::Rename(rename) if rename.ident == "self" => {
                self.import(Some(rename.rename.to_string()), prefix.to_vec());
            }
            UseTree::Rename(rename) => self.import(Some(rename.rename.to_string()), with(&rename.ident)),
        }
    }

    fn import(&mut self, name: Option<String>, path: Vec<String>) {
        self.module.paths.insert(path.clone());
        self.module.imports.extend(name.map(|name| (name, path)));
    }

    /// Collects the paths among the tokens of a macro.
    fn tokens(&mut self, tokens: TokenStream) {
        let mut path: Vec<String> = Vec::new();
        let mut colons = 0;
        for token in tokens {
            match token {
                TokenTree::Ident(ident) if path.is_empty() || colons == 2 => {
                    path.push(ident.to_string());
                    colons = 0;
                }
                TokenTree::Punct(punct) if punct.as_char() == ':' && !path.is_empty() && colons < 2 => {
                    colons += 1;
                }
                other => {
                    self.path(std::mem::take(&mut path));
                    colons = 0;
                    match other {
                        TokenTree::Ident(ident) => path.push(ident.to_string()),
                        TokenTree::Group(group) => self.tokens(group.stream()),
                        _ => {}
                    }
                }
            }
        }
        self.path(path);
    }

    fn path(&mut self, path: Vec<String>) {
        if path.len() > 1 {
            self.module.paths.insert(path);
        }
    }
}

impl<'a> Visit<'a> for Collector<'_> {
    fn visit_item(&mut self, item: &'a Item) {
        let (attributes, name): (&[Attribute], Option<&Ident>) = match item {
            Item::Const(it) => (&it.attrs, Some(&it.ident)),
            Item::Enum(it) => (&it.attrs, Some(&it.ident)),
            Item::Fn(it) => (&it.attrs, Some(&it.sig.ident)),
            Item::Impl(it) => (&it.attrs, None),
            Item::Macro(it) => (&it.attrs, it.ident.as_ref()),
            Item::Mod(it) => (&it.attrs, None),
            Item::Static(it) => (&it.attrs, Some(&it.ident)),
            Item::Struct(it) => (&it.attrs, Some(&it.ident)),
            Item::Trait(it) => (&it.attrs, Some(&it.ident)),
            Item::Type(it) => (&it.attrs, Some(&it.ident)),
            Item::Union(it) => (&it.attrs, Some(&it.ident)),
            Item::Use(it) => (&it.attrs, None),
            _ => (&[], None),
        };
        if is_test_only(attributes) {
            return;
        }
        self.module.items.extend(name.map(ToString::to_string));
        visit::visit_item(self, item);
    }

    fn visit_item_use(&mut self, item: &'a syn::ItemUse) {
        if item.leading_colon.is_none() {
            self.use_tree(&item.tree, &[]);
        }
    }

    fn visit_impl_item_fn(&mut self, function: &'a syn::ImplItemFn) {
        if !is_test_only(&function.attrs) {
            visit::visit_impl_item_fn(self, function);
        }
    }

    fn visit_path(&mut self, path: &'a syn::Path) {
        if path.leading_colon.is_none() {
            self.path(path.segments.iter().map(|it| it.ident.to_string()).collect());
        }
        visit::visit_path(self, path);
    }

    fn visit_visibility(&mut self, _: &'a syn::Visibility) {}

    fn visit_macro(&mut self, invocation: &'a syn::Macro) {
        self.tokens(invocation.tokens.clone());
        visit::visit_macro(self, invocation);
    }
}
