//! What is refused before anybody looks who asks.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, Version, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::hosts::{Hosts, is_address};
use crate::problem::Problem;
use crate::state::AppState;

/// How long a request's target may be, in bytes.
const LONGEST_TARGET: usize = 8 << 10;

/// How much all headers of a request may take, in bytes.
const LARGEST_HEADERS: usize = 16 << 10;

/// The paths that are asked for by address: whoever watches the process knows no name for it.
const WATCHED: [&str; 3] = ["/health", "/metrics", "/ready"];

pub(super) async fn screen(State(state): State<AppState>, request: Request, next: Next) -> Response {
    match check(&state, &request) {
        Ok(()) => next.run(request).await,
        Err(problem) => problem.into_response(),
    }
}

fn check(state: &AppState, request: &Request) -> Result<(), Problem> {
    is_small(request)?;
    if let Some(hosts) = &state.config.hosts {
        is_for_us(hosts, request)?;
    }
    is_of_our_own(state, request)
}

fn is_small(request: &Request) -> Result<(), Problem> {
    let target = request.uri().path_and_query().map_or(0, |target| target.as_str().len());
    if target > LONGEST_TARGET {
        return Err(Problem::new(StatusCode::URI_TOO_LONG, "the path with its query has at most 8 KiB"));
    }
    let headers: usize = request.headers().iter().map(|(name, value)| name.as_str().len() + value.len()).sum();
    if headers > LARGEST_HEADERS {
        return Err(Problem::new(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE, "all headers have at most 16 KiB"));
    }
    Ok(())
}

/// Refuses what was sent to another name. That is 421, which is what RFC 9110 has for a request at the wrong server: 400
/// would blame the client, who may well have been given a name that the server is not told of.
fn is_for_us(hosts: &Hosts, request: &Request) -> Result<(), Problem> {
    let mut told = request.headers().get_all(header::HOST).iter();
    let (host, more) = (told.next(), told.next());
    if more.is_some() || (host.is_none() && request.version() >= Version::HTTP_11) {
        return Err(Problem::bad_request("a request has one header Host"));
    }
    let in_target = request.uri().authority().map(|authority| authority.as_str());
    // Clients of HTTP/1.0 may name none; browsers, which is what this is about, always do.
    let in_header = host.map(|host| host.to_str().unwrap_or_default());
    let is_watched = WATCHED.contains(&request.uri().path());
    let allowed = |host: &str| hosts.allow(host) || (is_watched && is_address(host));
    if in_target.into_iter().chain(in_header).all(allowed) {
        return Ok(());
    }
    Err(not_ours())
}

/// Refuses what pages of anywhere may have sent to a listener that is watched.
pub(crate) async fn for_watchers(State(hosts): State<Option<Hosts>>, request: Request, next: Next) -> Response {
    let mut told = request.headers().get_all(header::HOST).iter().map(|host| host.to_str().unwrap_or_default());
    let allowed = |hosts: &Hosts| told.all(|host| hosts.allow(host) || is_address(host));
    match hosts.as_ref().is_none_or(allowed) {
        true => next.run(request).await,
        false => not_ours().into_response(),
    }
}

fn not_ours() -> Problem {
    Problem::new(StatusCode::MISDIRECTED_REQUEST, "this server does not answer to this host name")
}

/// Refuses what would change something on behalf of a page of another origin, which need not read the answer for that.
///
/// The content type says nothing here: a form of another origin may send any that needs no preflight, and `curl -d` sends
/// that of forms, too. But browsers say `Origin` with every POST.
fn is_of_our_own(state: &AppState, request: &Request) -> Result<(), Problem> {
    if !changes_something(request.method(), request.uri()) {
        return Ok(());
    }
    let text = |value: &HeaderValue| value.to_str().unwrap_or_default().to_owned();
    let headers = request.headers();
    let is_fine = match headers.get(header::ORIGIN).map(text) {
        Some(origin) => is_same(&origin, headers) || state.config.origins.allow(&origin),
        // Browsers leave it out of GET; a person that opens a link of their own sends `none`.
        None => match headers.get("sec-fetch-site") {
            Some(site) => site == "same-origin" || site == "none",
            None => !is_browsers_link(request),
        },
    };
    if is_fine { Ok(()) } else { Err(Problem::new(StatusCode::FORBIDDEN, "pages of this origin may not ask for this")) }
}

/// Whether a browser follows a link of nobody knows whom: over plain HTTP it does not say whose, unless to loopback. All
/// browsers begin their names so, and only a few tools do; these may POST.
fn is_browsers_link(request: &Request) -> bool {
    let agent = request.headers().get(header::USER_AGENT);
    matches!(*request.method(), Method::GET | Method::HEAD)
        && agent.is_some_and(|agent| agent.as_bytes().starts_with(b"Mozilla/"))
}

/// Whether a request is more than a question; `save=true` makes one of GET.
pub(crate) fn changes_something(method: &Method, uri: &Uri) -> bool {
    match *method {
        Method::GET | Method::HEAD => {
            let query = uri.query().unwrap_or_default();
            form_urlencoded::parse(query.as_bytes()).any(|(name, _)| name == "save")
        }
        Method::OPTIONS => false,
        _ => true,
    }
}

/// Whether a page is of this server, whose scheme nobody knows here: something in front of it may speak TLS.
fn is_same(origin: &str, headers: &HeaderMap) -> bool {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    origin.split_once("://").zip(host).is_some_and(|((_, ours), host)| ours.eq_ignore_ascii_case(host))
}
