//! Callers with tokens of an identity provider, which is asked over HTTP.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use axum::http::{StatusCode, header};
use jsonwebtoken::{EncodingKey, Header};
use lineage_http::auth::{Oidc, OidcConfig};
use serde_json::{Value, json};

use super::provider::{Key, Provider, encoded, keys, token};
use super::*;

const URI: &str = "/sagemaker/pipelines";

pub(super) fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()
}

/// The claims of a good token, with some changed; null leaves one out.
fn claims(provider: &Provider, changes: &Value) -> Value {
    let mut claims = json!({
        "iss": provider.issuer, "aud": ["other", "lineage"], "sub": "u-1", "exp": now() + 300, "iat": now(),
        "scope": "openid catalog:read",
    });
    for (name, value) in changes.as_object().unwrap() {
        claims[name] = value.clone();
    }
    claims.as_object_mut().unwrap().retain(|_, value| !value.is_null());
    claims
}

/// A token that this key signed.
pub(super) fn signed(key: &Key, id: &str, claims: &Value) -> String {
    let header = json!({"alg": key.algorithm(), "typ": "JWT", "kid": id});
    token(&header, claims, |message| key.signature(message))
}

fn app_of(provider: &Provider, change: impl FnOnce(&mut OidcConfig)) -> Router {
    let mut config = OidcConfig::new(&provider.issuer, ["lineage".to_owned()]);
    // Keys change as soon as the test says so.
    config.keys_pace = Duration::ZERO;
    change(&mut config);
    let auth = with_keys(vec![api_key('a', Scope::ALL)]).with(Arc::new(Oidc::new(config).unwrap()));
    app_with(auth, |_| {})
}

async fn ask(app: &Router, token: &str) -> StatusCode {
    get(app, URI, &[("authorization", &format!("Bearer {token}"))]).await.status
}

/// A provider with all keys, by the names 0 to 3.
async fn provider() -> Provider {
    let provider = Provider::start().await;
    let all: Vec<_> = keys().iter().enumerate().map(|(id, key)| key.public(&id.to_string())).collect();
    provider.has(&all);
    provider
}

#[tokio::test]
async fn a_token_opens_what_its_scopes_say() {
    let provider = provider().await;
    let app = app_of(&provider, |_| {});
    for (index, key) in keys().iter().enumerate() {
        let good = signed(key, &index.to_string(), &claims(&provider, &json!({})));
        assert_eq!(ask(&app, &good).await, StatusCode::OK, "{index}");
        let lineage = get(&app, "/lineage?pipeline=churn", &[("authorization", &format!("Bearer {good}"))]).await;
        assert_eq!(lineage.status, StatusCode::FORBIDDEN);
        let none = signed(key, &index.to_string(), &claims(&provider, &json!({"scope": null})));
        assert_eq!(ask(&app, &none).await, StatusCode::FORBIDDEN);
    }
    assert_eq!(provider.asked(), 1);
    assert_eq!(ask(&app, &key('a')).await, StatusCode::OK, "keys are known as well");
}

#[tokio::test]
async fn claims_that_are_not_right() {
    let provider = provider().await;
    let app = app_of(&provider, |_| {});
    let minute = 60;
    for (changes, expected) in [
        (json!({"exp": now() - minute + 30}), StatusCode::OK),
        (json!({"exp": now() - 2 * minute}), StatusCode::UNAUTHORIZED),
        (json!({"exp": null}), StatusCode::UNAUTHORIZED),
        (json!({"exp": "tomorrow"}), StatusCode::UNAUTHORIZED),
        (json!({"exp": -1}), StatusCode::UNAUTHORIZED),
        (json!({"nbf": now() + minute - 30}), StatusCode::OK),
        (json!({"nbf": now() + 3 * minute}), StatusCode::UNAUTHORIZED),
        (json!({"nbf": "today"}), StatusCode::UNAUTHORIZED),
        (json!({"aud": "lineage"}), StatusCode::OK),
        (json!({"aud": "other"}), StatusCode::UNAUTHORIZED),
        (json!({"aud": ["other"]}), StatusCode::UNAUTHORIZED),
        (json!({"aud": []}), StatusCode::UNAUTHORIZED),
        (json!({"aud": null}), StatusCode::UNAUTHORIZED),
        (json!({"aud": {"lineage": true}}), StatusCode::UNAUTHORIZED),
        (json!({"iss": "https://issuer.example.com"}), StatusCode::UNAUTHORIZED),
        (json!({"iss": format!("{}/", provider.issuer)}), StatusCode::UNAUTHORIZED),
        (json!({"iss": [provider.issuer, "https://issuer.example.com"]}), StatusCode::UNAUTHORIZED),
        (json!({"iss": null}), StatusCode::UNAUTHORIZED),
        (json!({"sub": null}), StatusCode::UNAUTHORIZED),
        (json!({"sub": ""}), StatusCode::UNAUTHORIZED),
        (json!({"lineage_regions": ["eu-west-1"]}), StatusCode::OK),
        (json!({"lineage_regions": [3]}), StatusCode::UNAUTHORIZED),
        // Refused with all headers of this length, whatever they hold.
        (json!({"padding": "x".repeat(16 << 10)}), StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE),
    ] {
        let token = signed(&keys()[2], "2", &claims(&provider, &changes));
        assert_eq!(ask(&app, &token).await, expected, "{changes}");
    }
}

