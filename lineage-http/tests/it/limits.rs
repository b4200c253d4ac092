//! How much at once, how often, and for how long.

use std::num::NonZero;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes, HttpBody};
use axum::http::{StatusCode, header};
use futures_util::future::{FutureExt, join_all};
use futures_util::stream;
use http_body_util::BodyExt;
use hyper::server::conn::http1;
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use lineage_http::{AppState, ServerConfig, router, routes};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::Instant;
use tower::ServiceExt;

use crate::client::{config, get, request, send};
use crate::fake::{Account, Fake};
use crate::layers::{ask, asking_who};

fn configured(account: &Arc<Account>, change: impl FnOnce(&mut ServerConfig)) -> Router {
    let mut config = config();
    change(&mut config);
    router(AppState::new(Arc::<Account>::clone(account), config).unwrap())
}

/// A question that nobody asked before.
fn uri(number: usize) -> String {
    format!("/lineage?pipeline=churn&x{number}=")
}

#[tokio::test(start_paused = true)]
async fn what_is_too_much_is_refused_at_once() {
    let account = Account::new(Fake::Hangs);
    let app = configured(&account, |config| config.max_concurrent_requests = 8);
    let routes = ["/lineage?pipeline=churn", "/sagemaker/catalog", "/datasets/lake/orders/schema"];
    let waiting = join_all((0..8).map(|number| {
        let route = routes[number % routes.len()];
        let sign = if route.contains('?') { '&' } else { '?' };
        let (app, uri) = (app.clone(), format!("{route}{sign}x{number}="));
        tokio::spawn(async move { get(app, &uri).await })
    }));
    tokio::task::yield_now().await;

    let began = Instant::now();
    for number in 8..88 {
        let refused = get(app.clone(), &uri(number)).await;
        assert_eq!(
            (refused.status, &refused.headers[header::RETRY_AFTER]),
            (StatusCode::SERVICE_UNAVAILABLE, &"5".parse().unwrap())
        );
        assert_eq!(refused.json()["status"], 503);
    }
    for always in ["/", "/health", "/ready"] {
        assert_eq!(get(app.clone(), always).await.status, StatusCode::OK, "{always}");
    }
    assert_eq!(began.elapsed(), Duration::ZERO, "nobody waited");
    assert!(waiting.await.iter().all(|answer| answer.as_ref().unwrap().status != StatusCode::SERVICE_UNAVAILABLE));
    account.becomes(Fake::Answers);
    assert_eq!(get(app, &uri(0)).await.status, StatusCode::OK);
}

/// Those who ask and leave cannot pile up loads, for these go on without them.
#[tokio::test(start_paused = true)]
async fn a_load_keeps_the_place_of_who_left() {
    let account = Account::new(Fake::Hangs);
    let app = configured(&account, |config| config.max_concurrent_requests = 4);
    for number in 0..100 {
        let uri = uri(number);
        let mut leaving = Box::pin(get(app.clone(), &uri));
        let refused = (&mut leaving).now_or_never();
        assert_eq!(refused.map(|answer| answer.status), (number >= 4).then_some(StatusCode::SERVICE_UNAVAILABLE));
        // Its load begins.
        tokio::task::yield_now().await;
    }
    assert_eq!(account.calls("sagemaker:DescribePipeline"), 4);
    account.becomes(Fake::Answers);
    assert_eq!(get(app.clone(), &uri(0)).await.status, StatusCode::SERVICE_UNAVAILABLE);
    tokio::time::advance(Duration::from_secs(26)).await;
    tokio::task::yield_now().await;
    assert_eq!(get(app, &uri(1)).await.status, StatusCode::OK, "the loads have ended");
}

