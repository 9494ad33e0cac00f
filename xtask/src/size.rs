//! What the page weighs: each module by crate and by function, and what a reader is sent.

use crate::bundle::{self, Effort};
use crate::process;
use crate::single;
use crate::site;
use crate::stage::Stage;
use crate::workspace::Workspace;
use anyhow::{Context, Result, bail};
use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::Path;
use wasmparser::{KnownCustom, Name, Parser, Payload, TypeRef};

/// How many functions of a module are shown, where no number is given.
const SHOWN: usize = 20;

/// A part of a module, and its bytes, uncompressed.
type Part = (String, usize);

/// Prints it all; `options` may have the number of functions. `false` when the page could not be weighed.
pub fn print(workspace: &Workspace, options: &[&str]) -> Result<bool> {
    let shown = match options {
        [] => SHOWN,
        ["--top", number] => {
            number.parse().with_context(|| format!("`{number}` is not a number of functions; use 0 or more"))?
        }
        _ => bail!("`size` takes `--top N` or nothing, not `{}`", options.join(" ")),
    };
    site::build(workspace, Effort::Full)?;
    single::article(workspace)?;
    for (name, path) in bundle::named(workspace)? {
        let module = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let parts = parts(&module).with_context(|| format!("cannot read the module `{name}`"))?;
        print_module(name, parts, shown);
    }
    totals(workspace)
}

/// What a reader is sent, by the browser that asks for it.
fn totals(workspace: &Workspace) -> Result<bool> {
    let stage = Stage::with_browser(workspace)?;
    process::succeeds(stage.node(workspace).arg(Path::new("tests/browser/size.mjs")))
}

fn print_module(name: &str, parts: Vec<Part>, shown: usize) {
    let whole: usize = parts.iter().map(|(_, bytes)| bytes).sum();
    let row = |(name, bytes): &Part| {
        println!("{bytes:>9} {:>5.1} %  {name}", 100.0 * *bytes as f64 / whole as f64);
    };
    println!("the module `{name}`: {whole} bytes, by crate");
    let crates = parts.iter().map(|(name, bytes)| (crate_of(name).to_owned(), *bytes)).collect();
    heaviest_first(crates).iter().for_each(row);
    println!("by function");
    heaviest_first(parts).iter().take(shown).for_each(row);
    println!();
}

/// The same parts, those of one name together.
fn heaviest_first(parts: Vec<Part>) -> Vec<Part> {
    let mut sums = BTreeMap::new();
    for (name, bytes) in parts {
        *sums.entry(name).or_insert(0) += bytes;
    }
    let mut sums: Vec<_> = sums.into_iter().collect();
    sums.sort_by_key(|(_, bytes)| std::cmp::Reverse(*bytes));
    sums
}

/// What a module is made of: its functions by name, and its other sections in brackets. The names themselves are left out.
fn parts(module: &[u8]) -> Result<Vec<Part>> {
    let (mut imported, mut bodies, mut names, mut parts) = (0, Vec::new(), HashMap::new(), Vec::new());
    for payload in Parser::new(0).parse_all(module) {
        let payload = payload?;
        if let Some((id, range)) = payload.as_section() {
            let section = match id {
                0 | 10 => None,
                11 => Some("[data]"),
                _ => Some("[types, imports, tables, exports]"),
            };
            parts.extend(section.map(|section| (section.to_owned(), range.len())));
        }
        match payload {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    imported += u32::from(matches!(import?.ty, TypeRef::Func(_) | TypeRef::FuncExact(_)));
                }
            }
            Payload::CodeSectionEntry(body) => bodies.push(body.range().len()),
            Payload::CustomSection(section) => {
                let KnownCustom::Name(subsections) = section.as_known() else { continue };
                for subsection in subsections {
                    let Name::Function(functions) = subsection? else { continue };
                    for function in functions {
                        let function = function?;
                        names.insert(function.index, function.name);
                    }
                }
            }
            _ => {}
        }
    }
    let functions = (imported..).zip(bodies).map(|(index, bytes)| {
        (names.get(&index).map_or_else(|| "[functions without a name]".into(), |name| without_hashes(name)), bytes)
    });
    parts.extend(functions);
    Ok(parts)
}

/// A name without the numbers by which a compiler tells apart what has the same one.
fn without_hashes(name: &str) -> String {
    let mut short = String::new();
    let mut rest = name;
    while let Some((before, after)) = rest.split_once('[') {
        short += before;
        rest = match after.split_once(']') {
            Some((inside, after)) if inside.len() > 8 && inside.chars().all(|letter| letter.is_ascii_hexdigit()) => {
                after
            }
            _ => {
                short.push('[');
                after
            }
        };
    }
    short += rest;
    match short.rsplit_once("::h") {
        Some((path, hash)) if hash.len() == 16 && hash.chars().all(|letter| letter.is_ascii_hexdigit()) => path.into(),
        _ => short,
    }
}

/// The crate of a function: the first that its name mentions, which for a trait's method is where the type is that has it.
fn crate_of(name: &str) -> &str {
    if name.starts_with('[') && name.ends_with(']') && !name.contains("::") {
        return name;
    }
    let Some((before, _)) = name.split_once("::") else { return "[without a path]" };
    let of_word = |letter: char| letter.is_alphanumeric() || letter == '_';
    before.rsplit(|letter| !of_word(letter)).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_belongs_to_the_crate_that_its_path_begins_with() {
        for (name, of) in [
            ("descent::figure::host::Host::apply", "descent"),
            ("<plotters::style::RGBColor as core::fmt::Debug>::fmt", "plotters"),
            ("<&mut alloc::vec::Vec<u8> as core::fmt::Write>::write_str", "alloc"),
            ("<&mut <descent::run::Run>::at::{closure#0} as core::ops::function::FnMut<()>>::call_mut", "descent"),
            ("<[(f64, core::option::Option<u32>)]>::rotate_right", "core"),
            ("memcpy", "[without a path]"),
            ("[data]", "[data]"),
        ] {
            assert_eq!(crate_of(name), of, "{name}");
        }
    }

    #[test]
    fn hashes_are_no_part_of_a_name() {
        assert_eq!(without_hashes("descent[0123456789abcdef]::a::<[f64; 2]>"), "descent::a::<[f64; 2]>");
        assert_eq!(without_hashes("descent::a::b::h0123456789abcdef"), "descent::a::b");
        assert_eq!(without_hashes("descent::a::hot"), "descent::a::hot");
    }

    #[test]
    fn functions_and_sections_have_their_bytes() {
        // A type, an import, a function of three bytes and its name.
        let module = [
            &b"\0asm\x01\0\0\0"[..],
            b"\x01\x04\x01\x60\0\0",
            b"\x02\x07\x01\x01a\x01b\0\0",
            b"\x03\x02\x01\0",
            b"\x0a\x05\x01\x03\0\x01\x0b",
            b"\0\x0f\x04name\x01\x08\x01\x01\x05d::fn",
        ]
        .concat();
        let parts = heaviest_first(parts(&module).unwrap());
        assert_eq!(parts, [("[types, imports, tables, exports]".to_owned(), 4 + 7 + 2), ("d::fn".to_owned(), 3)]);
    }
}
