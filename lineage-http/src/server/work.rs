use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What is worked on for a connection, and how often that has changed.
#[derive(Debug, Clone, Default)]
pub(super) struct Work(Arc<AtomicUsize>);

/// Work under way, until it is dropped.
#[derive(Debug)]
pub(super) struct Working(Arc<AtomicUsize>);

impl Work {
    /// Begins to work on a request; over HTTP/1 there is one at a time.
    pub(super) fn begin(&self) -> Working {
        self.0.fetch_add(1, Ordering::Relaxed);
        Working(Arc::clone(&self.0))
    }

    pub(super) fn count(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }

    /// Whether something is worked on, by the count: it has begun more often than ended.
    pub(super) fn is_under_way(count: usize) -> bool {
        count % 2 == 1
    }
}

impl Drop for Working {
    fn drop(&mut self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}
