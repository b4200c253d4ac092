//! Browsers that sign in at an identity provider, and hold a session from then on: a cookie with a token.

mod cookie;
mod method;
mod return_to;
mod session;
mod values;

use std::fmt;

use async_trait::async_trait;

pub(crate) use cookie::{SESSION, SIGN_IN};
pub use method::SignInMethod;
pub use return_to::ReturnTo;
pub(super) use session::{Session, token};
pub use values::{Begun, Returned, SignedIn};

use super::{AuthError, Principal};

/// Signs browsers in: sends them to where people say who they are, and takes them back with a token.
///
/// The routes keep what is begun, and the token, in cookies that no script and no other site can use. Those who ask are
/// strangers yet: an implementation lets few of them wait at a time, and fails at once for more.
#[async_trait]
pub trait SignIn: fmt::Debug + Send + Sync {
    /// Begins to sign a browser in that comes back to this part of the page.
    ///
    /// # Errors
    /// When nobody knows for now where people sign in.
    async fn begin(&self, return_to: ReturnTo) -> Result<Begun, SignInError>;

    /// Ends what [`SignIn::begin`] began, by what it had the browser keep and what the browser came back with.
    ///
    /// # Errors
    /// When the one does not belong to the other, or there is no token that opens anything here.
    async fn finish(&self, kept: &str, returned: Returned) -> Result<SignedIn, SignInError>;

    /// Which part of the page a browser comes back to, by what it was had to keep; the start where that tells nothing.
    fn return_to(&self, kept: &str) -> ReturnTo;

    /// Whose session a token is, with the same checks each time as if it came in a header.
    ///
    /// # Errors
    /// As those of [`Authenticate::authenticate`](super::Authenticate::authenticate).
    async fn principal(&self, token: &str) -> Result<Principal, AuthError>;
}

/// Why somebody is not signed in. The causes are for the log, and repeat no secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SignInError {
    /// They, or the provider, said no.
    #[error("the identity provider denies access")]
    Denied,
    /// It took them too long, or was begun in another browser.
    #[error("no sign-in is under way in this browser")]
    Expired,
    /// Anything else.
    #[error("{0}")]
    Failed(String),
}

impl SignInError {
    /// What the page is told.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::Denied => "denied",
            Self::Expired => "expired",
            Self::Failed(_) => "failed",
        }
    }
}
