//! WebKit, Safari's engine, as Debian has it: it is driven by its own program, and shows windows, for which it wants a display.

use crate::debian;
use crate::process::{self, say};
use anyhow::{Context, Result, bail};
use std::io::{BufRead, BufReader};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

const DRIVER: &str = "WebKitWebDriver";
/// A display that nobody sees.
const DISPLAY: &str = "Xvfb";

/// How long a program on this machine may take to be there.
const PATIENCE: Duration = Duration::from_secs(30);

/// A running driver; it stops with this.
pub struct WebKit {
    /// Where it listens for the commands of WebDriver.
    pub url: String,
    // The driver stops before the display that its browser is on.
    _driver: Running,
    _display: Option<Running>,
}

impl WebKit {
    /// Starts it and installs what that takes; where it cannot be had, says so: most of the tests do without.
    pub fn prepare() -> Option<Self> {
        let start = || {
            let display = if has_display() { None } else { Some(display()?) };
            WebKit::start(display)
        };
        start().inspect_err(|error| say(format_args!("no tests in WebKit: {error:#}"))).ok()
    }

    fn start(display: Option<(Running, String)>) -> Result<Self> {
        let mut command = program(DRIVER, "webkit2gtk-driver")?;
        // It does not choose a port by itself.
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
        command.arg(format!("--port={port}"));
        let display = display.map(|(server, name)| {
            // A session of Wayland's that is not there would be asked first.
            command.env("DISPLAY", name).env("GDK_BACKEND", "x11");
            server
        });
        let driver = Running::start(&mut command)?;
        let end = Instant::now() + PATIENCE;
        while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
            if Instant::now() > end {
                bail!("{DRIVER} does not answer");
            }
            thread::sleep(Duration::from_millis(20));
        }
        Ok(WebKit { url: format!("http://127.0.0.1:{port}/"), _driver: driver, _display: display })
    }
}

fn has_display() -> bool {
    ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}

/// A display with the name that it has chosen.
fn display() -> Result<(Running, String)> {
    let mut command = program(DISPLAY, "xvfb")?;
    command
        .args(["-displayfd", "1", "-noreset", "-nolisten", "tcp", "-screen", "0", "1600x1200x24"])
        .stdout(Stdio::piped());
    let mut server = Running::start(&mut command)?;
    let mut number = String::new();
    BufReader::new(server.0.stdout.take().context("it prints nowhere")?).read_line(&mut number)?;
    if number.trim().is_empty() {
        bail!("{DISPLAY} does not start");
    }
    Ok((server, format!(":{}", number.trim())))
}

/// A command for a program, which Debian has in this package where it is missing.
fn program(name: &str, package: &str) -> Result<Command> {
    if process::find(&[name]).is_none() {
        debian::require(&[package])?;
    }
    let mut command = Command::new(name);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    Ok(command)
}

/// A program in the background, as long as this lives.
struct Running(Child);

impl Running {
    fn start(command: &mut Command) -> Result<Self> {
        let child = command.spawn();
        Ok(Running(child.with_context(|| format!("cannot start {}", command.get_program().to_string_lossy()))?))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // One that has ended by itself is no trouble.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
