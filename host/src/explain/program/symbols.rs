//! Functions and variables of an image, from its symbol table.

use std::collections::BTreeMap;

use object::{Object, ObjectSymbol, SymbolKind};

/// Prefix that lld gives to a long-branch veneer. GNU ld appends [`VENEER`] instead.
const LONG_BRANCH: &str = "__Thumbv7ABSLongThunk_";
const VENEER: &str = "_veneer";

/// Function.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Function {
    /// First address.
    start: u32,
    /// First address after the function.
    end: u32,
    name: String,
}

/// Symbols of an image.
#[derive(Clone, Debug, Default)]
pub(crate) struct Symbols {
    /// Functions in ascending order of their addresses.
    functions: Vec<Function>,
    /// Mapping symbols `$t` and `$d` (ELF for the Arm Architecture, 5.5.5): true at the start of code, false at the start
    /// of data.
    mapping: BTreeMap<u32, bool>,
    /// Addresses of variables.
    variables: BTreeMap<String, u32>,
}

impl Symbols {
    pub(super) fn read(file: &object::File<'_>) -> Self {
        let mut symbols = Self::default();
        let mut found: BTreeMap<u32, (u32, String)> = BTreeMap::new();
        for symbol in file.symbols().filter(|symbol| symbol.is_definition()) {
            let (Ok(name), address) = (symbol.name(), symbol.address() as u32) else { continue };
            if name == "$t" || name.starts_with("$t.") {
                symbols.mapping.insert(address, true);
            } else if name == "$d" || name.starts_with("$d.") {
                symbols.mapping.insert(address, false);
            } else if symbol.kind() == SymbolKind::Text && address & 1 == 1 {
                let size = symbol.size() as u32;
                let entry = found.entry(address & !1).or_insert_with(|| (size, String::new()));
                // A global name wins over local aliases.
                if entry.1.is_empty() || symbol.is_global() {
                    *entry = (size.max(entry.0), function_name(name));
                }
            } else if symbol.kind() == SymbolKind::Data {
                symbols.variables.insert(name.to_owned(), address);
            }
        }
        let starts: Vec<u32> = found.keys().copied().collect();
        for (index, (start, (size, name))) in found.into_iter().enumerate() {
            let next = starts.get(index + 1).copied().unwrap_or(u32::MAX);
            // Functions in assembly may have no size.
            let end = if size == 0 { next.min(start.saturating_add(0x1000)) } else { start + size };
            symbols.functions.push(Function { start, end: end.min(next), name });
        }
        symbols
    }

    /// Returns true if there are no functions.
    pub(super) fn is_empty(&self) -> bool {
        self.functions.is_empty()
    }

    /// Returns the name of the function that contains an address. A veneer has the name of the function it branches to.
    pub(crate) fn function_at(&self, address: u32) -> Option<&str> {
        let index = self.functions.partition_point(|function| function.start <= address).checked_sub(1)?;
        let function = self.functions.get(index)?;
        (address < function.end).then_some(&*function.name)
    }

    /// Returns true if a function begins at an address.
    pub(crate) fn is_function_start(&self, address: u32) -> bool {
        self.functions.binary_search_by_key(&address, |function| function.start).is_ok()
    }

    /// Returns the first address of a function, and the first address after it.
    pub(crate) fn function(&self, name: &str) -> Option<(u32, u32)> {
        // A function is longer than a veneer of the same name.
        let named = self.functions.iter().filter(|function| function.name == name);
        named.map(|function| (function.start, function.end)).max_by_key(|(start, end)| end - start)
    }

    /// Returns the address of a variable.
    pub(crate) fn variable(&self, name: &str) -> Option<u32> {
        self.variables.get(name).copied()
    }

    /// Returns true if there is code at an address, false if there is data such as a literal.
    pub(crate) fn is_code(&self, address: u32) -> bool {
        self.mapping.range(..=address).next_back().is_none_or(|(_, code)| *code)
    }
}

/// Returns the demangled name of a function; of the branch target for a veneer.
fn function_name(name: &str) -> String {
    let name = name.strip_prefix(LONG_BRANCH).unwrap_or(name);
    match name.strip_prefix("__").and_then(|inner| inner.strip_suffix(VENEER)) {
        Some(inner) => inner.to_owned(),
        None => addr2line::demangle_auto(name.into(), None).into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn veneers_and_mangled_names_become_function_names() {
        assert_eq!(function_name("__Thumbv7ABSLongThunk_gc_alloc"), "gc_alloc");
        assert_eq!(function_name("__mp_binary_op_veneer"), "mp_binary_op");
        assert_eq!(function_name("mp_load_name"), "mp_load_name");
        assert_eq!(function_name("_ZN4core3fmt5write17h0123456789abcdefE"), "core::fmt::write");
    }
}