#[tokio::test]
async fn headers_that_are_not_right() {
    let provider = provider().await;
    let app = app_of(&provider, |_| {});
    let thief = Provider::start().await;
    thief.has(&[keys()[1].public("0")]);
    let claims = claims(&provider, &json!({}));
    let [right, wrong, ..] = keys();
    for (header, expected) in [
        (json!({"alg": "RS256"}), StatusCode::UNAUTHORIZED),
        (json!({"alg": "RS256", "kid": "0"}), StatusCode::OK),
        (json!({"alg": "RS256", "kid": "0", "typ": "at+jwt"}), StatusCode::OK),
        (json!({"alg": "RS256", "kid": "0", "typ": "application/at+JWT"}), StatusCode::OK),
        (json!({"alg": "RS256", "kid": "0", "typ": "logout+jwt"}), StatusCode::UNAUTHORIZED),
        (json!({"alg": "RS256", "kid": "0", "crit": ["b64"], "b64": false}), StatusCode::UNAUTHORIZED),
        (json!({"alg": "RS256", "kid": "1"}), StatusCode::UNAUTHORIZED),
        (json!({"alg": "RS256", "kid": "2"}), StatusCode::UNAUTHORIZED),
        (json!({"alg": "ES256", "kid": "0"}), StatusCode::UNAUTHORIZED),
        (json!({"alg": "RS512", "kid": "0"}), StatusCode::UNAUTHORIZED),
        (json!({"alg": "rs256", "kid": "0"}), StatusCode::UNAUTHORIZED),
        (json!({"kid": "0"}), StatusCode::UNAUTHORIZED),
    ] {
        let token = token(&header, &claims, |message| right.signature(message));
        assert_eq!(ask(&app, &token).await, expected, "{header}");
    }
    // What the token says about where its key is.
    for header in [
        json!({"alg": "RS256", "kid": "0", "jwk": wrong.public("0")}),
        json!({"alg": "RS256", "kid": "0", "jku": format!("{}/keys", thief.issuer)}),
        json!({"alg": "RS256", "kid": "0", "x5u": format!("{}/keys", thief.issuer)}),
    ] {
        let token = token(&header, &claims, |message| wrong.signature(message));
        assert_eq!(ask(&app, &token).await, StatusCode::UNAUTHORIZED, "{header}");
    }
    assert_eq!(thief.asked(), 0);
}

#[tokio::test]
async fn signatures_that_are_not_right() {
    let provider = provider().await;
    let app = app_of(&provider, |_| {});
    let claims = claims(&provider, &json!({}));
    let header = |algorithm: &str| json!({"alg": algorithm, "kid": "0"});
    let mut refused = vec![
        token(&header("none"), &claims, |_| Vec::new()),
        token(&header("None"), &claims, |_| Vec::new()),
        token(&header("RS256"), &claims, |_| Vec::new()),
        token(&header("RS256"), &claims, |message| keys()[1].signature(message)),
        token(&header("ES256"), &claims, |_| vec![0; 64]),
    ];
    // The public key as a shared secret, in the forms that it is known in.
    let Key::Rsa(key) = &keys()[0] else { unreachable!() };
    let der = aws_lc_rs::encoding::AsDer::as_der(aws_lc_rs::signature::KeyPair::public_key(key)).unwrap();
    let der: &aws_lc_rs::encoding::PublicKeyX509Der<'_> = &der;
    let public = keys()[0].public("0");
    for secret in [der.as_ref(), public["n"].as_str().unwrap().as_bytes(), public.to_string().as_bytes()] {
        let header = Header { kid: Some("0".to_owned()), ..Header::new(jsonwebtoken::Algorithm::HS256) };
        refused.push(jsonwebtoken::encode(&header, &claims, &EncodingKey::from_secret(secret)).unwrap());
    }
    let good = signed(&keys()[0], "0", &claims);
    let parts: Vec<_> = good.split('.').collect();
    let richer = encoded(json!({"scope": "catalog:read lineage:read"}).to_string());
    refused.extend([
        format!("{}.{richer}.{}", parts[0], parts[2]),
        format!("{}.{}.", parts[0], parts[1]),
        format!("{}.{}", parts[0], parts[1]),
        format!("{good}.{}", parts[2]),
        "..".to_owned(),
        "a.b.c".to_owned(),
        String::new(),
    ]);
    for token in refused {
        let answer = get(&app, URI, &[("authorization", &format!("Bearer {token}"))]).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{token}");
        assert!(answer.headers.contains_key(header::WWW_AUTHENTICATE));
    }
    assert_eq!(ask(&app, &good).await, StatusCode::OK);
}

