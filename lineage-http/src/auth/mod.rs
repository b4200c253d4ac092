//! Who asks, and what they may see.
//!
//! A request's credentials are shown to each [`Authenticate`] in turn until one knows them, and an [`Authorize`] says what
//! the [`Principal`] that it names may do: its [`Grants`]. Both are open to other implementations; [`Auth`] holds them.
//! Without any, everybody may do everything.

mod api_keys;
mod caller;
mod credentials;
#[cfg(feature = "lambda")]
mod gateway;
mod grants;
mod nobody;
#[cfg(feature = "oidc")]
mod oidc;
mod scope;
mod sign_in;

use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use axum::http::request::Parts;

pub use api_keys::{ApiKey, ApiKeys, DuplicateKey, KeyHash, MalformedHash, MalformedKey, PREFIX as KEY_PREFIX};
pub(crate) use caller::{Caller, authenticate, is_public, needs};
#[cfg(feature = "lambda")]
pub use gateway::{GatewayIdentity, GatewayMethod};
pub use grants::Grants;
pub use nobody::Nobody;
#[cfg(feature = "oidc")]
pub use oidc::{Algorithm, Oidc, OidcClient, OidcConfig, OidcError, OidcSignIn};
pub use scope::{Scope, UnknownScope};
pub use sign_in::{Begun, ReturnTo, Returned, SignIn, SignInError, SignInMethod, SignedIn};
pub(crate) use sign_in::{SESSION, SIGN_IN};

/// Who sends a request, as the credentials in it say.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Principal {
    /// A name for logs and limits: that of a key, the issuer's name for a user, the ARN of a role.
    pub name: String,
    /// What the credentials themselves grant.
    pub grants: Grants,
}

impl Principal {
    /// A principal of this name, to whom its credentials grant this.
    #[must_use]
    pub fn new(name: impl Into<String>, grants: Grants) -> Self {
        Self { name: name.into(), grants }
    }
}

/// Tells by its credentials who sends a request.
///
/// An implementation answers in about constant time for credentials that are nearly right, remembers no credentials, and
/// never puts one into an error.
#[async_trait]
pub trait Authenticate: fmt::Debug + Send + Sync {
    /// The sender of a request. None where the request carries no credentials of the kind that this one reads: the next
    /// one is asked, and after the last the request is refused.
    ///
    /// # Errors
    /// [`AuthError::Rejected`] where credentials of this kind are wrong, expired or revoked; [`AuthError::Unavailable`]
    /// where nobody can tell for now.
    async fn authenticate(&self, request: &Parts) -> Result<Option<Principal>, AuthError>;

    /// How somebody who looks at the web page gets to send such credentials; none where the page cannot help, because
    /// they come from elsewhere.
    fn sign_in_method(&self) -> Option<SignInMethod>;
}

/// Tells what a principal may do.
#[async_trait]
pub trait Authorize: fmt::Debug + Send + Sync {
    /// What this principal may do.
    ///
    /// # Errors
    /// [`AuthError::Rejected`] where it may do nothing here at all; [`AuthError::Unavailable`] where nobody can tell for
    /// now.
    async fn authorize(&self, principal: &Principal) -> Result<Grants, AuthError>;
}

/// The [`Authorize`] that takes a principal's credentials at their word.
#[derive(Debug, Clone, Copy, Default)]
pub struct AsGranted;

#[async_trait]
impl Authorize for AsGranted {
    async fn authorize(&self, principal: &Principal) -> Result<Grants, AuthError> {
        Ok(principal.grants.clone())
    }
}

/// Why credentials were not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AuthError {
    /// They are wrong, expired or revoked. The reason is for the log; the caller learns none.
    #[error("the credentials are rejected: {0}")]
    Rejected(String),
    /// Nobody can tell for now.
    #[error("credentials cannot be checked: {0}")]
    Unavailable(String),
}

/// How a server knows its callers; by default it asks nobody who they are.
#[derive(Debug, Clone)]
pub struct Auth {
    authenticate: Vec<Arc<dyn Authenticate>>,
    authorize: Arc<dyn Authorize>,
    sign_in: Option<Arc<dyn SignIn>>,
}

impl Default for Auth {
    fn default() -> Self {
        Self { authenticate: Vec::new(), authorize: Arc::new(AsGranted), sign_in: None }
    }
}

impl Auth {
    /// Takes credentials of one more kind.
    #[must_use]
    pub fn with(mut self, authenticate: Arc<dyn Authenticate>) -> Self {
        self.authenticate.push(authenticate);
        self
    }

    /// Takes credentials of one more kind, and looks for them before all others.
    #[must_use]
    pub fn with_first(mut self, authenticate: Arc<dyn Authenticate>) -> Self {
        self.authenticate.insert(0, authenticate);
        self
    }

    /// Signs browsers in by this, and takes the sessions that come of it.
    #[must_use]
    pub fn with_sign_in(mut self, sign_in: Arc<dyn SignIn>) -> Self {
        self.sign_in = Some(Arc::clone(&sign_in));
        self.with(Arc::new(sign_in::Session(sign_in)))
    }

    /// Asks this one what principals may do, rather than their credentials.
    #[must_use]
    pub fn authorize_with(self, authorize: Arc<dyn Authorize>) -> Self {
        Self { authorize, ..self }
    }

    /// Whether nobody is asked who they are.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.authenticate.is_empty()
    }

    /// What signs browsers in.
    pub(crate) fn sign_in(&self) -> Option<Arc<dyn SignIn>> {
        self.sign_in.clone()
    }

    /// How people may sign in, which whoever is refused is told.
    fn sign_in_methods(&self) -> Vec<SignInMethod> {
        let is_taken =
            |method: &SignInMethod| self.authenticate.iter().any(|kind| kind.sign_in_method() == Some(*method));
        SignInMethod::ALL.into_iter().filter(is_taken).collect()
    }

    /// The sender of a request, and what it may do; none without credentials.
    async fn caller(&self, request: &Parts) -> Result<Option<Caller>, AuthError> {
        if self.is_open() {
            return Ok(Some(Caller::anybody()));
        }
        for kind in &self.authenticate {
            if let Some(principal) = kind.authenticate(request).await? {
                let grants = self.authorize.authorize(&principal).await?;
                return Ok(Some(Caller::new(&principal.name, grants)));
            }
        }
        Ok(None)
    }
}
