//! The compiler for `wasm32-unknown-unknown`.
//!
//! The toolchain at hand often has the target, or rustup can add it. Where neither holds, Debian's own compiler fills
//! the gap: its packages bring the source of the standard library, which is compiled here once and kept under the
//! target folder.

use crate::debian;
use crate::process::{self, say};
use crate::site::remove;
use crate::workspace::Workspace;
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

/// What the page is compiled for.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// A compiler that has a standard library for [`TARGET`].
pub enum Toolchain {
    /// The one that compiles everything else too.
    Native,
    /// Debian's, with a standard library in this folder.
    Debian(PathBuf),
}

impl Toolchain {
    /// Finds a compiler for the browser, or makes one.
    pub fn prepare(workspace: &Workspace) -> Result<Self> {
        if has_target()? {
            return Ok(Toolchain::Native);
        }
        let rustup = process::find(&["rustup"]);
        if let Some(rustup) =
            rustup.filter(|_| std::env::var_os("RUSTUP_AUTO_INSTALL").is_none_or(|value| value != "0"))
        {
            say(format_args!("adding the target {TARGET} through rustup"));
            process::run(Command::new(rustup).args(["target", "add", TARGET]))?;
            if has_target()? {
                return Ok(Toolchain::Native);
            }
        }
        let sysroot = workspace.target.join("wasm-sysroot");
        DebianLibrary { sysroot: &sysroot }.prepare(workspace)?;
        Ok(Toolchain::Debian(sysroot))
    }

    /// A cargo command that compiles for the browser.
    pub fn cargo(&self, workspace: &Workspace, subcommand: &str) -> Command {
        let mut command = match self {
            Toolchain::Debian(_) if subcommand == "clippy" => Command::new("/usr/bin/cargo-clippy"),
            _ => workspace.cargo(),
        };
        command.current_dir(&workspace.root).arg(subcommand).args(["--target", TARGET]);
        command.arg("--target-dir").arg(workspace.wasm_target());
        if let Toolchain::Debian(sysroot) = self {
            command.env("RUSTC", sysroot.join("bin/rustc")).env("RUSTDOC", sysroot.join("bin/rustdoc"));
            command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", sysroot.join("bin/wasm-ld"));
            // clippy's driver does not go through the script.
            command.env("SYSROOT", sysroot);
        }
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

/// Whether the toolchain at hand has the target's standard library.
fn has_target() -> Result<bool> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let folder = process::output(Command::new(rustc).args(["--print", "target-libdir", "--target", TARGET]))?;
    Ok(Path::new(folder.trim()).exists())
}

/// The standard library of Debian's compiler, for the browser and for the build scripts and macros beside it.
struct DebianLibrary<'a> {
    sysroot: &'a Path,
}

const RUSTC: &str = "/usr/bin/rustc";
const COMPILER: &str = "rustc-web";
const SOURCE: &str = "rust-web-src";

