//! A provider that signs people in: it gives codes, and tokens for codes to whoever shows all that belongs to them.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex};

use axum::body::Body;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, Request, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use lineage_http::auth::OidcClient;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tokio::sync::Semaphore;
use tower::ServiceExt;

use super::super::oidc::{now, signed};
use super::super::provider::{Provider, encoded, keys};

pub(super) const CLIENT: &str = "lineage web";
pub(super) const SECRET: &str = "hunter2+correct/horse battery%";
pub(super) const REDIRECT: &str = "https://lineage.example.com/prod/auth/callback";

type Fields = BTreeMap<String, String>;

pub(super) struct Issuer {
    pub(super) provider: Provider,
    pub(super) desk: Arc<Desk>,
    routes: Router,
}

/// What the provider knows of clients and codes, and what it gives them.
pub(super) struct Desk {
    /// How the client shows its secret: `none`, `client_secret_basic` or `client_secret_post`.
    method: &'static str,
    /// What was asked for, by the codes that are good for it.
    codes: Mutex<HashMap<String, Fields>>,
    /// What the answers to the next codes differ in; null leaves a token out.
    pub(super) changes: Mutex<Value>,
    /// How often somebody asked for tokens.
    pub(super) asked: Mutex<usize>,
    /// Who is let through to the tokens.
    pub(super) gate: Semaphore,
}

impl Issuer {
    pub(super) async fn start(method: &'static str) -> Self {
        let desk = Arc::new(Desk {
            method,
            codes: Mutex::default(),
            changes: Mutex::new(json!({})),
            asked: Mutex::default(),
            gate: Semaphore::new(Semaphore::MAX_PERMITS),
        });
        let routes = Router::new().route("/tenant/authorize", get(authorize)).route("/tenant/token", post(token));
        let routes = routes.with_state(Arc::clone(&desk));
        let issuer = Self { provider: Provider::with(routes.clone()).await, desk, routes };
        issuer.provider.has(&[keys()[0].public("0")]);
        issuer.tells(&json!({}));
        issuer
    }

    /// Its document of discovery, with some of it changed; null leaves something out.
    pub(super) fn tells(&self, changes: &Value) {
        let issuer = &self.provider.issuer;
        let mut about = json!({
            "issuer": issuer, "jwks_uri": format!("{issuer}/keys"), "token_endpoint": format!("{issuer}/token"),
            "authorization_endpoint": format!("{issuer}/authorize?tenant=1"),
            "token_endpoint_auth_methods_supported": [self.desk.method],
        });
        change(&mut about, changes);
        self.provider.page("/tenant/.well-known/openid-configuration", &about.to_string());
    }

    /// The client that it knows.
    pub(super) fn client(&self) -> OidcClient {
        let mut client = OidcClient::new(CLIENT, REDIRECT);
        client.secret = (self.desk.method != "none").then(|| SECRET.to_owned());
        client.scopes.push("lineage/catalog:read".to_owned());
        client
    }

    /// What the claims of both tokens have in common.
    fn claims(&self) -> Value {
        json!({"iss": self.provider.issuer, "sub": "ada", "exp": now() + 300, "iat": now()})
    }

    /// An access token for this server, with some of it changed.
    pub(super) fn access_token(&self, changes: &Value) -> String {
        let mut claims = self.claims();
        change(&mut claims, &json!({"aud": "lineage", "scope": "openid catalog:read"}));
        change(&mut claims, changes);
        signed(&keys()[0], "0", &claims)
    }

    /// An id token for the client, with some of it changed.
    pub(super) fn id_token(&self, nonce: &str, changes: &Value) -> String {
        let mut claims = self.claims();
        change(&mut claims, &json!({"aud": CLIENT, "nonce": nonce}));
        change(&mut claims, changes);
        signed(&keys()[0], "0", &claims)
    }

    /// What follows for a browser that is sent here, by somebody who signs in at once: where it is sent back to.
    pub(super) async fn visit(&self, location: &str) -> String {
        let path = location.split_once("/tenant").unwrap().1;
        let request = Request::get(format!("/tenant{path}")).body(Body::empty()).unwrap();
        let response = self.routes.clone().oneshot(request).await.unwrap();
        assert_eq!(response.status(), StatusCode::SEE_OTHER, "{location}");
        response.headers()[header::LOCATION].to_str().unwrap().to_owned()
    }

