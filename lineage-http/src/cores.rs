use std::num::NonZero;
use std::sync::Arc;
use std::thread::available_parallelism;
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;
use tokio::time::timeout;

use crate::problem::Problem;

/// A place for each core, for what computes without waiting.
#[derive(Debug, Clone)]
pub(crate) struct Cores(Arc<Semaphore>);

impl Cores {
    pub(crate) fn new() -> Self {
        Self(Arc::new(Semaphore::new(available_parallelism().map_or(1, NonZero::get))))
    }

    /// What `work` makes, on a thread that tokio has for such, as soon as a core is free for it. Work that takes too long
    /// goes on to its end and keeps its place until then: it cannot be stopped.
    pub(crate) async fn run<T, W>(&self, patience: Duration, work: W) -> Result<T, Problem>
    where
        T: Send + 'static,
        W: FnOnce() -> Result<T, Problem> + Send + 'static,
    {
        let done = async {
            let place = Arc::clone(&self.0).acquire_owned().await;
            let work = move || {
                let _place = place;
                work()
            };
            spawn_blocking(work).await.unwrap_or_else(|error| {
                // It is never aborted.
                Err(error.try_into_panic().map_or_else(|_| Problem::busy(), |panic| Problem::panicked(&*panic)))
            })
        };
        timeout(patience, done).await.unwrap_or_else(|_| Err(Problem::busy()))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use axum::http::StatusCode;

    use super::*;

    const SHORT: Duration = Duration::from_millis(1);
    const LONG: Duration = Duration::from_secs(600);

    #[tokio::test]
    async fn work_waits_for_a_place_and_gives_it_back() {
        let cores = Cores(Arc::new(Semaphore::new(1)));
        let (release, held) = channel::<()>();
        let hangs = cores.run(SHORT, move || held.recv().map_err(|_| Problem::busy())).await;
        assert_eq!(hangs.unwrap_err().status(), StatusCode::SERVICE_UNAVAILABLE);
        // The place is still taken.
        let waits = cores.run(SHORT, || Ok(1)).await;
        assert_eq!(waits.unwrap_err().status(), StatusCode::SERVICE_UNAVAILABLE);
        drop(release);
        assert_eq!(cores.run(LONG, || Ok(2)).await.unwrap(), 2);
    }

    #[tokio::test]
    async fn work_that_panics_gives_its_place_back() {
        let cores = Cores(Arc::new(Semaphore::new(1)));
        let failed = cores.run(LONG, || -> Result<(), _> { std::panic::resume_unwind(Box::new("oh")) }).await;
        assert_eq!(failed.unwrap_err().cause(), Some("panic: oh"));
        assert_eq!(cores.run(LONG, || Ok(1)).await.unwrap(), 1);
    }
}
