use jsonwebtoken::Validation;
use serde::Deserialize;
use subtle::ConstantTimeEq;

use super::super::{Oidc, rejected, validation};
use crate::auth::AuthError;

/// What an id token says beside what every token is asked for.
#[derive(Deserialize)]
struct IdClaims {
    /// One text: a list of issuers is malformed.
    #[serde(rename = "iss")]
    _issuer: String,
    nonce: Option<String>,
    /// For whom it was made, where it has more than one audience.
    azp: Option<String>,
}

/// Knows which id tokens are for this client (OpenID Connect Core 1.0, 3.1.3.7).
#[derive(Debug)]
pub(super) struct IdTokens {
    client: String,
    validation: Validation,
}

impl IdTokens {
    pub(super) fn new(oidc: &Oidc, client: &str) -> Self {
        Self { client: client.to_owned(), validation: validation(&oidc.config, &[client]) }
    }

    /// Refuses a token that is not of this issuer for this client, and of the sign-in with this nonce.
    pub(super) async fn check(&self, oidc: &Oidc, token: &str, nonce: &str) -> Result<(), AuthError> {
        let claims: IdClaims = oidc.claims(token, &self.validation).await?;
        if claims.azp.is_some_and(|client| client != self.client) {
            return Err(rejected("a token that was made for another client"));
        }
        let said = claims.nonce.unwrap_or_default();
        let is_same: bool = said.as_bytes().ct_eq(nonce.as_bytes()).into();
        if is_same { Ok(()) } else { Err(rejected("a token of another sign-in")) }
    }
}
