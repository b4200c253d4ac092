use async_trait::async_trait;
use axum::body::Bytes;
use axum::http::{Request, StatusCode, header};
use http_body_util::Full;
use serde_json::Value;

use super::fetch::{Http, address};
use super::kept::Fetch;
use super::key::Key;
use super::keys::Keys;
use super::{OidcConfig, OidcError};

/// The issuer itself, asked over HTTP for what it says about itself: short documents, without a redirect anywhere.
#[derive(Debug, Clone)]
pub(super) struct Provider {
    pub(super) http: Http,
    issuer: String,
    /// None: the issuer tells.
    jwks_url: Option<String>,
}

impl Provider {
    pub(super) fn new(config: &OidcConfig) -> Result<Self, OidcError> {
        Ok(Self { http: Http::new()?, issuer: config.issuer.clone(), jwks_url: config.jwks_url.clone() })
    }

    /// The issuer's document of discovery, which has no path that ends in a slash (OpenID Connect Discovery 1.0, 4).
    async fn about(&self) -> Result<Value, String> {
        let base = self.issuer.trim_end_matches('/');
        let about = self.document(&format!("{base}/.well-known/openid-configuration")).await?;
        if about.get("issuer").and_then(Value::as_str) == Some(&self.issuer) {
            Ok(about)
        } else {
            Err(format!("{base} says that it is another issuer"))
        }
    }

    async fn jwks_url(&self) -> Result<String, String> {
        if let Some(url) = &self.jwks_url {
            return Ok(url.clone());
        }
        let about = self.about().await?;
        let url = about.get("jwks_uri").and_then(Value::as_str);
        url.map(str::to_owned).ok_or_else(|| format!("{} does not tell where its keys are", self.issuer))
    }

    async fn document(&self, url: &str) -> Result<Value, String> {
        let uri = address(url).map_err(|wrong| format!("an address that {wrong}"))?;
        let request = Request::get(&uri).header(header::ACCEPT, "application/json").body(Full::<Bytes>::default());
        match self.http.send(request.map_err(|error| format!("{uri}: {error}"))?).await? {
            (StatusCode::OK, Some(document)) => Ok(document),
            (StatusCode::OK, None) => Err(format!("{uri}: no JSON")),
            (status, _) => Err(format!("{uri}: {status}")),
        }
    }
}

#[async_trait]
impl Fetch<Keys> for Provider {
    async fn fetch(&self) -> Result<Keys, String> {
        let url = self.jwks_url().await?;
        match Key::of_set(self.document(&url).await?) {
            Some(keys) if !keys.is_empty() => Ok(keys.into_iter().map(Into::into).collect()),
            _ => Err(format!("{url}: no keys that verify signatures")),
        }
    }
}
