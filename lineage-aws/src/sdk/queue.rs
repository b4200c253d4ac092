use std::future::Future;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use lineage_model::source::SourceErrorKind;
use tokio::sync::Semaphore;
use tokio::time::Instant;

use super::error;
use super::pace::Pace;
use super::watch;

/// The line before one service of one region: so many calls in flight, and slower once the service throttles.
///
/// Throttled calls are sent again from here, the SDK is told not to ([`LeaveThrottling`](super::retry::LeaveThrottling)):
/// each attempt then waits for its turn at the learned pace, and outside the SDK call, so that neither the wait nor
/// the turn counts towards the call's time-out.
#[derive(Debug)]
pub(super) struct Queue {
    places: Semaphore,
    /// Held by the first in line while it waits; tokio's mutex hands over in order.
    first: tokio::sync::Mutex<()>,
    pace: Mutex<Pace>,
    start: Instant,
}

/// How often a throttled call is sent in all.
const ATTEMPTS: u32 = 8;

impl Queue {
    pub(super) fn new(max_in_flight: usize) -> Self {
        let places = max_in_flight.clamp(1, Semaphore::MAX_PERMITS);
        Self {
            places: Semaphore::new(places),
            first: tokio::sync::Mutex::new(()),
            pace: Mutex::new(Pace::new(places)),
            start: Instant::now(),
        }
    }

    /// Runs a call in its turn, and again in a later turn when it is throttled.
    pub(super) async fn run<T, E, F>(&self, call: impl Fn() -> F) -> Result<T, SdkError<E, HttpResponse>>
    where
        E: ProvideErrorMetadata,
        F: Future<Output = Result<T, SdkError<E, HttpResponse>>>,
    {
        // The semaphore is never closed, so there is always a place in the end.
        let _place = self.places.acquire().await;
        let mut attempt = 1;
        loop {
            let left = self.turn().await;
            let result = call().await;
            match &result {
                Ok(_) => self.pace(|pace| pace.accepted(left)),
                Err(failure) if error::kind(failure) == SourceErrorKind::Throttled => {
                    watch::throttled();
                    let (now, wait) = (self.now(), error::retry_after(failure));
                    self.pace(|pace| pace.throttled(left, now, wait));
                    if attempt < ATTEMPTS {
                        attempt += 1;
                        continue;
                    }
                }
                Err(_) => {}
            }
            return result;
        }
    }

    /// Waits until the pace lets a call leave, and tells when that was.
    async fn turn(&self) -> Duration {
        let _first = self.first.lock().await;
        loop {
            let now = self.now();
            match self.pace(|pace| pace.leave(now)) {
                Ok(()) => return now,
                Err(wait) => tokio::time::sleep(wait).await,
            }
        }
    }

    fn now(&self) -> Duration {
        self.start.elapsed()
    }

    fn pace<R>(&self, act: impl FnOnce(&mut Pace) -> R) -> R {
        act(&mut self.pace.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
