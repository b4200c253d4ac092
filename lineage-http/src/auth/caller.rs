use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::MethodRouter;

use super::{AuthError, Grants, SESSION, Scope, sign_in};
use crate::audit::Trail;
use crate::problem::Problem;
use crate::state::AppState;

/// The paths that answer everybody, as they are written and in no other way.
const PUBLIC: [&str; 10] = [
    "/",
    "/auth/callback",
    "/auth/login",
    "/auth/logout",
    "/health",
    "/icon.svg",
    "/page-sql.js",
    "/page.css",
    "/page.js",
    "/ready",
];

/// Whether a path answers everybody, strangers too.
pub(crate) fn is_public(path: &str) -> bool {
    PUBLIC.contains(&path)
}

/// Who sends a request, and what they may do.
#[derive(Debug, Clone)]
pub(crate) struct Caller {
    pub(crate) name: Arc<str>,
    pub(crate) grants: Arc<Grants>,
    /// What the request turns out to ask about.
    pub(crate) trail: Trail,
}

impl Caller {
    pub(crate) fn new(name: &str, grants: Grants) -> Self {
        Self { name: name.into(), grants: Arc::new(grants), trail: Trail::default() }
    }

    /// Whoever it is, where nobody is asked.
    pub(crate) fn anybody() -> Self {
        Self::new("anybody", Grants::all())
    }

    /// Refuses who may not use a part of the service.
    pub(crate) fn must_have(&self, scope: Scope) -> Result<(), Problem> {
        if self.grants.allows(scope) { Ok(()) } else { Err(Problem::forbidden(scope)) }
    }
}

/// A route that forgot to ask for credentials has a caller that may do nothing.
impl<S: Sync> FromRequestParts<S> for Caller {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let known = parts.extensions.get::<Self>().cloned();
        Ok(known.unwrap_or_else(|| Self::new("nobody", Grants::new([]))))
    }
}

/// Lets nobody through whom it does not know, but to what [is public](is_public); also to paths where there is nothing.
pub(crate) async fn authenticate(State(state): State<AppState>, request: Request, next: Next) -> Response {
    if is_public(request.uri().path()) {
        return next.run(request).await;
    }
    let (mut parts, body) = request.into_parts();
    match state.auth.caller(&parts).await {
        Ok(Some(caller)) => {
            tracing::Span::current().record("caller", &*caller.name);
            parts.extensions.insert(caller);
            let is_session = matches!(sign_in::token(&parts), Ok(Some(_)));
            let mut response = next.run(Request::from_parts(parts, body)).await;
            if is_session {
                ask_again(response.headers_mut());
            }
            response
        }
        Ok(None) => Problem::unauthenticated(state.auth.sign_in_methods()).into_response(),
        Err(AuthError::Rejected(reason)) => {
            tracing::info!(target: "audit", reason, "credentials rejected");
            let mut response = Problem::unauthenticated(state.auth.sign_in_methods()).into_response();
            // RFC 6750 tells apart who showed none and whose are not taken; why not, only the log tells.
            let challenge = HeaderValue::from_static("Bearer error=\"invalid_token\"");
            response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
            if !matches!(sign_in::token(&parts), Ok(None)) {
                // It is not taken the next time either.
                SESSION.delete(response.headers_mut());
            }
            response
        }
        Err(AuthError::Unavailable(cause)) => Problem::credentials_unavailable(cause).into_response(),
    }
}

/// Has a browser ask before it shows again what it keeps: whoever signed in may have left, or be somebody else by then.
fn ask_again(headers: &mut HeaderMap) {
    if let header::Entry::Occupied(mut kept) = headers.entry(header::CACHE_CONTROL)
        && kept.get() != "no-store"
    {
        kept.insert(HeaderValue::from_static("private, no-cache"));
    }
}

/// The same handlers, for who may use this part of the service.
pub(crate) fn needs(scope: Scope, handlers: MethodRouter<AppState>) -> MethodRouter<AppState> {
    handlers.layer(middleware::from_fn_with_state(scope, check))
}

async fn check(State(scope): State<Scope>, caller: Caller, request: Request, next: Next) -> Response {
    match caller.must_have(scope) {
        Ok(()) => next.run(request).await,
        Err(problem) => {
            tracing::info!(caller = &*caller.name, scope = scope.as_str(), "scope refused");
            problem.into_response()
        }
    }
}
