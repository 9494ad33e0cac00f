//! The figures, and the article, in one file each, which work from a disk, in an attachment, wherever one file is taken.

use crate::minify;
use crate::node::{self, Node};
use crate::process;
use crate::workspace::Workspace;
use anyhow::{Context, Result};
use std::fs;
use std::path::Path;

/// The script that has all figures in it.
pub const SCRIPT: &str = "descent.one.js";

/// The page that has the article in it.
pub const ARTICLE: &str = "descent.html";

/// Writes the script.
pub fn script(workspace: &Workspace, node: &Node, to: &Path) -> Result<()> {
    joined(workspace, node, "descent-figure.js", "script", to)
}

/// Writes the module of the element's class, which asks for the rest from beside it.
pub fn class(workspace: &Workspace, node: &Node, to: &Path) -> Result<()> {
    joined(workspace, node, "figure.js", "packed", to)
}

/// Writes the page beside the built one.
pub fn article(workspace: &Workspace) -> Result<()> {
    let node = Node::find()?;
    let dist = workspace.dist();
    let script = workspace.wasm_target().join("article.js");
    joined(workspace, &node, "page.js", "module", &script)?;
    let read = |path: &Path| fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()));
    let page = alone(&read(&dist.join("index.html"))?, &read(&script)?, |name| read(&dist.join(name)))?;
    Ok(fs::write(dist.join(ARTICLE), page)?)
}

/// Joins what a script of the page imports and asks for.
fn joined(workspace: &Workspace, node: &Node, entry: &str, kind: &str, to: &Path) -> Result<()> {
    let program = minify::program(workspace, "single.mjs", include_str!("single.mjs"))?;
    let mut command = node.command();
    command.arg(program).arg(node::packages(workspace)).arg(workspace.www()).args([entry, kind]).arg(to);
    process::run(&mut command)
}

/// The page with its styles, its scripts and its prose in it.
fn alone(page: &str, script: &str, read: impl Fn(&str) -> Result<String>) -> Result<String> {
    let mut alone = String::new();
    for line in page.split_inclusive('\n') {
        let of =
            |attribute: &str| line.split_once(&format!("{attribute}=\""))?.1.split_once('"').map(|(value, _)| value);
        if line.contains("rel=\"preload\"") || line.contains("rel=\"modulepreload\"") {
            continue;
        } else if let (true, Some(href)) = (line.contains("rel=\"stylesheet\""), of("href")) {
            alone += &format!("<style>{}</style>\n", read(href)?);
        } else if let Some(src) = of("<script src") {
            alone += &format!("<script>{}</script>\n", read(src)?);
        } else if line.contains("<script type=\"module\"") {
            // One has the other.
            if line.contains("page.js") {
                alone += &format!("<script type=\"module\">{script}</script>\n");
            }
        } else if let Some(prose) = of("data-prose") {
            let address = format!("data:application/json;charset=utf-8,{}", encoded(&read(prose)?));
            alone += &line.replace(prose, &address);
        } else {
            alone += line;
        }
    }
    Ok(alone)
}

/// A text as a part of an address in an attribute.
fn encoded(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_alone_has_everything_in_it() {
        let page = "<link rel=\"stylesheet\" href=\"a.css\">\n<link rel=\"preload\" href=\"b\">\n<script src=\"first.js\"></script>\n\
            <link hreflang=\"zh\" href=\"z\" data-prose=\"z.json\">\n<script type=\"module\" src=\"www/prose.js\"></script>\n\
            <script type=\"module\" src=\"www/page.js\"></script>\n<p>\n";
        let made = alone(page, "all()", |name| Ok(format!("[{name}]"))).unwrap();
        let expected = "<style>[a.css]</style>\n<script>[first.js]</script>\n\
            <link hreflang=\"zh\" href=\"z\" data-prose=\"data:application/json;charset=utf-8,%5Bz%2Ejson%5D\">\n\
            <script type=\"module\">all()</script>\n<p>\n";
        assert_eq!(made, expected);
    }
}
