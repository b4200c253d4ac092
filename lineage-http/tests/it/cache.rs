//! What is kept and for how long, and who waits for whom.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::http::{StatusCode, header};
use futures_util::future::{FutureExt, join_all};
use lineage_http::{AppState, ServerConfig, router};
use lineage_model::source::SourceErrorKind;
use tokio::time::advance;

use crate::client::{Answer, app, app_of, config, get};
use crate::fake::{Account, Fake};

const URI: &str = "/lineage?pipeline=churn";
const WITH_EXECUTION: &str = "/lineage?pipeline=churn&includeLatestExec=true";

fn configured(account: &Arc<Account>, change: impl FnOnce(&mut ServerConfig)) -> Router {
    let mut config = config();
    change(&mut config);
    router(AppState::new(Arc::<Account>::clone(account), config).unwrap())
}

/// How often the pipeline was read: once for each load.
fn loads(account: &Account) -> usize {
    account.calls("sagemaker:DescribePipeline")
}

fn age(answer: &Answer) -> &str {
    answer.headers[header::AGE].to_str().unwrap()
}

fn is_stale(answer: &Answer) -> bool {
    answer.headers.contains_key("x-data-stale")
}

#[tokio::test]
async fn equal_requests_make_one_load() {
    let account = Account::new(Fake::Answers);
    let app = configured(&account, |config| config.max_concurrent_requests = 1000);
    let spellings = [
        "/lineage?pipeline=churn&region=eu-west-1&view=both&includeLatestExec=1",
        "/lineage?view=both&includeLatestExec=TRUE&pipeline=churn",
        "/lineage?includeLatestExec=true&pipeline=%63hurn&format=json",
    ];
    let answers = join_all((0..1000).map(|i| get(app.clone(), spellings[i % spellings.len()]))).await;
    assert_eq!(loads(&account), 1);
    assert!(answers.iter().all(|answer| answer.status == StatusCode::OK && answer.body == answers[0].body));
}

#[tokio::test]
async fn other_questions_are_not_answered_from_the_cache() {
    let account = Account::new(Fake::Answers);
    let state = AppState::new(Arc::<Account>::clone(&account), config()).unwrap();
    let state = state.with_profile("dev", Arc::<Account>::clone(&account));
    let app = router(state.with_account("prod", Arc::<Account>::clone(&account), [].into()));
    let uris = [
        URI,
        "/lineage?pipeline=churn&region=us-east-1",
        "/lineage?pipeline=churn&view=data",
        "/lineage?pipeline=churn&format=dot",
        WITH_EXECUTION,
        "/lineage?pipeline=churn&colour=red",
        "/lineage?pipeline=churn&profile=dev",
        "/lineage?pipeline=churn&account=prod",
    ];
    for _ in 0..2 {
        for (before, uri) in uris.into_iter().enumerate() {
            assert_eq!(get(app.clone(), uri).await.status, StatusCode::OK);
            assert!(loads(&account) > before, "{uri}");
        }
    }
    assert_eq!(loads(&account), uris.len());
}

#[tokio::test(start_paused = true)]
async fn an_answer_is_kept_for_its_time() {
    let account = Account::new(Fake::Answers);
    let app = app_of(Arc::clone(&account));
    for (seconds, expected) in [(0, ("0", 1)), (29, ("29", 1)), (1, ("0", 2)), (10, ("10", 2))] {
        advance(Duration::from_secs(seconds)).await;
        let answer = get(app.clone(), URI).await;
        assert_eq!((age(&answer), loads(&account)), expected);
        assert_eq!(answer.headers[header::CACHE_CONTROL], "private, max-age=30");
        assert_eq!(answer.headers["x-aws-calls"], "0");
        assert!(!is_stale(&answer));
    }
}

#[tokio::test]
async fn without_a_time_to_live_nothing_is_kept() {
    let account = Account::new(Fake::Answers);
    let app = configured(&account, |config| config.max_age = Duration::ZERO);
    for count in 1..3 {
        let answer = get(app.clone(), URI).await;
        assert_eq!((loads(&account), age(&answer)), (count, "0"));
        assert_eq!(answer.headers[header::CACHE_CONTROL], "private, no-cache");
        assert!(answer.headers.contains_key(header::ETAG));
    }
    account.becomes(Fake::Fails(SourceErrorKind::Unavailable));
    assert_eq!(get(app, URI).await.status, StatusCode::BAD_GATEWAY);
}

#[tokio::test]
async fn memory_is_bounded() {
    let size = get(app(Fake::Answers), URI).await.body.len();
    for (room, loads_of_both) in [(0, 4), (size + 2000, 4), (2 * size + 4000, 2)] {
        let account = Account::new(Fake::Answers);
        let app = configured(&account, |config| config.cache_bytes = room);
        for uri in [URI, "/lineage?pipeline=churn&region=us-east-1"].repeat(2) {
            get(app.clone(), uri).await;
        }
        assert_eq!(loads(&account), loads_of_both, "{room}");
    }
}

#[tokio::test(start_paused = true)]
async fn answers_with_gaps_are_kept_shorter() {
    for (fake, cache_control, second_load) in [
        (Fake::HangsLater, "no-store", 0),
        (Fake::FailsLater(SourceErrorKind::Throttled), "private, max-age=5", 5),
        (Fake::FailsLater(SourceErrorKind::Unavailable), "private, max-age=5", 5),
        (Fake::FailsLater(SourceErrorKind::AccessDenied), "private, max-age=30", 30),
    ] {
        let account = Account::new(fake);
        let app = app_of(Arc::clone(&account));
        let first = get(app.clone(), WITH_EXECUTION).await;
        assert_eq!(first.status, StatusCode::OK);
        assert_eq!(first.headers[header::CACHE_CONTROL], cache_control);
        let mut waited = 0;
        while waited < second_load {
            get(app.clone(), WITH_EXECUTION).await;
            assert_eq!(loads(&account), 1, "{fake:?} after {waited} s");
            advance(Duration::from_secs(1)).await;
            waited += 1;
        }
        get(app, WITH_EXECUTION).await;
        assert_eq!(loads(&account), 2, "{fake:?}");
    }
}

