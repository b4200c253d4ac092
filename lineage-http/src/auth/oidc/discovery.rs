use std::sync::Arc;

use async_trait::async_trait;
use axum::body::Bytes;
use axum::http::{Request, StatusCode, Uri, header};
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

/// Where an issuer signs people in, and gives tokens.
#[derive(Debug)]
pub(super) struct Endpoints {
    pub(super) authorization: String,
    pub(super) token: Uri,
    /// Whether clients show their secret in a header, and not in a form.
    pub(super) takes_basic: bool,
    /// Whether whoever comes back says that it was there (RFC 9207).
    pub(super) names_itself: bool,
}

impl Endpoints {
    /// As a document of discovery tells; else what is wrong with it.
    fn of(about: &Value) -> Result<Self, String> {
        let place = |name: &str| {
            let url = about.get(name).and_then(Value::as_str).ok_or_else(|| format!("it does not tell its {name}"))?;
            address(url).map_err(|wrong| format!("its {name} {wrong}"))
        };
        let methods = about.get("token_endpoint_auth_methods_supported").and_then(Value::as_array);
        let takes_basic = match methods {
            // What is meant where nothing is said (OpenID Connect Discovery 1.0, 3).
            None => true,
            Some(methods) => methods.iter().any(|method| method == "client_secret_basic"),
        };
        let names_itself = about.get("authorization_response_iss_parameter_supported");
        Ok(Self {
            authorization: place("authorization_endpoint")?.to_string(),
            token: place("token_endpoint")?,
            takes_basic,
            names_itself: names_itself == Some(&Value::Bool(true)),
        })
    }
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

#[async_trait]
impl Fetch<Arc<Endpoints>> for Provider {
    async fn fetch(&self) -> Result<Arc<Endpoints>, String> {
        let endpoints = Endpoints::of(&self.about().await?);
        endpoints.map(Arc::new).map_err(|why| format!("{}: {why}", self.issuer))
    }
}
