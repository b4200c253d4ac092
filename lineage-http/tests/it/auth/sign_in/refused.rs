//! Sign-ins that fail: what the page is told, and what the log says.

use futures_util::FutureExt;
use serde_json::Value;

use super::issuer::change;
use super::*;
use crate::auth::oidc::{now, signed};
use crate::auth::provider::keys;

/// A browser on its way back, of somebody for whom both tokens are good.
async fn on_the_way(issuer: &Issuer, change: impl FnOnce(&mut OidcConfig)) -> (Browser, String) {
    let mut browser = Browser::new(app_of(issuer, issuer.client(), change));
    let back = browser.leave(issuer, "?x").await;
    give(issuer, &back, &json!({}));
    (browser, back)
}

/// Has the issuer give good tokens, but for these.
fn give(issuer: &Issuer, back: &str, changes: &Value) {
    let id = issuer.id_token(&issuer.nonce(code(back)), &json!({}));
    let mut tokens = json!({"access_token": issuer.access_token(&json!({})), "id_token": id});
    change(&mut tokens, changes);
    issuer.gives(tokens);
}

/// That nobody is signed in, the page that was asked for learns so much, and the log has this cause.
#[track_caller]
fn is_refused(browser: &Browser, answer: &Answer, told: &str, log: &str, cause: &str) {
    is_refused_at("?x&", browser, answer, told, log, cause);
}

#[track_caller]
fn is_refused_at(place: &str, browser: &Browser, answer: &Answer, told: &str, log: &str, cause: &str) {
    assert_eq!(location(answer), format!("../{place}signInError={told}&requestId=a-request"), "{log}");
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert!(browser.cookies.is_empty(), "{:?}", browser.cookies);
    assert!(log.contains("not signed in") && log.contains(cause), "no {cause} in {log}");
    assert!(log.contains("a-request"), "{log}");
    for secret in ["code-", "hunter2", "eyJ"] {
        assert!(!log.contains(secret), "{secret} in {log}");
    }
}

#[tokio::test]
async fn browsers_that_were_not_sent_away() {
    let (lines, _guard) = logged();
    let issuer = Issuer::start("none").await;
    let other = "x".repeat(43);
    for (told, cause, meddle) in [
        (
            "expired",
            "no sign-in",
            Box::new(|browser: &mut Browser, _: &mut String| browser.cookies.clear()) as Meddle<'_>,
        ),
        (
            "expired",
            "no sign-in",
            Box::new(|browser, _| drop(browser.cookies.insert(SIGN_IN.to_owned(), "x".to_owned()))),
        ),
        ("failed", "another sign-in", Box::new(|_, back| *back = back.replace("state=", "state=x"))),
        ("failed", "another sign-in", Box::new(|_, back| *back = back.split("&state").next().unwrap().to_owned())),
        ("failed", "another sign-in", Box::new(|_, back| *back = "/auth/callback?error=access_denied".to_owned())),
        ("failed", "another sign-in", Box::new(|_, back| *back = "/auth/callback".to_owned())),
        (
            "failed",
            "another sign-in",
            Box::new(|browser, _| {
                let kept = browser.cookies.get_mut(SIGN_IN).unwrap();
                kept.replace_range(..43, &other);
            }),
        ),
        ("failed", "more than once", Box::new(|_, back| back.push_str("&code=2"))),
        ("failed", "more than once", Box::new(|_, back| back.push_str("&state=2"))),
    ] {
        let (mut browser, mut back) = on_the_way(&issuer, |_| {}).await;
        meddle(&mut browser, &mut back);
        let answer = browser.come_back(&back).await;
        // Where nothing was kept, nobody knows where it wanted to go.
        let place = if told == "expired" { "?" } else { "?x&" };
        is_refused_at(place, &browser, &answer, told, &lines.take(), cause);
    }
    assert_eq!(issuer.asked(), 0, "who was not sent away has nobody asked");
}