#[tokio::test]
async fn each_caller_has_a_rate() {
    let app = asking_who(|config| config.requests_per_minute = NonZero::new(12));
    let status = async |caller: &str, uri: &str| ask(&app, "GET", uri, &[("x-caller", caller)]).await;
    for caller in ["one", "other"] {
        for _ in 0..2 {
            assert_eq!(status(caller, "/lineage?pipeline=churn").await.status, StatusCode::OK);
        }
    }
    let refused = status("one", "/sagemaker/catalog").await;
    assert_eq!((refused.status, refused.json()["status"].as_u64()), (StatusCode::TOO_MANY_REQUESTS, Some(429)));
    let wait: u64 = refused.headers[header::RETRY_AFTER].to_str().unwrap().parse().unwrap();
    assert!((1..=6).contains(&wait), "{wait}");
    assert_eq!(get(app, "/health").await.status, StatusCode::OK);

    // Nobody is told apart where nobody has to say who it is.
    let open = configured(&Account::new(Fake::Answers), |config| config.requests_per_minute = NonZero::new(1));
    for number in 0..5 {
        assert_eq!(get(open.clone(), &uri(number)).await.status, StatusCode::OK);
    }
}

/// Also that of the last part of an answer, after the answer itself.
#[tokio::test]
async fn an_answer_holds_its_place_until_it_is_sent() {
    for compression in [false, true] {
        let app = configured(&Account::new(Fake::Answers), |config| {
            config.max_concurrent_requests = 1;
            config.compression = compression;
        });
        let status = async || get(app.clone(), "/sagemaker/catalog").await.status;
        let mut request = request("GET", "/lineage?pipeline=churn");
        request.headers_mut().insert(header::ACCEPT_ENCODING, "gzip".parse().unwrap());
        let mut answer = app.clone().oneshot(request).await.unwrap();
        assert_eq!(answer.body().size_hint().exact().is_some(), !compression);
        assert_eq!(status().await, StatusCode::SERVICE_UNAVAILABLE);
        let mut parts = Vec::new();
        while let Some(part) = answer.body_mut().frame().await {
            parts.push(part.unwrap());
        }
        drop(answer);
        assert_eq!(status().await, StatusCode::SERVICE_UNAVAILABLE);
        drop(parts);
        assert_eq!(status().await, StatusCode::OK);
    }
}

/// Of all that answers strangers, so that nobody whom the server knows is kept out by them.
#[tokio::test]
async fn what_is_for_everybody_takes_no_place() {
    let app = asking_who(|config| {
        config.max_concurrent_requests = 2;
        config.compression = true;
    });
    let public: Vec<_> = routes().into_iter().filter(|route| route.is_public).collect();
    assert!(public.len() >= 10, "{public:?}");
    for route in public {
        for coding in ["identity", "gzip"] {
            let (method, _) = &route.methods[0];
            let mut untaken = Vec::new();
            for _ in 0..3 {
                let mut request = request(method.as_str(), route.path);
                request.headers_mut().insert(header::ACCEPT_ENCODING, coding.parse().unwrap());
                let answer = app.clone().oneshot(request).await.unwrap();
                assert_ne!(answer.status(), StatusCode::SERVICE_UNAVAILABLE, "{}", route.path);
                untaken.push(answer);
            }
            let known = ask(&app, "GET", "/lineage?pipeline=churn", &[("x-caller", "one")]).await;
            assert_eq!(known.status, StatusCode::OK, "{} {coding}", route.path);
        }
    }
}

/// The same on connections that take no more of an answer than its first bytes.
#[tokio::test]
async fn strangers_that_take_nothing_keep_nobody_out() {
    let app = asking_who(|config| config.max_concurrent_requests = 2);
    let mut stalled = Vec::new();
    for _ in 0..8 {
        let (mut client, server) = tokio::io::duplex(64);
        let service = TowerToHyperService::new(app.clone());
        tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(server), service));
        client.write_all(b"GET /page.js HTTP/1.1\r\nHost: a\r\n\r\n").await.unwrap();
        let mut status = [0; 15];
        client.read_exact(&mut status).await.unwrap();
        assert_eq!(&status, b"HTTP/1.1 200 OK");
        stalled.push(client);
    }
    let known = ask(&app, "GET", "/lineage?pipeline=churn", &[("x-caller", "one")]).await;
    assert_eq!(known.status, StatusCode::OK);
}

