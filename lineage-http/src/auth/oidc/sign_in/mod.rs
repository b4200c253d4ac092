//! Browsers that sign in by the authorization code flow of OpenID Connect, with PKCE. The server asks for the tokens, so
//! that no script of a page ever has one.

mod client;
mod exchange;
mod id_token;
mod pending;
mod returning;

use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use async_trait::async_trait;
use form_urlencoded::Serializer;
use tokio::sync::Semaphore;

pub use client::OidcClient;
use exchange::Tokens;
use id_token::IdTokens;
use pending::Pending;
use returning::Returning;

use super::claims::Claims;
use super::discovery::Endpoints;
use super::kept::Kept;
use super::{Oidc, OidcError};
use crate::auth::{AuthError, Begun, Principal, ReturnTo, Returned, SignIn, SignInError, SignedIn};
use crate::shown::shown;

/// The [`SignIn`] at the issuer of the tokens that an [`Oidc`] takes.
///
/// A session is one of these tokens: the first of access token and id token that the server would take in a header.
#[derive(Debug)]
pub struct OidcSignIn {
    oidc: Arc<Oidc>,
    client: OidcClient,
    endpoints: Kept<Arc<Endpoints>>,
    id_tokens: IdTokens,
    leaving: Semaphore,
    returning: Returning,
}

/// For how many browsers on their way there, and for how many on their way back, the server waits for the issuer at a time:
/// they are strangers yet, who may want nothing else than to have it wait.
const AT_ONCE: usize = 8;

/// Browsers keep no longer cookies than 4,096 bytes, with their names and attributes.
const LONGEST_SESSION: usize = 3800;

impl OidcSignIn {
    /// Signs browsers in as this client; asks the issuer nothing yet.
    ///
    /// # Errors
    /// When a setting cannot be used.
    pub fn new(oidc: Arc<Oidc>, client: OidcClient) -> Result<Self, OidcError> {
        client.check()?;
        let (source, config) = (oidc.provider.clone(), &oidc.config);
        let endpoints = Kept::new(source, "where the issuer signs people in", config.keys_max_age, config.keys_pace);
        let id_tokens = IdTokens::new(&oidc, &client.id);
        let leaving = Semaphore::new(AT_ONCE);
        Ok(Self { oidc, client, endpoints, id_tokens, leaving, returning: Returning::new() })
    }

    fn location(&self, endpoints: &Endpoints, pending: &Pending) -> String {
        let mut query = Serializer::new(String::new());
        query.append_pair("response_type", "code").append_pair("client_id", &self.client.id);
        query
            .append_pair("redirect_uri", &self.client.redirect_url)
            .append_pair("scope", &self.client.scopes.join(" "));
        query.append_pair("state", &pending.state).append_pair("nonce", &pending.nonce);
        query.append_pair("code_challenge", &pending.challenge()).append_pair("code_challenge_method", "S256");
        let place = &endpoints.authorization;
        let separator = if place.contains('?') { '&' } else { '?' };
        format!("{place}{separator}{}", query.finish())
    }

    /// The code that a browser brings; else why it brings none.
    fn code(&self, endpoints: &Endpoints, returned: Returned) -> Result<String, SignInError> {
        match returned.issuer {
            Some(issuer) if issuer != self.oidc.config.issuer => return Err(failed("an answer of another issuer")),
            None if endpoints.names_itself => return Err(failed("an answer of nobody knows which issuer")),
            _ => {}
        }
        match (returned.error.as_deref(), returned.code) {
            (Some("access_denied"), _) => Err(SignInError::Denied),
            (Some(error), _) => Err(failed(format!("the issuer answers {}", shown(error)))),
            (None, Some(code)) => Ok(code),
            (None, None) => Err(failed("neither a code nor an error")),
        }
    }

    /// The first token that opens something here.
    async fn session(&self, tokens: &Tokens, return_to: ReturnTo) -> Result<SignedIn, SignInError> {
        let mut refused = Vec::new();
        for (name, token) in [("access", tokens.bearer()), ("id", tokens.id_token.as_deref())] {
            let Some(token) = token else { continue };
            match self.oidc.known(token).await {
                Ok((principal, claims)) => return signed_in(principal, &claims, token, return_to),
                Err(error) => refused.push(format!("the {name} token: {error}")),
            }
        }
        let why = if refused.is_empty() { "the issuer gave no token".to_owned() } else { refused.join("; ") };
        Err(SignInError::Failed(why))
    }
}

#[async_trait]
impl SignIn for OidcSignIn {
    async fn begin(&self, return_to: ReturnTo) -> Result<Begun, SignInError> {
        let _place = self.leaving.try_acquire().map_err(|_| failed("too many sign-ins at once"))?;
        let endpoints = self.endpoints.current().await.map_err(SignInError::Failed)?;
        let pending = Pending::new(return_to)?;
        Ok(Begun::new(self.location(&endpoints, &pending), pending.kept()))
    }

    async fn finish(&self, kept: &str, returned: Returned) -> Result<SignedIn, SignInError> {
        let pending = Pending::of(kept).ok_or(SignInError::Expired)?;
        // Before anything else: nobody but a browser that was sent away has the issuer asked.
        if !returned.state.as_deref().is_some_and(|state| pending.is_of(state)) {
            return Err(failed("the state is that of another sign-in"));
        }
        let _turn = self.returning.turn(&pending.state).await.map_err(failed)?;
        let endpoints = self.endpoints.current().await.map_err(SignInError::Failed)?;
        let code = self.code(&endpoints, returned)?;
        let tokens = Tokens::of(&self.oidc.provider.http, &endpoints, &self.client, &pending, &code).await;
        let tokens = tokens.map_err(SignInError::Failed)?;
        // Where there is none, it is PKCE alone that ties the tokens to this browser.
        if let Some(token) = &tokens.id_token {
            let checked = self.id_tokens.check(&self.oidc, token, &pending.nonce).await;
            checked.map_err(|error| failed(format!("the id token: {error}")))?;
        }
        self.session(&tokens, pending.return_to).await
    }

    fn return_to(&self, kept: &str) -> ReturnTo {
        Pending::of(kept).map(|pending| pending.return_to).unwrap_or_default()
    }

    async fn principal(&self, token: &str) -> Result<Principal, AuthError> {
        self.oidc.known(token).await.map(|(principal, _)| principal)
    }
}

fn signed_in(principal: Principal, claims: &Claims, token: &str, return_to: ReturnTo) -> Result<SignedIn, SignInError> {
    if token.len() > LONGEST_SESSION {
        let length = token.len();
        return Err(failed(format!("the token has {length} bytes, of which a cookie holds {LONGEST_SESSION}")));
    }
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or(Duration::MAX);
    let left = claims.expires().and_then(|expires| expires.checked_sub(now)).unwrap_or_default();
    if left.as_secs() == 0 {
        return Err(failed("a token that has expired"));
    }
    Ok(SignedIn::new(principal, token, left, return_to))
}

fn failed(why: impl Into<String>) -> SignInError {
    SignInError::Failed(why.into())
}