const SIGN_IN: &str = "__Host-lineage-sign-in";

type Meddle<'a> = Box<dyn Fn(&mut Browser, &mut String) + 'a>;

#[tokio::test]
async fn a_code_is_good_once_and_for_one_browser() {
    let (lines, _guard) = logged();
    let issuer = Issuer::start("client_secret_post").await;
    let (mut browser, back) = on_the_way(&issuer, |_| {}).await;
    let kept = browser.cookies.clone();
    assert_eq!(location(&browser.come_back(&back).await), "../?x");
    lines.take();
    browser.cookies = kept;
    let answer = browser.come_back(&back).await;
    is_refused(&browser, &answer, "failed", &lines.take(), "400 Bad Request, invalid_grant");

    // The code of somebody else, brought with one's own state: the verifier is not that of the code.
    let (mut thief, own) = on_the_way(&issuer, |_| {}).await;
    let (_, stolen) = on_the_way(&issuer, |_| {}).await;
    let answer = thief.come_back(&own.replace(code(&own), code(&stolen))).await;
    is_refused(&thief, &answer, "failed", &lines.take(), "invalid_grant");
}

#[tokio::test]
async fn what_the_provider_says() {
    let (lines, _guard) = logged();
    let issuer = Issuer::start("none").await;
    let own = issuer.provider.issuer.clone();
    let state = |back: &str| back.split_once("&state=").unwrap().1.to_owned();
    for (query, told, cause) in [
        ("error=access_denied&state={state}", "denied", "denies access"),
        ("error=access_denied&state={state}&code=1", "denied", "denies access"),
        ("error=server_error&error_description=hunter2&state={state}", "failed", "the issuer answers server_error"),
        ("error=a%0Ab&state={state}", "failed", "a\\u{a}b"),
        ("state={state}", "failed", "neither a code nor an error"),
        ("code=1&state={state}&iss=https://evil.example", "failed", "another issuer"),
        ("error=access_denied&state={state}&iss=", "failed", "another issuer"),
    ] {
        let (mut browser, back) = on_the_way(&issuer, |_| {}).await;
        let answer = browser.come_back(&format!("/auth/callback?{}", query.replace("{state}", &state(&back)))).await;
        is_refused(&browser, &answer, told, &lines.take(), cause);
    }
    assert_eq!(issuer.asked(), 0);

    for promises in [false, true] {
        issuer.tells(&json!({"authorization_response_iss_parameter_supported": promises}));
        let (mut browser, back) = on_the_way(&issuer, |_| {}).await;
        let answer = browser.come_back(&format!("{back}&iss={own}")).await;
        assert_eq!(location(&answer), "../?x");
    }
    let (mut browser, back) = on_the_way(&issuer, |_| {}).await;
    lines.take();
    let answer = browser.come_back(&back).await;
    is_refused(&browser, &answer, "failed", &lines.take(), "nobody knows which issuer");
}

#[tokio::test]
async fn tokens_that_open_nothing() {
    let (lines, _guard) = logged();
    let issuer = Issuer::start("client_secret_basic").await;
    let access = |changes: Value| issuer.access_token(&changes);
    for (changes, cause) in [
        (json!({"access_token": null, "id_token": null}), "the issuer gave no token"),
        (
            json!({"access_token": "opaque", "id_token": null}),
            "the access token: the credentials are rejected: a malformed",
        ),
        (json!({"access_token": "opaque"}), "the id token: the credentials are rejected: a token for another audience"),
        (json!({"access_token": access(json!({"aud": "other"}))}), "the access token: the credentials are rejected: a"),
        (json!({"access_token": access(json!({"iss": "https://evil.example"}))}), "a token of another issuer"),
        (json!({"access_token": access(json!({"exp": now() - 300}))}), "a token that has expired"),
        // Good for headers, a little while, but a browser would keep it for no time at all.
        (json!({"access_token": access(json!({"exp": now() - 5})), "id_token": null}), "a token that has expired"),
        (json!({"access_token": access(json!({"padding": "x".repeat(3000)}))}), "of which a cookie holds 3800"),
        (json!({"access_token": access(json!({"padding": "x".repeat(20_000)}))}), "a token that is too long"),
        (json!({"access_token": 3}), "no answer of a token endpoint"),
    ] {
        let (mut browser, back) = on_the_way(&issuer, |_| {}).await;
        give(&issuer, &back, &changes);
        let answer = browser.come_back(&back).await;
        is_refused(&browser, &answer, "failed", &lines.take(), cause);
    }
}

