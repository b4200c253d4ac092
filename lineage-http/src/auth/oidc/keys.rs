use std::sync::Arc;
use std::time::Duration;

use jsonwebtoken::Algorithm;

use super::kept::{Fetch, Kept};
use super::key::Key;
use super::rejected;
use crate::auth::AuthError;

/// The keys of an issuer, asked for again when they are old or one is missing.
#[derive(Debug, Clone)]
pub(super) struct KeyCache(Kept<Keys>);

pub(super) type Keys = Arc<[Arc<Key>]>;

impl KeyCache {
    pub(super) fn new(source: impl Fetch<Keys> + 'static, max_age: Duration, pace: Duration) -> Self {
        Self(Kept::new(source, "the issuer's keys", max_age, pace))
    }

    /// The key of this name for signatures of this algorithm. A token that names none has the only one that fits.
    pub(super) async fn find(&self, id: Option<&str>, algorithm: Algorithm) -> Result<Arc<Key>, AuthError> {
        let keys = self.0.current().await.map_err(AuthError::Unavailable)?;
        if let Some(key) = pick(&keys, id, algorithm) {
            return Ok(key);
        }
        let keys = self.0.anew().await.map_err(AuthError::Unavailable)?;
        pick(&keys, id, algorithm).ok_or_else(|| rejected("a token of a key that its issuer does not have"))
    }
}

fn pick(keys: &[Arc<Key>], id: Option<&str>, algorithm: Algorithm) -> Option<Arc<Key>> {
    let mut fitting = keys.iter().filter(|key| key.is_called(id) && key.fits(algorithm));
    let first = fitting.next()?;
    // Without a name, nobody says which of several it is.
    (id.is_some() || fitting.next().is_none()).then(|| Arc::clone(first))
}

#[cfg(test)]
mod tests;