#[tokio::test]
async fn a_rotated_key() {
    let provider = provider().await;
    provider.has(&[keys()[0].public("old")]);
    let app = app_of(&provider, |_| {});
    let claims = claims(&provider, &json!({}));
    let (old, new) = (signed(&keys()[0], "old", &claims), signed(&keys()[2], "new", &claims));
    assert_eq!(ask(&app, &old).await, StatusCode::OK);
    assert_eq!(ask(&app, &new).await, StatusCode::UNAUTHORIZED);
    assert_eq!(provider.asked(), 2, "the provider was asked whether it has a new one");
    provider.has(&[keys()[2].public("new")]);
    assert_eq!(ask(&app, &new).await, StatusCode::OK);
    assert_eq!(ask(&app, &old).await, StatusCode::UNAUTHORIZED, "the old one is gone");
    // The same name for another key is another key.
    assert_eq!(ask(&app, &signed(&keys()[3], "new", &claims)).await, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_provider_that_says_nothing_useful() {
    let provider = provider().await;
    let good = signed(&keys()[0], "0", &claims(&provider, &json!({})));
    let app = app_of(&provider, |_| {});
    let down = async || {
        let answer = get(&app, URI, &[("authorization", &format!("Bearer {good}"))]).await;
        assert!(!answer.body.contains("127.0.0.1"), "{}", answer.body);
        (answer.status, answer.headers.contains_key(header::RETRY_AFTER))
    };
    let expected = (StatusCode::SERVICE_UNAVAILABLE, true);
    let page = |text: &str| provider.page("/tenant/.well-known/openid-configuration", text);
    provider.tells("https://issuer.example.com");
    assert_eq!(down().await, expected, "of another issuer");
    page(&json!({"issuer": provider.issuer, "jwks_uri": "http://issuer.example.com/keys"}).to_string());
    assert_eq!(down().await, expected, "keys that anybody could change on their way");
    page("/tenant/moved");
    provider.page("/tenant/moved", &json!({"issuer": provider.issuer, "jwks_uri": provider.issuer}).to_string());
    assert_eq!(down().await, expected, "no redirect is followed");
    provider.tells(&provider.issuer);
    provider.page("/tenant/keys", "no JSON");
    assert_eq!(down().await, expected);
    provider.page("/tenant/keys", &json!({"keys": [], "padding": "x".repeat(1 << 20)}).to_string());
    assert_eq!(down().await, expected, "too long");
    provider.has(&[]);
    assert_eq!(down().await, expected);
    assert_eq!(ask(&app, &key('a')).await, StatusCode::OK, "nobody else is kept waiting");
    provider.has(&[keys()[0].public("0")]);
    assert_eq!(ask(&app, &good).await, StatusCode::OK);
}

#[tokio::test]
async fn keys_at_a_place_that_was_configured() {
    let provider = provider().await;
    provider.tells("https://issuer.example.com");
    let app = app_of(&provider, |config| {
        config.jwks_url = Some(format!("{}/keys", provider.issuer));
        config.scope_claim = Some("roles".to_owned());
    });
    let claims = claims(&provider, &json!({"roles": ["catalog:read"], "scope": "lineage:read"}));
    assert_eq!(ask(&app, &signed(&keys()[3], "3", &claims)).await, StatusCode::OK);
}

#[test]
fn settings_that_cannot_be_used() {
    for (issuer, audience, jwks_url) in [
        ("http://issuer.example.com", "lineage", None),
        ("issuer", "lineage", None),
        ("https://issuer.example.com", "", None),
        ("https://issuer.example.com", "lineage", Some("ftp://issuer.example.com/keys")),
    ] {
        let mut config = OidcConfig::new(issuer, [audience.to_owned()]);
        config.jwks_url = jwks_url.map(str::to_owned);
        assert!(Oidc::new(config).is_err(), "{issuer} {audience} {jwks_url:?}");
    }
}
