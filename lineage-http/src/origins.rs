use std::collections::BTreeSet;
use std::str::FromStr;
use std::time::Duration;

use axum::http::{HeaderName, HeaderValue, Method, Uri, header};
use tower_http::cors::{AllowOrigin, CorsLayer};

use crate::reply::{X_AWS_CALLS, X_DATA_STALE};
use crate::request_id;

/// The origins whose pages may read answers and send requests that change something; none by default.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origins {
    any: bool,
    listed: BTreeSet<String>,
}

/// A text that is no list of origins.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is no origin: write https://host or https://host:port, or * alone")]
pub struct OriginsError(String);

impl Origins {
    /// Whether pages of anywhere may ask. That is safe only where requests carry credentials that no browser adds by
    /// itself: with [`crate::AppState::with_auth`].
    #[must_use]
    pub fn are_any(&self) -> bool {
        self.any
    }

    /// Whether pages of this origin, as the header `Origin` has it, may ask.
    #[must_use]
    pub fn allow(&self, origin: &str) -> bool {
        self.any || self.listed.contains(origin)
    }

    /// What tells browsers so; none where there is nothing to tell. Never with credentials: the cookie
    /// of a session is for our own page alone.
    pub(crate) fn layer(&self) -> Option<CorsLayer> {
        let origins = match (self.any, self.listed.is_empty()) {
            (true, _) => AllowOrigin::any(),
            (false, true) => return None,
            (false, false) => {
                AllowOrigin::list(self.listed.iter().filter_map(|origin| HeaderValue::from_str(origin).ok()))
            }
        };
        let layer = CorsLayer::new().allow_origin(origins).allow_methods([Method::GET, Method::HEAD, Method::POST]);
        Some(layer.allow_headers(ASKED).expose_headers(TOLD).max_age(Duration::from_hours(1)))
    }
}

const ASKED: [HeaderName; 6] = [
    header::AUTHORIZATION,
    HeaderName::from_static("x-api-key"),
    header::CONTENT_TYPE,
    header::IF_NONE_MATCH,
    request_id::HEADER,
    HeaderName::from_static("traceparent"),
];

const TOLD: [HeaderName; 8] = [
    header::AGE,
    header::ETAG,
    header::LINK,
    header::LOCATION,
    header::RETRY_AFTER,
    X_AWS_CALLS,
    X_DATA_STALE,
    request_id::HEADER,
];

/// Origins separated by commas, possibly none; `*` for any.
impl FromStr for Origins {
    type Err = OriginsError;

    fn from_str(text: &str) -> Result<Self, OriginsError> {
        let origins: Vec<_> = text.split(',').map(str::trim).filter(|origin| !origin.is_empty()).collect();
        if origins == ["*"] {
            return Ok(Self { any: true, listed: BTreeSet::new() });
        }
        let parse = |origin: &str| origin_of(origin).ok_or_else(|| OriginsError(origin.chars().take(80).collect()));
        Ok(Self { any: false, listed: origins.into_iter().map(parse).collect::<Result<_, _>>()? })
    }
}

/// An origin as browsers write it.
fn origin_of(text: &str) -> Option<String> {
    let uri: Uri = text.parse().ok()?;
    let (scheme, authority) = (uri.scheme_str()?, uri.authority()?);
    let default_port = match scheme {
        "https" => ":443",
        "http" => ":80",
        _ => return None,
    };
    // `Uri` cannot tell `https://a` from `https://a/`.
    let is_bare = text.get(scheme.len() + 3..) == Some(authority.as_str()) && !authority.as_str().contains('@');
    let authority = authority.as_str().to_ascii_lowercase();
    let authority = authority.strip_suffix(default_port).unwrap_or(&authority);
    (is_bare && !authority.contains('*')).then(|| format!("{scheme}://{authority}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists() {
        let origins: Origins = "https://Ui.example.com, http://localhost:5173,https://b.example:443".parse().unwrap();
        for origin in ["https://ui.example.com", "http://localhost:5173", "https://b.example"] {
            assert!(origins.allow(origin), "{origin}");
        }
        for origin in ["http://ui.example.com", "https://ui.example.com:444", "null", "", "https://evil.example"] {
            assert!(!origins.allow(origin), "{origin}");
        }
        assert!(!origins.are_any() && !Origins::default().allow("http://localhost:5173"));
        let any: Origins = "*".parse().unwrap();
        assert!(any.are_any() && any.allow("https://evil.example"));
    }

    #[test]
    fn what_is_no_list() {
        for text in [
            "ui.example.com",
            "https://a/",
            "https://a/b",
            "ftp://a",
            "null",
            "*,https://a",
            "https://*.a",
            "https://u@a",
        ] {
            assert!(text.parse::<Origins>().is_err(), "{text}");
        }
    }
}
