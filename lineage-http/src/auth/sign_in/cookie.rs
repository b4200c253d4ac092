use std::time::Duration;

use axum::http::{HeaderMap, HeaderValue, header};

/// A cookie that goes back to this host alone, over TLS, and that scripts cannot read: its prefix makes browsers see to
/// that (RFC 6265bis, 4.1.3), so that no other host can plant it either.
#[derive(Debug)]
pub(crate) struct Cookie {
    name: &'static str,
    same_site: &'static str,
}

/// The token of whoever is signed in. No page of another site has it sent, not even by a link.
pub(crate) const SESSION: Cookie = Cookie { name: "__Host-lineage-session", same_site: "Strict" };

/// What is kept of a sign-in under way. It has to come along when the provider sends the browser back.
pub(crate) const SIGN_IN: Cookie = Cookie { name: "__Host-lineage-sign-in", same_site: "Lax" };

/// Two cookies of one name: nobody knows whose they are.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Ambiguous;

impl Cookie {
    pub(crate) fn name(&self) -> &'static str {
        self.name
    }

    /// Its value in a request, if it is there.
    pub(crate) fn of<'a>(&self, headers: &'a HeaderMap) -> Result<Option<&'a str>, Ambiguous> {
        let lines = headers.get_all(header::COOKIE).iter().map(HeaderValue::as_bytes);
        let pairs = lines.flat_map(|line| line.split(|byte| *byte == b';')).map(<[u8]>::trim_ascii);
        let mut values = pairs.filter_map(|pair| pair.strip_prefix(self.name.as_bytes())?.strip_prefix(b"="));
        match (values.next(), values.next()) {
            (_, Some(_)) => Err(Ambiguous),
            (value, None) => Ok(value.and_then(|value| str::from_utf8(value).ok())),
        }
    }

    /// The header that has a browser keep it; none where the value is no text for a header.
    pub(crate) fn set(&self, value: &str, max_age: Duration) -> Option<HeaderValue> {
        let Self { name, same_site } = self;
        let seconds = max_age.as_secs();
        let text = format!("{name}={value}; Path=/; Secure; HttpOnly; SameSite={same_site}; Max-Age={seconds}");
        let mut header = HeaderValue::try_from(text).ok()?;
        header.set_sensitive(true);
        Some(header)
    }

    /// Has a browser forget it.
    pub(crate) fn delete(&self, headers: &mut HeaderMap) {
        if let Some(header) = self.set("", Duration::ZERO) {
            headers.append(header::SET_COOKIE, header);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_requests_hold() {
        for (lines, expected) in [
            (&[][..], Ok(None)),
            (&["a=b"], Ok(None)),
            (&["__Host-lineage-session=x.y.z"], Ok(Some("x.y.z"))),
            (&["a=b; __Host-lineage-session=x=y ;c"], Ok(Some("x=y"))),
            (&["a=\u{fc}", "__Host-lineage-session=x"], Ok(Some("x"))),
            (&["__Host-lineage-session"], Ok(None)),
            (&["__host-lineage-session=x; __Host-lineage-session2=y; x__Host-lineage-session=z"], Ok(None)),
            (&["__Host-lineage-session="], Ok(Some(""))),
            (&["__Host-lineage-session=x; __Host-lineage-session=x"], Err(Ambiguous)),
            (&["__Host-lineage-session=x", "__Host-lineage-session=y"], Err(Ambiguous)),
        ] {
            let mut headers = HeaderMap::new();
            for line in lines {
                headers.append(header::COOKIE, HeaderValue::from_bytes(line.as_bytes()).unwrap());
            }
            assert_eq!(SESSION.of(&headers), expected, "{lines:?}");
        }
    }

    #[test]
    fn what_browsers_are_told() {
        let told = |cookie: &Cookie, value| cookie.set(value, Duration::from_secs(600));
        assert_eq!(
            told(&SIGN_IN, "a.b").unwrap(),
            "__Host-lineage-sign-in=a.b; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=600"
        );
        assert_eq!(
            told(&SESSION, "a.b").unwrap(),
            "__Host-lineage-session=a.b; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=600"
        );
        assert!(told(&SESSION, "a.b").unwrap().is_sensitive());
        assert_eq!(told(&SESSION, "a\nb"), None);
    }
}
