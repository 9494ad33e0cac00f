//! A web server for the finished page, on this machine only.

use anyhow::{Context, Result};
use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use percent_encoding::percent_decode_str;
use std::fs;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;

/// Where the page is to be found.
#[derive(Default)]
pub struct Options {
    /// On which port.
    pub port: Port,
    /// Under which path, such as `/some/sub/path`; at the root when empty.
    pub prefix: String,
}

/// A choice of port.
#[derive(Default, Clone, Copy)]
pub enum Port {
    /// 8080, or a free one where that is taken.
    #[default]
    Usual,
    /// This one or none; 0 is any that is free.
    Exactly(u16),
}

/// A running server; it stops with the program.
pub struct Server {
    /// The address of the page, with a slash at its end.
    pub url: String,
}

impl Server {
    /// Serves a folder in the background.
    pub fn start(folder: &Path, options: &Options) -> Result<Self> {
        let listener = match options.port {
            Port::Exactly(port) => listen(port)?,
            Port::Usual => listen(8080).or_else(|_| listen(0))?,
        };
        let mount = Arc::new(Mount::new(folder, &options.prefix));
        let url = format!("http://127.0.0.1:{}{}/", listener.local_addr()?.port(), mount.prefix);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
        let router =
            Router::new().fallback(|State(mount): State<Arc<Mount>>, request| async move { mount.answer(&request) });
        thread::spawn(move || {
            runtime.block_on(async {
                let listener = tokio::net::TcpListener::from_std(listener).expect("the listener does not block");
                axum::serve(listener, router.with_state(mount)).await
            })
        });
        Ok(Server { url })
    }
}

/// Serves a folder until the user stops it.
pub fn serve(folder: &Path, options: &Options) -> Result<()> {
    let server = Server::start(folder, options)?;
    println!("{}", server.url);
    loop {
        thread::park();
    }
}

fn listen(port: u16) -> Result<TcpListener> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))
        .with_context(|| format!("cannot listen on port {port}; choose another with --port"))?;
    listener.set_nonblocking(true)?;
    Ok(listener)
}

/// A folder that appears under a path.
struct Mount {
    folder: PathBuf,
    /// Empty, or a path that begins with a slash and does not end in one.
    prefix: String,
}

/// What a URL stands for.
#[derive(Debug, PartialEq)]
enum Target {
    File(PathBuf),
    Moved(String),
    Nothing,
}

impl Mount {
    fn new(folder: &Path, prefix: &str) -> Self {
        let prefix = prefix.trim_matches('/');
        let prefix = if prefix.is_empty() { String::new() } else { format!("/{prefix}") };
        Mount { folder: folder.to_owned(), prefix }
    }

    fn answer(&self, request: &Request) -> Response {
        if !matches!(*request.method(), Method::GET | Method::HEAD) {
            return (StatusCode::METHOD_NOT_ALLOWED, "this server only gives files").into_response();
        }
        let url = request.uri().path_and_query().map_or("/", |url| url.as_str());
        match self.resolve(url) {
            // The files are small, and the only reader is on this machine.
            Target::File(path) => match fs::read(&path) {
                Ok(content) => (of_file(&path), content).into_response(),
                Err(_) => nothing(),
            },
            Target::Moved(url) => Redirect::permanent(&url).into_response(),
            Target::Nothing => nothing(),
        }
    }

    /// Finds what a URL stands for: a file, or a folder's `index.html`.
    fn resolve(&self, url: &str) -> Target {
        let (path, query) = url.split_at(url.find(['?', '#']).unwrap_or(url.len()));
        let Some(inner) = path.strip_prefix(&self.prefix) else { return Target::Nothing };
        let Some(relative) = relative_path(inner) else { return Target::Nothing };
        let found = self.folder.join(relative);
        if !found.is_dir() {
            return Target::File(found);
        }
        // Without the slash, the page's relative links would lead beside the folder.
        if path.ends_with('/') {
            Target::File(found.join("index.html"))
        } else {
            Target::Moved(format!("{path}/{query}"))
        }
    }
}

/// The path below the served folder that the path of a URL means; nothing where it would lead out of it.
fn relative_path(path: &str) -> Option<PathBuf> {
    if !path.is_empty() && !path.starts_with('/') {
        return None;
    }
    let mut relative = PathBuf::new();
    for name in path.split('/').filter(|name| !name.is_empty()) {
        let name = percent_decode_str(name).decode_utf8().ok()?;
        // Once decoded, a name may still hide a way up, a separator or a drive.
        if matches!(&*name, "." | "..") || name.contains(['/', '\\', ':', '\0']) {
            return None;
        }
        relative.push(&*name);
    }
    Some(relative)
}

/// Browsers refuse modules and WebAssembly under any other type.
fn mime_type(path: &Path) -> &'static str {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("json") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("woff2") => "font/woff2",
        Some("csv") => "text/csv; charset=utf-8",
        Some("txt" | "md" | "ts") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// What a browser is told of a file.
fn of_file(path: &Path) -> [(HeaderName, HeaderValue); 3] {
    [
        (header::CONTENT_TYPE, HeaderValue::from_static(mime_type(path))),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-cache")),
        // A post on another port may then embed the figure, as it may from a public server.
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*")),
    ]
}

fn nothing() -> Response {
    (StatusCode::NOT_FOUND, "there is no such file").into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_decoded() {
        assert_eq!(relative_path(""), Some(PathBuf::new()));
        assert_eq!(relative_path("/"), Some(PathBuf::new()));
        assert_eq!(relative_path("/www//style.css"), Some(PathBuf::from("www/style.css")));
        assert_eq!(relative_path("/%E5%AF%BC%20%E6%95%B0.html"), Some(PathBuf::from("导 数.html")));
    }

    #[test]
    fn no_path_leads_out_of_the_folder() {
        for path in ["/../x", "/a/../../x", "/%2e%2e/x", "/..%2fx", "/..%5cx", "/C:%5cx", "/c:/x", "/a%00", "/%ff", "x"]
        {
            assert_eq!(relative_path(path), None, "{path}");
        }
    }

    #[test]
    fn a_mount_answers_only_under_its_prefix() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mount = Mount::new(folder, "some/sub/path/");
        assert_eq!(mount.resolve("/some/sub/path/Cargo.toml?a=b"), Target::File(folder.join("Cargo.toml")));
        assert_eq!(mount.resolve("/some/sub/path/src/"), Target::File(folder.join("src/index.html")));
        assert_eq!(mount.resolve("/some/sub/path/src?a"), Target::Moved("/some/sub/path/src/?a".into()));
        assert_eq!(mount.resolve("/some/sub/path"), Target::Moved("/some/sub/path/".into()));
        assert_eq!(mount.resolve("/some/sub/pathology"), Target::Nothing);
        assert_eq!(mount.resolve("/Cargo.toml"), Target::Nothing);
    }

    #[test]
    fn what_browsers_are_strict_about_has_its_type() {
        assert_eq!(mime_type(Path::new("a/descent_bg.wasm")), "application/wasm");
        assert_eq!(mime_type(Path::new("a.mjs")), "text/javascript; charset=utf-8");
        assert_eq!(mime_type(Path::new("README")), "application/octet-stream");
    }
}
