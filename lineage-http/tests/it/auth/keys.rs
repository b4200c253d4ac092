//! Keys of callers, and what follows from being asked for one.

use axum::http::{StatusCode, header};
use lineage_http::auth::{DuplicateKey, Scope};

use super::*;

const URI: &str = "/sagemaker/pipelines";

#[tokio::test]
async fn a_key_in_either_header() {
    let app = app_with(with_keys(vec![api_key('a', Scope::ALL), api_key('b', Scope::ALL)]), |_| {});
    for digit in ['a', 'b'] {
        let key = key(digit);
        for line in [
            ("authorization", &*format!("Bearer {key}")),
            ("authorization", &*format!("bearer  {key}")),
            ("x-api-key", &*key),
        ] {
            assert_eq!(get(&app, URI, &[line]).await.status, StatusCode::OK, "{line:?}");
        }
    }
}

#[tokio::test]
async fn what_is_no_key() {
    let expired = api_key('d', Scope::ALL).until("2020-01-01T00:00:00Z".parse().unwrap());
    let current = api_key('e', Scope::ALL).until("9000-01-01T00:00:00Z".parse().unwrap());
    let app = app_with(with_keys(vec![api_key('a', Scope::ALL), expired, current]), |_| {});
    let (a, b, d) = (key('a'), key('b'), key('d'));
    let bearer = |key: &str| format!("Bearer {key}");
    let hash = KeyHash::of(&a).unwrap().to_string();
    assert_eq!(get(&app, URI, &[("x-api-key", &key('e'))]).await.status, StatusCode::OK);
    let mut bodies = Vec::new();
    for (lines, is_shown) in [
        (&[][..], false),
        (&[("authorization", &*a)], false),
        (&[("authorization", "Basic c2xrOng=")], false),
        (&[("authorization", "Bearer")], false),
        (&[("cookie", &*a)], false),
        (&[("x-api-key", "")], true),
        (&[("x-api-key", &*b)], true),
        (&[("x-api-key", &*d)], true),
        (&[("x-api-key", &*a.to_uppercase())], true),
        (&[("x-api-key", &*format!("{a}a"))], true),
        (&[("x-api-key", a.trim_start_matches("slk_"))], true),
        (&[("x-api-key", &*hash)], true),
        (&[("x-api-key", &*bearer(&a))], true),
        (&[("authorization", &*bearer(&b))], true),
        (&[("authorization", &*bearer(&d))], true),
        (&[("authorization", &*bearer(&hash))], false),
        (&[("x-api-key", &*a), ("x-api-key", &*a)], true),
        (&[("authorization", &*bearer(&a)), ("authorization", &*bearer(&a))], true),
        (&[("x-api-key", &*a), ("authorization", &*bearer(&a))], true),
        (&[("x-api-key", &*a), ("authorization", "Basic c2xrOng=")], true),
    ] {
        let answer = get(&app, URI, lines).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{lines:?}");
        let challenge = if is_shown { "Bearer error=\"invalid_token\"" } else { "Bearer" };
        assert_eq!(answer.headers[header::WWW_AUTHENTICATE], challenge, "{lines:?}");
        bodies.push(answer.body);
    }
    bodies.dedup();
    assert_eq!(bodies.len(), 1, "nothing but the log tells them apart");
    insta::assert_snapshot!(bodies[0]);
}

#[tokio::test]
async fn a_key_in_the_address_is_not_read() {
    let app = app_with(with_keys(vec![api_key('a', Scope::ALL)]), |_| {});
    let key = key('a');
    for name in ["api_key", "apiKey", "key", "access_token", "x-api-key", "authorization"] {
        let answer = get(&app, &format!("{URI}?{name}={key}"), &[]).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{name}");
        assert!(!answer.body.contains("slk_"), "{}", answer.body);
    }
    let answer = get(&app, &format!("{URI}?api_key=x"), &[("x-api-key", &key)]).await;
    assert_eq!(answer.json()["warnings"][0]["code"], "unknown-parameter");
}

#[test]
fn one_key_is_one_caller() {
    let mut other = api_key('a', Scope::ALL);
    other.name = "other".to_owned();
    let keys = vec![api_key('a', [Scope::CatalogRead]), other];
    assert_eq!(ApiKeys::new(keys).err(), Some(DuplicateKey { name: "other".to_owned() }));
}

/// What this server may read in S3 is more than what a caller was meant to see.
#[tokio::test]
async fn datasets_are_those_that_the_server_names() {
    const DATASET: &str = "/datasets/lake/orders/schema";
    let status = async |auth: Auth, buckets: Option<&str>| {
        let account = Account::new(Fake::Answers);
        account.put("orders/1.csv", "id,total\n1,2\n");
        let mut config = config();
        config.dataset_buckets = buckets.map(|buckets| buckets.parse().unwrap());
        let app = router(AppState::new(Arc::<Account>::clone(&account), config).unwrap().with_auth(auth));
        let status = get(&app, DATASET, &[("x-api-key", &key('a'))]).await.status;
        assert_eq!(account.is_unasked(), status == StatusCode::NOT_FOUND);
        status
    };
    let keys = || with_keys(vec![api_key('a', Scope::ALL)]);
    assert_eq!(status(Auth::default(), None).await, StatusCode::OK);
    assert_eq!(status(keys(), None).await, StatusCode::NOT_FOUND);
    assert_eq!(status(keys(), Some("other-*")).await, StatusCode::NOT_FOUND);
    assert_eq!(status(keys(), Some("lake")).await, StatusCode::OK);
    assert_eq!(status(keys(), Some("*")).await, StatusCode::OK);
}

#[tokio::test]
async fn saving_by_get_needs_what_saving_needs() {
    let all = |config: &mut ServerConfig| config.dataset_buckets = Some("*".parse().unwrap());
    let app = app_with(with_keys(vec![api_key('a', [Scope::SchemaRead])]), all);
    let answer = get(&app, "/datasets/lake/orders/schema?save=true", &[("x-api-key", &key('a'))]).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN, "{}", answer.body);
}
