//! The page's scripts and styles without what only their authors read, and those of the element in one file.

use crate::files;
use crate::node::{self, Node};
use crate::process::{self, say};
use crate::workspace::Workspace;
use anyhow::Result;
use std::fs;
use std::path::{Path, PathBuf};

/// The module that a page loads for its figures: what it imports is joined to it.
const ELEMENT: &str = "www/descent-figure.js";

/// Rewrites every script and style below a folder. Without Node they stay as they are.
pub fn minify(workspace: &Workspace, folder: &Path) -> Result<()> {
    let node = match Node::find() {
        Ok(node) => node,
        Err(why) => {
            say(format_args!("scripts and styles are left as written, the page will be larger: {why:#}"));
            return Ok(());
        }
    };
    node.install_packages(workspace)?;
    let program = program(workspace, "minify.mjs", include_str!("minify.mjs"))?;
    process::run(
        node.command()
            .arg(&program)
            .arg(node::packages(workspace))
            .arg(folder.join(ELEMENT))
            .args(scripts_and_styles(folder)?),
    )
}

/// Puts a program for Node where it finds what it imports.
pub fn program(workspace: &Workspace, name: &str, text: &str) -> Result<PathBuf> {
    let folder = workspace.wasm_target();
    fs::write(folder.join("join.mjs"), include_str!("join.mjs"))?;
    fs::write(folder.join(name), text)?;
    Ok(folder.join(name))
}

fn scripts_and_styles(folder: &Path) -> Result<Vec<PathBuf>> {
    let is_one = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "js" || extension == "css");
    Ok(files::all(folder)?.into_iter().filter(is_one).collect())
}