    /// Gives these tokens for a code, in the place of others; null leaves one out.
    pub(super) fn gives(&self, changes: Value) {
        *self.desk.changes.lock().unwrap() = changes;
    }

    /// The nonce of the code that was given last.
    pub(super) fn nonce(&self, code: &str) -> String {
        self.desk.codes.lock().unwrap()[code]["nonce"].clone()
    }

    pub(super) fn asked(&self) -> usize {
        *self.desk.asked.lock().unwrap()
    }
}

pub(super) fn change(object: &mut Value, changes: &Value) {
    for (name, value) in changes.as_object().unwrap() {
        object[name] = value.clone();
    }
    object.as_object_mut().unwrap().retain(|_, value| !value.is_null());
}

async fn authorize(State(desk): State<Arc<Desk>>, Query(asked): Query<Fields>) -> Response {
    let expected = [
        ("tenant", "1"),
        ("response_type", "code"),
        ("client_id", CLIENT),
        ("redirect_uri", REDIRECT),
        ("scope", "openid lineage/catalog:read"),
        ("code_challenge_method", "S256"),
    ];
    let is_right = expected.iter().all(|(name, value)| asked.get(*name).is_some_and(|told| told == value));
    let is_long = |name: &str| asked.get(name).is_some_and(|text| text.len() == 43);
    if !is_right || !["state", "nonce", "code_challenge"].into_iter().all(is_long) {
        return (StatusCode::BAD_REQUEST, format!("{asked:?}")).into_response();
    }
    let (code, state) = (format!("code-{}", asked["nonce"]), asked["state"].clone());
    desk.codes.lock().unwrap().insert(code.clone(), asked);
    Redirect::to(&format!("{REDIRECT}?code={code}&state={state}")).into_response()
}

async fn token(State(desk): State<Arc<Desk>>, headers: HeaderMap, body: String) -> Response {
    let form: Fields = form_urlencoded::parse(body.as_bytes()).into_owned().collect();
    *desk.asked.lock().unwrap() += 1;
    let _let_through = desk.gate.acquire().await.unwrap();
    let refused = |status: StatusCode, error: &str| {
        // As careless as a provider may be.
        (status, Json(json!({"error": error, "error_description": format!("{form:?} {headers:?}")}))).into_response()
    };
    if !desk.knows(&headers, &form) {
        return refused(StatusCode::UNAUTHORIZED, "invalid_client");
    }
    // Each code is good once.
    let code = form.get("code").and_then(|code| Some((code, desk.codes.lock().unwrap().remove(code)?)));
    let Some((_, asked)) = code else { return refused(StatusCode::BAD_REQUEST, "invalid_grant") };
    let challenge = encoded(Sha256::digest(form.get("code_verifier").map_or("", String::as_str)));
    let is_right = form["grant_type"] == "authorization_code" && form["redirect_uri"] == asked["redirect_uri"];
    if !is_right || challenge != asked["code_challenge"] {
        return refused(StatusCode::BAD_REQUEST, "invalid_grant");
    }
    let mut answer = json!({"token_type": "Bearer", "expires_in": 300});
    change(&mut answer, &desk.changes.lock().unwrap());
    Json(answer).into_response()
}

impl Desk {
    /// Whether a client is the one that is known, and shows its secret as it was told to.
    fn knows(&self, headers: &HeaderMap, form: &Fields) -> bool {
        let told = |name: &str| form.get(name).map(String::as_str);
        let basic = headers.get(header::AUTHORIZATION).map(|value| value.to_str().unwrap());
        let expected: String = form_urlencoded::byte_serialize(CLIENT.as_bytes())
            .chain([":"])
            .chain(form_urlencoded::byte_serialize(SECRET.as_bytes()))
            .collect();
        match self.method {
            "client_secret_basic" => {
                let is_his = basic == Some(&format!("Basic {}", STANDARD.encode(expected)));
                is_his && told("client_id").is_none() && told("client_secret").is_none()
            }
            "client_secret_post" => {
                basic.is_none() && told("client_id") == Some(CLIENT) && told("client_secret") == Some(SECRET)
            }
            _ => basic.is_none() && told("client_id") == Some(CLIENT) && told("client_secret").is_none(),
        }
    }
}
