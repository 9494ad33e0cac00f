//! The finished page in `dist/`: plain files that any web server can serve, from any path.

use crate::article;
use crate::bundle::{self, Effort, Extent};
use crate::embed;
use crate::files::{mirror, remove};
use crate::minify;
use crate::node::Node;
use crate::notices;
use crate::process::say;
use crate::workspace::Workspace;
use anyhow::Result;
use std::fs;
use std::path::Path;

/// Compiles the library and assembles the page around it.
pub fn build(workspace: &Workspace, effort: Effort) -> Result<()> {
    assemble(workspace, effort, Extent::Everything)
}

/// The same of what a reader of the page needs, which is there sooner.
pub fn build_for_reading(workspace: &Workspace, effort: Effort) -> Result<()> {
    assemble(workspace, effort, Extent::Reading)
}

fn assemble(workspace: &Workspace, effort: Effort, extent: Extent) -> Result<()> {
    bundle::build(workspace, effort, extent)?;
    let site = workspace.wasm_target().join("site");
    remove(&site)?;
    fs::create_dir_all(&site)?;
    mirror(&workspace.www(), &site.join("www"))?;
    // Whoever translates reads these; the page reads what the build makes of them.
    remove(&site.join("www/words"))?;
    remove(&site.join("www/stills"))?;
    let (skeleton, stills) = (workspace.root.join("index.html"), workspace.www().join("stills"));
    article::write(&skeleton, &workspace.words(), &stills, &site)?;
    write_benchmarks(workspace, &site)?;
    embed::write(&site)?;
    notices::write(workspace, &site)?;
    if effort == Effort::Full {
        // Types are for programmers, and mention theirs.
        if extent == Extent::Everything {
            declare_element(workspace, &site)?;
        }
        minify::minify(workspace, &site)?;
    }
    mirror(&site, &workspace.dist())?;
    match effort {
        _ if extent == Extent::Reading => {}
        Effort::Full => say("the page is in dist/"),
        Effort::Quick => say("the page is in dist/, large and slow; publish it without --quick"),
    }
    Ok(())
}

/// Writes the page on which a visitor runs the benchmarks that need nothing but a browser, from its skeleton in `www/`, and its
/// scripts, which Node runs too, into `www/bench/`.
fn write_benchmarks(workspace: &Workspace, site: &Path) -> Result<()> {
    let (skeleton, scripts) = (site.join("www/bench.html"), site.join("www/bench"));
    article::write_pages(&skeleton, &workspace.words(), site)?;
    fs::remove_file(skeleton)?;
    fs::create_dir_all(&scripts)?;
    for script in workspace.files("benches/side_by_side", ".js")? {
        mirror(&script, &scripts.join(script.file_name().unwrap_or_default()))?;
    }
    Ok(())
}

/// The module of the element's class, without its ending.
const CLASS: &str = "www/figure";

/// What the module that registers it has.
const ELEMENT: &str = "export { DescentFigure, setBase } from \"./figure.js\";\nexport type * from \"./element.js\";\n";

/// Writes what TypeScript wants to know of the element beside it. Without Node it goes without.
fn declare_element(workspace: &Workspace, site: &Path) -> Result<()> {
    let Ok(node) = Node::find() else { return Ok(()) };
    node.install_packages(workspace)?;
    // What it imports is nobody's affair.
    let all = workspace.wasm_target().join("types");
    remove(&all)?;
    mirror(&site.join("www"), &all.join("www"))?;
    bundle::declare_types(workspace, &node, &all.join(CLASS).with_extension("js"))?;
    fs::copy(all.join(CLASS).with_extension("d.ts"), site.join(CLASS).with_extension("d.ts"))?;
    Ok(fs::write(site.join("www/descent-figure.d.ts"), ELEMENT)?)
}
