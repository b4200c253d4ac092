use std::collections::HashMap;
use std::hash::Hash;
use std::num::NonZeroUsize;
use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::{BoxFuture, Shared, WeakShared};
use lineage_model::source::{LineageSource, SourceError};
use lru::LruCache;
use tokio::time::Instant;

use crate::observe::{Lookup, Observer};
use crate::sdk::add_age;

/// Answers by their key: at most one call under way for each, and those kept that may be given again.
///
/// Whoever asks polls the call. It goes on as long as anybody waits for it, and is dropped with the last one, so a
/// caller that leaves stalls nobody and no call is left behind. Failures are told to all who wait, and never kept.
pub(super) struct Memo<K, V> {
    origin: Origin,
    state: Arc<Mutex<State<K, V>>>,
}

/// Whom a memo asks, and who is told of that.
#[derive(Clone)]
pub(super) struct Origin {
    pub(super) source: Arc<dyn LineageSource>,
    pub(super) observer: Option<Arc<dyn Observer>>,
}

struct State<K, V> {
    kept: LruCache<K, Kept<V>>,
    /// How many bytes those have, and may have.
    size: usize,
    most_size: usize,
    size_of: fn(&V) -> usize,
    /// Held weakly: a call that nobody waits for would keep its place in the queue of its service.
    under_way: HashMap<Flight<K>, (u64, WeakShared<Call<V>>)>,
    calls: u64,
}

/// An answer; one that may change has a time when its call began, and one when it is over.
struct Kept<V> {
    answer: Arc<V>,
    good: Option<Range<Instant>>,
}

/// Calls that began before and after their answer was known to be final are apart.
type Flight<K> = (K, bool);
type Call<V> = BoxFuture<'static, Result<Arc<V>, SourceError>>;

/// How long an answer may be given again, from when its call began.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Keep {
    No,
    For(Duration),
    Always,
}

impl<K: Hash + Eq + Clone + Send + 'static, V: Clone + Send + Sync + 'static> Memo<K, V> {
    /// Keeps at most `most` answers, and at least one; the ones not asked for longest go first.
    pub(super) fn new(origin: &Origin, most: usize) -> Self {
        Self::sized(origin, most, usize::MAX, |_| 0)
    }

    /// The same for answers that may be large: together they have at most `most_size` bytes as `size_of` tells.
    pub(super) fn sized(origin: &Origin, most: usize, most_size: usize, size_of: fn(&V) -> usize) -> Self {
        let kept = LruCache::new(NonZeroUsize::new(most).unwrap_or(NonZeroUsize::MIN));
        let state = State { kept, size: 0, most_size, size_of, under_way: HashMap::new(), calls: 0 };
        Self { origin: origin.clone(), state: Arc::new(Mutex::new(state)) }
    }

    /// The answer to `key`: a kept one, that of a call that is under way, or that of `call`, kept as `keep` says.
    pub(super) async fn get<F>(
        &self,
        key: K,
        keep: impl FnOnce(&V) -> Keep + Send + 'static,
        call: impl FnOnce(Arc<dyn LineageSource>, K) -> F,
    ) -> Result<V, SourceError>
    where
        F: Future<Output = Result<V, SourceError>> + Send + 'static,
    {
        self.get_as((key, false), keep, call).await
    }

    /// The same where the answer may be known to be final by now: then it is kept, and is that of no earlier call.
    pub(super) async fn get_final<F>(
        &self,
        key: K,
        is_final: bool,
        call: impl FnOnce(Arc<dyn LineageSource>, K) -> F,
    ) -> Result<V, SourceError>
    where
        F: Future<Output = Result<V, SourceError>> + Send + 'static,
    {
        let keep = if is_final { Keep::Always } else { Keep::No };
        self.get_as((key, is_final), move |_| keep, call).await
    }

