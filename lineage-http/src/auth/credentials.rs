use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderMap, HeaderName, HeaderValue};

use super::AuthError;

/// The header of a key, for clients that cannot set `Authorization`.
pub(super) const X_API_KEY: HeaderName = HeaderName::from_static("x-api-key");

/// What a request shows of its sender.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Credentials<'a> {
    /// `X-API-Key: …`
    Key(&'a str),
    /// `Authorization: Bearer …`
    Bearer(&'a str),
}

impl<'a> Credentials<'a> {
    /// What the headers hold; none without any, or with an `Authorization` of another scheme.
    ///
    /// Never the query: URLs end up in logs and histories. More than one at once are refused, because whoever stands in
    /// front of this server may have looked at another one than it would.
    pub(super) fn of(headers: &'a HeaderMap) -> Result<Option<Self>, AuthError> {
        let rejected = |reason: &str| AuthError::Rejected(reason.to_owned());
        let mut all = headers.get_all(AUTHORIZATION).iter().map(|value| (false, value));
        let mut keys = headers.get_all(X_API_KEY).iter().map(|value| (true, value));
        let (is_key, value): (bool, &HeaderValue) = match (all.next(), keys.next()) {
            (None, None) => return Ok(None),
            (Some(one), None) | (None, Some(one)) => one,
            (Some(_), Some(_)) => return Err(rejected("more than one kind of credentials")),
        };
        if all.next().is_some() || keys.next().is_some() {
            return Err(rejected("more than one header of credentials"));
        }
        let text = value.to_str().map_err(|_| rejected("credentials that are no text"))?.trim();
        if is_key {
            return Ok(Some(Self::Key(text)));
        }
        let bearer = text.split_once(' ').filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
        Ok(bearer.map(|(_, token)| Self::Bearer(token.trim_start())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_headers_hold() {
        let check = |lines: &[(&'static str, &'static str)], expected: Result<Option<Credentials<'_>>, ()>| {
            let mut headers = HeaderMap::new();
            for (name, value) in lines {
                headers.append(HeaderName::from_static(name), HeaderValue::from_bytes(value.as_bytes()).unwrap());
            }
            assert_eq!(Credentials::of(&headers).map_err(|_| ()), expected, "{lines:?}");
        };
        check(&[], Ok(None));
        check(&[("x-api-key", "slk_1")], Ok(Some(Credentials::Key("slk_1"))));
        check(&[("authorization", "Bearer slk_1")], Ok(Some(Credentials::Bearer("slk_1"))));
        check(&[("authorization", "bEARER   a.b.c ")], Ok(Some(Credentials::Bearer("a.b.c"))));
        check(&[("authorization", "Bearer")], Ok(None));
        check(&[("authorization", "Basic dTpw")], Ok(None));
        check(&[("cookie", "slk_1")], Ok(None));
        check(&[("authorization", "Basic dTpw"), ("x-api-key", "slk_1")], Err(()));
        check(&[("authorization", "Bearer slk_1"), ("authorization", "Bearer slk_1")], Err(()));
        check(&[("x-api-key", "slk_1"), ("x-api-key", "slk_2")], Err(()));
        check(&[("x-api-key", "schlüssel")], Err(()));
    }
}
