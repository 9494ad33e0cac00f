//! What the JavaScript tests and benchmarks find around them: the page, a server, perhaps a browser.

use crate::browser;
use crate::node::Node;
use crate::package;
use crate::server::{Options, Port, Server};
use crate::webkit::WebKit;
use crate::workspace::Workspace;
use anyhow::Result;
use std::path::PathBuf;
use std::process::Command;

/// The page on a server, and the programs to look at it with. It expects the page to be built.
pub struct Stage {
    node: Node,
    server: Server,
    dist: PathBuf,
    browser: Option<PathBuf>,
    webkit: Option<WebKit>,
}

impl Stage {
    /// For what needs no browser.
    pub fn without_browser(workspace: &Workspace) -> Result<Self> {
        let node = Node::find()?;
        node.install_packages(workspace)?;
        let dist = workspace.dist();
        // Not at the root: a page that works here works anywhere.
        let options = Options { port: Port::Exactly(0), prefix: "/some/path".into() };
        let server = Server::start(&dist, &options)?;
        Ok(Stage { node, server, dist, browser: None, webkit: None })
    }

    /// For what drives a browser.
    pub fn with_browser(workspace: &Workspace) -> Result<Self> {
        let browser = Some(browser::prepare()?);
        Ok(Stage { browser, ..Stage::without_browser(workspace)? })
    }

    /// For what drives two browsers, where there is another.
    pub fn with_browsers(workspace: &Workspace) -> Result<Self> {
        Ok(Stage { webkit: WebKit::prepare(), ..Stage::with_browser(workspace)? })
    }

    /// The Node that it has.
    pub fn installed(&self) -> &Node {
        &self.node
    }

    /// A Node command that is told where everything is:
    ///
    /// - `DESCENT_URL`, the served page's address, which ends in a slash;
    /// - `DESCENT_DIST`, the folder that is served;
    /// - `DESCENT_PACKAGE`, the npm package, where it has been made;
    /// - `DESCENT_BROWSER`, the browser's program, where there is one;
    /// - `DESCENT_WEBDRIVER`, the address, which ends in a slash, of WebKit's driver, where there is one.
    pub fn node(&self, workspace: &Workspace) -> Command {
        let mut command = self.node.command();
        command.current_dir(&workspace.root);
        command.env("DESCENT_URL", &self.server.url).env("DESCENT_DIST", &self.dist);
        command.env("DESCENT_PACKAGE", package::tarball(workspace));
        if let Some(browser) = &self.browser {
            command.env("DESCENT_BROWSER", browser);
        }
        if let Some(webkit) = &self.webkit {
            command.env("DESCENT_WEBDRIVER", &webkit.url);
        }
        command
    }
}
