//! The list of what a figure asks for while a page is open, in `www/pkg/files.js`. Each address stands there as a tool that packs
//! pages expects it, `new URL("…", import.meta.url)` of a text that it can read; and the styles stand there themselves. Those of
//! a script that not every figure needs stand in a script beside it, and come with it.

use crate::files;
use crate::workspace::Workspace;
use anyhow::{Context, Result};
use std::fmt::Write;
use std::fs;
use std::path::Path;

/// The styles of every figure, in `www/`: what comes later wins.
const STYLES: [&str; 2] = ["tokens.css", "figure.css"];

/// Scripts in `www/` that have styles of their own, under the same name.
const STYLED: [&str; 4] = ["controls", "details", "program", "value-field"];

/// Scripts that come when somebody asks for them besides the figures' modules, by name.
const SCRIPTS: [(&str, &str); 9] = [
    ("failure", "../failure.js"),
    ("share", "../share.js"),
    ("own", "../own.js"),
    ("details", "../details.js"),
    ("program", "../program.js"),
    ("controls", "../controls.js"),
    ("fields", "../value-field.js"),
    ("qr", "./qr.js"),
    ("descent", "./descent.js"),
];

/// Writes it into the folder `pkg`, of what is there for the figures' modules.
pub fn write(workspace: &Workspace, modules: &[(&str, &str)], pkg: &Path) -> Result<()> {
    let words = files::all(&pkg.join("words"))?;
    let words = words.iter().map(|path| relative(path, pkg)).collect::<Result<Vec<_>>>()?;
    let asked: Vec<String> = modules.iter().map(|(name, _)| format!("{name}_bg.wasm")).chain(words).collect();
    let names: Vec<&str> = modules.iter().map(|(name, _)| *name).collect();
    let style = |name: &str| {
        let path = workspace.www().join(name);
        fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))
    };
    for name in STYLED {
        let made = format!(
            "export const {}_STYLE = {};\n",
            name.to_uppercase().replace('-', "_"),
            literal(&style(&format!("{name}.css"))?)
        );
        fs::write(pkg.join(format!("{name}-style.js")), made)?;
    }
    let styles = STYLES.iter().map(|name| style(name)).collect::<Result<Vec<_>>>()?;
    fs::write(pkg.join("files.js"), script(&asked, &names, &styles)?)?;
    Ok(())
}

/// A style sheet in a script, as `join.mjs` finds it.
fn literal(style: &str) -> String {
    format!("String.raw`{style}`")
}

/// The path of a file below a folder, as in an address.
fn relative(path: &Path, folder: &Path) -> Result<String> {
    let names = path.strip_prefix(folder)?.iter().map(|name| name.to_string_lossy());
    Ok(names.collect::<Vec<_>>().join("/"))
}

fn script(asked: &[String], modules: &[&str], styles: &[String]) -> Result<String> {
    let mut text = String::from(
        "/** What a figure asks for: where it is, or what gives it. @type {Record<string, URL | (() => Promise<Response>)>} */\n\
         export const files = {\n",
    );
    for file in asked {
        writeln!(text, "  \"{file}\": new URL(\"./{file}\", import.meta.url),")?;
    }
    text += "};\n\n/** What comes when somebody asks for it. */\nexport const scripts = {\n";
    let modules = modules.iter().map(|name| (*name, format!("./{name}.js")));
    for (name, path) in modules.chain(SCRIPTS.map(|(name, path)| (name, path.to_owned()))) {
        writeln!(text, "  \"{name}\": () => import(\"{path}\"),")?;
    }
    text += "};\n\n";
    text += "/** The styles of every figure, one after the other. */\nexport const styles = [\n";
    for style in styles {
        writeln!(text, "  {},", literal(style))?;
    }
    text += "];\n";
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_address_is_a_text_that_tools_can_read() {
        let made =
            script(&["a_bg.wasm".into(), "words/en/a.json".into()], &["a"], &["p { margin: 0 }".into()]).unwrap();
        assert!(made.contains("  \"words/en/a.json\": new URL(\"./words/en/a.json\", import.meta.url),\n"));
        assert!(made.contains("  \"a\": () => import(\"./a.js\"),\n"));
        assert!(made.contains("String.raw`p { margin: 0 }`"));
    }
}
