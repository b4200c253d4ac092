use axum::body::Bytes;
use axum::http::{HeaderValue, Request, StatusCode, header};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use form_urlencoded::{Serializer, byte_serialize};
use http_body_util::Full;
use serde::Deserialize;
use serde_json::Value;

use super::super::discovery::Endpoints;
use super::super::fetch::Http;
use super::{OidcClient, Pending};

/// What an issuer gives for a code.
#[derive(Default, Deserialize)]
pub(super) struct Tokens {
    access_token: Option<String>,
    token_type: Option<String>,
    pub(super) id_token: Option<String>,
}

impl Tokens {
    /// Asks the issuer for them; else why there are none, in words that repeat neither code nor secret.
    pub(super) async fn of(
        http: &Http,
        endpoints: &Endpoints,
        client: &OidcClient,
        pending: &Pending,
        code: &str,
    ) -> Result<Self, String> {
        let place = &endpoints.token;
        let request = request(endpoints, client, pending, code)?;
        match http.send(request).await? {
            (StatusCode::OK, Some(tokens)) => {
                serde_json::from_value(tokens).map_err(|_| format!("{place}: no answer of a token endpoint"))
            }
            (StatusCode::OK, None) => Err(format!("{place}: no JSON")),
            (status, answer) => Err(format!("{place}: {status}{}", said(answer.as_ref()))),
        }
    }

    /// The access token, if it is one for whoever bears it.
    pub(super) fn bearer(&self) -> Option<&str> {
        let is_bearer = self.token_type.as_deref().is_some_and(|kind| kind.eq_ignore_ascii_case("bearer"));
        self.access_token.as_deref().filter(|_| is_bearer)
    }
}

fn request(
    endpoints: &Endpoints,
    client: &OidcClient,
    pending: &Pending,
    code: &str,
) -> Result<Request<Full<Bytes>>, String> {
    let mut form = Serializer::new(String::new());
    form.append_pair("grant_type", "authorization_code").append_pair("code", code);
    form.append_pair("redirect_uri", &client.redirect_url).append_pair("code_verifier", &pending.verifier);
    let mut request = Request::post(&endpoints.token)
        .header(header::ACCEPT, "application/json")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    match &client.secret {
        Some(secret) if endpoints.takes_basic => {
            request = request.header(header::AUTHORIZATION, basic(client, secret)?)
        }
        Some(secret) => drop(form.append_pair("client_id", &client.id).append_pair("client_secret", secret)),
        None => drop(form.append_pair("client_id", &client.id)),
    }
    request.body(form.finish().into()).map_err(|_| "a request for tokens that no header can hold".to_owned())
}

/// Each part is encoded as in a form first (RFC 6749, 2.3.1).
fn basic(client: &OidcClient, secret: &str) -> Result<HeaderValue, String> {
    let encoded = |text: &str| byte_serialize(text.as_bytes()).collect::<String>();
    let both = STANDARD.encode(format!("{}:{}", encoded(&client.id), encoded(secret)));
    let value = HeaderValue::try_from(format!("Basic {both}"));
    let mut value = value.map_err(|_| "a secret that no header can hold".to_owned())?;
    value.set_sensitive(true);
    Ok(value)
}

/// The errors of RFC 6749, 5.2: of anything else nobody knows what it repeats.
const ERRORS: [&str; 6] = [
    "invalid_request",
    "invalid_client",
    "invalid_grant",
    "unauthorized_client",
    "unsupported_grant_type",
    "invalid_scope",
];

fn said(answer: Option<&Value>) -> String {
    let error = answer.and_then(|answer| answer.get("error")?.as_str());
    let known = ERRORS.into_iter().find(|known| error == Some(*known));
    known.map(|known| format!(", {known}")).unwrap_or_default()
}