    async fn get_as<F>(
        &self,
        flight: Flight<K>,
        keep: impl FnOnce(&V) -> Keep + Send + 'static,
        call: impl FnOnce(Arc<dyn LineageSource>, K) -> F,
    ) -> Result<V, SourceError>
    where
        F: Future<Output = Result<V, SourceError>> + Send + 'static,
    {
        // Apart, so that no lock is held over an await.
        let (lookup, found) = self.kept_or_call(flight, keep, call);
        if let Some(observer) = &self.origin.observer {
            observer.looked_up(lookup);
        }
        match found {
            Ok(kept) => Ok(Arc::unwrap_or_clone(kept)),
            Err(call) => call.await.map(Arc::unwrap_or_clone),
        }
    }

    fn kept_or_call<F>(
        &self,
        flight: Flight<K>,
        keep: impl FnOnce(&V) -> Keep + Send + 'static,
        call: impl FnOnce(Arc<dyn LineageSource>, K) -> F,
    ) -> (Lookup, Result<Arc<V>, Shared<Call<V>>>)
    where
        F: Future<Output = Result<V, SourceError>> + Send + 'static,
    {
        let mut state = lock(&self.state);
        if let Some(Kept { answer, good }) = state.kept.get(&flight.0) {
            let now = Instant::now();
            match good {
                None => return (Lookup::Kept, Ok(Arc::clone(answer))),
                Some(good) if now < good.end => {
                    add_age(now - good.start);
                    return (Lookup::Kept, Ok(Arc::clone(answer)));
                }
                Some(_) => {}
            }
        }
        if let Some(call) = state.under_way.get(&flight).and_then(|(_, call)| call.upgrade()) {
            return (Lookup::Shared, Err(call));
        }
        state.calls += 1;
        let number = state.calls;
        let landing = Landing { state: Arc::clone(&self.state), flight: flight.clone(), number };
        let call = landing.after(keep, call(Arc::clone(&self.origin.source), flight.0.clone())).boxed().shared();
        if let Some(weak) = call.downgrade() {
            state.under_way.insert(flight, (number, weak));
        }
        (Lookup::Asked, Err(call))
    }
}

impl<K: Hash + Eq, V> State<K, V> {
    /// Keeps an answer in place of the one before it and of those that it leaves no room for.
    fn keep(&mut self, key: K, kept: Kept<V>) {
        let size_of = self.size_of;
        self.size = self.size.saturating_add(size_of(&kept.answer));
        let mut gone = self.kept.push(key, kept);
        if gone.is_none() && self.size > self.most_size {
            gone = self.kept.pop_lru();
        }
        while let Some((_, Kept { answer, .. })) = gone {
            self.size = self.size.saturating_sub(size_of(&answer));
            gone = if self.size > self.most_size { self.kept.pop_lru() } else { None };
        }
    }
}

/// Takes a call off the list when it ends, and when it is dropped.
struct Landing<K: Hash + Eq, V> {
    state: Arc<Mutex<State<K, V>>>,
    flight: Flight<K>,
    number: u64,
}

impl<K: Hash + Eq + Clone, V> Landing<K, V> {
    async fn after(
        self,
        keep: impl FnOnce(&V) -> Keep,
        call: impl Future<Output = Result<V, SourceError>>,
    ) -> Result<Arc<V>, SourceError> {
        let began = Instant::now();
        let answer = Arc::new(call.await?);
        let good = match keep(&answer) {
            Keep::No => return Ok(answer),
            Keep::For(age) => Some(began..began + age),
            Keep::Always => None,
        };
        lock(&self.state).keep(self.flight.0.clone(), Kept { answer: Arc::clone(&answer), good });
        Ok(answer)
    }
}

impl<K: Hash + Eq, V> Drop for Landing<K, V> {
    fn drop(&mut self) {
        let mut state = lock(&self.state);
        // Another call may have begun between the last caller's leaving and this.
        if state.under_way.get(&self.flight).is_some_and(|(number, _)| *number == self.number) {
            state.under_way.remove(&self.flight);
        }
    }
}

fn lock<T>(state: &Mutex<T>) -> MutexGuard<'_, T> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}
