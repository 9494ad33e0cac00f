//! A web server for the finished page, on this machine only.

use anyhow::{Context, Result};
use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use percent_encoding::percent_decode_str;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use tower_http::services::ServeFile;

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
        let port = listener.local_addr()?.port();
        let mount = Arc::new(Mount::new(folder, &options.prefix, port)?);
        let url = format!("http://127.0.0.1:{port}{}/", mount.prefix);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
        let router = Router::new()
            .fallback(|State(mount): State<Arc<Mount>>, request| async move { mount.answer(request).await });
        thread::spawn(move || {
            runtime.block_on(async {
                let listener = tokio::net::TcpListener::from_std(listener).expect("the listener does not block");
                axum::serve(listener, router.with_state(mount)).await
            })
        });
        Ok(Server { url })
    }

    /// Serves until the user stops the program.
    pub fn stay(self) -> ! {
        loop {
            thread::park();
        }
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
    /// Without links in it.
    folder: PathBuf,
    /// Empty, or a path that begins with a slash and does not end in one.
    prefix: String,
    /// The names of this server. A page that lets its own name lead to this machine shall not read through it.
    hosts: [String; 2],
}

/// What a URL stands for.
#[derive(Debug, PartialEq)]
enum Target {
    File(PathBuf),
    Moved(String),
    Nothing,
}

impl Mount {
    fn new(folder: &Path, prefix: &str, port: u16) -> Result<Self> {
        let folder = folder.canonicalize().with_context(|| format!("cannot serve {}", folder.display()))?;
        let prefix = prefix.trim_matches('/');
        let prefix = if prefix.is_empty() { String::new() } else { format!("/{prefix}") };
        Ok(Mount { folder, prefix, hosts: ["127.0.0.1", "localhost"].map(|name| format!("{name}:{port}")) })
    }

    async fn answer(&self, request: Request) -> Response {
        if !matches!(*request.method(), Method::GET | Method::HEAD) {
            return (StatusCode::METHOD_NOT_ALLOWED, "this server only gives files").into_response();
        }
        if !self.is_meant(request.headers()) {
            return (StatusCode::MISDIRECTED_REQUEST, "this server has another name").into_response();
        }
        let url = request.uri().path_and_query().map_or("/", |url| url.as_str());
        match self.resolve(url) {
            Target::File(path) => match ServeFile::new(path).try_call(request).await {
                Ok(answer) => (ABOUT_FILES, answer).into_response(),
                Err(_) => nothing(),
            },
            Target::Moved(url) => Redirect::permanent(&url).into_response(),
            Target::Nothing => nothing(),
        }
    }

    /// Whether a request names this server.
    fn is_meant(&self, headers: &HeaderMap) -> bool {
        let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
        host.is_some_and(|host| self.hosts.iter().any(|own| own.eq_ignore_ascii_case(host)))
    }

    /// Finds what a URL stands for: a file in the folder, or a folder's `index.html`.
    fn resolve(&self, url: &str) -> Target {
        let (path, query) = url.split_at(url.find(['?', '#']).unwrap_or(url.len()));
        let inner = path.strip_prefix(&self.prefix).and_then(relative_path);
        let Some(found) = inner.and_then(|relative| self.found(&self.folder.join(relative))) else {
            return Target::Nothing;
        };
        if !found.is_dir() {
            return Target::File(found);
        }
        if path.ends_with('/') {
            return self.found(&found.join("index.html")).map_or(Target::Nothing, Target::File);
        }
        // Without the slash, the page's relative links would lead beside the folder; two at the front would name a host.
        Target::Moved(format!("/{}/{query}", path.trim_matches('/')))
    }

