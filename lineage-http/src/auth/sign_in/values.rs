use std::fmt;
use std::time::Duration;

use super::ReturnTo;
use crate::auth::Principal;

/// A sign-in under way.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Begun {
    /// Where to send the browser.
    pub location: String,
    /// What the browser keeps meanwhile, in letters that a cookie may hold; at most 3,000 bytes.
    pub kept: String,
}

impl Begun {
    /// A sign-in that goes on there, and keeps this.
    #[must_use]
    pub fn new(location: impl Into<String>, kept: impl Into<String>) -> Self {
        Self { location: location.into(), kept: kept.into() }
    }
}

/// What a browser came back with; none where it did not say it.
#[derive(Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Returned {
    /// What a token is given for.
    pub code: Option<String>,
    /// What it was sent away with.
    pub state: Option<String>,
    /// Why there is no code.
    pub error: Option<String>,
    /// Who says so (RFC 9207).
    pub issuer: Option<String>,
}

/// A session.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SignedIn {
    /// Who signed in.
    pub principal: Principal,
    /// What [`SignIn::principal`](super::SignIn::principal) knows them by, in letters that a cookie may hold; at most
    /// 3,800 bytes.
    pub token: String,
    /// For how long the token is good; a second at least.
    pub max_age: Duration,
    /// Where in the page they were.
    pub return_to: ReturnTo,
}

impl SignedIn {
    /// A session of this principal, known by this token for as long.
    #[must_use]
    pub fn new(principal: Principal, token: impl Into<String>, max_age: Duration, return_to: ReturnTo) -> Self {
        Self { principal, token: token.into(), max_age, return_to }
    }
}

// Without what opens something.

impl fmt::Debug for Begun {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Begun").finish_non_exhaustive()
    }
}

impl fmt::Debug for Returned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Returned").field("error", &self.error).field("issuer", &self.issuer).finish_non_exhaustive()
    }
}

impl fmt::Debug for SignedIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut fields = f.debug_struct("SignedIn");
        fields.field("principal", &self.principal).field("max_age", &self.max_age).finish_non_exhaustive()
    }
}
