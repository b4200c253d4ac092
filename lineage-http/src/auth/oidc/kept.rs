use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use futures_util::FutureExt;
use futures_util::future::{BoxFuture, Shared};
use tokio::time::Instant;

/// Something that an issuer tells, kept for a while, and asked for again when it is old or no longer right.
#[derive(Clone)]
pub(super) struct Kept<T> {
    source: Arc<dyn Fetch<T>>,
    what: &'static str,
    max_age: Duration,
    pace: Duration,
    shelf: Arc<Mutex<Shelf<T>>>,
}

/// Where it comes from.
#[async_trait]
pub(super) trait Fetch<T>: fmt::Debug + Send + Sync {
    /// What it is now; else why nobody knows, in words for the log.
    async fn fetch(&self) -> Result<T, String>;
}

/// How long it is good where the issuer does not answer.
const LIMIT: Duration = Duration::from_secs(24 * 60 * 60);

/// How long to wait before the issuer is asked again while there is nothing at all.
const RETRY: Duration = Duration::from_secs(5);

/// What ends when the issuer was asked; whoever leaves earlier stops nothing.
type Flight = Shared<BoxFuture<'static, ()>>;

struct Shelf<T> {
    value: Option<(T, Instant)>,
    /// When the issuer was last asked.
    asked: Option<Instant>,
    /// Why it did not tell, when it last did not.
    failure: Option<String>,
    flight: Option<Flight>,
}

impl<T: Clone + Send + 'static> Kept<T> {
    /// What this source tells, in words for the log; asks it nothing yet.
    pub(super) fn new(source: impl Fetch<T> + 'static, what: &'static str, max_age: Duration, pace: Duration) -> Self {
        let shelf = Shelf { value: None, asked: None, failure: None, flight: None };
        Self { source: Arc::new(source), what, max_age, pace, shelf: Arc::new(Mutex::new(shelf)) }
    }

    /// It, asked for where it is old; else why nobody knows.
    pub(super) async fn current(&self) -> Result<T, String> {
        if let Some(flight) = self.refresh_old() {
            flight.await;
        }
        self.value()
    }

    /// It, asked for anew unless that was done a moment ago: the issuer may have changed it since.
    pub(super) async fn anew(&self) -> Result<T, String> {
        let flight = self.refresh(&mut self.shelf());
        if let Some(flight) = flight {
            flight.await;
        }
        self.value()
    }

    fn value(&self) -> Result<T, String> {
        let shelf = self.shelf();
        match &shelf.value {
            Some((value, at)) if at.elapsed() < LIMIT => Ok(value.clone()),
            _ => {
                let why = shelf.failure.as_deref().unwrap_or("it was not asked yet");
                Err(format!("{} cannot be read: {why}", self.what))
            }
        }
    }

    /// Asks for what is old; what to wait for. While one caller waits, others take what is there.
    fn refresh_old(&self) -> Option<Flight> {
        let mut shelf = self.shelf();
        match &shelf.value {
            Some((_, at)) if at.elapsed() < self.max_age => None,
            Some((_, at)) if at.elapsed() < LIMIT && shelf.under_way().is_some() => None,
            _ => self.refresh(&mut shelf),
        }
    }

    /// Asks for it, unless somebody does already or did a moment ago; what to wait for.
    fn refresh(&self, shelf: &mut Shelf<T>) -> Option<Flight> {
        if let Some(flight) = shelf.under_way() {
            return Some(flight);
        }
        let pace = if shelf.value.is_some() { self.pace } else { self.pace.min(RETRY) };
        if shelf.asked.is_some_and(|asked| asked.elapsed() < pace) {
            return None;
        }
        shelf.asked = Some(Instant::now());
        let kept = self.clone();
        let task = tokio::spawn(async move {
            let told = kept.source.fetch().await;
            if let Err(why) = &told {
                tracing::warn!(why, "{} cannot be read", kept.what);
            }
            kept.shelf().put(told);
        });
        let flight = task.map(drop).boxed().shared();
        shelf.flight = Some(flight.clone());
        Some(flight)
    }

    fn shelf(&self) -> MutexGuard<'_, Shelf<T>> {
        self.shelf.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T> Shelf<T> {
    /// Peeked at, because a task that panicked put nothing.
    fn under_way(&self) -> Option<Flight> {
        self.flight.clone().filter(|flight| flight.peek().is_none())
    }

    fn put(&mut self, told: Result<T, String>) {
        self.flight = None;
        match told {
            Ok(value) => {
                self.value = Some((value, Instant::now()));
                self.failure = None;
            }
            Err(why) => self.failure = Some(why),
        }
    }
}

impl<T> fmt::Debug for Kept<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Kept").field("what", &self.what).field("source", &self.source).finish_non_exhaustive()
    }
}
