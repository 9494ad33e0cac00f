//! A page for each figure, in `embed/<figure>/`, for a frame in somebody else's page; and beside it what a site is told that
//! asks how to show it (<https://oembed.com>).

use anyhow::{Context, Result, ensure};
use serde_json::json;
use std::fs;
use std::path::Path;

/// Where the page is published, which whoever publishes it knows: an address that ends in a slash.
pub const ADDRESS: &str = "https://your.host/descent/";

/// The size of a frame that has not yet heard how high its figure is, in CSS pixels.
const SIZE: (u32, u32) = (800, 640);

/// Writes them into the folder `site`, from its `www/embed.html`, which leaves it.
pub fn write(site: &Path) -> Result<()> {
    let template = site.join("www/embed.html");
    let page = fs::read_to_string(&template).with_context(|| format!("cannot read {}", template.display()))?;
    for figure in figures(&fs::read_to_string(site.join("www/figures.js"))?)? {
        let folder = site.join("embed").join(figure);
        fs::create_dir_all(&folder)?;
        fs::write(folder.join("index.html"), page.replace("{figure}", figure))?;
        fs::write(folder.join("oembed.json"), oembed(figure))?;
    }
    Ok(fs::remove_file(template)?)
}

/// The names of the figures in the script that lists them.
fn figures(script: &str) -> Result<Vec<&str>> {
    let rows = script.lines().filter_map(|line| line.trim().strip_prefix('"')?.split_once("\": "));
    let names: Vec<&str> = rows.map(|(name, _)| name).collect();
    ensure!(!names.is_empty(), "www/figures.js lists no figure");
    Ok(names)
}

/// A figure's answer to oEmbed.
fn oembed(figure: &str) -> String {
    let (width, height) = SIZE;
    let title = format!("Gradient descent: {figure}");
    let html = format!(
        "<iframe src=\"{ADDRESS}embed/{figure}/\" title=\"{title}\" width=\"{width}\" height=\"{height}\" \
         style=\"border:0;width:100%\" loading=\"lazy\"></iframe>"
    );
    let answer = json!({
        "version": "1.0", "type": "rich", "title": title, "provider_name": "Descent", "provider_url": ADDRESS,
        "width": width, "height": height, "html": html,
    });
    answer.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_figures_are_those_of_the_list() {
        let script = "export const modules = {\n  \"gradient\": \"chapters\",\n  \"fit-a-line\": \"comparison\",\n};\n";
        assert_eq!(figures(script).unwrap(), ["gradient", "fit-a-line"]);
        assert!(figures("").is_err());
    }

    #[test]
    fn a_site_that_asks_gets_a_frame() {
        let answer: serde_json::Value = serde_json::from_str(&oembed("gradient")).unwrap();
        assert_eq!(answer["type"], "rich");
        assert!(answer["html"].as_str().unwrap().contains("src=\"https://your.host/descent/embed/gradient/\""));
    }
}
