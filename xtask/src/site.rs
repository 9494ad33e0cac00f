//! The finished page in `dist/`: plain files that any web server can serve, from any path.

use crate::article;
use crate::bundle::{self, Effort};
use crate::embed;
use crate::files::{mirror, remove};
use crate::minify;
use crate::notices;
use crate::process::say;
use crate::workspace::Workspace;
use anyhow::Result;
use std::fs;

/// Compiles the library and assembles the page around it.
pub fn build(workspace: &Workspace, effort: Effort) -> Result<()> {
    bundle::build(workspace, effort)?;
    let site = workspace.wasm_target().join("site");
    remove(&site)?;
    fs::create_dir_all(&site)?;
    mirror(&workspace.www(), &site.join("www"))?;
    // Whoever translates reads these; the page reads what the build makes of them.
    remove(&site.join("www/words"))?;
    article::write(&workspace.root.join("index.html"), &workspace.words(), &site)?;
    embed::write(&site)?;
    notices::write(workspace, &site)?;
    if effort == Effort::Full {
        minify::minify(workspace, &site)?;
    }
    mirror(&site, &workspace.dist())?;
    match effort {
        Effort::Full => say("the page is in dist/"),
        Effort::Quick => say("the page is in dist/, large and slow; publish it without --quick"),
    }
    Ok(())
}
