//! Debian's compiler with a standard library for the browser.
//!
//! Debian packages the compiler and the library's source. The library is compiled here, once for each version of the
//! compiler and choice of settings, into a folder that the compiler then takes for its own:
//!
//! ```text
//! target/wasm-sysroot/
//!   bin/rustc, bin/rustdoc                       scripts that start Debian's programs on this folder
//!   bin/wasm-ld                                  Debian's linker
//!   lib/rustlib/wasm32-unknown-unknown/lib/      what is compiled here
//!   lib/rustlib/x86_64-unknown-linux-gnu/        Debian's own, for build scripts and macros
//!   made-by                                      which compiler and settings; written last
//! ```

use super::TARGET;
use crate::debian;
use crate::files::remove;
use crate::process::{self, say};
use crate::workspace::Workspace;
use anyhow::{Context, Result};
use serde_json::Value;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

const RUSTC: &str = "/usr/bin/rustc";
const COMPILER: &str = "rustc-web";
const SOURCE: &str = "rust-web-src";

/// A page is downloaded more often than it prints numbers.
const OPT_LEVEL: &str = "z";

/// A browser shows nobody what a panic would print, so that nothing is compiled that prints it. All crates of a module
/// have to agree on this.
const PANIC: &str = "-Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none -Zfmt-debug=none";

/// Without the bitcode the library cannot take part in link-time optimisation.
const BITCODE: &str = "-Cembed-bitcode=yes";

/// The folder with the library.
pub struct DebianLibrary {
    sysroot: PathBuf,
}

impl DebianLibrary {
    /// Installs the compiler and compiles the library, as far as that is still to do.
    pub fn prepare(workspace: &Workspace) -> Result<Self> {
        fs::create_dir_all(&workspace.target)?;
        let lock = File::create(workspace.target.join("wasm-sysroot.lock"))?;
        lock.lock()?;

        let library = DebianLibrary { sysroot: workspace.target.join("wasm-sysroot") };
        if library.is_current() {
            return Ok(library);
        }
        debian::require(&[COMPILER, SOURCE]).with_context(|| {
            format!(
                "the compiler lacks {TARGET}; run `rustup target add {TARGET}`, or on Debian 12 this command as root"
            )
        })?;
        let compiler = Compiler::find()?;
        debian::require(&[&compiler.linker_package()])?;
        say("compiling the standard library for the browser (a minute or two, this once)");
        library.build(workspace, &compiler)?;
        // What was compiled against another library cannot be linked with this one.
        remove(&workspace.wasm_target())?;
        let recipe = recipe().context("Debian's compiler vanished while in use")?;
        fs::write(library.stamp(), recipe)?;
        Ok(library)
    }

    /// What makes cargo compile with it.
    pub fn environment(&self) -> [(&'static str, PathBuf); 5] {
        [
            ("RUSTC", self.sysroot.join("bin/rustc")),
            ("RUSTDOC", self.sysroot.join("bin/rustdoc")),
            ("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", self.linker()),
            // clippy's driver does not go through the script.
            ("SYSROOT", self.sysroot.clone()),
            // The flags are unstable ones.
            ("RUSTC_BOOTSTRAP", "1".into()),
        ]
    }

    /// What the compiler is told besides, when it compiles with this library.
    pub fn flags(&self) -> &'static str {
        PANIC
    }

    fn linker(&self) -> PathBuf {
        self.sysroot.join("bin/wasm-ld")
    }

    fn stamp(&self) -> PathBuf {
        self.sysroot.join("made-by")
    }

    fn is_current(&self) -> bool {
        let built = fs::read_to_string(self.stamp()).ok();
        built.is_some() && built == recipe() && self.linker().exists()
    }

    fn build(&self, workspace: &Workspace, compiler: &Compiler) -> Result<()> {
        let work = workspace.target.join("wasm-sysroot-build");
        remove(&work)?;
        remove(&self.sysroot)?;

        let libraries = self.sysroot.join("lib/rustlib").join(TARGET).join("lib");
        fs::create_dir_all(&libraries)?;
        for library in compile(workspace, &work)? {
            let name = library.file_name().context("cargo reported a library without a name")?;
            fs::copy(&library, libraries.join(name))?;
        }
        let host = Path::new("lib/rustlib").join(&compiler.host);
        link(&compiler.sysroot.join(&host), &self.sysroot.join(&host))?;

        fs::create_dir_all(self.sysroot.join("bin"))?;
        self.write_script("rustc")?;
        self.write_script("rustdoc")?;
        link(&compiler.linker(), &self.linker())?;
        remove(&work)
    }

