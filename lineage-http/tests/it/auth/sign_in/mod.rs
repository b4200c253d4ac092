//! Browsers that sign in at a provider, which is asked over HTTP.

mod issuer;
mod refused;
mod session;

use std::collections::BTreeMap;
use std::time::Duration;

use axum::http::{StatusCode, header};
use lineage_http::auth::{Oidc, OidcClient, OidcConfig, OidcSignIn};
use serde_json::json;
use tracing::Dispatch;
use tracing::subscriber::DefaultGuard;
use tracing_subscriber::EnvFilter;

use super::*;
use crate::audit::Lines;
use crate::client::subscribed;
use issuer::{CLIENT, Issuer, SECRET};

const URI: &str = "/sagemaker/pipelines";

fn app_of(issuer: &Issuer, client: OidcClient, change: impl FnOnce(&mut OidcConfig)) -> Router {
    let mut config = OidcConfig::new(&issuer.provider.issuer, ["lineage".to_owned()]);
    config.keys_pace = Duration::ZERO;
    config.keys_max_age = Duration::ZERO;
    change(&mut config);
    let oidc = Arc::new(Oidc::new(config).unwrap());
    let sign_in = OidcSignIn::new(Arc::clone(&oidc), client).unwrap();
    let keys = with_keys(vec![api_key('a', Scope::ALL)]);
    app_with(keys.with(oidc).with_sign_in(Arc::new(sign_in)), |_| {})
}

/// A browser that keeps cookies.
struct Browser {
    app: Router,
    cookies: BTreeMap<String, String>,
}

impl Browser {
    fn new(app: Router) -> Self {
        Self { app, cookies: BTreeMap::new() }
    }

    async fn ask(&mut self, method: &str, uri: &str, site: &str) -> Answer {
        let cookies: Vec<_> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let (cookies, mut lines) = (cookies.join("; "), vec![("sec-fetch-site", site)]);
        if !cookies.is_empty() {
            lines.push(("cookie", &cookies));
        }
        let answer = send(self.app.clone(), with(request(method, uri), &lines)).await;
        for line in set(&answer) {
            let (name, rest) = line.split_once('=').unwrap();
            match rest.split_once(';').unwrap() {
                (_, attributes) if attributes.contains("Max-Age=0") => drop(self.cookies.remove(name)),
                (value, _) => drop(self.cookies.insert(name.to_owned(), value.to_owned())),
            }
        }
        answer
    }

    /// Asks to be signed in: where the provider sends the browser back to, on this server.
    async fn leave(&mut self, issuer: &Issuer, return_to: &str) -> String {
        let query = form_urlencoded::Serializer::new(String::new()).append_pair("returnTo", return_to).finish();
        let answer = self.ask("GET", &format!("/auth/login?{query}"), "same-origin").await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        let back = issuer.visit(location(&answer)).await;
        back.strip_prefix("https://lineage.example.com/prod").unwrap().to_owned()
    }

    async fn come_back(&mut self, to: &str) -> Answer {
        self.ask("GET", to, "cross-site").await
    }
}

/// Of which sign-in a browser comes back.
fn code(back: &str) -> &str {
    back.split_once("code=").unwrap().1.split('&').next().unwrap()
}

fn location(answer: &Answer) -> &str {
    answer.headers[header::LOCATION].to_str().unwrap()
}

fn set(answer: &Answer) -> Vec<&str> {
    answer.headers.get_all(header::SET_COOKIE).iter().map(|line| line.to_str().unwrap()).collect()
}

/// All lines of every crate that are written by this thread.
fn logged() -> (Lines, (Dispatch, DefaultGuard)) {
    let lines = Lines::default();
    let writer = lines.clone();
    let log = tracing_subscriber::fmt().with_ansi(false).with_env_filter(EnvFilter::new("trace"));
    let guard = subscribed(log.with_writer(move || writer.clone()).finish());
    (lines, guard)
}

#[tokio::test]
async fn somebody_signs_in_and_out() {
    let (lines, _guard) = logged();
    for method in ["none", "client_secret_basic", "client_secret_post"] {
        let issuer = Issuer::start(method).await;
        let mut browser = Browser::new(app_of(&issuer, issuer.client(), |_| {}));
        let refused = browser.ask("GET", URI, "same-origin").await;
        assert_eq!((refused.status, &refused.json()["signIn"]), (StatusCode::UNAUTHORIZED, &json!(["apiKey", "oidc"])));

        let back = browser.leave(&issuer, "?pipeline=churn&view=data").await;
        let kept = browser.cookies["__Host-lineage-sign-in"].clone();
        let nonce = issuer.nonce(code(&back));
        let (access, id) = (issuer.access_token(&json!({})), issuer.id_token(&nonce, &json!({})));
        issuer.gives(json!({"access_token": access, "id_token": id}));
        let answer = browser.come_back(&back).await;
        assert_eq!((answer.status, location(&answer)), (StatusCode::SEE_OTHER, "../?pipeline=churn&view=data"));
        assert_eq!(answer.headers[header::CACHE_CONTROL], "no-store");
        assert_eq!(answer.headers[header::REFERRER_POLICY], "no-referrer");
        assert_eq!(browser.cookies.keys().collect::<Vec<_>>(), ["__Host-lineage-session"]);

        let answer = browser.ask("GET", URI, "same-origin").await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        assert_eq!(
            answer.headers[header::CACHE_CONTROL],
            "private, no-cache",
            "so that nothing is shown after the end"
        );
        assert_eq!(browser.ask("GET", "/docs/", "none").await.status, StatusCode::OK);
        assert_eq!(browser.ask("GET", "/lineage?pipeline=churn", "same-origin").await.status, StatusCode::FORBIDDEN);

        let answer = browser.ask("POST", "/auth/logout", "same-origin").await;
        assert_eq!((answer.status, browser.cookies.len()), (StatusCode::NO_CONTENT, 0));
        assert_eq!(browser.ask("GET", URI, "same-origin").await.status, StatusCode::UNAUTHORIZED);

        let log = lines.take();
        assert!(log.contains("signed in") && log.contains("oidc:ada"), "{log}");
        let secrets = kept.split('.').take(3).chain([code(&back), &*access, &*id, SECRET, "hunter2"]);
        for secret in secrets {
            assert!(!log.contains(secret), "{secret} in {log}");
        }
    }
}

