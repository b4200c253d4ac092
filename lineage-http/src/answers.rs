//! The response cache: answers for a time, and one load at a time for all who ask the same.

use std::any::Any;
use std::collections::HashMap;
use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_util::future::{BoxFuture, FutureExt, Shared};
use lru::LruCache;
use tokio::time::Instant;
use tracing::Instrument;

use crate::auth::Grants;
use crate::layers::places;
use crate::problem::Problem;
use crate::reply::{Answer, Loaded, Reply};
use crate::sources::SourceName;
use crate::telemetry::{CacheResult, Telemetry};

/// What makes two requests one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Key {
    route: &'static str,
    source: SourceName,
    /// What the caller may see: two who may see the same get the same answer.
    grants: Arc<Grants>,
    question: String,
}

impl Key {
    /// `question` is all that the answer depends on, in one way to write it.
    pub(crate) fn new(route: &'static str, source: SourceName, grants: Arc<Grants>, question: String) -> Self {
        Self { route, source, grants, question }
    }

    /// What the caller may see.
    pub(crate) fn grants(&self) -> Arc<Grants> {
        Arc::clone(&self.grants)
    }
}

/// The answers of the server.
///
/// A load runs in a task of its own: whoever asked first may leave, the others still get its answer. Failures are
/// handed to all who wait and kept for nobody. When the source fails and an expired answer is not older than
/// [`STALE`] times the time to live, that is the answer, marked as stale.
#[derive(Clone)]
pub(crate) struct Answers {
    ttl: Duration,
    shelf: Arc<Mutex<Shelf>>,
    pub(crate) telemetry: Telemetry,
}

/// How many times its time to live an answer may stand in for one that the source fails to give.
const STALE: u32 = 10;

/// How long a stale answer is served before the source is asked again.
const RETRY: Duration = Duration::from_secs(5);

impl Answers {
    /// Answers that are good for `ttl` (zero: never kept) and take about `bytes` of memory.
    pub(crate) fn new(ttl: Duration, bytes: usize, telemetry: Telemetry) -> Self {
        let shelf = Shelf { limit: bytes, bytes: 0, kept: LruCache::unbounded(), flights: HashMap::new() };
        Self { ttl, shelf: Arc::new(Mutex::new(shelf)), telemetry }
    }

    /// The answer to a question: a kept one, that of a load under way, or that of `load`.
    pub(crate) async fn get<F>(&self, key: Key, load: F) -> Result<Reply, Problem>
    where
        F: Future<Output = Result<Loaded, Problem>> + Send + 'static,
    {
        let (flight, is_own) = {
            // One lock for both, so that a load that ends in between is not started anew.
            let mut shelf = self.shelf();
            if let Some(kept) = shelf.kept.get(&key).filter(|kept| kept.since.elapsed() < kept.good_for) {
                self.telemetry.answered(if kept.is_stale { CacheResult::Stale } else { CacheResult::Hit });
                return Ok(kept.reply(0));
            }
            if let Some(flight) = shelf.flights.get(&key) {
                (flight.clone(), false)
            } else {
                let flight = self.start(key.clone(), load);
                shelf.flights.insert(key, flight.clone());
                (flight, true)
            }
        };
        let (kept, calls) = flight.await;
        self.telemetry.answered(match &kept {
            Ok(kept) if kept.is_stale => CacheResult::Stale,
            _ if is_own => CacheResult::Miss,
            _ => CacheResult::Shared,
        });
        kept.map(|kept| kept.reply(if is_own { calls } else { 0 }))
    }

    fn start<F>(&self, key: Key, load: F) -> Flight
    where
        F: Future<Output = Result<Loaded, Problem>> + Send + 'static,
    {
        let answers = self.clone();
        let place = places::kept();
        // Its lines of the log are those of the request that began it.
        let task = tokio::spawn(
            async move {
                let _place = place;
                let measured = AssertUnwindSafe(measure(load)).catch_unwind().await;
                let panicked = |panic: Box<dyn Any + Send>| (Err(Problem::panicked(&*panic)), 0, Duration::ZERO);
                let (loaded, calls, oldest) = measured.unwrap_or_else(panicked);
                let is_told = loaded.as_ref().is_ok_and(Loaded::is_told);
                let answer = loaded.map(|loaded| Arc::new(loaded.into_answer(answers.ttl, oldest)));
                (answers.land(key, answer, is_told), calls)
            }
            .in_current_span(),
        );
        // It does not panic; it is cancelled when the runtime ends.
        let cancelled = |error: tokio::task::JoinError| (Err(Problem::internal(error.to_string())), 0);
        task.map(move |landed| landed.unwrap_or_else(cancelled)).boxed().shared()
    }

