//! The compiler for `wasm32-unknown-unknown`.
//!
//! The toolchain at hand often has the target, or rustup can add it. Where neither holds, Debian's own compiler fills
//! the gap.

mod debian_library;

use crate::debian;
use crate::process::{self, say};
use crate::workspace::Workspace;
use anyhow::Result;
use debian_library::DebianLibrary;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What the page is compiled for.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// A compiler that has a standard library for [`TARGET`].
pub enum Toolchain {
    /// The one that compiles everything else too.
    Native,
    /// Debian's, with a standard library that was compiled here.
    Debian(DebianLibrary),
}

impl Toolchain {
    /// Finds a compiler for the browser, or makes one.
    pub fn prepare(workspace: &Workspace) -> Result<Self> {
        if has_target()? {
            return Ok(Toolchain::Native);
        }
        if let Some(rustup) = rustup() {
            say(format_args!("adding the target {TARGET} through rustup"));
            process::run(Command::new(rustup).args(["target", "add", TARGET]))?;
            if has_target()? {
                return Ok(Toolchain::Native);
            }
        }
        Ok(Toolchain::Debian(DebianLibrary::prepare(workspace)?))
    }

    /// A cargo command that compiles for the browser, into a folder, with what the compiler may use of a processor besides
    /// what each has.
    pub fn cargo(&self, workspace: &Workspace, subcommand: &str, target: &Path, processor: &[&str]) -> Command {
        let mut command = match self {
            Toolchain::Debian(_) if subcommand == "clippy" => Command::new("/usr/bin/cargo-clippy"),
            _ => workspace.cargo(),
        };
        command.current_dir(&workspace.root).args([subcommand, "--target", TARGET]);
        command.arg("--target-dir").arg(target);
        let mut flags = short_paths(workspace);
        flags.extend(processor.iter().map(|feature| format!("-Ctarget-feature=+{feature}")));
        if let Toolchain::Debian(library) = self {
            command.envs(library.environment());
            flags.extend(library.flags().split(' ').map(String::from));
        }
        command.env("CARGO_ENCODED_RUSTFLAGS", flags.join("\x1f"));
        command
    }

    /// Makes sure that [`Toolchain::cargo`] can run clippy.
    pub fn prepare_clippy(&self) -> Result<()> {
        match self {
            Toolchain::Debian(_) => debian::require(&["rust-web-clippy"]),
            Toolchain::Native => Ok(()),
        }
    }
}

/// Flags that keep the folders of this machine out of the module, so that the same source gives the same bytes.
fn short_paths(workspace: &Workspace) -> Vec<String> {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(std::env::home_dir()?.join(".cargo")));
    let folders = [home.map(|home| home.join("registry/src")), Some(workspace.root.clone())];
    folders.into_iter().flatten().map(|folder| format!("--remap-path-prefix={}=", folder.display())).collect()
}

/// Whether the toolchain at hand has the target's standard library.
fn has_target() -> Result<bool> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let folder = process::output(Command::new(rustc).args(["--print", "target-libdir", "--target", TARGET]))?;
    Ok(Path::new(folder.trim()).exists())
}

/// rustup, where it is there and may fetch something.
fn rustup() -> Option<PathBuf> {
    let forbidden = std::env::var_os("RUSTUP_AUTO_INSTALL").is_some_and(|value| value == "0");
    process::find(&["rustup"]).filter(|_| !forbidden)
}
