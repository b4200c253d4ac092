use std::collections::BTreeSet;
use std::str::FromStr;
use std::time::Duration;

use super::fetch;

/// Which tokens are taken, and what they grant.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct OidcConfig {
    /// The issuer, exactly as its tokens name it: `https://login.example.com/tenant`. `http` only on this machine.
    pub issuer: String,
    /// Whom tokens may be meant for: one of these is among their `aud`.
    pub audiences: BTreeSet<String>,
    /// The algorithms of signatures; RS256 and ES256 unless said otherwise.
    pub algorithms: Vec<Algorithm>,
    /// Where the issuer's keys are; none: its `/.well-known/openid-configuration` tells.
    pub jwks_url: Option<String>,
    /// The claim that holds scopes, as a list or separated by spaces; none: `scope` and `scp`. Names that are no scopes
    /// of this server are passed over.
    pub scope_claim: Option<String>,
    /// What stands before a scope in that claim: `lineage/` for `lineage/catalog:read`. Names without it are passed over.
    pub scope_prefix: String,
    /// How far clocks may be apart; a minute unless said otherwise.
    pub leeway: Duration,
    /// How old keys may get before the issuer is asked again; ten minutes unless said otherwise. Where it does not answer,
    /// they are good for a day.
    pub keys_max_age: Duration,
    /// How long to wait after the issuer was asked before it is again, for keys that nobody knows too; 30 seconds unless
    /// said otherwise.
    pub keys_pace: Duration,
}

impl OidcConfig {
    /// Tokens of this issuer for one of these audiences.
    #[must_use]
    pub fn new(issuer: impl Into<String>, audiences: impl IntoIterator<Item = String>) -> Self {
        Self {
            issuer: issuer.into(),
            audiences: audiences.into_iter().collect(),
            algorithms: vec![Algorithm::Rs256, Algorithm::Es256],
            jwks_url: None,
            scope_claim: None,
            scope_prefix: String::new(),
            leeway: Duration::from_secs(60),
            keys_max_age: Duration::from_secs(600),
            keys_pace: Duration::from_secs(30),
        }
    }

    pub(super) fn check(&self) -> Result<(), OidcError> {
        fetch::address(&self.issuer).map_err(OidcError::Issuer)?;
        if let Some(url) = &self.jwks_url {
            fetch::address(url).map_err(OidcError::JwksUrl)?;
        }
        if self.audiences.is_empty() || self.audiences.iter().any(String::is_empty) {
            return Err(OidcError::Audience);
        }
        if self.algorithms.is_empty() { Err(OidcError::Algorithms) } else { Ok(()) }
    }
}

/// An algorithm of signatures that a public key verifies; with a shared secret, whoever verifies could sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names of RFC 7518 and RFC 8037")]
#[non_exhaustive]
pub enum Algorithm {
    Rs256,
    Rs384,
    Rs512,
    Ps256,
    Ps384,
    Ps512,
    Es256,
    Es384,
    EdDsa,
}

impl Algorithm {
    pub(super) fn of_tokens(self) -> jsonwebtoken::Algorithm {
        use jsonwebtoken::Algorithm as Token;
        match self {
            Self::Rs256 => Token::RS256,
            Self::Rs384 => Token::RS384,
            Self::Rs512 => Token::RS512,
            Self::Ps256 => Token::PS256,
            Self::Ps384 => Token::PS384,
            Self::Ps512 => Token::PS512,
            Self::Es256 => Token::ES256,
            Self::Es384 => Token::ES384,
            Self::EdDsa => Token::EdDSA,
        }
    }
}

impl FromStr for Algorithm {
    type Err = OidcError;

    fn from_str(text: &str) -> Result<Self, OidcError> {
        Ok(match text {
            "RS256" => Self::Rs256,
            "RS384" => Self::Rs384,
            "RS512" => Self::Rs512,
            "PS256" => Self::Ps256,
            "PS384" => Self::Ps384,
            "PS512" => Self::Ps512,
            "ES256" => Self::Es256,
            "ES384" => Self::Es384,
            "EdDSA" => Self::EdDsa,
            _ => return Err(OidcError::Algorithms),
        })
    }
}

/// A setting that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OidcError {
    /// The issuer is no address.
    #[error("the issuer {0}")]
    Issuer(&'static str),
    /// The place of the keys is no address.
    #[error("the address of the issuer's keys {0}")]
    JwksUrl(&'static str),
    /// Tokens for anybody would be taken.
    #[error("an audience is needed: what the issuer's tokens for this server have as `aud`")]
    Audience,
    /// No algorithm, or none that a public key verifies.
    #[error("write algorithms among RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384 and EdDSA")]
    Algorithms,
    /// The client has no name.
    #[error("a client id is a text without control characters")]
    ClientId,
    /// The client's secret is empty, or nobody could send it.
    #[error("a client secret is a text without control characters")]
    ClientSecret,
    /// The place to come back to is none of this server.
    #[error("the address {0}")]
    RedirectUrl(&'static str),
    /// There are none, or there is one that is malformed.
    #[error("write scopes without quotes and backslashes, separated by spaces")]
    Scopes,
    /// Nothing to know the issuer by.
    #[error("the certificates of this machine cannot be read: {0}")]
    Certificates(String),
}