    fn land(&self, key: Key, answer: Result<Arc<Answer>, Problem>, is_told: bool) -> Result<Kept, Problem> {
        let mut shelf = self.shelf();
        shelf.flights.remove(&key);
        match answer {
            // A list of regions that all failed says less than the list of a while ago.
            Ok(_) if !is_told && let Some(kept) = self.stand_in(&mut shelf, &key) => Ok(kept),
            Ok(answer) => {
                let good_for = answer.fresh_for.unwrap_or_default();
                let kept = Kept { since: Instant::now(), good_for, is_stale: false, answer };
                if !good_for.is_zero() {
                    shelf.keep(key, kept.clone());
                    self.telemetry.holds(shelf.bytes);
                }
                Ok(kept)
            }
            Err(problem) if problem.is_outage() => self.stand_in(&mut shelf, &key).ok_or(problem),
            Err(problem) => {
                // The source said no: what was true before must not come back when it fails later on.
                shelf.forget(&key);
                self.telemetry.holds(shelf.bytes);
                Err(problem)
            }
        }
    }

    /// The expired answer to a question, as long as it is not too old to be worth anything.
    fn stand_in(&self, shelf: &mut Shelf, key: &Key) -> Option<Kept> {
        let limit = self.ttl.saturating_mul(STALE);
        let kept = shelf.kept.get_mut(key).filter(|kept| kept.answer.at.elapsed() < limit)?;
        (kept.since, kept.good_for, kept.is_stale) = (Instant::now(), RETRY, true);
        Some(kept.clone())
    }

    fn shelf(&self) -> MutexGuard<'_, Shelf> {
        self.shelf.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Runs a load, and tells how many calls to AWS it made and how old the oldest fact is that it was given again.
pub(crate) async fn measure<T>(load: impl Future<Output = T>) -> (T, u64, Duration) {
    #[cfg(feature = "aws")]
    {
        let (loaded, cost) = lineage_aws::measure(load).await;
        (loaded, cost.calls, cost.oldest)
    }
    #[cfg(not(feature = "aws"))]
    (load.await, 0, Duration::ZERO)
}

/// A load under way: what all get who wait for it, and how many calls it took.
type Flight = Shared<BoxFuture<'static, (Result<Kept, Problem>, u64)>>;

struct Shelf {
    limit: usize,
    bytes: usize,
    kept: LruCache<Key, Kept>,
    flights: HashMap<Key, Flight>,
}

impl Shelf {
    fn keep(&mut self, key: Key, kept: Kept) {
        self.forget(&key);
        let cost = cost(&key, &kept);
        if cost > self.limit {
            return;
        }
        self.bytes += cost;
        self.kept.put(key, kept);
        while self.bytes > self.limit
            && let Some((key, kept)) = self.kept.pop_lru()
        {
            self.bytes -= self::cost(&key, &kept);
        }
    }

    fn forget(&mut self, key: &Key) {
        if let Some(kept) = self.kept.pop(key) {
            self.bytes -= cost(key, &kept);
        }
    }
}

/// About how many bytes of memory an answer takes.
fn cost(key: &Key, kept: &Kept) -> usize {
    kept.answer.body.len() + key.question.len() + key.grants.bytes() + 1024
}

#[derive(Clone)]
struct Kept {
    answer: Arc<Answer>,
    /// When the source was last asked.
    since: Instant,
    /// How long after that it is asked again.
    good_for: Duration,
    /// Whether the source failed when it was last asked.
    is_stale: bool,
}

impl Kept {
    fn reply(&self, calls: u64) -> Reply {
        Reply { answer: Arc::clone(&self.answer), calls, is_stale: self.is_stale }
    }
}
