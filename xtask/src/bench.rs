//! Benchmarks of the crate on this machine, and of the page in a browser.

use crate::bundle::Effort;
use crate::process::{self, say};
use crate::site;
use crate::stage::Stage;
use crate::workspace::Workspace;
use anyhow::{Result, bail};

/// Runs the chosen benchmarks, all where none is named; `false` when one broke off.
pub fn run(workspace: &Workspace, selection: &[&str]) -> Result<bool> {
    match selection {
        [] => Ok(native(workspace)? & browser(workspace)?),
        ["native"] => native(workspace),
        ["browser"] => browser(workspace),
        _ => bail!("`bench` takes `native`, `browser` or nothing, not `{}`", selection.join(" ")),
    }
}

fn native(workspace: &Workspace) -> Result<bool> {
    if !workspace.has_benches() {
        say("no benchmarks of the crate");
        return Ok(true);
    }
    process::succeeds(workspace.cargo().args(["bench", "--workspace", "--bench", "*"]))
}

fn browser(workspace: &Workspace) -> Result<bool> {
    let files = workspace.files("benches", ".mjs")?;
    if files.is_empty() {
        say("no benchmarks of the page");
        return Ok(true);
    }
    site::build(workspace, Effort::Full)?;
    let stage = Stage::with_browser(workspace)?;
    let mut all = true;
    for file in files {
        all &= process::succeeds(stage.node(workspace).arg(file))?;
    }
    Ok(all)
}
