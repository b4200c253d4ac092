mod causes;

use std::any::Any;
use std::borrow::Cow;
use std::error::Error;
use std::time::Duration;

use axum::extract::rejection::BytesRejection;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use lineage_model::redact;
use serde::Serialize;

use crate::auth::{Scope, SignInMethod};
use crate::layers::TooSlow;
use crate::request_id::RequestId;
use crate::shown::start;
use crate::telemetry::Shed;

/// Why a request is not answered.
///
/// A handler returns it; the layer that knows the request's id and path gives it its body (`layers::finish`).
#[derive(Debug, Clone)]
pub(crate) struct Problem {
    status: StatusCode,
    detail: Cow<'static, str>,
    retry_after: Option<Duration>,
    cause: Option<String>,
    is_outage: bool,
    is_shed: bool,
    place: Option<ScriptPlace>,
    sign_in: Option<Vec<SignInMethod>>,
}

/// Where in a script of SQL a problem is.
#[derive(Debug, Clone, Copy, Serialize)]
pub(crate) struct ScriptPlace {
    /// The place of the statement in the script, from 0.
    pub(crate) statement: usize,
    pub(crate) line: u32,
    pub(crate) column: u32,
}

impl Problem {
    /// A parameter that is missing, malformed or of an unknown value.
    pub(crate) fn bad_request(detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, detail)
    }

    fn not_found(detail: &'static str) -> Self {
        Self::new(StatusCode::NOT_FOUND, detail)
    }

    /// Our own fault: the cause goes to the log and never to the caller.
    pub(crate) fn internal(cause: impl AsRef<str>) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal error").because(cause)
    }

    /// A panic, by what it carried.
    pub(crate) fn panicked(panic: &(dyn Any + Send)) -> Self {
        let text = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
        Self::internal(format!("panic: {}", text.unwrap_or("without a message")))
    }

    /// What a status says by itself: the router's own 404 and 405.
    pub(crate) fn from_status(status: StatusCode) -> Self {
        let detail = match status {
            StatusCode::NOT_FOUND => "there is nothing at this path",
            StatusCode::METHOD_NOT_ALLOWED => "this method is not allowed here",
            _ if status.is_server_error() => "internal error",
            _ => status.canonical_reason().unwrap_or("the request was refused"),
        };
        Self::new(status, detail)
    }

    /// What belongs into the log and not into the answer.
    pub(crate) fn cause(&self) -> Option<&str> {
        self.cause.as_deref()
    }

    #[cfg(test)]
    pub(crate) fn status(&self) -> StatusCode {
        self.status
    }

    /// Whether AWS gave no answer; a no is one.
    pub(crate) fn is_outage(&self) -> bool {
        self.is_outage
    }

    /// Whether it says that there is too much to do.
    pub(crate) fn is_shed(&self) -> bool {
        self.is_shed
    }

    /// The body, as RFC 9457 states it, with as much of the path as is worth it; `message` repeats `detail` for clients of
    /// the earlier services.
    pub(crate) fn body(&self, instance: &str, id: &RequestId) -> Vec<u8> {
        let body = Body {
            r#type: "about:blank",
            title: self.status.canonical_reason().unwrap_or("Error"),
            status: self.status.as_u16(),
            detail: &self.detail,
            instance: start(instance),
            message: &self.detail,
            request_id: id.as_str(),
            place: self.place,
            sign_in: self.sign_in.as_deref(),
        };
        serde_json::to_vec(&body).unwrap_or_default()
    }

    pub(crate) fn new(status: StatusCode, detail: impl Into<Cow<'static, str>>) -> Self {
        Self {
            status,
            detail: detail.into(),
            retry_after: None,
            cause: None,
            is_outage: false,
            is_shed: false,
            place: None,
            sign_in: None,
        }
    }

    /// The same problem, with its place in the script.
    pub(crate) fn at(self, place: ScriptPlace) -> Self {
        Self { place: Some(place), ..self }
    }

    /// A body that was not taken; `limit` says how large one may be.
    pub(crate) fn of_body(rejection: &BytesRejection, limit: &'static str) -> Self {
        match rejection.status() {
            _ if is_of::<TooSlow>(rejection) => Self::new(StatusCode::REQUEST_TIMEOUT, TooSlow.to_string()),
            StatusCode::PAYLOAD_TOO_LARGE => Self::new(StatusCode::PAYLOAD_TOO_LARGE, limit),
            status => Self::from_status(status),
        }
    }

    /// Nobody knows who asks, who may sign in by these methods; why credentials were not taken, only the log tells.
    pub(crate) fn unauthenticated(sign_in: Vec<SignInMethod>) -> Self {
        let problem = Self::new(StatusCode::UNAUTHORIZED, "credentials are missing or not valid");
        Self { sign_in: Some(sign_in), ..problem }
    }

    /// Who asks may not use this part of the service.
    pub(crate) fn forbidden(scope: Scope) -> Self {
        Self::new(StatusCode::FORBIDDEN, format!("this needs the scope {scope}"))
    }

    /// What the caller may not see is not there.
    pub(crate) fn unseen_region() -> Self {
        Self::not_found("there is nothing of this region")
    }

    /// Whether credentials are good, nobody can tell for now.
    pub(crate) fn credentials_unavailable(cause: impl AsRef<str>) -> Self {
        let problem = Self::new(StatusCode::SERVICE_UNAVAILABLE, "credentials cannot be checked for now");
        Self { retry_after: Some(RETRY_AFTER), ..problem }.because(cause)
    }

    /// There is more to do than can be done now.
    pub(crate) fn busy() -> Self {
        let problem = Self::new(StatusCode::SERVICE_UNAVAILABLE, "the server is too busy");
        Self { retry_after: Some(RETRY_AFTER), is_shed: true, ..problem }
    }

    /// One caller asks too often.
    pub(crate) fn too_many(wait: Duration) -> Self {
        let problem = Self::new(StatusCode::TOO_MANY_REQUESTS, "there were too many requests of this caller");
        // Whole seconds, and none too few.
        Self { retry_after: Some(Duration::from_secs(wait.as_secs() + 1)), ..problem }
    }

    /// One caller has too many requests under way.
    pub(crate) fn too_many_at_once() -> Self {
        let detail = "there are too many requests of this caller under way";
        Self { retry_after: Some(RETRY_AFTER), ..Self::new(StatusCode::TOO_MANY_REQUESTS, detail) }
    }

    fn because(mut self, cause: impl AsRef<str>) -> Self {
        // Whoever made the error may have had a secret in hand.
        self.cause = Some(redact::text(cause.as_ref()).into_owned());
        self
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Body<'a> {
    r#type: &'a str,
    title: &'a str,
    status: u16,
    detail: &'a str,
    instance: &'a str,
    message: &'a str,
    request_id: &'a str,
    #[serde(flatten)]
    place: Option<ScriptPlace>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sign_in: Option<&'a [SignInMethod]>,
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        if let Some(wait) = self.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(wait.as_secs().max(1)));
        }
        if self.status == StatusCode::UNAUTHORIZED {
            // RFC 9110 wants it of every 401.
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if self.is_shed {
            response.extensions_mut().insert(Shed);
        }
        response.extensions_mut().insert(self);
        response
    }
}

/// How long to wait where the service does not say.
const RETRY_AFTER: Duration = Duration::from_secs(5);

/// Whether an error, or one that lies below it, is an `E`.
fn is_of<E: Error + 'static>(error: &(dyn Error + 'static)) -> bool {
    error.is::<E>() || error.source().is_some_and(is_of::<E>)
}
