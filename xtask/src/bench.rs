//! Benchmarks of the crate on this machine, of the page in a browser, and of both beside what a user would pick instead.
//! Nothing fails on a time.

mod plot;

use crate::bundle::Effort;
use crate::process::{self, say};
use crate::site;
use crate::stage::Stage;
use crate::workspace::Workspace;
use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

/// Where the table's picture stands in the checkout, for the README.
const PICTURE: &str = "benches/side-by-side.svg";

/// How much is measured for the table.
struct Extent {
    samples: u64,
    rounds: u64,
}

/// Makes the table, or runs the named benchmarks; `false` when one broke off.
pub fn run(workspace: &Workspace, selection: &[&str]) -> Result<bool> {
    match selection {
        ["native"] => native(workspace),
        ["browser"] => browser(workspace),
        _ => side_by_side(workspace, &extent(selection)?),
    }
}

fn extent(options: &[&str]) -> Result<Extent> {
    let mut extent = Extent { samples: 1_000_000, rounds: 7 };
    for option in options.chunks(2) {
        let [name, value] = option else { bail!("{} needs a number", option[0]) };
        let place = match *name {
            "--samples" => &mut extent.samples,
            "--rounds" => &mut extent.rounds,
            _ => bail!("`bench` takes `native`, `browser`, --samples and --rounds, not `{name}`"),
        };
        *place = value
            .parse()
            .ok()
            .filter(|number| *number > 0)
            .with_context(|| format!("{name}: `{value}` is not allowed; it must be an integer from 1"))?;
    }
    // As many as a data set of sixteen features may have, with room for the copies that JavaScript makes.
    ensure!(extent.samples <= 2_000_000, "--samples: `{}` is not allowed; it must be at most 2000000", extent.samples);
    Ok(extent)
}

/// The table, as text, in `target/bench.json`, and as a picture, which the README shows when `UPDATE_GOLDEN` is set.
fn side_by_side(workspace: &Workspace, extent: &Extent) -> Result<bool> {
    site::build(workspace, Effort::Full)?;
    let stage = Stage::with_browser(workspace)?;
    stage.installed().install_peers(workspace)?;
    let to = workspace.target.join("bench.json");
    let mut node = stage.node(workspace);
    node.arg("benches/side_by_side/run.mjs").env("DESCENT_TO", &to).env("DESCENT_NATIVE", program(workspace)?);
    node.env("DESCENT_SAMPLES", extent.samples.to_string()).env("DESCENT_ROUNDS", extent.rounds.to_string());
    match numpy() {
        Some(python) => node.env("DESCENT_PYTHON", python),
        None => {
            say("NumPy is left out, for python3 has none");
            node.env_remove("DESCENT_PYTHON")
        }
    };
    if !process::succeeds(&mut node)? {
        return Ok(false);
    }
    let report: Value = serde_json::from_slice(&fs::read(&to)?)?;
    let picture = plot::draw(&report).context("the benchmarks left no numbers to draw")?;
    let drawn = to.with_extension("svg");
    fs::write(&drawn, &picture)?;
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(workspace.root.join(PICTURE), &picture)?;
    }
    say(format_args!("the numbers are in {}, their picture in {}", to.display(), drawn.display()));
    Ok(true)
}

/// The crate's part of the table, compiled.
fn program(workspace: &Workspace) -> Result<PathBuf> {
    let mut cargo = workspace.cargo();
    cargo.args(["bench", "--package", "descent", "--bench", "side_by_side", "--no-run"]);
    let messages = process::output(cargo.args(["--message-format", "json-render-diagnostics"]))?;
    let messages = messages.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let program = messages.filter_map(|message| message["executable"].as_str().map(PathBuf::from)).next_back();
    program.context("cargo names no program of the benchmark")
}

/// A Python that has NumPy.
fn numpy() -> Option<PathBuf> {
    let python = process::find(&["python3", "python"])?;
    process::probe(Command::new(&python).args(["-c", "import numpy"])).map(|_| python)
}

fn native(workspace: &Workspace) -> Result<bool> {
    if !workspace.has_benches() {
        say("no benchmarks of the crate");
        return Ok(true);
    }
    process::succeeds(workspace.cargo().args(["bench", "--workspace", "--bench", "*"]))
}

fn browser(workspace: &Workspace) -> Result<bool> {
    let files = workspace.files("benches", ".mjs")?;
    if files.is_empty() {
        say("no benchmarks of the page");
        return Ok(true);
    }
    site::build(workspace, Effort::Full)?;
    let stage = Stage::with_browser(workspace)?;
    let mut all = true;
    for file in files {
        all &= process::succeeds(stage.node(workspace).arg(file))?;
    }
    Ok(all)
}

#[cfg(test)]
mod tests {

    #[test]
    fn numbers_of_samples_and_rounds_are_read_and_others_refused() {
        let extent = |options: &[&str]| super::extent(options).map(|extent| (extent.samples, extent.rounds));
        assert_eq!(extent(&[]).unwrap(), (1_000_000, 7));
        assert_eq!(extent(&["--rounds", "3", "--samples", "1000"]).unwrap(), (1000, 3));
        for options in [&["--rounds"][..], &["--rounds", "0"], &["--rounds", "x"], &["--samples", "3000000"], &["all"]]
        {
            assert!(extent(options).is_err(), "{options:?}");
        }
    }
}
