//! The library as WebAssembly modules with their JavaScript, in `www/pkg/`.
//!
//! One module has the handles for programmers; the others have the figures, so that a page loads what it shows and no
//! more. Each is the same crate with another feature. In front of the handles stands JavaScript of their own, `src/web/js/`,
//! whose types are declared where Node is there to do it.

use crate::files;
use crate::node::{self, Node};
use crate::process::{self, say};
use crate::resources;
use crate::toolchain::{TARGET, Toolchain};
use crate::words;
use crate::workspace::Workspace;
use anyhow::{Context, Result, anyhow};
use std::fs::{self, File};
use std::hash::{DefaultHasher, Hasher};
use std::path::{Path, PathBuf};
use wasm_bindgen_cli_support::Bindgen;

/// The package, and the name of what cargo makes of it.
const PACKAGE: &str = "descent";

/// The packages that compute: the crate, and those whose functions stand in its innermost loops.
const COMPUTING: [&str; 5] = [PACKAGE, "libm", "rand", "rand_core", "rand_xoshiro"];

/// A WebAssembly module.
struct Module {
    /// Its file's name.
    name: &'static str,
    /// The feature of the crate that makes it.
    feature: &'static str,
    /// How the crate is compiled: `"z"` for what readers download, `3` for what programmers compute with.
    opt_level: &'static str,
    /// What it asks of a processor: two numbers at a time, which every browser has had since 2023.
    processor: &'static [&'static str],
    /// The folder of the JavaScript that stands in front of it, written by hand, if there is any.
    front: Option<&'static str>,
}

const MODULES: [Module; 4] = [
    Module { name: "descent", feature: "handles", opt_level: "3", processor: &["simd128"], front: Some("src/web/js") },
    Module { name: "opening", feature: "opening", opt_level: "\"z\"", processor: &[], front: None },
    Module { name: "comparison", feature: "comparison", opt_level: "\"z\"", processor: &[], front: None },
    Module { name: "chapters", feature: "chapters", opt_level: "\"z\"", processor: &[], front: None },
];

/// The module whose compilation is shown: the largest of those that are compiled side by side.
const SHOWN: &str = "chapters";

/// Tells Node that the JavaScript beside it is modules, whatever the folders above say.
const PACKAGE_JSON: &str = r#"{ "type": "module" }
"#;

/// What `wasm-opt` does. It makes the module as small as it can be *sent*: what repeats itself compresses well, so that
/// functions stay where the compiler left them, and repeated values are not kept in one place. The lowest kilobyte of memory is
/// the far end of the stack: nothing has an address there.
const WASM_OPT: [&str; 8] = [
    "-Oz",
    "--low-memory-unused",
    "--flexible-inline-max-function-size=0",
    "--one-caller-inline-max-function-size=0",
    "--skip-pass=local-cse",
    "--reorder-functions-by-name",
    "--strip-producers",
    "--strip-target-features",
];

/// What it does with the names of functions, by which it has sorted them: readers do without, who weighs them does not.
const WITHOUT_NAMES: &str = "--strip-debug";
const WITH_NAMES: &str = "--debuginfo";

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

/// Which modules are made.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Extent {
    /// Those of the figures. The one for programmers is as it was, or missing.
    Reading,
    /// All.
    Everything,
}

