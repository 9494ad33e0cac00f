//! A browser for the tests: Chrome, Chromium or Edge.

use crate::debian;
use crate::process;
use anyhow::{Result, bail};
use std::path::PathBuf;
use std::process::Command;

/// Finds a browser, or installs one, and sees to it that it can show Chinese.
pub fn prepare() -> Result<PathBuf> {
    let browser = match named()?.or_else(installed) {
        Some(browser) => browser,
        None if debian::can_install() => {
            debian::require(&["chromium"])?;
            PathBuf::from("/usr/bin/chromium")
        }
        None => bail!("no browser for the tests: install Chrome or Chromium, or let CHROME name one"),
    };
    if !has_chinese_font() {
        if !debian::can_install() {
            bail!("no Chinese font for the tests: install one, such as Noto Sans CJK");
        }
        debian::require(&["fonts-noto-cjk"])?;
    }
    Ok(browser)
}

/// The browser that the user chose.
fn named() -> Result<Option<PathBuf>> {
    for variable in ["CHROME", "CHROME_PATH"] {
        if let Some(browser) = std::env::var_os(variable).filter(|value| !value.is_empty()).map(PathBuf::from) {
            if !browser.is_file() {
                bail!("{variable} names {}, which is no file", browser.display());
            }
            return Ok(Some(browser));
        }
    }
    Ok(None)
}

/// A browser in one of the usual places.
fn installed() -> Option<PathBuf> {
    let on_path = process::find(&["google-chrome", "google-chrome-stable", "chromium", "chromium-browser", "chrome"]);
    let mut usual = Vec::new();
    if cfg!(target_os = "macos") {
        for application in ["Google Chrome", "Chromium", "Microsoft Edge"] {
            usual.push(format!("/Applications/{application}.app/Contents/MacOS/{application}").into());
        }
    }
    if cfg!(windows) {
        for variable in ["ProgramFiles", "ProgramFiles(x86)", "LOCALAPPDATA"] {
            let Some(folder) = std::env::var_os(variable).map(PathBuf::from) else { continue };
            usual.push(folder.join("Google/Chrome/Application/chrome.exe"));
            usual.push(folder.join("Chromium/Application/chrome.exe"));
            usual.push(folder.join("Microsoft/Edge/Application/msedge.exe"));
        }
    }
    on_path.or_else(|| usual.into_iter().find(|browser: &PathBuf| browser.is_file()))
}

/// Without one, pictures would show boxes in place of characters. macOS and Windows come with fonts for Chinese.
fn has_chinese_font() -> bool {
    !cfg!(target_os = "linux")
        || process::probe(Command::new("fc-list").arg(":lang=zh")).is_some_and(|fonts| !fonts.is_empty())
}
