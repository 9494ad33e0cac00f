//! The licence of the page, and the notices of the crates that are compiled into it.

use crate::process;
use crate::workspace::Workspace;
use anyhow::{Context, Result};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::Path;

/// What cargo names a crate by.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Crate {
    name: String,
    version: String,
}

/// Writes `LICENSE` and `NOTICES.txt` into a folder.
pub fn write(workspace: &Workspace, folder: &Path) -> Result<()> {
    fs::copy(workspace.root.join("LICENSE"), folder.join("LICENSE"))?;
    let mut tree = workspace.cargo();
    tree.args([
        "tree",
        "--package",
        "descent",
        "--target",
        "wasm32-unknown-unknown",
        "--edges",
        "normal,no-proc-macro",
    ]);
    let compiled = compiled(&process::output(tree.args(["--prefix", "none", "--format", "{p}"]))?);
    let known: Value =
        serde_json::from_str(&process::output(workspace.cargo().args(["metadata", "--format-version", "1"]))?)?;
    let mut text = String::from("Compiled into the page, beside the Rust standard library (MIT or Apache-2.0):\n");
    for package in known["packages"].as_array().context("cargo knows of no packages")? {
        let text_of = |key: &str| package[key].as_str().unwrap_or_default().to_owned();
        let (name, version) = (text_of("name"), text_of("version"));
        // What has no source is the project's own.
        if package["source"].is_null() || !compiled.contains(&Crate { name: name.clone(), version: version.clone() }) {
            continue;
        }
        write!(text, "\n---- {name} {version}: {}\n\n", text_of("license"))?;
        let sources = Path::new(&text_of("manifest_path")).parent().map(Path::to_owned).unwrap_or_default();
        match notice(&sources)? {
            Some(notice) => text += &notice,
            None => {
                let authors = package["authors"].as_array().into_iter().flatten().filter_map(Value::as_str);
                writeln!(text, "by {}", authors.collect::<Vec<_>>().join(", "))?;
            }
        }
    }
    Ok(fs::write(folder.join("NOTICES.txt"), text)?)
}

/// The crates in what `cargo tree` prints, as lines of `name vversion`.
fn compiled(tree: &str) -> BTreeSet<Crate> {
    let lines = tree.lines().filter_map(|line| line.split_once(" v"));
    lines
        .map(|(name, rest)| Crate { name: name.into(), version: rest.split(' ').next().unwrap_or_default().into() })
        .collect()
}

/// What a crate wants to be said of it: its MIT licence where it offers one, as it has the name of who wrote it.
fn notice(sources: &Path) -> Result<Option<String>> {
    for name in
        ["LICENSE-MIT", "LICENSE-MIT.md", "LICENSE-MIT.txt", "LICENSE", "LICENSE.md", "LICENSE.txt", "COPYRIGHT"]
    {
        let file = sources.join(name);
        if file.is_file() {
            let text = fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
            return Ok(Some(text.trim_end().to_owned() + "\n"));
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn crates_are_read_from_a_tree() {
        let tree = "descent v0.1.0 (/somewhere)\nlibm v0.2.16\njs-sys v0.3.107 (*)\n\n";
        let found: Vec<_> = compiled(tree).into_iter().map(|one| format!("{} {}", one.name, one.version)).collect();
        assert_eq!(found, ["descent 0.1.0", "js-sys 0.3.107", "libm 0.2.16"]);
    }

    #[test]
    fn what_is_compiled_in_is_named_with_its_licence() {
        let folder = std::env::temp_dir().join(format!("descent-notices-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        write(&Workspace::find().unwrap(), &folder).unwrap();
        let text = fs::read_to_string(folder.join("NOTICES.txt")).unwrap();
        for name in ["plotters", "rand", "wasm-bindgen", "rlsf"] {
            assert!(text.contains(&format!("\n---- {name} ")), "{name}");
        }
        assert!(!text.contains("---- descent") && !text.contains("---- proptest"));
        assert!(text.contains("Permission is hereby granted"));
        assert!(fs::read_to_string(folder.join("LICENSE")).unwrap().starts_with("MIT"));
    }
}
