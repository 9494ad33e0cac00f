//! The project's own commands: build the page, serve it, test it, check it, measure it.
//!
//! `cargo xtask` prints what there is. Each module is a noun of the work; this one only reads the command line.

#![deny(missing_docs)]

mod article;
mod bench;
mod browser;
mod bundle;
mod check;
mod debian;
mod embed;
mod files;
mod minify;
mod node;
mod notices;
mod package;
mod process;
mod resources;
mod server;
mod single;
mod site;
mod size;
mod stage;
mod tally;
mod test;
mod toolchain;
mod webkit;
mod words;
mod workspace;

use anyhow::{Context, Result, bail};
use bundle::Effort;
use server::Server;
use std::process::ExitCode;
use workspace::Workspace;

const HELP: &str = "\
cargo xtask <command>

  build [--quick | --single]       the page, into dist/: plain files for any web server, under any path;
                                   --quick takes a third of the time and makes a larger, slower page,
                                   --single also makes descent.html, the article in one file
  package                          what others install, into dist/npm/: an npm package, a zip, one script
  serve [--quick] [--port N] [--prefix /path]
                                   build the page, serve dist/ on this machine (port 8080, or a free one),
                                   then build the module for programmers
  test [native|node|browser|package] [word...]
                                   every test, or one part; words choose tests whose name contains one of them
  check                            formatting, lints, the manual's links, types of the JavaScript
  size [--top N]                   what costs how much of each WebAssembly module, by crate and by function, and what a
                                   reader is sent
  bench [--samples N] [--rounds N]  the handle beside JavaScript, native Rust, NumPy and libraries, in turn: a table, also as
                                   JSON and as a picture in target/
  bench native|browser             benchmarks of the crate, of the page
  help                             this text

What a command needs and does not find it installs where it can (the WebAssembly target through rustup; on Debian
also packages, as root or with passwordless sudo), and otherwise says what to install.
CHROME names the browser for the tests, where it is not found by itself.
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match run(&arguments) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Carries out one command; `false` when it has already told of its failure.
fn run(arguments: &[&str]) -> Result<bool> {
    match arguments {
        [] | ["help" | "-h" | "--help"] => print!("{HELP}"),
        ["build"] => site::build(&Workspace::find()?, Effort::Full)?,
        ["build", "--quick"] => site::build(&Workspace::find()?, Effort::Quick)?,
        ["build", "--single"] => {
            let workspace = Workspace::find()?;
            site::build(&workspace, Effort::Full)?;
            single::article(&workspace)?;
        }
        ["package"] => package::write(&Workspace::find()?)?,
        ["serve", options @ ..] => {
            let (effort, options) = serve_options(options)?;
            let workspace = Workspace::find()?;
            site::build_for_reading(&workspace, effort)?;
            let server = Server::start(&workspace.dist(), &options)?;
            println!("{}", server.url);
            // Who reads does so meanwhile, and goes on where it fails.
            if let Err(error) = site::build(&workspace, effort) {
                eprintln!("error: the page is served without the module for programmers: {error:#}");
            }
            server.stay();
        }
        ["test", selection @ ..] => return test::run(&Workspace::find()?, selection),
        ["check"] => return check::run(&Workspace::find()?),
        ["size", options @ ..] => return size::print(&Workspace::find()?, options),
        ["bench", selection @ ..] => return bench::run(&Workspace::find()?, selection),
        _ => bail!("there is no command `{}`; `cargo xtask help` lists them", arguments.join(" ")),
    }
    Ok(true)
}

fn serve_options(arguments: &[&str]) -> Result<(Effort, server::Options)> {
    let (mut effort, mut options) = (Effort::Full, server::Options::default());
    let mut arguments = arguments.iter();
    while let Some(name) = arguments.next() {
        let mut value = || arguments.next().with_context(|| format!("{name} needs a value"));
        match *name {
            "--quick" => effort = Effort::Quick,
            "--prefix" => options.prefix = value()?.to_string(),
            "--port" => {
                let value = value()?;
                let port = value.parse().with_context(|| format!("`{value}` is not a port; use 0 to 65535"))?;
                options.port = server::Port::Exactly(port);
            }
            _ => bail!("`serve` takes --quick, --port and --prefix, not `{name}`"),
        }
    }
    Ok((effort, options))
}
