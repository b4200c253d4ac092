//! Callers that hold a key: a long random text of which the server knows the SHA-256 alone.

mod file;
mod hash;

use std::collections::BTreeSet;

use async_trait::async_trait;
use axum::http::request::Parts;
use lineage_model::Timestamp;
use subtle::ConstantTimeEq;

pub use hash::{KeyHash, MalformedHash, MalformedKey, PREFIX};

use super::credentials::Credentials;
use super::{AuthError, Authenticate, Grants, Principal, SignInMethod};
use crate::config::Clock;

/// A key that a caller may hold.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ApiKey {
    /// Whose it is; logs and limits say `key:` and this name.
    pub name: String,
    /// What is known of the key itself.
    pub hash: KeyHash,
    /// What it grants.
    pub grants: Grants,
    /// From when on it is good no more; none: it does not expire.
    pub expires: Option<Timestamp>,
}

impl ApiKey {
    /// A key that does not expire.
    #[must_use]
    pub fn new(name: impl Into<String>, hash: KeyHash, grants: Grants) -> Self {
        Self { name: name.into(), hash, grants, expires: None }
    }

    /// The same key, good until then.
    #[must_use]
    pub fn until(self, expires: Timestamp) -> Self {
        Self { expires: Some(expires), ..self }
    }

    fn is_expired(&self) -> bool {
        // A machine that does not know the time trusts no key that ends.
        self.expires.is_some_and(|end| Clock::System.now().is_none_or(|now| now >= end))
    }
}

/// The [`Authenticate`] that knows keys: `Authorization: Bearer slk_…` or `X-API-Key: slk_…`.
///
/// The keys are those that it was made with: a server that shall know others is started anew.
#[derive(Debug, Clone)]
pub struct ApiKeys(Vec<ApiKey>);

/// Two keys of one hash: nobody could tell who asks.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the key '{name}' has the sha256 of another one")]
pub struct DuplicateKey {
    /// The second one.
    pub name: String,
}

impl ApiKeys {
    /// Knows these keys.
    ///
    /// # Errors
    /// When two of them are the same key.
    pub fn new(keys: Vec<ApiKey>) -> Result<Self, DuplicateKey> {
        let mut hashes = BTreeSet::new();
        match keys.iter().find(|key| !hashes.insert(key.hash)) {
            Some(second) => Err(DuplicateKey { name: second.name.clone() }),
            None => Ok(Self(keys)),
        }
    }

    /// The names of the keys that are good no more.
    pub fn expired(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter(|key| key.is_expired()).map(|key| key.name.as_str())
    }

    fn find(&self, key: &str) -> Result<&ApiKey, AuthError> {
        let rejected = |reason: String| AuthError::Rejected(reason);
        let hash = KeyHash::of(key).map_err(|error| rejected(error.to_string()))?;
        let mut found = None;
        // All of them, whichever it is: how long it takes tells nothing.
        for known in &self.0 {
            if bool::from(known.hash.as_bytes().ct_eq(hash.as_bytes())) {
                found = Some(known);
            }
        }
        match found {
            None => Err(rejected("no such API key".to_owned())),
            Some(known) if known.is_expired() => Err(rejected(format!("the API key '{}' has expired", known.name))),
            Some(known) => Ok(known),
        }
    }
}

#[async_trait]
impl Authenticate for ApiKeys {
    async fn authenticate(&self, request: &Parts) -> Result<Option<Principal>, AuthError> {
        let key = match Credentials::of(&request.headers)? {
            Some(Credentials::Key(key)) => key,
            Some(Credentials::Bearer(token)) if token.starts_with(PREFIX) => token,
            _ => return Ok(None),
        };
        let known = self.find(key)?;
        Ok(Some(Principal::new(format!("key:{}", known.name), known.grants.clone())))
    }

    fn sign_in_method(&self) -> Option<SignInMethod> {
        Some(SignInMethod::ApiKey)
    }
}