    /// What a path leads to, if that is a file or a folder in here: a link may lead out, and a pipe would never end.
    fn found(&self, path: &Path) -> Option<PathBuf> {
        let real = path.canonicalize().ok()?;
        (real.starts_with(&self.folder) && (real.is_file() || real.is_dir())).then_some(real)
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

/// What a browser is told of every file. A post on another port may then embed the figure, as it may from a public server.
const ABOUT_FILES: [(HeaderName, HeaderValue); 2] = [
    (header::CACHE_CONTROL, HeaderValue::from_static("no-cache")),
    (header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*")),
];

fn nothing() -> Response {
    (StatusCode::NOT_FOUND, "there is no such file").into_response()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::io::{Read, Write};
    use std::net::TcpStream;

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

    /// A folder of a test's own, with a page, a script and a module in it.
    fn site(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("descent-server-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(folder.join("www")).unwrap();
        for file in ["index.html", "www/a.js", "www/a.wasm"] {
            fs::write(folder.join(file), file).unwrap();
        }
        folder.canonicalize().unwrap()
    }

    #[test]
    fn a_mount_answers_only_under_its_prefix() {
        let folder = site("prefix");
        let mount = Mount::new(&folder, "some/sub/path/", 80).unwrap();
        assert_eq!(mount.resolve("/some/sub/path/www/a.js?a=b"), Target::File(folder.join("www/a.js")));
        assert_eq!(mount.resolve("/some/sub/path/"), Target::File(folder.join("index.html")));
        assert_eq!(mount.resolve("/some/sub/path/www/"), Target::Nothing);
        assert_eq!(mount.resolve("/some/sub/path/www?a"), Target::Moved("/some/sub/path/www/?a".into()));
        assert_eq!(mount.resolve("/some/sub/path"), Target::Moved("/some/sub/path/".into()));
        assert_eq!(mount.resolve("/some/sub/pathology"), Target::Nothing);
        assert_eq!(mount.resolve("/www/a.js"), Target::Nothing);
    }

    #[test]
    fn it_sends_nobody_to_another_host() {
        let mount = Mount::new(&site("redirect"), "", 80).unwrap();
        assert_eq!(mount.resolve("//www"), Target::Moved("/www/".into()));
        assert_eq!(mount.resolve("/www?//other.host"), Target::Moved("/www/?//other.host".into()));
    }

    #[cfg(unix)]
    #[test]
    fn it_follows_no_link_out_of_its_folder_and_waits_for_no_pipe() {
        let (folder, outside) = (site("links"), site("outside"));
        std::os::unix::fs::symlink(outside.join("index.html"), folder.join("out.html")).unwrap();
        std::os::unix::fs::symlink(folder.join("index.html"), folder.join("in.html")).unwrap();
        assert!(std::process::Command::new("mkfifo").arg(folder.join("pipe")).status().unwrap().success());
        let mount = Mount::new(&folder, "", 80).unwrap();
        assert_eq!(mount.resolve("/out.html"), Target::Nothing);
        assert_eq!(mount.resolve("/pipe"), Target::Nothing);
        assert_eq!(mount.resolve("/in.html"), Target::File(folder.join("index.html")));
    }

    /// What the server says to a request of these lines.
    fn said(url: &str, host: &str, path: &str) -> String {
        let address = url.trim_start_matches("http://").split('/').next().unwrap();
        let mut stream = TcpStream::connect(address).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer.to_lowercase()
    }

    #[test]
    fn it_answers_to_its_own_name_with_what_browsers_are_strict_about() {
        let server = Server::start(&site("host"), &Options { port: Port::Exactly(0), prefix: String::new() }).unwrap();
        let port = server.url.trim_end_matches('/').rsplit(':').next().unwrap();
        let own = format!("localhost:{port}");
        assert!(said(&server.url, &own, "/www/a.wasm").contains("content-type: application/wasm"));
        let script = said(&server.url, &own, "/www/a.js");
        assert!(script.starts_with("http/1.1 200") && script.contains("content-type: text/javascript"), "{script}");
        assert!(script.contains("access-control-allow-origin: *") && script.ends_with("www/a.js"), "{script}");
        assert!(said(&server.url, "other.host", "/").starts_with("http/1.1 421"));
        assert!(said(&server.url, &own, "/none").starts_with("http/1.1 404"));
    }
}
