//! What others install, in `dist/npm/`: the package `descent-<version>.tgz`, the same files as a zip, and the figures in one
//! script.
//!
//! The package is the folder of the page's scripts without what only the article needs.

use crate::bundle::Effort;
use crate::files;
use crate::node::{self, Node};
use crate::process::{self, say};
use crate::single;
use crate::site;
use crate::workspace::Workspace;
use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// What only the article, the frames and the benchmarks need of `www/`, beside the style sheets: those of figures are in scripts.
const OF_THE_PAGE: [&str; 5] = ["page.js", "prose.js", "first.js", "embed.js", "bench"];

/// What the element is, for editors and frameworks (<https://github.com/webcomponents/custom-elements-manifest>).
const MANIFEST: &str = "custom-elements.json";

/// Where the npm package is.
pub fn tarball(workspace: &Workspace) -> PathBuf {
    workspace.dist().join(format!("npm/descent-{}.tgz", workspace.version()))
}

/// Builds the page and makes them.
pub fn write(workspace: &Workspace) -> Result<()> {
    site::build(workspace, Effort::Full)?;
    let node = Node::find()?;
    let version = workspace.version();
    let (name, to) = (format!("descent-{version}"), workspace.dist().join("npm"));
    let folder = workspace.target.join("npm").join(&name);
    files::remove(&folder)?;
    files::mirror(&workspace.dist().join("www"), &folder)?;
    for name in OF_THE_PAGE {
        files::remove(&folder.join(name))?;
    }
    for file in files::read_dir(&folder)? {
        if file.extension().is_some_and(|extension| extension == "css") {
            files::remove(&file)?;
        }
    }
    for language in files::read_dir(&folder.join("pkg/words"))? {
        // The article's prose lies beside the folders of the languages.
        if language.is_file() {
            files::remove(&language)?;
        }
    }
    for name in ["LICENSE", "NOTICES.txt"] {
        fs::copy(workspace.dist().join(name), folder.join(name))?;
    }
    for name in ["README.md", "www/custom-elements.json"] {
        let from = workspace.root.join(name);
        fs::copy(&from, folder.join(from.file_name().unwrap_or_default()))?;
    }
    files::remove(&folder.join("pkg/package.json"))?;
    fs::write(folder.join("package.json"), format!("{:#}\n", description(version)))?;
    // The class is a module of its own, for who registers it under another name or not at all.
    single::class(workspace, &node, &folder.join("figure.js"))?;
    fs::copy(workspace.www().join("descent-figure.js"), folder.join("descent-figure.js"))?;
    single::script(workspace, &node, &folder.join(single::SCRIPT))?;

    fs::create_dir_all(&to)?;
    process::output(
        node::npm()
            .current_dir(&folder)
            .args(["pack", "--ignore-scripts", "--loglevel", "error", "--pack-destination"])
            .arg(&to),
    )?;
    archive(&folder, &name, &to.join(format!("{name}.zip")))?;
    fs::copy(folder.join(single::SCRIPT), to.join(single::SCRIPT))?;
    say(format_args!("the packages are in {}", to.display()));
    Ok(())
}

/// The package as npm knows it.
fn description(version: &str) -> Value {
    let typed = |script: &str, types: &str| json!({ "types": types, "default": script });
    json!({
        "name": "descent",
        "version": version,
        "description": "Gradient descent as figures to play with: a custom element, and its trainer as a handle.",
        "keywords": ["gradient-descent", "machine-learning", "custom-element", "wasm", "visualization"],
        "license": "MIT",
        "type": "module",
        "main": "./descent-figure.js",
        "types": "./descent-figure.d.ts",
        "exports": {
            ".": typed("./descent-figure.js", "./descent-figure.d.ts"),
            "./figure.js": typed("./figure.js", "./figure.d.ts"),
            "./one": "./descent.one.js",
            "./pkg/*": "./pkg/*",
            "./custom-elements.json": "./custom-elements.json",
            "./package.json": "./package.json",
        },
        "customElements": MANIFEST,
        "sideEffects": ["./descent-figure.js", "./descent.one.js"],
    })
}

/// Puts a folder into a zip, under a name. The same files make the same zip.
fn archive(folder: &Path, name: &str, to: &Path) -> Result<()> {
    let file = File::create(to).with_context(|| format!("cannot write {}", to.display()))?;
    let mut zip = ZipWriter::new(file);
    for path in files::all(folder)? {
        let inner: Vec<_> = path.strip_prefix(folder)?.iter().map(|name| name.to_string_lossy()).collect();
        zip.start_file(format!("{name}/{}", inner.join("/")), SimpleFileOptions::default())?;
        zip.write_all(&fs::read(&path)?)?;
    }
    zip.finish()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_files_make_the_same_archive() {
        let folder = std::env::temp_dir().join(format!("descent-package-{}", std::process::id()));
        fs::create_dir_all(folder.join("in/pkg")).unwrap();
        fs::write(folder.join("in/pkg/a.txt"), "a").unwrap();
        let made = ["one.zip", "two.zip"].map(|name| {
            archive(&folder.join("in"), "descent-1.2.3", &folder.join(name)).unwrap();
            fs::read(folder.join(name)).unwrap()
        });
        assert_eq!(made[0], made[1]);
        assert!(made[0].windows(23).any(|bytes| bytes == b"descent-1.2.3/pkg/a.txt"));
    }
}
