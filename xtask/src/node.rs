//! Node.js and the packages in `tests/node_modules/`.

use crate::process::{self, say};
use crate::workspace::Workspace;
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The oldest Node.js whose test runner has what we use of it.
const OLDEST: (u32, u32) = (20, 11);

/// A Node.js that is new enough.
pub struct Node {
    program: PathBuf,
}

impl Node {
    /// Finds it on the path.
    pub fn find() -> Result<Self> {
        let advice = format!("install Node.js {}.{} or newer, with npm", OLDEST.0, OLDEST.1);
        let Some(program) = process::find(&["node"]) else {
            bail!("Node.js is missing; {advice}");
        };
        let version = process::output(Command::new(&program).arg("--version"))?;
        if parse_version(&version).is_none_or(|version| version < OLDEST) {
            bail!("Node.js {} is too old; {advice}", version.trim());
        }
        Ok(Node { program })
    }

    /// A command that runs it.
    pub fn command(&self) -> Command {
        Command::new(&self.program)
    }

    /// A command that runs the installed compiler of TypeScript.
    pub fn tsc(&self, workspace: &Workspace) -> Command {
        let mut command = self.command();
        command.arg(package(workspace, "typescript").join("bin/tsc"));
        command
    }

    /// Installs what `tests/package-lock.json` lists, unless that is done, and returns the list.
    pub fn install_packages(&self, workspace: &Workspace) -> Result<Vec<u8>> {
        install(&workspace.root.join("tests"), "the Node packages that the build and the tests use")
    }

    /// Installs what `benches/package-lock.json` lists, unless that is done.
    pub fn install_peers(&self, workspace: &Workspace) -> Result<()> {
        install(&workspace.root.join("benches"), "whom the benchmarks hold the page beside").map(drop)
    }
}

/// Installs what the list in a folder names, unless that is done, and returns the list.
fn install(folder: &Path, what: &str) -> Result<Vec<u8>> {
    let list = folder.join("package-lock.json");
    let wanted = fs::read(&list).with_context(|| format!("cannot read {}", list.display()))?;
    let installed = folder.join("node_modules").join(".installed-from.json");
    if fs::read(&installed).is_ok_and(|list| list == wanted) {
        return Ok(wanted);
    }
    say(format_args!("installing {what}"));
    let mut npm = npm();
    npm.current_dir(folder).args(["ci", "--no-audit", "--no-fund", "--loglevel", "error"]);
    process::output(npm.env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"))?;
    fs::write(installed, &wanted)?;
    Ok(wanted)
}

/// A command that runs npm.
pub fn npm() -> Command {
    Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" })
}

/// The folder of the installed packages.
pub fn packages(workspace: &Workspace) -> PathBuf {
    workspace.root.join("tests/node_modules")
}

/// The folder of an installed package.
pub fn package(workspace: &Workspace, name: &str) -> PathBuf {
    packages(workspace).join(name)
}

/// Major and minor of a version such as `v20.11.1`.
fn parse_version(text: &str) -> Option<(u32, u32)> {
    let mut numbers = text.trim().trim_start_matches('v').split('.').map(str::parse);
    Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_compare_by_number() {
        assert_eq!(parse_version("v20.11.1\n"), Some((20, 11)));
        assert!(parse_version("v20.9.0") < Some(OLDEST));
        assert!(parse_version("v100.0.0") > Some(OLDEST));
        assert_eq!(parse_version("nonsense"), None);
    }
}
