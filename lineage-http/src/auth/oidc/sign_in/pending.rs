use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use crate::auth::{ReturnTo, SignInError};

/// A sign-in under way, as the browser keeps it: three random texts, of which a stranger can guess none.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Pending {
    /// Comes back with the browser, so that nobody is signed in by a link of somebody else.
    pub(super) state: String,
    /// Comes back in the id token, so that none of another sign-in is taken.
    pub(super) nonce: String,
    /// Shows the provider that who asks for the token is who asked for the code (PKCE, RFC 7636).
    pub(super) verifier: String,
    pub(super) return_to: ReturnTo,
}

/// 32 bytes in base64.
const LENGTH: usize = 43;

impl Pending {
    pub(super) fn new(return_to: ReturnTo) -> Result<Self, SignInError> {
        Ok(Self { state: random()?, nonce: random()?, verifier: random()?, return_to })
    }

    /// What a browser kept, where it is of the form that [`Pending::kept`] gives it.
    pub(super) fn of(kept: &str) -> Option<Self> {
        let mut parts = kept.splitn(4, '.').map(str::to_owned);
        let mut text = || parts.next().filter(|text| text.len() == LENGTH);
        let (state, nonce, verifier) = (text()?, text()?, text()?);
        Some(Self { state, nonce, verifier, return_to: ReturnTo::new(&parts.next()?) })
    }

    pub(super) fn kept(&self) -> String {
        [&self.state, &self.nonce, &self.verifier, self.return_to.as_str()].join(".")
    }

    pub(super) fn is_of(&self, state: &str) -> bool {
        self.state.as_bytes().ct_eq(state.as_bytes()).into()
    }

    /// What the provider is told of the verifier beforehand, by the method S256.
    pub(super) fn challenge(&self) -> String {
        URL_SAFE_NO_PAD.encode(Sha256::digest(&self.verifier))
    }
}

fn random() -> Result<String, SignInError> {
    let mut bytes = [0; 32];
    let no_numbers = |error| SignInError::Failed(format!("this machine has no random numbers: {error}"));
    getrandom::fill(&mut bytes).map_err(no_numbers)?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_browser_keeps() {
        let longest = format!("?{}", "x".repeat(1999));
        for return_to in ["", "?view=data&x=a.b.c", &longest] {
            let pending = Pending::new(ReturnTo::new(return_to)).unwrap();
            let kept = pending.kept();
            assert!(kept.len() <= 3000);
            assert!(Pending::of(&kept) == Some(pending.clone()));
            assert!(pending.is_of(&pending.state) && !pending.is_of(&pending.nonce) && !pending.is_of(""));
        }
        let (one, other) = (Pending::new(ReturnTo::default()).unwrap(), Pending::new(ReturnTo::default()).unwrap());
        let texts = [one.state, one.nonce, one.verifier, other.state, other.nonce, other.verifier];
        assert_eq!(std::collections::BTreeSet::from(texts).len(), 6);
    }

    #[test]
    fn what_nobody_gave_a_browser() {
        let x = "x".repeat(LENGTH);
        assert!(Pending::of(&format!("{x}.{x}.{x}.")).is_some());
        for kept in ["", "...", &format!("{x}.{x}.{x}"), &format!("{x}.{x}..?"), &format!("{x}x.{x}.{x}.")] {
            assert!(Pending::of(kept).is_none(), "{kept}");
        }
        // A browser may keep what it likes, and still returns to nothing but the page.
        let kept = format!("{x}.{x}.{x}.//evil.example");
        assert_eq!(Pending::of(&kept).unwrap().return_to, ReturnTo::default());
    }

    /// The example of RFC 7636, appendix B.
    #[test]
    fn the_challenge_of_a_verifier() {
        let mut pending = Pending::new(ReturnTo::default()).unwrap();
        pending.verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk".to_owned();
        assert_eq!(pending.challenge(), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }
}
