use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use lineage_model::Code;
use lineage_model::document::Warning;
use serde::Serialize;
use sha2::{Digest, Sha256};
use tokio::time::Instant;

use crate::problem::Problem;

/// How many requests an answer made to AWS, retries included.
pub(crate) const X_AWS_CALLS: HeaderName = HeaderName::from_static("x-aws-calls");
/// `true` on an expired answer that stands in for one that AWS failed to give.
pub(crate) const X_DATA_STALE: HeaderName = HeaderName::from_static("x-data-stale");

/// A body as a route made it.
pub(crate) struct Loaded {
    content_type: &'static str,
    body: Vec<u8>,
    keep: Keep,
    is_told: bool,
}

/// How long a body may be kept; of several reasons the last one here counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Keep {
    /// As long as any.
    Fully,
    /// For a moment: AWS failed to tell something, and asking again at once would make that worse.
    Briefly,
    /// Not at all: time ran out, the next answer may hold more.
    Never,
}

/// How long an answer with a gap is kept.
const BRIEFLY: Duration = Duration::from_secs(5);

impl Keep {
    /// What a refused call leaves out, it leaves out again: that is kept like any fact.
    fn of<'w>(warnings: impl IntoIterator<Item = &'w Warning>) -> Self {
        let keep = |warning: &Warning| match warning.code.as_str() {
            code if code == Code::Deadline.as_str() => Self::Never,
            code if code == Code::Unavailable.as_str() => Self::Briefly,
            _ => Self::Fully,
        };
        warnings.into_iter().map(keep).max().unwrap_or(Self::Fully)
    }
}

impl Loaded {
    pub(crate) fn new<'w>(
        content_type: &'static str,
        body: Vec<u8>,
        warnings: impl IntoIterator<Item = &'w Warning>,
    ) -> Self {
        Self { content_type, body, keep: Keep::of(warnings), is_told: true }
    }

    pub(crate) fn json<'w>(
        document: &impl Serialize,
        warnings: impl IntoIterator<Item = &'w Warning>,
    ) -> Result<Self, Problem> {
        let body = serde_json::to_vec(document).map_err(|error| Problem::internal(error.to_string()))?;
        Ok(Self::new("application/json", body, warnings))
    }

    /// Whether AWS told anything of it; a list of regions that all failed is an answer too.
    pub(crate) fn is_told(&self) -> bool {
        self.is_told
    }

    /// The same body, of which AWS told something or nothing.
    pub(crate) fn told(self, is_told: bool) -> Self {
        Self { is_told, ..self }
    }

    /// The same body, of which nobody may keep a copy: to ask again is to do something again.
    pub(crate) fn never_kept(self) -> Self {
        Self { keep: Keep::Never, ..self }
    }

    /// The answer as it is from now on, good for `ttl` at most; its oldest fact is `oldest` old by now.
    pub(crate) fn into_answer(self, ttl: Duration, oldest: Duration) -> Answer {
        let fresh_for = match self.keep {
            Keep::Fully => Some(ttl),
            Keep::Briefly => Some(ttl.min(BRIEFLY)),
            Keep::Never => None,
        };
        let etag = etag(&self.body);
        let content_type = self.content_type;
        let now = Instant::now();
        let at = now.checked_sub(oldest).unwrap_or(now);
        Answer { content_type, body: self.body.into(), etag, fresh_for, at }
    }
}

/// The tag that tells a body from all others.
pub(crate) fn etag(body: &[u8]) -> Option<HeaderValue> {
    HeaderValue::from_str(&format!("\"{}\"", hex(&Sha256::digest(body)))).ok()
}

/// Half of a SHA-256 is more than enough to tell bodies apart.
fn hex(digest: &[u8]) -> String {
    digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

/// A body, and what is true of it whoever gets it.
pub(crate) struct Answer {
    content_type: &'static str,
    pub(crate) body: Bytes,
    etag: Option<HeaderValue>,
    /// How long it is good; none when it must not be kept.
    pub(crate) fresh_for: Option<Duration>,
    /// Of when its oldest fact is.
    pub(crate) at: Instant,
}

/// An answer for one request, with what it cost.
pub(crate) struct Reply {
    pub(crate) answer: Arc<Answer>,
    pub(crate) calls: u64,
    pub(crate) is_stale: bool,
}

impl IntoResponse for Reply {
    fn into_response(self) -> Response {
        let answer = &*self.answer;
        let mut response = Response::new(Body::from(answer.body.clone()));
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(answer.content_type));
        headers.insert(header::AGE, answer.at.elapsed().as_secs().into());
        headers.insert(X_AWS_CALLS, self.calls.into());
        if self.is_stale {
            headers.insert(X_DATA_STALE, HeaderValue::from_static("true"));
        }
        // Without it, the outer layers say that nobody may keep the answer.
        if let Some(fresh_for) = answer.fresh_for {
            headers.insert(header::CACHE_CONTROL, cache_control(fresh_for));
            if let Some(etag) = &answer.etag {
                headers.insert(header::ETAG, etag.clone());
            }
        }
        response
    }
}

pub(crate) fn cache_control(max_age: Duration) -> HeaderValue {
    let text = match max_age.as_secs() {
        0 => "private, no-cache".to_owned(),
        seconds => format!("private, max-age={seconds}"),
    };
    HeaderValue::try_from(text).unwrap_or(HeaderValue::from_static("no-store"))
}
