use std::sync::Arc;

use async_trait::async_trait;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;

use super::{SESSION, SignIn, SignInMethod};
use crate::auth::credentials::X_API_KEY;
use crate::auth::{AuthError, Authenticate, Principal};
use crate::layers::changes_something;

/// The [`Authenticate`] that knows browsers by the cookie of their session.
#[derive(Debug)]
pub(crate) struct Session(pub(crate) Arc<dyn SignIn>);

#[async_trait]
impl Authenticate for Session {
    async fn authenticate(&self, request: &Parts) -> Result<Option<Principal>, AuthError> {
        match token(request)? {
            Some(token) => self.0.principal(token).await.map(Some),
            None => Ok(None),
        }
    }

    fn sign_in_method(&self) -> Option<SignInMethod> {
        Some(SignInMethod::Oidc)
    }
}

/// The token in the cookie of a request, where it counts: a browser adds a cookie to whatever anybody has it ask for. So
/// the browser has to say that our own page asks, and headers of credentials, which nobody else can have it send, go first.
pub(crate) fn token(request: &Parts) -> Result<Option<&str>, AuthError> {
    let headers = &request.headers;
    if headers.contains_key(AUTHORIZATION) || headers.contains_key(X_API_KEY) || !is_of_our_own(request) {
        return Ok(None);
    }
    SESSION.of(headers).map_err(|_| AuthError::Rejected("more than one cookie of a session".to_owned()))
}

/// Whether our own page asks, or somebody who typed the address. The latter may as well have followed a link in a mail,
/// so that it is good for questions only. A browser that does not say where requests are from is not believed.
fn is_of_our_own(request: &Parts) -> bool {
    let mut sites = request.headers.get_all("sec-fetch-site").iter();
    match (sites.next().map(|site| site.as_bytes()), sites.next()) {
        (Some(b"same-origin"), None) => true,
        (Some(b"none"), None) => !changes_something(&request.method, &request.uri),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use axum::http::Request;

    use super::*;

    #[test]
    fn when_a_cookie_counts() {
        for (method, uri, lines, expected) in [
            ("GET", "/x", &[("sec-fetch-site", "same-origin")][..], true),
            ("POST", "/x", &[("sec-fetch-site", "same-origin")], true),
            ("GET", "/x?save=true", &[("sec-fetch-site", "same-origin")], true),
            ("GET", "/x", &[("sec-fetch-site", "none")], true),
            ("HEAD", "/x", &[("sec-fetch-site", "none")], true),
            ("GET", "/x?save=true", &[("sec-fetch-site", "none")], false),
            ("POST", "/x", &[("sec-fetch-site", "none")], false),
            ("DELETE", "/x", &[("sec-fetch-site", "none")], false),
            ("GET", "/x", &[], false),
            ("GET", "/x", &[("sec-fetch-site", "same-site")], false),
            ("GET", "/x", &[("sec-fetch-site", "cross-site")], false),
            ("GET", "/x", &[("sec-fetch-site", "SAME-ORIGIN")], false),
            ("GET", "/x", &[("sec-fetch-site", "same-origin"), ("sec-fetch-site", "cross-site")], false),
            ("GET", "/x", &[("sec-fetch-site", "same-origin"), ("authorization", "Basic dTpw")], false),
            ("GET", "/x", &[("sec-fetch-site", "same-origin"), ("x-api-key", "")], false),
        ] {
            let mut request = Request::builder().method(method).uri(uri).header("cookie", "__Host-lineage-session=t");
            for (name, value) in lines {
                request = request.header(*name, *value);
            }
            let (parts, ()) = request.body(()).unwrap().into_parts();
            assert_eq!(token(&parts), Ok(expected.then_some("t")), "{method} {uri} {lines:?}");
        }
    }
}