#[tokio::test]
async fn what_the_cookies_are() {
    let issuer = Issuer::start("none").await;
    let mut browser = Browser::new(app_of(&issuer, issuer.client(), |_| {}));
    let answer = browser.ask("GET", "/auth/login?returnTo=%3Fview%3Ddata", "same-origin").await;
    assert_eq!(answer.headers[header::CACHE_CONTROL], "no-store");
    let [begun] = set(&answer)[..] else { panic!("one cookie") };
    let (value, attributes) = begun.split_once("; ").unwrap();
    assert_eq!(attributes, "Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=600");
    assert!(value.starts_with("__Host-lineage-sign-in=") && value.ends_with(".?view=data"), "{value}");

    let back = browser.leave(&issuer, &format!("?{}", "x".repeat(1999))).await;
    assert!(browser.cookies["__Host-lineage-sign-in"].len() < 3000);
    let access = issuer.access_token(&json!({}));
    issuer.gives(json!({"access_token": access}));
    let answer = browser.come_back(&back).await;
    let [session, forgotten] = set(&answer)[..] else { panic!("two cookies") };
    assert_eq!(forgotten, "__Host-lineage-sign-in=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0");
    let session = session.strip_prefix(&format!("__Host-lineage-session={access}; ")).unwrap();
    let seconds = session.strip_prefix("Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=").unwrap();
    assert!((200..=300).contains(&seconds.parse::<u64>().unwrap()), "{seconds}");

    let answer = browser.ask("POST", "/auth/logout", "same-origin").await;
    assert_eq!(set(&answer), ["__Host-lineage-session=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0"]);
}

#[tokio::test]
async fn the_first_token_that_opens_something_is_the_session() {
    let issuer = Issuer::start("none").await;
    let with_client = |config: &mut OidcConfig| config.audiences.extend([CLIENT.to_owned()]);
    let access = issuer.access_token(&json!({}));
    for (first, kind, is_access) in [
        (&*access, "bearer", true),
        ("opaque", "Bearer", false),
        (&*issuer.access_token(&json!({"aud": "other"})), "Bearer", false),
        // Not for whoever bears it.
        (&*access, "DPoP", false),
    ] {
        let mut browser = Browser::new(app_of(&issuer, issuer.client(), with_client));
        let back = browser.leave(&issuer, "").await;
        let id = issuer.id_token(&issuer.nonce(code(&back)), &json!({"azp": CLIENT, "scope": "catalog:read"}));
        issuer.gives(json!({"access_token": first, "token_type": kind, "id_token": id}));
        assert_eq!(location(&browser.come_back(&back).await), "../", "{kind}");
        assert_eq!(browser.cookies["__Host-lineage-session"], if is_access { access.clone() } else { id });
        assert_eq!(browser.ask("GET", URI, "same-origin").await.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn nobody_is_led_elsewhere() {
    let issuer = Issuer::start("none").await;
    issuer.gives(json!({"access_token": issuer.access_token(&json!({}))}));
    for (return_to, expected) in [
        ("?x", "../?x"),
        ("?pipeline=한", "../?pipeline=%ED%95%9C"),
        ("?//evil.example", "../?//evil.example"),
        ("//evil.example", "../"),
        ("https://evil.example", "../"),
        ("\\\\evil.example", "../"),
        ("/\\evil.example", "../"),
        ("javascript:alert(1)", "../"),
        ("lineage", "../"),
        ("?x\r\nLocation: https://evil.example", "../"),
        (&format!("?{}", "x".repeat(2000)), "../"),
    ] {
        let mut browser = Browser::new(app_of(&issuer, issuer.client(), |_| {}));
        let back = browser.leave(&issuer, return_to).await;
        assert_eq!(location(&browser.come_back(&back).await), expected, "{return_to}");
    }
    // Nor by what a browser was made to keep.
    let mut browser = Browser::new(app_of(&issuer, issuer.client(), |_| {}));
    let back = browser.leave(&issuer, "").await;
    browser.cookies.values_mut().for_each(|kept| kept.push_str("//evil.example"));
    assert_eq!(location(&browser.come_back(&back).await), "../");
}

#[tokio::test]
async fn without_a_client_there_is_nothing() {
    let provider = Issuer::start("none").await.provider;
    let oidc = Oidc::new(OidcConfig::new(&provider.issuer, ["lineage".to_owned()])).unwrap();
    let app = app_with(Auth::default().with(Arc::new(oidc)), |_| {});
    for (method, uri) in [("GET", "/auth/login"), ("GET", "/auth/callback?code=1&state=2"), ("POST", "/auth/logout")] {
        let answer = send(app.clone(), request(method, uri)).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{method} {uri}");
        assert!(!answer.headers.contains_key(header::SET_COOKIE));
    }
    let line = [("cookie", "__Host-lineage-session=a.b.c"), ("sec-fetch-site", "same-origin")];
    let answer = get(&app, URI, &line).await;
    assert_eq!((answer.status, &answer.json()["signIn"]), (StatusCode::UNAUTHORIZED, &json!([])));
}