/// Compiles the library and writes `www/pkg/`; takes no time when nothing has changed.
pub fn build(workspace: &Workspace, effort: Effort, extent: Extent) -> Result<()> {
    if !workspace.wasm_target().exists() {
        let (modules, minutes) = match extent {
            Extent::Reading => ("three modules", "three"),
            Extent::Everything => ("four modules", "four"),
        };
        say(format_args!(
            "the first build compiles Rust's standard library and {modules}: some {minutes} minutes on two cores, later seconds"
        ));
    }
    let toolchain = Toolchain::prepare(workspace)?;

    // Two builds in one checkout take turns.
    fs::create_dir_all(workspace.pkg())?;
    let lock = File::create(workspace.pkg().join(".lock"))?;
    lock.lock()?;

    let optimiser = if effort == Effort::Full { Optimiser::find(workspace) } else { None };
    let mut made = std::thread::scope(|scope| {
        let make =
            |module: &'static Module| scope.spawn(|| module.make(workspace, &toolchain, effort, optimiser.as_ref()));
        let wanted = MODULES.iter().filter(|module| extent == Extent::Everything || module.front.is_none());
        let making: Vec<_> = wanted.map(make).collect();
        making
            .into_iter()
            .map(|module| module.join().map_err(|_| anyhow!("a build broke off"))?)
            .collect::<Result<Vec<_>>>()
    })?;

    // What an earlier build has made stays until there is a new one.
    let earlier = MODULES.iter().map(|module| module.made(workspace)).filter(|folder| folder.join(STAMP).exists());
    let earlier: Vec<_> = earlier.filter(|folder| !made.contains(folder)).collect();
    made.extend(earlier);

    let pkg = workspace.wasm_target().join("pkg");
    files::remove(&pkg)?;
    for folder in &made {
        files::mirror_into(folder, &pkg)?;
    }
    fs::write(pkg.join("package.json"), PACKAGE_JSON)?;
    let figures = MODULES.iter().filter(|module| module.front.is_none());
    let modules: Vec<_> = figures.map(|module| (module.name, module.feature)).collect();
    words::write(workspace, &modules, &pkg)?;
    resources::write(workspace, &modules, &pkg)?;
    write_code_maker(workspace, &pkg)?;
    files::mirror(&pkg, &workspace.pkg())
}

/// The modules once more, as readers get them but for the names of their functions: what each is called, and where it is.
/// They are built.
pub fn named(workspace: &Workspace) -> Result<Vec<(&'static str, PathBuf)>> {
    let optimiser = Optimiser::find(workspace).context("what is weighed is what wasm-opt leaves")?;
    let name = |module: &Module| {
        let folder = module.target(workspace).join("named");
        files::remove(&folder)?;
        module.bind(&module.compiled(workspace, Effort::Full), &folder, true)?;
        let named = folder.join(module.file());
        optimiser.run(&named, WITH_NAMES)?;
        Ok((module.name, named))
    };
    MODULES.iter().map(name).collect()
}

impl Module {
    /// Makes it, in a folder of its own.
    fn make(
        &self,
        workspace: &Workspace,
        toolchain: &Toolchain,
        effort: Effort,
        optimiser: Option<&Optimiser>,
    ) -> Result<PathBuf> {
        let compiled = self.compile(workspace, toolchain, effort)?;
        let made = self.made(workspace);
        let front = self.front.map(|folder| workspace.root.join(folder));
        let stamp = stamp(&compiled, front.as_deref(), optimiser)?;
        if fs::read_to_string(made.join(STAMP)).ok().as_ref() != Some(&stamp) {
            files::remove(&made)?;
            self.bind(&compiled, &made, optimiser.is_some())?;
            if let Some(optimiser) = optimiser {
                optimiser.run(&made.join(self.file()), WITHOUT_NAMES)?;
            }
            if let Some(front) = &front {
                self.put_in_front(front, &made)?;
                if let Some(optimiser) = optimiser {
                    declare_types(workspace, &optimiser.node, &made.join(format!("{}.js", self.name)))?;
                }
            }
            fs::write(made.join(STAMP), stamp)?;
        }
        Ok(made)
    }

    /// The folder of all that is made for it.
    fn target(&self, workspace: &Workspace) -> PathBuf {
        workspace.wasm_target().join(self.feature)
    }

    /// Where it is, once it is made.
    fn made(&self, workspace: &Workspace) -> PathBuf {
        self.target(workspace).join("pkg")
    }

    /// Where it is, as the compiler leaves it.
    fn compiled(&self, workspace: &Workspace, effort: Effort) -> PathBuf {
        self.target(workspace).join(TARGET).join(effort.profile()).join(format!("{PACKAGE}.wasm"))
    }

    /// The file that it becomes.
    fn file(&self) -> String {
        format!("{}_bg.wasm", self.name)
    }