#[tokio::test]
async fn id_tokens_of_something_else() {
    let (lines, _guard) = logged();
    let issuer = Issuer::start("none").await;
    for (changes, cause) in [
        (json!({"nonce": "x".repeat(43)}), "a token of another sign-in"),
        (json!({"nonce": null}), "a token of another sign-in"),
        (json!({"nonce": ""}), "a token of another sign-in"),
        (json!({"aud": "lineage"}), "a token for another audience"),
        (json!({"aud": [CLIENT, "other"], "azp": "other"}), "made for another client"),
        (json!({"iss": "https://evil.example"}), "a token of another issuer"),
        (json!({"exp": now() - 300}), "a token that has expired"),
        (json!({"exp": null}), "a token that does not expire"),
        (json!({"sub": null}), "a token without an issuer or a subject"),
    ] {
        let (mut browser, back) = on_the_way(&issuer, |_| {}).await;
        let id = issuer.id_token(&issuer.nonce(code(&back)), &changes);
        give(&issuer, &back, &json!({"id_token": id}));
        let answer = browser.come_back(&back).await;
        is_refused(&browser, &answer, "failed", &lines.take(), cause);
    }
    let (mut browser, back) = on_the_way(&issuer, |_| {}).await;
    let claims = json!({"iss": issuer.provider.issuer, "sub": "ada", "aud": CLIENT, "exp": now() + 300,
        "nonce": issuer.nonce(code(&back))});
    give(&issuer, &back, &json!({"id_token": signed(&keys()[1], "0", &claims)}));
    let answer = browser.come_back(&back).await;
    is_refused(&browser, &answer, "failed", &lines.take(), "a token whose signature is wrong");
    // The same, but signed with the right key.
    let (mut browser, back) = on_the_way(&issuer, |_| {}).await;
    assert_eq!(location(&browser.come_back(&back).await), "../?x");
}

#[tokio::test]
async fn a_client_that_the_provider_does_not_know() {
    let (lines, _guard) = logged();
    let issuer = Issuer::start("client_secret_basic").await;
    for secret in [None, Some("hunter2-old".to_owned())] {
        let mut client = issuer.client();
        client.secret = secret;
        let mut browser = Browser::new(app_of(&issuer, client, |_| {}));
        let back = browser.leave(&issuer, "").await;
        let answer = browser.come_back(&back).await;
        is_refused_at("?", &browser, &answer, "failed", &lines.take(), "401 Unauthorized, invalid_client");
    }
}

#[tokio::test]
async fn a_provider_that_does_not_answer() {
    let (lines, _guard) = logged();
    let issuer = Issuer::start("none").await;
    for (about, cause) in [
        (json!({"token_endpoint": format!("{}/gone", issuer.provider.issuer)}), "/gone: 404 Not Found"),
        (json!({"token_endpoint": format!("{}/keys", issuer.provider.issuer)}), "no answer of a token endpoint"),
        (json!({"token_endpoint": "http://127.0.0.1:1/token"}), "http://127.0.0.1:1/token: "),
    ] {
        issuer.tells(&about);
        let (mut browser, back) = on_the_way(&issuer, |_| {}).await;
        let answer = browser.come_back(&back).await;
        if cause.contains("token endpoint") {
            // It takes anything for a set of tokens, but there are none in it.
            is_refused(&browser, &answer, "failed", &lines.take(), "the issuer gave no token");
        } else {
            is_refused(&browser, &answer, "failed", &lines.take(), cause);
        }
    }
    for (about, cause) in [
        (json!({"authorization_endpoint": null}), "it does not tell its authorization_endpoint"),
        (json!({"authorization_endpoint": "http://evil.example/authorize"}), "does not begin with https://"),
        (json!({"token_endpoint": "ftp://evil.example"}), "its token_endpoint does not begin with https://"),
        (json!({"issuer": "https://evil.example"}), "says that it is another issuer"),
    ] {
        issuer.tells(&about);
        let mut browser = Browser::new(app_of(&issuer, issuer.client(), |_| {}));
        let answer = browser.ask("GET", "/auth/login?returnTo=%3Fx", "same-origin").await;
        is_refused(&browser, &answer, "failed", &lines.take(), cause);
    }
}

