//! The library as WebAssembly with its JavaScript, in `www/pkg/`.

use crate::node::{self, Node};
use crate::process::{self, say};
use crate::site;
use crate::toolchain::{TARGET, Toolchain};
use crate::workspace::Workspace;
use anyhow::{Context, Result};
use std::fs::{self, File};
use std::hash::{DefaultHasher, Hasher};
use std::path::{Path, PathBuf};
use wasm_bindgen_cli_support::Bindgen;

/// What `wasm-opt` aims at: `-O3` for speed, `-Oz` for size.
const WASM_OPT: &str = "-O3";

/// The library's name, and so the files'.
const NAME: &str = "descent";

/// The file beside the results that tells what they were made from.
const STAMP: &str = ".made-from";

/// How much work to put into the result.
#[derive(Debug, Default, Clone, Copy, PartialEq)]
pub enum Effort {
    /// As small and fast as it gets.
    #[default]
    Full,
    /// Soon, for the one who changes a line and wants to see.
    Quick,
}

impl Effort {
    /// The cargo profile to compile with.
    fn profile(self) -> &'static str {
        match self {
            Effort::Full => "page",
            Effort::Quick => "release",
        }
    }
}

/// Compiles the library and writes `www/pkg/`; takes no time when nothing has changed.
pub fn build(workspace: &Workspace, effort: Effort) -> Result<()> {
    let module = compile(workspace, effort)?;

    // Two builds in one checkout take turns.
    fs::create_dir_all(workspace.pkg())?;
    let lock = File::create(workspace.pkg().join(".lock"))?;
    lock.lock()?;

    let optimiser = if effort == Effort::Full { Optimiser::find(workspace) } else { None };
    let made = workspace.wasm_target().join("pkg");
    let stamp = stamp(&module, optimiser.as_ref())?;
    if fs::read_to_string(made.join(STAMP)).ok().as_ref() != Some(&stamp) {
        site::remove(&made)?;
        bind(&module, &made)?;
        if let Some(optimiser) = optimiser {
            optimiser.run(&made.join(format!("{NAME}_bg.wasm")))?;
        }
        fs::write(made.join(STAMP), stamp)?;
    }
    site::mirror(&made, &workspace.pkg())
}

/// Compiles the library, and returns the module as the compiler leaves it.
fn compile(workspace: &Workspace, effort: Effort) -> Result<PathBuf> {
    let toolchain = Toolchain::prepare(workspace)?;
    let mut cargo = toolchain.cargo(workspace, "build");
    cargo.args(["--package", NAME, "--lib", "--profile", effort.profile()]);
    if effort == Effort::Quick {
        cargo.env("CARGO_INCREMENTAL", "1");
    }
    process::run(&mut cargo)?;
    Ok(workspace.wasm_target().join(TARGET).join(effort.profile()).join(format!("{NAME}.wasm")))
}

/// Writes the JavaScript for a module, and the module as that JavaScript wants it.
fn bind(module: &Path, folder: &Path) -> Result<()> {
    say("making the JavaScript for the WebAssembly");
    let mut bindgen = Bindgen::new();
    bindgen.input_path(module).remove_name_section(true).remove_producers_section(true);
    bindgen.web(true)?.typescript(true).omit_default_module_path(false);
    bindgen.generate(folder).context("wasm-bindgen cannot read the compiled library")
}

/// Everything that the results depend on.
fn stamp(module: &Path, optimiser: Option<&Optimiser>) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    hasher.write(&fs::read(module).with_context(|| format!("cannot read {}", module.display()))?);
    // This file has the settings.
    hasher.write(include_bytes!("bundle.rs"));
    if let Some(optimiser) = optimiser {
        hasher.write(&optimiser.packages);
    }
    Ok(format!("{:016x}\n", hasher.finish()))
}

/// `wasm-opt`, which makes the module smaller and faster.
struct Optimiser {
    node: Node,
    program: PathBuf,
    packages: Vec<u8>,
}

impl Optimiser {
    /// It is a Node program; without Node the page works all the same.
    fn find(workspace: &Workspace) -> Option<Self> {
        let found = Node::find().and_then(|node| {
            let packages = node.install_packages(workspace)?;
            let program = node::package(workspace, "binaryen").join("bin/wasm-opt");
            Ok(Optimiser { node, program, packages })
        });
        found
            .inspect_err(|why| say(format_args!("wasm-opt is left out, the page will be larger and slower: {why:#}")))
            .ok()
    }

    fn run(&self, module: &Path) -> Result<()> {
        say(format_args!("optimising the WebAssembly (wasm-opt {WASM_OPT})"));
        let before = fs::metadata(module)?.len();
        process::run(self.node.command().arg(&self.program).arg(module).arg("-o").arg(module).arg(WASM_OPT))?;
        let after = fs::metadata(module)?.len();
        say(format_args!("{} kB became {} kB", before / 1000, after / 1000));
        Ok(())
    }
}
