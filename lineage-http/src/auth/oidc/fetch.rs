use std::fmt;
use std::future::Future;
use std::net::IpAddr;
use std::time::Duration;

use axum::body::Bytes;
use axum::http::{Request, StatusCode, Uri};
use http_body_util::{BodyExt, Full, Limited};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use rustls::crypto::aws_lc_rs;
use serde_json::Value;

use super::OidcError;

/// Sends requests to an issuer, and follows no redirect.
#[derive(Debug, Clone)]
pub(super) struct Http(Client<HttpsConnector<HttpConnector>, Full<Bytes>>);

/// How long the head of an answer may take, and then its body.
const TIMEOUT: Duration = Duration::from_secs(5);

/// Longer answers are not read, in bytes.
const MAX_BYTES: usize = 1 << 20;

impl Http {
    pub(super) fn new() -> Result<Self, OidcError> {
        let connector = HttpsConnectorBuilder::new()
            .with_provider_and_native_roots(aws_lc_rs::default_provider())
            .map_err(|error| OidcError::Certificates(error.to_string()))?
            .https_or_http()
            .enable_http1()
            .build();
        // Asked every few minutes: a connection kept that long is closed by then.
        Ok(Self(Client::builder(TokioExecutor::new()).pool_max_idle_per_host(0).build(connector)))
    }

    /// The status of the answer, and its JSON where it is any; else why there is none, which names no more of the request
    /// than where it went.
    pub(super) async fn send(&self, request: Request<Full<Bytes>>) -> Result<(StatusCode, Option<Value>), String> {
        let uri = request.uri().clone();
        let told = |what: &dyn fmt::Display| format!("{uri}: {what}");
        let response = in_time(self.0.request(request)).await;
        let response = response.and_then(|result| result.map_err(|error| chain(&error))).map_err(|why| told(&why))?;
        let status = response.status();
        let body = in_time(Limited::new(response.into_body(), MAX_BYTES).collect()).await;
        let body = body.and_then(|result| result.map_err(|error| error.to_string())).map_err(|why| told(&why))?;
        Ok((status, serde_json::from_slice(&body.to_bytes()).ok()))
    }
}

async fn in_time<T>(work: impl Future<Output = T>) -> Result<T, String> {
    tokio::time::timeout(TIMEOUT, work).await.map_err(|_| "no answer in time".to_owned())
}

/// An address whose answer can be trusted: `https`, or on this machine.
pub(super) fn address(url: &str) -> Result<Uri, &'static str> {
    let uri: Uri = url.parse().map_err(|_| "is no URL")?;
    let host = uri.host().filter(|host| !host.is_empty()).ok_or("is no URL with a host")?;
    if uri.authority().is_some_and(|authority| authority.as_str().contains('@')) {
        return Err("holds user information");
    }
    match uri.scheme_str() {
        Some("https") => Ok(uri),
        Some("http") if is_here(host) => Ok(uri),
        _ => Err("does not begin with https://"),
    }
}

fn is_here(host: &str) -> bool {
    let ip = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    host == "localhost" || ip.is_ok_and(|ip| ip.is_loopback())
}

fn chain(error: &dyn std::error::Error) -> String {
    std::iter::successors(Some(error), |error| error.source()).map(ToString::to_string).collect::<Vec<_>>().join(": ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        for (url, expected) in [
            ("https://login.example.com/tenant", true),
            ("https://login.example.com:8443/keys?p=1", true),
            ("http://localhost:8080/realms/x", true),
            ("http://127.0.0.1/", true),
            ("http://[::1]:80", true),
            ("http://login.example.com", false),
            ("http://localhost.example.com", false),
            ("http://127.0.0.1.example.com", false),
            ("https://user:secret@login.example.com", false),
            ("http://localhost@example.com", false),
            ("ftp://localhost", false),
            ("file:///etc/keys", false),
            ("login.example.com", false),
            ("/keys", false),
            ("https://", false),
            ("", false),
        ] {
            assert_eq!(address(url).is_ok(), expected, "{url}");
        }
    }
}
