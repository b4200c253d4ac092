use std::fmt;

use super::super::{OidcError, fetch};

/// This server as a client of the issuer, which is what signs browsers in.
#[derive(Clone)]
#[non_exhaustive]
pub struct OidcClient {
    /// What the issuer calls it.
    pub id: String,
    /// What it shows to the issuer; none: it is a public client, which PKCE alone protects.
    pub secret: Option<String>,
    /// The address of `auth/callback` as browsers know it: `https://lineage.example.com/auth/callback`. `http` only on
    /// this machine.
    pub redirect_url: String,
    /// What is asked for; `openid` unless said otherwise.
    pub scopes: Vec<String>,
}

impl OidcClient {
    /// A public client that asks for `openid`.
    #[must_use]
    pub fn new(id: impl Into<String>, redirect_url: impl Into<String>) -> Self {
        Self { id: id.into(), secret: None, redirect_url: redirect_url.into(), scopes: vec!["openid".to_owned()] }
    }

    pub(super) fn check(&self) -> Result<(), OidcError> {
        let is_text = |text: &str| !text.is_empty() && !text.chars().any(char::is_control);
        if !is_text(&self.id) {
            return Err(OidcError::ClientId);
        }
        if self.secret.as_deref().is_some_and(|secret| !is_text(secret)) {
            return Err(OidcError::ClientSecret);
        }
        let address = fetch::address(&self.redirect_url).map_err(OidcError::RedirectUrl)?;
        if !address.path().ends_with(CALLBACK) || self.redirect_url.contains(['?', '#']) {
            return Err(OidcError::RedirectUrl("does not end in /auth/callback"));
        }
        let is_scope = |scope: &String| !scope.is_empty() && scope.bytes().all(is_of_scopes);
        if self.scopes.is_empty() || !self.scopes.iter().all(is_scope) { Err(OidcError::Scopes) } else { Ok(()) }
    }
}

const CALLBACK: &str = "/auth/callback";

/// Whether a scope may hold it (RFC 6749, 3.3).
fn is_of_scopes(byte: u8) -> bool {
    byte.is_ascii_graphic() && !b"\"\\".contains(&byte)
}

impl fmt::Debug for OidcClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut fields = f.debug_struct("OidcClient");
        fields.field("id", &self.id).field("redirect_url", &self.redirect_url).field("scopes", &self.scopes);
        fields.finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_that_can_be_used() {
        const URL: &str = "https://lineage.example.com/auth/callback";
        let check = |id: &str, secret: Option<&str>, url: &str, scopes: &[&str], expected: Result<(), OidcError>| {
            let mut client = OidcClient::new(id, url);
            client.secret = secret.map(str::to_owned);
            client.scopes = scopes.iter().map(|scope| (*scope).to_owned()).collect();
            assert_eq!(client.check(), expected, "{client:?}");
        };
        let url = |url: &str, expected: Result<(), &'static str>| {
            check("lineage", None, url, &["openid"], expected.map_err(OidcError::RedirectUrl));
        };
        check("lineage", Some("hunter2"), URL, &["openid", "lineage/catalog:read"], Ok(()));
        check("", None, URL, &["openid"], Err(OidcError::ClientId));
        check("a\nb", None, URL, &["openid"], Err(OidcError::ClientId));
        check("lineage", Some(""), URL, &["openid"], Err(OidcError::ClientSecret));
        check("lineage", None, URL, &[], Err(OidcError::Scopes));
        check("lineage", None, URL, &["open id"], Err(OidcError::Scopes));
        url("https://lineage.example.com/prod/auth/callback", Ok(()));
        url("http://localhost:8300/auth/callback", Ok(()));
        url("http://lineage.example.com/auth/callback", Err("does not begin with https://"));
        url("/auth/callback", Err("is no URL with a host"));
        for wrong in
            ["https://a/", "https://a/auth/callback/", "https://a/auth/callback?x", "https://a/auth/callback#x"]
        {
            url(wrong, Err("does not end in /auth/callback"));
        }
    }

    #[test]
    fn a_secret_is_not_shown() {
        let mut client = OidcClient::new("lineage", "https://a/auth/callback");
        client.secret = Some("hunter2".to_owned());
        assert!(!format!("{client:?}").contains("hunter2"));
    }
}