impl DebianLibrary<'_> {
    fn prepare(&self, workspace: &Workspace) -> Result<()> {
        fs::create_dir_all(&workspace.target)?;
        let lock = File::create(workspace.target.join("wasm-sysroot.lock"))?;
        lock.lock()?;

        if self.is_current() {
            return Ok(());
        }
        if !debian::can_install() {
            bail!(
                "no standard library for {TARGET}: install the target with `rustup target add {TARGET}` \
                 (or, on Debian 12 as root, run this command again)"
            );
        }
        debian::require(&[COMPILER, SOURCE])?;
        let compiler = DebianCompiler::find()?;
        debian::require(&[&compiler.linker_package()])?;
        say("compiling the standard library for the browser (a minute or two, this once)");
        self.build(workspace, &compiler)?;
        // What was compiled against another library cannot be linked with this one.
        remove(&workspace.wasm_target())?;
        let version = debian::installed_version(COMPILER).context("Debian's compiler vanished while in use")?;
        fs::write(self.stamp(), version)?;
        Ok(())
    }

    /// The file that names the compiler for which the library was built; written last.
    fn stamp(&self) -> PathBuf {
        self.sysroot.join("compiler-version")
    }

    fn is_current(&self) -> bool {
        fs::read_to_string(self.stamp()).is_ok_and(|built| debian::installed_version(COMPILER) == Some(built))
    }

    fn build(&self, workspace: &Workspace, compiler: &DebianCompiler) -> Result<()> {
        let work = workspace.target.join("wasm-sysroot-build");
        remove(&work)?;
        remove(self.sysroot)?;

        // With `build-std` cargo compiles the library for whatever is built; this is the least there can be.
        fs::create_dir_all(work.join("src"))?;
        fs::write(work.join("src/lib.rs"), "#![no_std]\n")?;
        let manifest = "[package]\nname = \"nothing\"\nedition = \"2021\"\n\n[workspace]\n";
        fs::write(work.join("Cargo.toml"), manifest)?;
        let mut cargo = workspace.cargo();
        cargo.current_dir(&work).args([
            "build",
            "--release",
            "--target",
            TARGET,
            "-Z",
            "build-std=std,panic_abort,test",
        ]);
        cargo.args(["--message-format", "json-render-diagnostics", "--target-dir"]).arg(work.join("target"));
        cargo.env("RUSTC", RUSTC).env("RUSTC_BOOTSTRAP", "1");
        // Without the bitcode the library cannot take part in link-time optimisation.
        cargo.env("RUSTFLAGS", "-Cembed-bitcode=yes").env_remove("CARGO_ENCODED_RUSTFLAGS");
        let messages = process::output(&mut cargo)?;

        let libraries = self.sysroot.join("lib/rustlib").join(TARGET).join("lib");
        fs::create_dir_all(&libraries)?;
        for library in built_libraries(&messages) {
            let name = library.file_name().context("cargo reported a library without a name")?;
            fs::copy(&library, libraries.join(name))?;
        }
        // Build scripts and macros run on this machine and need its library, which Debian has ready.
        let host = Path::new("lib/rustlib").join(&compiler.host);
        link(&compiler.sysroot.join(&host), &self.sysroot.join(&host))?;

        fs::create_dir_all(self.sysroot.join("bin"))?;
        self.write_wrapper("rustc")?;
        self.write_wrapper("rustdoc")?;
        link(Path::new(&compiler.linker()), &self.sysroot.join("bin/wasm-ld"))?;
        remove(&work)
    }

    /// A script rather than a link: through a link the compiler would find its old library again.
    fn write_wrapper(&self, program: &str) -> Result<()> {
        let script = format!("#!/bin/sh\nexec /usr/bin/{program} --sysroot '{}' \"$@\"\n", self.sysroot.display());
        let path = self.sysroot.join("bin").join(program);
        fs::write(&path, script)?;
        make_executable(&path)
    }
}

/// What Debian's compiler says of itself.
struct DebianCompiler {
    sysroot: PathBuf,
    host: String,
    llvm: String,
}

impl DebianCompiler {
    fn find() -> Result<Self> {
        let sysroot = process::output(Command::new(RUSTC).args(["--print", "sysroot"]))?;
        let version = process::output(Command::new(RUSTC).arg("-vV"))?;
        let fact = |name: &str| {
            let line = version.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
            line.with_context(|| format!("`{RUSTC} -vV` names no {name}"))
        };
        let llvm = fact("LLVM version")?.split('.').next().unwrap_or_default().into();
        Ok(DebianCompiler { sysroot: sysroot.trim().into(), host: fact("host")?.into(), llvm })
    }

    /// The linker reads the compiler's intermediate code, so it comes from the same release of LLVM.
    fn linker_package(&self) -> String {
        format!("lld-{}", self.llvm)
    }

    fn linker(&self) -> String {
        format!("/usr/bin/wasm-ld-{}", self.llvm)
    }
}

/// The libraries that cargo's JSON messages tell of.
fn built_libraries(messages: &str) -> Vec<PathBuf> {
    let artifacts = messages.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let mut libraries = Vec::new();
    for artifact in artifacts.filter(|message| message["reason"] == "compiler-artifact") {
        let files = artifact["filenames"].as_array().into_iter().flatten().filter_map(Value::as_str);
        libraries.extend(files.filter(|file| file.ends_with(".rlib")).map(PathBuf::from));
    }
    libraries
}

#[cfg(unix)]
fn link(original: &Path, link: &Path) -> Result<()> {
    std::os::unix::fs::symlink(original, link).with_context(|| format!("cannot link {}", original.display()))
}

#[cfg(not(unix))]
fn link(_: &Path, _: &Path) -> Result<()> {
    bail!("Debian's compiler needs Debian")
}

#[cfg(unix)]
fn make_executable(path: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    Ok(fs::set_permissions(path, fs::Permissions::from_mode(0o755))?)
}

#[cfg(not(unix))]
fn make_executable(_: &Path) -> Result<()> {
    Ok(())
}