    /// Compiles it, and returns the file as the compiler leaves it. The modules have a folder each, because cargo gives
    /// the same name to all.
    fn compile(&self, workspace: &Workspace, toolchain: &Toolchain, effort: Effort) -> Result<PathBuf> {
        let target = self.target(workspace);
        let mut cargo = toolchain.cargo(workspace, "build", &target, self.processor);
        cargo.args(["--package", PACKAGE, "--lib", "--profile", effort.profile()]);
        cargo.args(["--no-default-features", "--features", self.feature]);
        for package in COMPUTING {
            let (profile, opt_level) = (effort.profile(), self.opt_level);
            cargo.arg("--config").arg(format!("profile.{profile}.package.{package}.opt-level={opt_level}"));
        }
        if effort == Effort::Quick {
            cargo.env("CARGO_INCREMENTAL", "1");
        }
        if self.feature != SHOWN {
            // They are compiled side by side; one shows how far they are.
            cargo.arg("--quiet");
        }
        process::run(&mut cargo)?;
        Ok(self.compiled(workspace, effort))
    }

    /// Writes the JavaScript for a module, and the module as that JavaScript wants it; with the names of its functions, by
    /// which the optimiser sorts them, or without.
    fn bind(&self, compiled: &Path, folder: &Path, names: bool) -> Result<()> {
        say(format_args!("making the JavaScript of the module `{}`", self.name));
        let mut bindgen = Bindgen::new();
        bindgen.input_path(compiled).out_name(self.name).remove_name_section(!names).remove_producers_section(true);
        bindgen.web(true)?.typescript(true).omit_default_module_path(true);
        bindgen.generate(folder).context("wasm-bindgen cannot read the compiled library")
    }

    /// Leaves the module's name to the JavaScript of `front`; what wasm-bindgen wrote stands behind, with the ending that it
    /// gives to what is not for users.
    fn put_in_front(&self, front: &Path, folder: &Path) -> Result<()> {
        for kind in ["js", "d.ts"] {
            fs::rename(folder.join(format!("{}.{kind}", self.name)), folder.join(format!("{}_bg.{kind}", self.name)))?;
        }
        files::mirror_into(front, folder)
    }
}

/// Puts what makes a code for cameras beside the modules; where Node's packages are not, a link is shared without one.
fn write_code_maker(workspace: &Workspace, pkg: &Path) -> Result<()> {
    let package = node::package(workspace, "qr");
    for kind in ["js", "d.ts"] {
        let from = package.join("index").with_extension(kind);
        if from.is_file() {
            fs::copy(from, pkg.join("qr").with_extension(kind))?;
        }
    }
    Ok(())
}

/// Writes what TypeScript wants to know of a script, and of those that it imports, beside them, from their comments.
pub fn declare_types(workspace: &Workspace, node: &Node, script: &Path) -> Result<()> {
    let mut command = node.tsc(workspace);
    command.arg(script).args(["--allowJs", "--checkJs", "--strict", "--noEmitOnError"]);
    command.args(["--declaration", "--emitDeclarationOnly", "--target", "ES2022", "--lib", "ES2022,DOM,DOM.Iterable"]);
    command.args(["--module", "ESNext", "--moduleResolution", "bundler", "--skipLibCheck", "--types", "node"]);
    command.arg("--typeRoots").arg(node::package(workspace, "@types"));
    process::run(&mut command)
}

/// Everything that the results depend on.
fn stamp(module: &Path, front: Option<&Path>, optimiser: Option<&Optimiser>) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    hasher.write(&fs::read(module).with_context(|| format!("cannot read {}", module.display()))?);
    for file in front.map(files::all).transpose()?.unwrap_or_default() {
        hasher.write(&fs::read(file)?);
    }
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

    fn run(&self, module: &Path, names: &str) -> Result<()> {
        let before = fs::metadata(module)?.len();
        let mut command = self.node.command();
        command.arg(&self.program).arg(module).arg("-o").arg(module).args(WASM_OPT).arg(names);
        process::run(&mut command)?;
        let after = fs::metadata(module)?.len();
        let name = module.file_name().unwrap_or_default().display();
        say(format_args!("wasm-opt: {} kB of {name} became {} kB", before / 1000, after / 1000));
        Ok(())
    }
}
