//! Debian's packages.

use crate::process::{self, say};
use anyhow::{Context, Result, bail};
use std::process::Command;

/// Whether this is Debian and we may install packages.
pub fn can_install() -> bool {
    is_debian() && privilege().is_some()
}

/// Whether this is Debian itself; its descendants lack some of the packages or ship them as something else.
fn is_debian() -> bool {
    let release = std::fs::read_to_string("/etc/os-release").unwrap_or_default();
    release.lines().any(|line| line == "ID=debian")
}

/// Installs those of these packages that are missing, without ever removing another.
pub fn require(packages: &[&str]) -> Result<()> {
    let missing: Vec<&str> = packages.iter().copied().filter(|package| installed_version(package).is_none()).collect();
    if missing.is_empty() { Ok(()) } else { install(&missing) }
}

fn install(packages: &[&str]) -> Result<()> {
    if !can_install() {
        bail!("installing {} needs Debian, and root or passwordless sudo", packages.join(", "));
    }
    say(format_args!("installing Debian's {}", packages.join(", ")));
    let install = [["install", "--yes", "--no-install-recommends", "--no-remove"].as_slice(), packages].concat();
    let once = || apt_get(&["update"]).and_then(|()| apt_get(&install));
    // Mirrors fail for a moment now and then.
    once().or_else(|_| once())
}

/// The installed version of a package.
pub fn installed_version(package: &str) -> Option<String> {
    let status = process::probe(Command::new("dpkg-query").args([
        "--show",
        "--showformat=${db:Status-Status} ${Version}",
        package,
    ]))?;
    status.strip_prefix("installed ").map(str::to_owned)
}

fn apt_get(arguments: &[&str]) -> Result<()> {
    let mut words: Vec<&str> = privilege().unwrap_or_default().into();
    words.extend(["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300"]);
    words.extend(arguments);
    let printed = process::output(Command::new(words[0]).args(&words[1..]));
    printed.map(drop).with_context(|| format!("apt-get {} failed", arguments.join(" ")))
}

/// The words to put before a command so that root runs it; none when we cannot be root.
fn privilege() -> Option<&'static [&'static str]> {
    if process::probe(Command::new("id").arg("-u"))? == "0" {
        return Some(&[]);
    }
    process::probe(Command::new("sudo").args(["--non-interactive", "true"]))?;
    Some(&["sudo", "--non-interactive"])
}
