//! What the cookie of a session opens, and for whom it does not.

use axum::body::Body;

use super::*;
use crate::auth::oidc::now;

/// A server, and a token that it takes.
async fn signed_in() -> (Issuer, Router, String) {
    let issuer = Issuer::start("none").await;
    let app = app_of(&issuer, issuer.client(), |_| {});
    let token = issuer.access_token(&json!({"scope": "catalog:read lineage:read schema:read schema:write"}));
    (issuer, app, format!("__Host-lineage-session={token}"))
}

#[tokio::test]
async fn a_cookie_counts_for_our_own_page() {
    let (_issuer, app, cookie) = signed_in().await;
    let twice = format!("{cookie}; {cookie}");
    let (key, wrong) = (key('a'), key('b'));
    let same = ("sec-fetch-site", "same-origin");
    for (lines, expected) in [
        (&[("cookie", &*cookie), same][..], StatusCode::OK),
        (&[("cookie", "a=b"), ("cookie", &*cookie), same], StatusCode::OK),
        (&[("cookie", &*cookie), ("sec-fetch-site", "none")], StatusCode::OK),
        (&[("cookie", &*cookie)], StatusCode::UNAUTHORIZED),
        (&[("cookie", &*cookie), ("sec-fetch-site", "same-site")], StatusCode::UNAUTHORIZED),
        (&[("cookie", &*cookie), ("sec-fetch-site", "cross-site")], StatusCode::UNAUTHORIZED),
        (&[("cookie", &*cookie), same, ("sec-fetch-site", "cross-site")], StatusCode::UNAUTHORIZED),
        (&[("cookie", &*twice), same], StatusCode::UNAUTHORIZED),
        (&[("cookie", &*cookie), ("cookie", "__Host-lineage-session=x"), same], StatusCode::UNAUTHORIZED),
        // Headers go first.
        (&[("cookie", "__Host-lineage-session=x"), same, ("x-api-key", &*key)], StatusCode::OK),
        (&[("cookie", &*cookie), same, ("x-api-key", &*wrong)], StatusCode::UNAUTHORIZED),
        (&[("cookie", &*cookie), same, ("authorization", "Bearer a.b.c")], StatusCode::UNAUTHORIZED),
        (&[("cookie", &*cookie), same, ("authorization", "Basic dTpw")], StatusCode::UNAUTHORIZED),
    ] {
        let answer = get(&app, URI, lines).await;
        assert_eq!(answer.status, expected, "{lines:?}");
        if expected == StatusCode::OK {
            let has_key = lines.iter().any(|(name, _)| *name == "x-api-key");
            let kept = if has_key { "private, max-age=30" } else { "private, no-cache" };
            assert_eq!(answer.headers[header::CACHE_CONTROL], kept, "{lines:?}");
        }
    }
}

#[tokio::test]
async fn no_other_page_does_anything_with_it() {
    let (_issuer, app, cookie) = signed_in().await;
    const SAVE: &str = "/datasets/lake/orders/schema?save=true";
    for (method, uri, site, expected) in [
        ("POST", "/sql/lineage", "same-origin", StatusCode::OK),
        ("POST", "/sql/lineage", "cross-site", StatusCode::FORBIDDEN),
        ("POST", "/sql/lineage", "same-site", StatusCode::FORBIDDEN),
        ("POST", "/sql/lineage", "none", StatusCode::UNAUTHORIZED),
        ("GET", SAVE, "same-origin", StatusCode::NOT_FOUND),
        ("GET", SAVE, "cross-site", StatusCode::FORBIDDEN),
        // A link in a mail.
        ("GET", SAVE, "none", StatusCode::UNAUTHORIZED),
    ] {
        let mut request = with(request(method, uri), &[("cookie", &cookie), ("sec-fetch-site", site)]);
        *request.body_mut() = Body::from(r#"{"sql": "SELECT 1"}"#);
        let answer = send(app.clone(), request).await;
        assert_eq!(answer.status, expected, "{method} {uri} {site}: {}", answer.body);
    }
    // Without what browsers say of where it is from, it is nobody's.
    let mut request = with(request("POST", "/sql/lineage"), &[("cookie", &cookie)]);
    *request.body_mut() = Body::from(r#"{"sql": "SELECT 1"}"#);
    assert_eq!(send(app, request).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_session_that_is_over_is_forgotten() {
    let (issuer, app, good) = signed_in().await;
    let expired = format!("__Host-lineage-session={}", issuer.access_token(&json!({"exp": now() - 300})));
    let twice = format!("{good}; {good}");
    for (cookie, site, is_forgotten) in [
        (&*expired, "same-origin", true),
        ("__Host-lineage-session=a.b.c", "same-origin", true),
        ("__Host-lineage-session=", "same-origin", true),
        (&*twice, "same-origin", true),
        // Another page cannot sign anybody out.
        (&*expired, "cross-site", false),
        (&*good, "cross-site", false),
        ("a=b", "same-origin", false),
    ] {
        let answer = get(&app, URI, &[("cookie", cookie), ("sec-fetch-site", site)]).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{cookie}");
        let forgets = ["__Host-lineage-session=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0"];
        assert_eq!(set(&answer), if is_forgotten { &forgets[..] } else { &[] }, "{cookie}");
    }
    // A wrong key says nothing about the session.
    let answer = get(&app, URI, &[("cookie", &good), ("sec-fetch-site", "same-origin"), ("x-api-key", "x")]).await;
    assert_eq!((answer.status, set(&answer).len()), (StatusCode::UNAUTHORIZED, 0));
}

#[tokio::test]
async fn another_page_signs_nobody_out() {
    let (_issuer, app, cookie) = signed_in().await;
    for (lines, expected) in [
        (&[("sec-fetch-site", "cross-site")][..], StatusCode::FORBIDDEN),
        (&[("origin", "https://evil.example")], StatusCode::FORBIDDEN),
        (&[("sec-fetch-site", "same-origin")], StatusCode::NO_CONTENT),
    ] {
        let lines: Vec<_> = lines.iter().copied().chain([("cookie", &*cookie)]).collect();
        let answer = send(app.clone(), with(request("POST", "/auth/logout"), &lines)).await;
        assert_eq!(answer.status, expected, "{lines:?}");
        assert_eq!(set(&answer).len(), usize::from(expected == StatusCode::NO_CONTENT));
    }
}
