//! What can be wrong without a test failing: formatting, lints, links in the manual, types of the JavaScript.

use crate::bundle::Effort;
use crate::node::Node;
use crate::process::{self, say};
use crate::site;
use crate::toolchain::Toolchain;
use crate::workspace::Workspace;
use anyhow::Result;

/// A kind of check, by the name that it is reported under.
type Check = (&'static str, fn(&Workspace) -> Result<()>);

const CHECKS: [Check; 5] = [
    ("formatting", formatting),
    ("lints", native_lints),
    ("lints for the browser", browser_lints),
    ("the manual", manual),
    ("types of the JavaScript", types),
];

/// Makes every check, even after one has failed; `false` when one has.
pub fn run(workspace: &Workspace) -> Result<bool> {
    let mut failed = Vec::new();
    for (name, check) in CHECKS {
        say(format_args!("checking {name}"));
        if let Err(error) = check(workspace) {
            eprintln!("error: {error:#}");
            failed.push(name);
        }
    }
    if failed.is_empty() {
        say("all checks passed");
    } else {
        say(format_args!("checks that failed: {}", failed.join(", ")));
    }
    Ok(failed.is_empty())
}

fn formatting(workspace: &Workspace) -> Result<()> {
    process::run(workspace.cargo().args(["fmt", "--all", "--check"]))
}

fn native_lints(workspace: &Workspace) -> Result<()> {
    process::run(workspace.cargo().args(["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]))
}

/// The modules that only the browser has.
fn browser_lints(workspace: &Workspace) -> Result<()> {
    let toolchain = Toolchain::prepare(workspace)?;
    toolchain.prepare_clippy()?;
    let mut cargo = toolchain.cargo(workspace, "clippy", &workspace.wasm_target(), &[]);
    process::run(cargo.args(["--package", "descent", "--lib", "--", "-D", "warnings"]))
}

fn manual(workspace: &Workspace) -> Result<()> {
    process::run(workspace.cargo().env("RUSTDOCFLAGS", "-D warnings").args(["doc", "--workspace", "--no-deps"]))
}

/// The declarations that the page is checked against come from the build.
fn types(workspace: &Workspace) -> Result<()> {
    let node = Node::find()?;
    site::build(workspace, Effort::Full)?;
    node.install_packages(workspace)?;
    process::run(node.tsc(workspace).arg("-p").arg(workspace.root.join("tests/tsconfig.json")))
}
