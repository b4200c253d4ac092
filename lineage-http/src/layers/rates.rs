//! How often one caller may ask.

use std::num::NonZero;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use governor::clock::{Clock, DefaultClock};
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};

use crate::auth::Caller;
use crate::problem::Problem;
use crate::state::AppState;

/// What each caller has left.
#[derive(Debug)]
pub(crate) struct Rates {
    limiter: RateLimiter<Arc<str>, HashMapStateStore<Arc<str>>, DefaultClock>,
    checks: AtomicU32,
}

/// After how many requests the callers are forgotten who have all left again: no more than these are remembered beside
/// those who asked in the last ten seconds.
const FORGET_AFTER: u32 = 1_000;

impl Rates {
    /// So many requests a minute; a sixth of them, which is what comes back in ten seconds, may come at once.
    pub(crate) fn new(per_minute: NonZero<u32>) -> Self {
        let burst = NonZero::new(per_minute.get().div_ceil(6)).unwrap_or(per_minute);
        let quota = Quota::per_minute(per_minute).allow_burst(burst);
        Self { limiter: RateLimiter::hashmap_with_clock(quota, DefaultClock::default()), checks: AtomicU32::new(0) }
    }

    /// How long the caller has to wait, if at all.
    fn wait(&self, caller: &Arc<str>) -> Option<Duration> {
        if self.checks.fetch_add(1, Ordering::Relaxed) % FORGET_AFTER == FORGET_AFTER - 1 {
            self.limiter.retain_recent();
        }
        let now = self.limiter.clock().now();
        self.limiter.check_key(caller).err().map(|until| until.wait_time_from(now))
    }
}

/// Only who is known by credentials has a limit: those whom nobody asks who they are would share one.
pub(super) async fn limit(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let caller = request.extensions().get::<Caller>().filter(|_| !state.auth.is_open());
    let wait = state.rates.as_ref().zip(caller).and_then(|(rates, caller)| rates.wait(&caller.name));
    match wait {
        None => next.run(request).await,
        Some(wait) => Problem::too_many(wait).into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_caller_has_a_limit_and_is_forgotten() {
        let rates = Rates::new(NonZero::new(6).unwrap());
        let (one, other) = ("one".into(), "other".into());
        assert_eq!(rates.wait(&one), None);
        let wait = rates.wait(&one).unwrap();
        assert!((Duration::from_secs(5)..=Duration::from_secs(10)).contains(&wait), "{wait:?}");
        assert_eq!(rates.wait(&other), None);

        // 6,000 a second: whoever asked once has it all back within a millisecond.
        let rates = Rates::new(NonZero::new(360_000).unwrap());
        for number in 0..20 * FORGET_AFTER {
            assert_eq!(rates.wait(&number.to_string().into()), None);
        }
        assert!(rates.limiter.len() < 19 * FORGET_AFTER as usize, "{}", rates.limiter.len());
    }
}
