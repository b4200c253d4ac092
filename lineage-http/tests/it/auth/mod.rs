//! Who may ask, and what they learn who may not.

mod keys;
#[cfg(feature = "oidc")]
mod oidc;
#[cfg(feature = "oidc")]
mod provider;
#[cfg(feature = "oidc")]
mod sign_in;
mod walk;

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request};
use lineage_http::auth::{ApiKey, ApiKeys, Auth, Grants, KeyHash, Scope};
use lineage_http::{AppState, ServerConfig, router};

use crate::client::{Answer, config, request, send};
use crate::fake::{Account, Fake};

/// The key that ends in this digit.
fn key(digit: char) -> String {
    format!("slk_{}", String::from(digit).repeat(64))
}

fn api_key(digit: char, scopes: impl IntoIterator<Item = Scope>) -> ApiKey {
    ApiKey::new(format!("key-{digit}"), KeyHash::of(&key(digit)).unwrap(), Grants::new(scopes))
}

fn with_keys(keys: Vec<ApiKey>) -> Auth {
    Auth::default().with(Arc::new(ApiKeys::new(keys).unwrap()))
}

fn app_with(auth: Auth, change: impl FnOnce(&mut ServerConfig)) -> Router {
    let mut config = config();
    change(&mut config);
    router(AppState::new(Account::new(Fake::Answers), config).unwrap().with_auth(auth))
}

fn headers(lines: &[(&'static str, &str)]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for (name, value) in lines {
        headers.append(*name, value.parse().unwrap());
    }
    headers
}

fn with(mut request: Request<Body>, lines: &[(&'static str, &str)]) -> Request<Body> {
    request.headers_mut().extend(headers(lines));
    request
}

async fn get(app: &Router, uri: &str, lines: &[(&'static str, &str)]) -> Answer {
    send(app.clone(), with(request("GET", uri), lines)).await
}
