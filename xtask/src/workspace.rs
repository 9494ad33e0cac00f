//! Where things are.

use crate::files::read_dir;
use crate::process;
use anyhow::{Context, Result};
use serde_json::Value;
use std::path::PathBuf;
use std::process::Command;

/// The checkout, as cargo sees it.
pub struct Workspace {
    /// The folder of the workspace's `Cargo.toml`.
    pub root: PathBuf,
    /// Cargo's target folder, wherever the user's settings put it.
    pub target: PathBuf,
    metadata: Value,
}

impl Workspace {
    /// Asks cargo.
    pub fn find() -> Result<Self> {
        let mut command = Command::new(cargo());
        command.args(["metadata", "--no-deps", "--format-version", "1"]);
        if let Some(xtask) = std::env::var_os("CARGO_MANIFEST_DIR") {
            command.current_dir(xtask);
        }
        let metadata: Value = serde_json::from_str(&process::output(&mut command)?)?;
        let folder = |key: &str| {
            let path = metadata[key].as_str().with_context(|| format!("`cargo metadata` names no {key}"))?;
            anyhow::Ok(PathBuf::from(path))
        };
        Ok(Workspace { root: folder("workspace_root")?, target: folder("target_directory")?, metadata })
    }

    /// The finished page.
    pub fn dist(&self) -> PathBuf {
        self.root.join("dist")
    }

    /// The page's scripts and styles.
    pub fn www(&self) -> PathBuf {
        self.root.join("www")
    }

    /// What readers are told, a file for each language.
    pub fn words(&self) -> PathBuf {
        self.www().join("words")
    }

    /// The WebAssembly and its JavaScript, as the page imports them.
    pub fn pkg(&self) -> PathBuf {
        self.www().join("pkg")
    }

    /// Everything that is compiled for the browser. It has a folder of its own because its compiler may be another one,
    /// and each would throw away what the other has built.
    pub fn wasm_target(&self) -> PathBuf {
        self.target.join("wasm")
    }

    /// A cargo command at the root.
    pub fn cargo(&self) -> Command {
        let mut command = Command::new(cargo());
        command.current_dir(&self.root);
        command
    }

    /// A feature of the library, with those that it turns on.
    pub fn features<'a>(&'a self, feature: &'a str) -> Vec<&'a str> {
        let packages = self.metadata["packages"].as_array().into_iter().flatten();
        let implied = packages.flat_map(|package| package["features"][feature].as_array()).flatten();
        let implied = implied.filter_map(Value::as_str).flat_map(|implied| self.features(implied));
        std::iter::once(feature).chain(implied).collect()
    }

    /// The version of the library.
    pub fn version(&self) -> &str {
        let packages = self.metadata["packages"].as_array().into_iter().flatten();
        let own =
            packages.filter(|package| package["name"] == "descent").find_map(|package| package["version"].as_str());
        own.unwrap_or_default()
    }

    /// Whether a package has benchmarks for `cargo bench`.
    pub fn has_benches(&self) -> bool {
        let packages = self.metadata["packages"].as_array().into_iter().flatten();
        packages
            .flat_map(|package| package["targets"].as_array().into_iter().flatten())
            .flat_map(|target| target["kind"].as_array().into_iter().flatten())
            .any(|kind| kind == "bench")
    }

    /// The files right inside a folder of the checkout whose names end in `suffix`, sorted; none where the folder is not.
    pub fn files(&self, folder: &str, suffix: &str) -> Result<Vec<PathBuf>> {
        let folder = self.root.join(folder);
        if !folder.exists() {
            return Ok(Vec::new());
        }
        let mut files = Vec::new();
        for entry in read_dir(&folder)? {
            if entry.file_name().is_some_and(|name| name.to_string_lossy().ends_with(suffix)) {
                files.push(entry);
            }
        }
        files.sort();
        Ok(files)
    }
}

/// The cargo that started us, so that `cargo +toolchain xtask` stays with its toolchain.
fn cargo() -> std::ffi::OsString {
    std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}