/// A browser that comes back: where it is led.
async fn coming_back((mut browser, back): (Browser, String)) -> String {
    location(&browser.come_back(&back).await).to_owned()
}

const FAILED: &str = "../?signInError=failed&requestId=a-request";

#[tokio::test]
async fn strangers_keep_few_waiting() {
    let issuer = Issuer::start("none").await;
    let app = app_of(&issuer, issuer.client(), |_| {});
    issuer.gives(json!({"access_token": issuer.access_token(&json!({}))}));
    issuer.desk.gate.forget_permits(tokio::sync::Semaphore::MAX_PERMITS);
    let mut waiting = Vec::new();
    let sent_away = async || {
        let mut browser = Browser::new(app.clone());
        let back = browser.leave(&issuer, "").await;
        (browser, back)
    };
    let (late, later) = (sent_away().await, sent_away().await);
    for number in 0..8 {
        waiting.push(tokio::spawn(coming_back(sent_away().await)));
        while issuer.asked() <= number {
            tokio::task::yield_now().await;
        }
    }
    // All places are taken: who comes now waits, but not for long. Until then nothing else happens.
    tokio::time::pause();
    let began = tokio::time::Instant::now();
    assert_eq!(coming_back(late).await, FAILED);
    assert_eq!((began.elapsed().as_secs(), issuer.asked()), (2, 8));
    tokio::time::resume();
    assert_eq!(send(app.clone(), request("GET", "/health")).await.status, StatusCode::OK);

    // Who waits when a place is free again is signed in.
    let mut later = Box::pin(coming_back(later));
    assert!((&mut later).now_or_never().is_none());
    issuer.desk.gate.add_permits(9);
    assert_eq!(later.await, "../");
    for one in waiting {
        assert_eq!(one.await.unwrap(), "../");
    }
    assert_eq!(issuer.asked(), 9);
}

#[tokio::test]
async fn nobody_takes_two_places_with_one_sign_in() {
    let (lines, _guard) = logged();
    let issuer = Issuer::start("none").await;
    let app = app_of(&issuer, issuer.client(), |_| {});
    issuer.gives(json!({"access_token": issuer.access_token(&json!({}))}));
    issuer.desk.gate.forget_permits(tokio::sync::Semaphore::MAX_PERMITS);
    let mut browser = Browser::new(app.clone());
    let back = browser.leave(&issuer, "").await;
    let again = |code: &str| {
        let browser = Browser { app: app.clone(), cookies: browser.cookies.clone() };
        coming_back((browser, back.replace("code=", code)))
    };
    let first = tokio::spawn(again("code=junk-"));
    while issuer.asked() == 0 {
        tokio::task::yield_now().await;
    }
    lines.take();
    for _ in 0..16 {
        assert_eq!(again("code=").now_or_never().as_deref(), Some(FAILED), "at once");
        assert!(lines.take().contains("under way already"));
    }
    issuer.desk.gate.add_permits(2);
    assert_eq!(first.await.unwrap(), FAILED);
    assert_eq!(again("code=").await, "../", "when that one has ended");
    assert_eq!(issuer.asked(), 2);
}