#[tokio::test(start_paused = true)]
async fn each_caller_has_half_of_the_places() {
    let app = asking_who(|config| config.max_concurrent_requests = 5);
    let slow = |caller: &str| {
        let mut request = request("POST", "/sql/lineage");
        request.headers_mut().insert("x-caller", caller.parse().unwrap());
        *request.body_mut() = Body::from_stream(stream::pending::<std::io::Result<Bytes>>());
        Box::pin(send(app.clone(), request))
    };
    let status = async |caller: &str| ask(&app, "GET", "/lineage?pipeline=churn", &[("x-caller", caller)]).await;
    let mut under_way = Vec::new();
    for caller in ["one", "other"] {
        for _ in 0..2 {
            let mut answer = slow(caller);
            assert!((&mut answer).now_or_never().is_none(), "{caller}");
            under_way.push(answer);
        }
    }
    let refused = status("one").await;
    assert_eq!(
        (refused.status, &refused.headers[header::RETRY_AFTER]),
        (StatusCode::TOO_MANY_REQUESTS, &"5".parse().unwrap())
    );
    assert_eq!(status("third").await.status, StatusCode::OK);
    drop(under_way.remove(0));
    assert_eq!(status("one").await.status, StatusCode::OK);
    assert_eq!(status("other").await.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(join_all(under_way).await.iter().all(|answer| answer.status == StatusCode::REQUEST_TIMEOUT));
    assert_eq!(status("other").await.status, StatusCode::OK);
}

#[tokio::test(start_paused = true)]
async fn a_body_that_comes_slowly() {
    let app = configured(&Account::new(Fake::Answers), |_| {});
    let bytes = |pause: u64| {
        stream::unfold(0, move |count| async move {
            tokio::time::sleep(Duration::from_secs(pause)).await;
            let text: &'static [u8] = b"{\"sql\": \"SELECT 1\"}";
            text.get(count).map(|byte| (Ok::<_, std::io::Error>(Bytes::copy_from_slice(&[*byte])), count + 1))
        })
    };
    for (pause, expected) in
        [(0, StatusCode::OK), (1, StatusCode::REQUEST_TIMEOUT), (3600, StatusCode::REQUEST_TIMEOUT)]
    {
        let mut request = request("POST", "/sql/lineage");
        *request.body_mut() = Body::from_stream(bytes(pause));
        let began = Instant::now();
        let answer = send(app.clone(), request).await;
        assert_eq!(answer.status, expected, "{}", answer.body);
        assert_eq!(began.elapsed().as_secs(), if pause == 0 { 0 } else { 10 });
    }
}

#[tokio::test(start_paused = true)]
async fn what_keeps_to_no_deadline_is_cut_off() {
    let app = asking_who(|config| config.deadline = Duration::from_secs(5));
    let began = Instant::now();
    let answer = ask(&app, "GET", "/lineage?pipeline=churn", &[("x-caller", "hangs")]).await;
    assert_eq!((answer.status, began.elapsed().as_secs()), (StatusCode::GATEWAY_TIMEOUT, 7));
    assert_eq!(answer.json()["detail"], "the answer took too long");
}

/// A panic is one answer; the place is given back, and others are answered.
#[tokio::test]
async fn a_panic_is_one_answer() {
    let app = asking_who(|config| config.max_concurrent_requests = 1);
    for _ in 0..3 {
        let answer = ask(&app, "GET", "/lineage?pipeline=churn", &[("x-caller", "panics")]).await;
        assert_eq!(
            (answer.status, answer.json()["detail"].as_str()),
            (StatusCode::INTERNAL_SERVER_ERROR, Some("internal error"))
        );
        let answer = ask(&app, "GET", "/lineage?pipeline=churn", &[("x-caller", "a")]).await;
        assert_eq!(answer.status, StatusCode::OK);
    }
    let account = Account::new(Fake::Panics);
    let app = configured(&account, |config| config.max_concurrent_requests = 1);
    assert_eq!(get(app.clone(), &uri(0)).await.status, StatusCode::INTERNAL_SERVER_ERROR);
    account.becomes(Fake::Answers);
    assert_eq!(get(app, &uri(0)).await.status, StatusCode::OK);
}
