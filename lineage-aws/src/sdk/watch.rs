use std::fmt;
use std::future::Future;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, OnceLock};

use aws_smithy_runtime_api::client::orchestrator::{HttpResponse, Metadata};
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use tokio::time::Instant;

use super::error;
use crate::observe::{Call, Observer, Outcome};

tokio::task_local! {
    /// The call that is running.
    static SENT: Arc<Sent>;
}

/// What is known of a call while it runs.
#[derive(Debug, Default)]
struct Sent {
    first: OnceLock<(Metadata, Instant)>,
    attempts: AtomicU32,
    throttled: AtomicU32,
}

/// Tells of a request that leaves for the call that is running, if that is watched.
pub(super) fn sent(what: Option<&Metadata>) {
    // An error says that nobody watches here.
    let _ = SENT.try_with(|sent| {
        if let Some(what) = what {
            sent.first.get_or_init(|| (what.clone(), Instant::now()));
        }
        sent.attempts.fetch_add(1, Ordering::Relaxed);
    });
}

/// Tells that a request of the call that is running was throttled, if that is watched.
pub(super) fn throttled() {
    let _ = SENT.try_with(|sent| sent.throttled.fetch_add(1, Ordering::Relaxed));
}

/// Tells an observer, if there is one, of calls.
#[derive(Clone, Default)]
pub(super) struct Watch(Option<Arc<dyn Observer>>);

impl Watch {
    pub(super) fn by(observer: Arc<dyn Observer>) -> Self {
        Self(Some(observer))
    }

    /// Runs a call with all of its attempts.
    pub(super) async fn call<T, E: ProvideErrorMetadata>(
        &self,
        call: impl Future<Output = Result<T, SdkError<E, HttpResponse>>>,
    ) -> Result<T, SdkError<E, HttpResponse>> {
        let Some(observer) = &self.0 else { return call.await };
        let sent = Arc::new(Sent::default());
        let mut report = Report { observer: &**observer, sent: Arc::clone(&sent), outcome: Outcome::Abandoned };
        let result = SENT.scope(sent, call).await;
        report.outcome =
            result.as_ref().map_or_else(|failure| Outcome::Failed(error::kind(failure)), |_| Outcome::Answered);
        result
    }
}

impl fmt::Debug for Watch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Watch").field(&self.0.is_some()).finish()
    }
}

/// Told when it is dropped: also when the call is, because nobody waits for it.
struct Report<'a> {
    observer: &'a dyn Observer,
    sent: Arc<Sent>,
    outcome: Outcome,
}

impl Drop for Report<'_> {
    fn drop(&mut self) {
        // What never left was no call: it still waited for its turn, or there were no credentials to sign it.
        let Some((what, began)) = self.sent.first.get() else { return };
        self.observer.called(&Call {
            service: what.service(),
            operation: what.name(),
            outcome: self.outcome,
            attempts: self.sent.attempts.load(Ordering::Relaxed),
            throttled: self.sent.throttled.load(Ordering::Relaxed),
            duration: began.elapsed(),
        });
    }
}
