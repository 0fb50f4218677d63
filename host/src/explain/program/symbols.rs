//! The functions of an image.

use std::collections::BTreeMap;

use object::{Object, ObjectSymbol, SymbolKind};

/// How lld names what reaches over a distance that `bl` does not; gcc's linker puts `_veneer` behind the name.
const LONG_BRANCH: &str = "__Thumbv7ABSLongThunk_";
const VENEER: &str = "_veneer";

/// A function.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Function {
    start: u32,
    end: u32,
    name: String,
}

/// Functions by address, and where code changes to data and back.
#[derive(Clone, Debug, Default)]
pub struct Symbols {
    functions: Vec<Function>,
    /// `$t` and `$d` (ELF for the Arm Architecture, 5.5.5): true where code begins.
    mapping: BTreeMap<u32, bool>,
    objects: BTreeMap<String, u32>,
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
                // Of several names the one that is known everywhere.
                if entry.1.is_empty() || symbol.is_global() {
                    *entry = (size.max(entry.0), plain_name(name));
                }
            } else if symbol.kind() == SymbolKind::Data {
                symbols.objects.insert(name.to_owned(), address);
            }
        }
        let starts: Vec<u32> = found.keys().copied().collect();
        for (index, (start, (size, name))) in found.into_iter().enumerate() {
            let next = starts.get(index + 1).copied().unwrap_or(u32::MAX);
            // Assembly may state no size.
            let end = if size == 0 { next.min(start.saturating_add(0x1000)) } else { start + size };
            symbols.functions.push(Function { start, end: end.min(next), name });
        }
        symbols
    }

    /// Whether there is no function.
    pub fn is_empty(&self) -> bool {
        self.functions.is_empty()
    }

    /// The function whose code contains an address. Branches over long distances go by the name of what they lead to.
    pub fn at(&self, address: u32) -> Option<&str> {
        let index = self.functions.partition_point(|function| function.start <= address).checked_sub(1)?;
        let function = self.functions.get(index)?;
        (address < function.end).then_some(&*function.name)
    }

    /// Whether a function begins at an address.
    pub fn begins_at(&self, address: u32) -> bool {
        self.functions.binary_search_by_key(&address, |function| function.start).is_ok()
    }

    /// First address and end of a function.
    pub fn function(&self, name: &str) -> Option<(u32, u32)> {
        // The function itself is longer than a branch to it.
        let named = self.functions.iter().filter(|function| function.name == name);
        named.map(|function| (function.start, function.end)).max_by_key(|(start, end)| end - start)
    }

    /// Address of a variable.
    pub fn object(&self, name: &str) -> Option<u32> {
        self.objects.get(name).copied()
    }

    /// Whether there is code at an address, not a literal.
    pub fn is_code(&self, address: u32) -> bool {
        self.mapping.range(..=address).next_back().is_none_or(|(_, code)| *code)
    }
}

fn plain_name(name: &str) -> String {
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
    fn names_of_what_is_meant() {
        assert_eq!(plain_name("__Thumbv7ABSLongThunk_gc_alloc"), "gc_alloc");
        assert_eq!(plain_name("__mp_binary_op_veneer"), "mp_binary_op");
        assert_eq!(plain_name("mp_load_name"), "mp_load_name");
        assert_eq!(plain_name("_ZN4core3fmt5write17h0123456789abcdefE"), "core::fmt::write");
    }
}
