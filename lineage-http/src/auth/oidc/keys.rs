use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::{BoxFuture, Shared};
use jsonwebtoken::Algorithm;
use tokio::time::Instant;

use super::fetch::FetchKeys;
use super::key::Key;
use super::rejected;
use crate::auth::AuthError;

/// The keys of an issuer, kept for a while, and asked for again when they are old or one is missing.
#[derive(Clone)]
pub(super) struct KeyCache {
    fetch: Arc<dyn FetchKeys>,
    max_age: Duration,
    pace: Duration,
    shelf: Arc<Mutex<Shelf>>,
}

/// How long keys are good where the issuer does not answer.
const LIMIT: Duration = Duration::from_secs(24 * 60 * 60);

/// How long to wait before the issuer is asked again while there are no keys at all.
const RETRY: Duration = Duration::from_secs(5);

/// What ends when the issuer was asked; whoever leaves earlier stops nothing.
type Flight = Shared<BoxFuture<'static, ()>>;

#[derive(Default)]
struct Shelf {
    keys: Option<(Arc<[Arc<Key>]>, Instant)>,
    /// When the issuer was last asked.
    asked: Option<Instant>,
    /// Why it did not tell, when it last did not.
    failure: Option<String>,
    flight: Option<Flight>,
}

impl KeyCache {
    pub(super) fn new(fetch: impl FetchKeys + 'static, max_age: Duration, pace: Duration) -> Self {
        Self { fetch: Arc::new(fetch), max_age, pace, shelf: Arc::default() }
    }

    /// The key of this name for signatures of this algorithm. A token that names none has the only one that fits.
    pub(super) async fn find(&self, id: Option<&str>, algorithm: Algorithm) -> Result<Arc<Key>, AuthError> {
        if let Some(flight) = self.refresh_old() {
            flight.await;
        }
        if let Some(key) = pick(&self.keys()?, id, algorithm) {
            return Ok(key);
        }
        // The issuer may have changed its keys since.
        let flight = self.refresh(&mut self.shelf());
        if let Some(flight) = flight {
            flight.await;
        }
        pick(&self.keys()?, id, algorithm).ok_or_else(|| rejected("a token of a key that its issuer does not have"))
    }

    fn keys(&self) -> Result<Arc<[Arc<Key>]>, AuthError> {
        let shelf = self.shelf();
        match &shelf.keys {
            Some((keys, at)) if at.elapsed() < LIMIT => Ok(Arc::clone(keys)),
            _ => {
                let why = shelf.failure.as_deref().unwrap_or("it was not asked yet");
                Err(AuthError::Unavailable(format!("the issuer's keys cannot be read: {why}")))
            }
        }
    }

    /// Asks for keys that are old; what to wait for. While one caller waits, others take what is there.
    fn refresh_old(&self) -> Option<Flight> {
        let mut shelf = self.shelf();
        match &shelf.keys {
            Some((_, at)) if at.elapsed() < self.max_age => None,
            Some((_, at)) if at.elapsed() < LIMIT && shelf.under_way().is_some() => None,
            _ => self.refresh(&mut shelf),
        }
    }

    /// Asks for the keys, unless somebody does already or did a moment ago; what to wait for.
    fn refresh(&self, shelf: &mut Shelf) -> Option<Flight> {
        if let Some(flight) = shelf.under_way() {
            return Some(flight);
        }
        let pace = if shelf.keys.is_some() { self.pace } else { self.pace.min(RETRY) };
        if shelf.asked.is_some_and(|asked| asked.elapsed() < pace) {
            return None;
        }
        shelf.asked = Some(Instant::now());
        let cache = self.clone();
        let task = tokio::spawn(async move {
            let told = cache.fetch.keys().await;
            cache.shelf().put(told);
        });
        let flight = task.map(drop).boxed().shared();
        shelf.flight = Some(flight.clone());
        Some(flight)
    }

    fn shelf(&self) -> MutexGuard<'_, Shelf> {
        self.shelf.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Shelf {
    /// Peeked at, because a task that panicked put nothing.
    fn under_way(&self) -> Option<Flight> {
        self.flight.clone().filter(|flight| flight.peek().is_none())
    }

    fn put(&mut self, told: Result<Vec<Key>, String>) {
        self.flight = None;
        match told {
            Ok(keys) => {
                self.keys = Some((keys.into_iter().map(Arc::new).collect(), Instant::now()));
                self.failure = None;
            }
            Err(why) => {
                tracing::warn!(why, "the keys of the issuer of tokens cannot be read");
                self.failure = Some(why);
            }
        }
    }
}

impl fmt::Debug for KeyCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeyCache").field("fetch", &self.fetch).finish_non_exhaustive()
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
