//! Callers who signed in at an identity provider (OpenID Connect), and bring a signed token (JWT) of it.

mod claims;
mod config;
mod discovery;
mod fetch;
mod kept;
mod key;
mod keys;
mod sign_in;

use async_trait::async_trait;
use axum::http::request::Parts;
use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::{Header, Validation};
use serde::de::DeserializeOwned;

use claims::Claims;
pub use config::{Algorithm, OidcConfig, OidcError};
use discovery::Provider;
use keys::KeyCache;
pub use sign_in::{OidcClient, OidcSignIn};

use super::api_keys::PREFIX;
use super::credentials::Credentials;
use super::{AuthError, Authenticate, Principal, SignInMethod};

/// Longer tokens are not looked at, in bytes.
const MAX_TOKEN: usize = 16 << 10;

/// The [`Authenticate`] that knows tokens of one issuer: `Authorization: Bearer`, and a text of three parts.
///
/// It asks the provider for its keys when the first token comes, and again as [`OidcConfig`] says, so that neither side
/// has to be there first. A token is good for what its claims grant, nothing by default; what the token itself says about
/// where keys are (`jku`, `x5u`, `jwk`) is not followed.
#[derive(Debug)]
pub struct Oidc {
    config: OidcConfig,
    validation: Validation,
    provider: Provider,
    keys: KeyCache,
}

impl Oidc {
    /// Knows tokens of this issuer; asks it nothing yet.
    ///
    /// # Errors
    /// When a setting cannot be used, or the machine has no certificates to know the issuer by.
    pub fn new(config: OidcConfig) -> Result<Self, OidcError> {
        config.check()?;
        let provider = Provider::new(&config)?;
        let keys = KeyCache::new(provider.clone(), config.keys_max_age, config.keys_pace);
        let validation = validation(&config, &Vec::from_iter(&config.audiences));
        Ok(Self { config, validation, provider, keys })
    }

    /// Whose a token is, and what it says.
    async fn known(&self, token: &str) -> Result<(Principal, Claims), AuthError> {
        let claims: Claims = self.claims(token, &self.validation).await?;
        Ok((claims.principal(&self.config)?, claims))
    }

    /// What a token says that is good by these rules, and signed with a key of the issuer.
    async fn claims<T: DeserializeOwned>(&self, token: &str, rules: &Validation) -> Result<T, AuthError> {
        if token.len() > MAX_TOKEN {
            return Err(rejected("a token that is too long"));
        }
        let header = jsonwebtoken::decode_header(token).map_err(|error| rejected(reason(error.kind())))?;
        self.check(&header)?;
        let key = self.keys.find(header.kid.as_deref(), header.alg).await?;
        let rules = Validation { algorithms: vec![header.alg], ..rules.clone() };
        let decoded = jsonwebtoken::decode(token, &key.decoding, &rules);
        Ok(decoded.map_err(|error| rejected(reason(error.kind())))?.claims)
    }

    /// Refuses what no key needs to be asked for.
    fn check(&self, header: &Header) -> Result<(), AuthError> {
        if !self.config.algorithms.iter().any(|known| known.of_tokens() == header.alg) {
            return Err(rejected("a token of an algorithm that is not allowed"));
        }
        if header.crit.is_some() {
            return Err(rejected("a token with extensions that must be understood"));
        }
        // RFC 9068 names access tokens; other names are those of tokens for other purposes (RFC 8725, 3.11).
        let kind = header.typ.as_deref().unwrap_or("JWT").to_ascii_lowercase();
        if !matches!(kind.strip_prefix("application/").unwrap_or(&kind), "jwt" | "at+jwt") {
            return Err(rejected("a token of another kind"));
        }
        Ok(())
    }
}

#[async_trait]
impl Authenticate for Oidc {
    async fn authenticate(&self, request: &Parts) -> Result<Option<Principal>, AuthError> {
        match Credentials::of(&request.headers)? {
            Some(Credentials::Bearer(token)) if !token.starts_with(PREFIX) && token.split('.').count() == 3 => {
                self.known(token).await.map(|(principal, _)| Some(principal))
            }
            _ => Ok(None),
        }
    }

    fn sign_in_method(&self) -> Option<SignInMethod> {
        None
    }
}

/// The rules for tokens of an issuer that are meant for one of these audiences.
fn validation<T: ToString>(config: &OidcConfig, audiences: &[T]) -> Validation {
    // Which algorithm it is follows from the token, within what the configuration lists.
    let mut validation = Validation::default();
    validation.set_issuer(&[&config.issuer]);
    validation.set_audience(audiences);
    validation.set_required_spec_claims(&["aud", "exp", "iss", "sub"]);
    validation.validate_nbf = true;
    validation.leeway = config.leeway.as_secs();
    validation
}

fn rejected(reason: &str) -> AuthError {
    AuthError::Rejected(reason.to_owned())
}

/// What is wrong with a token, in words that repeat nothing of it.
fn reason(kind: &ErrorKind) -> &'static str {
    match kind {
        ErrorKind::ExpiredSignature => "a token that has expired",
        ErrorKind::ImmatureSignature => "a token that is not good yet",
        ErrorKind::InvalidIssuer => "a token of another issuer",
        ErrorKind::InvalidAudience => "a token for another audience",
        ErrorKind::InvalidSignature => "a token whose signature is wrong",
        ErrorKind::InvalidAlgorithm | ErrorKind::InvalidKeyFormat => "a token whose algorithm is not that of its key",
        ErrorKind::MissingRequiredClaim(claim) => match claim.as_str() {
            "aud" => "a token without an audience",
            "exp" => "a token that does not expire",
            _ => "a token without an issuer or a subject",
        },
        _ => "a malformed token",
    }
}
