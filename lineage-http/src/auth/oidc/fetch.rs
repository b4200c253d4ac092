use std::fmt;
use std::future::Future;
use std::net::IpAddr;
use std::time::Duration;

use async_trait::async_trait;
use axum::body::Bytes;
use axum::http::{Request, StatusCode, Uri, header};
use http_body_util::{BodyExt, Empty, Limited};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use rustls::crypto::aws_lc_rs;
use serde_json::Value;

use super::key::Key;
use super::{OidcConfig, OidcError};

/// Where an issuer's keys come from.
#[async_trait]
pub(super) trait FetchKeys: fmt::Debug + Send + Sync {
    /// The keys as they are now; else why not, in words for the log.
    async fn keys(&self) -> Result<Vec<Key>, String>;
}

/// The issuer itself, over HTTP: two short documents, without a redirect anywhere.
#[derive(Debug)]
pub(super) struct Provider {
    client: Client<HttpsConnector<HttpConnector>, Empty<Bytes>>,
    issuer: String,
    /// None: the issuer tells.
    jwks_url: Option<String>,
}

/// How long one document may take.
const TIMEOUT: Duration = Duration::from_secs(5);

/// Longer documents are not read, in bytes.
const MAX_BYTES: usize = 1 << 20;

impl Provider {
    pub(super) fn new(config: &OidcConfig) -> Result<Self, OidcError> {
        let connector = HttpsConnectorBuilder::new()
            .with_provider_and_native_roots(aws_lc_rs::default_provider())
            .map_err(|error| OidcError::Certificates(error.to_string()))?
            .https_or_http()
            .enable_http1()
            .build();
        // Asked every few minutes: a connection kept that long is closed by then.
        let client = Client::builder(TokioExecutor::new()).pool_max_idle_per_host(0).build(connector);
        Ok(Self { client, issuer: config.issuer.clone(), jwks_url: config.jwks_url.clone() })
    }

    async fn document(&self, url: &str) -> Result<Value, String> {
        let uri = address(url).map_err(|wrong| format!("an address that {wrong}"))?;
        let told = |what: &dyn fmt::Display| format!("{uri}: {what}");
        let request = Request::get(&uri).header(header::ACCEPT, "application/json").body(Empty::new());
        let response = in_time(self.client.request(request.map_err(|error| told(&error))?)).await;
        let response = response.and_then(|result| result.map_err(|error| chain(&error))).map_err(|why| told(&why))?;
        if response.status() != StatusCode::OK {
            return Err(told(&response.status()));
        }
        let body = in_time(Limited::new(response.into_body(), MAX_BYTES).collect()).await;
        let body = body.and_then(|result| result.map_err(|error| error.to_string())).map_err(|why| told(&why))?;
        serde_json::from_slice(&body.to_bytes()).map_err(|_| told(&"no JSON"))
    }
}

#[async_trait]
impl FetchKeys for Provider {
    async fn keys(&self) -> Result<Vec<Key>, String> {
        let url = match &self.jwks_url {
            Some(url) => url.clone(),
            None => {
                // It has no path that ends in a slash (OpenID Connect Discovery 1.0, section 4).
                let base = self.issuer.trim_end_matches('/');
                let about = self.document(&format!("{base}/.well-known/openid-configuration")).await?;
                if about.get("issuer").and_then(Value::as_str) != Some(&self.issuer) {
                    return Err(format!("{base} says that it is another issuer"));
                }
                let url = about.get("jwks_uri").and_then(Value::as_str);
                url.ok_or_else(|| format!("{base} does not tell where its keys are"))?.to_owned()
            }
        };
        let set = self.document(&url).await?;
        match Key::of_set(set) {
            Some(keys) if !keys.is_empty() => Ok(keys),
            _ => Err(format!("{url}: no keys that verify signatures")),
        }
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