    /// A script rather than a link: through a link the compiler would find its old library again.
    fn write_script(&self, program: &str) -> Result<()> {
        let script = format!("#!/bin/sh\nexec /usr/bin/{program} --sysroot '{}' \"$@\"\n", self.sysroot.display());
        let path = self.sysroot.join("bin").join(program);
        fs::write(&path, script)?;
        make_executable(&path)
    }
}

/// What the library depends on, where there is a compiler.
fn recipe() -> Option<String> {
    let compiler = debian::installed_version(COMPILER)?;
    Some(format!("{COMPILER} {compiler} {BITCODE} {PANIC} -Copt-level={OPT_LEVEL}\n"))
}

/// Compiles the standard library in a folder, and returns the files.
fn compile(workspace: &Workspace, work: &Path) -> Result<Vec<PathBuf>> {
    // With `build-std` cargo compiles the library for whatever is built; this is the least there can be.
    fs::create_dir_all(work.join("src"))?;
    fs::write(work.join("src/lib.rs"), "#![no_std]\n")?;
    fs::write(work.join("Cargo.toml"), "[package]\nname = \"nothing\"\nedition = \"2021\"\n\n[workspace]\n")?;

    let mut cargo = workspace.cargo();
    cargo.current_dir(work).args(["build", "--release", "--target", TARGET]);
    cargo.args(["-Z", "build-std=std,test", "--message-format", "json-render-diagnostics"]);
    cargo.arg("--target-dir").arg(work.join("target"));
    cargo.env("RUSTC", RUSTC).env("RUSTC_BOOTSTRAP", "1");
    cargo.env("CARGO_PROFILE_RELEASE_OPT_LEVEL", OPT_LEVEL);
    cargo.env("RUSTFLAGS", format!("{BITCODE} {PANIC}")).env_remove("CARGO_ENCODED_RUSTFLAGS");
    Ok(built_libraries(&process::output(&mut cargo)?))
}

/// The libraries that cargo's JSON messages tell of.
fn built_libraries(messages: &str) -> Vec<PathBuf> {
    let messages = messages.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let artifacts = messages.filter(|message| message["reason"] == "compiler-artifact");
    let files = artifacts.flat_map(|artifact| artifact["filenames"].as_array().cloned().unwrap_or_default());
    files.filter_map(|file| file.as_str().filter(|file| file.ends_with(".rlib")).map(PathBuf::from)).collect()
}

/// What Debian's compiler says of itself.
struct Compiler {
    sysroot: PathBuf,
    host: String,
    llvm: String,
}

impl Compiler {
    fn find() -> Result<Self> {
        let sysroot = process::output(Command::new(RUSTC).args(["--print", "sysroot"]))?;
        let version = process::output(Command::new(RUSTC).arg("-vV"))?;
        let fact = |name: &str| {
            let line = version.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
            line.with_context(|| format!("`{RUSTC} -vV` names no {name}"))
        };
        let llvm = fact("LLVM version")?.split('.').next().unwrap_or_default().into();
        Ok(Compiler { sysroot: sysroot.trim().into(), host: fact("host")?.into(), llvm })
    }

    /// The linker reads the compiler's intermediate code, so it comes from the same release of LLVM.
    fn linker_package(&self) -> String {
        format!("lld-{}", self.llvm)
    }

    fn linker(&self) -> PathBuf {
        format!("/usr/bin/wasm-ld-{}", self.llvm).into()
    }
}

#[cfg(unix)]
fn link(original: &Path, link: &Path) -> Result<()> {
    std::os::unix::fs::symlink(original, link).with_context(|| format!("cannot link {}", original.display()))
}

#[cfg(unix)]
fn make_executable(path: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    Ok(fs::set_permissions(path, fs::Permissions::from_mode(0o755))?)
}

/// Elsewhere there is no Debian, and nothing gets as far as here.
#[cfg(not(unix))]
fn link(_: &Path, _: &Path) -> Result<()> {
    anyhow::bail!("links are for Debian")
}

/// As above.
#[cfg(not(unix))]
fn make_executable(_: &Path) -> Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn libraries_are_read_from_the_messages_of_cargo() {
        let messages = r#"{"reason":"compiler-artifact","filenames":["/t/libcore-1.rlib","/t/libcore-1.rmeta"]}
{"reason":"build-script-executed","filenames":["/t/no.rlib"]}
not json
{"reason":"compiler-artifact","filenames":["/t/libstd-2.rlib"]}"#;
        assert_eq!(built_libraries(messages), [PathBuf::from("/t/libcore-1.rlib"), PathBuf::from("/t/libstd-2.rlib")]);
    }
}