#[tokio::test]
async fn failures_are_told_to_all_who_wait_and_to_nobody_else() {
    for fake in [Fake::Fails(SourceErrorKind::Unavailable), Fake::Fails(SourceErrorKind::AccessDenied), Fake::Panics] {
        let account = Account::new(fake);
        let app = app_of(Arc::clone(&account));
        let answers = join_all((0..10).map(|_| get(app.clone(), URI))).await;
        assert!(answers.iter().all(|answer| answer.status.is_server_error()), "{fake:?}");
        assert_eq!(loads(&account), 1, "{fake:?}");
        account.becomes(Fake::Answers);
        assert_eq!(get(app, URI).await.status, StatusCode::OK, "{fake:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_expired_answer_stands_in_for_one_that_fails() {
    for fake in [
        Fake::Fails(SourceErrorKind::Throttled),
        Fake::Fails(SourceErrorKind::Timeout),
        Fake::Fails(SourceErrorKind::Unavailable),
        Fake::Fails(SourceErrorKind::CredentialsUnavailable),
        Fake::Fails(SourceErrorKind::InvalidResponse),
        Fake::Hangs,
    ] {
        let account = Account::new(Fake::Answers);
        let app = app_of(Arc::clone(&account));
        let fresh = get(app.clone(), URI).await;
        account.becomes(fake);
        advance(Duration::from_secs(60)).await;
        let stale = get(app.clone(), URI).await;
        assert_eq!((stale.status, &stale.body), (StatusCode::OK, &fresh.body), "{fake:?}");
        assert!(is_stale(&stale) && age(&stale).parse::<u64>().unwrap() >= 60, "{fake:?}");

        // The source has a moment's rest.
        advance(Duration::from_secs(4)).await;
        assert!(is_stale(&get(app.clone(), URI).await));
        assert_eq!(loads(&account), 2, "{fake:?}");
        advance(Duration::from_secs(1)).await;
        assert!(is_stale(&get(app.clone(), URI).await));
        assert_eq!(loads(&account), 3, "{fake:?}");

        account.becomes(Fake::Answers);
        advance(Duration::from_secs(5)).await;
        let again = get(app.clone(), URI).await;
        assert!(!is_stale(&again) && age(&again) == "0", "{fake:?}");

        account.becomes(fake);
        advance(Duration::from_secs(300)).await;
        assert!(get(app, URI).await.status.is_server_error(), "{fake:?}: too old to stand in");
    }
}

/// A list of regions that all failed is an answer, but one of a while ago says more.
#[tokio::test(start_paused = true)]
async fn an_expired_list_stands_in_for_one_of_regions_that_all_failed() {
    let account = Account::new(Fake::Answers);
    let app = app_of(Arc::clone(&account));
    let fresh = get(app.clone(), "/sagemaker/catalog").await;
    account.becomes(Fake::Fails(SourceErrorKind::Unavailable));
    advance(Duration::from_secs(60)).await;
    let stale = get(app.clone(), "/sagemaker/catalog").await;
    assert_eq!(stale.body, fresh.body);
    assert!(is_stale(&stale));
    advance(Duration::from_secs(300)).await;
    let failed = get(app, "/sagemaker/catalog").await;
    assert!(!is_stale(&failed) && failed.json()["regions"][0]["error"].is_string(), "{:?}", failed.json());
}

#[tokio::test(start_paused = true)]
async fn what_the_source_takes_back_does_not_return() {
    for (kind, status) in
        [(SourceErrorKind::NotFound, StatusCode::NOT_FOUND), (SourceErrorKind::AccessDenied, StatusCode::BAD_GATEWAY)]
    {
        let account = Account::new(Fake::Answers);
        let app = app_of(Arc::clone(&account));
        get(app.clone(), URI).await;
        advance(Duration::from_secs(31)).await;
        account.becomes(Fake::Fails(kind));
        assert_eq!(get(app.clone(), URI).await.status, status);
        account.becomes(Fake::Fails(SourceErrorKind::Unavailable));
        assert_eq!(get(app, URI).await.status, StatusCode::BAD_GATEWAY, "{kind:?}");
    }
}

#[tokio::test]
async fn a_client_that_leaves_wedges_nobody() {
    for polls in 0.. {
        let account = Account::new(Fake::Answers);
        let app = app_of(Arc::clone(&account));
        let mut leaving = Box::pin(get(app.clone(), URI));
        let mut is_answered = false;
        for _ in 0..polls {
            is_answered = is_answered || (&mut leaving).now_or_never().is_some();
            tokio::task::yield_now().await;
        }
        let waiting: Vec<_> = (0..10).map(|_| tokio::spawn(get(app.clone(), URI))).collect();
        tokio::task::yield_now().await;
        drop(leaving);
        let answers = join_all(waiting).await;
        assert!(answers.iter().all(|answer| answer.as_ref().unwrap().status == StatusCode::OK), "{polls} polls");
        assert_eq!(loads(&account), 1, "{polls} polls");
        if is_answered {
            assert!(polls > 1, "it was never left waiting");
            break;
        }
    }
}
