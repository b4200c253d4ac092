use std::sync::Mutex;

use async_trait::async_trait;
use futures_util::future::FutureExt;
use serde_json::json;

use super::*;
use crate::auth::oidc::key::tests::key;

const MAX_AGE: Duration = Duration::from_secs(600);
const PACE: Duration = Duration::from_secs(30);

/// An issuer that has these keys, or does not answer; it takes a second to say so.
#[derive(Debug, Default, Clone)]
struct Issuer(Arc<Mutex<Said>>);

#[derive(Debug, Default)]
struct Said {
    now: Option<Vec<&'static str>>,
    asked: usize,
    panics: bool,
}

impl Issuer {
    fn has(&self, keys: &[&'static str]) {
        self.0.lock().unwrap().now = Some(keys.to_vec());
    }

    fn is_down(&self) {
        self.0.lock().unwrap().now = None;
    }

    fn asked(&self) -> usize {
        self.0.lock().unwrap().asked
    }
}

#[async_trait]
impl Fetch<Keys> for Issuer {
    async fn fetch(&self) -> Result<Keys, String> {
        tokio::time::sleep(Duration::from_secs(1)).await;
        let mut said = self.0.lock().unwrap();
        said.asked += 1;
        if std::mem::take(&mut said.panics) {
            drop(said);
            panic!("as told");
        }
        let keys: Vec<_> = said.now.as_ref().ok_or("it is down")?.iter().map(|id| key(id)).collect();
        Ok(Key::of_set(json!({ "keys": keys })).unwrap().into_iter().map(Arc::new).collect())
    }
}

fn cache(keys: &[&'static str]) -> (Issuer, KeyCache) {
    let issuer = Issuer::default();
    issuer.has(keys);
    (issuer.clone(), KeyCache::new(issuer, MAX_AGE, PACE))
}

/// Found, rejected or unavailable.
async fn find(cache: &KeyCache, id: &str) -> char {
    match cache.find(Some(id), Algorithm::RS256).await {
        Ok(_) => 'f',
        Err(AuthError::Rejected(_)) => 'r',
        Err(AuthError::Unavailable(why)) => {
            assert!(why.starts_with("the issuer's keys cannot be read: it"), "{why}");
            'u'
        }
    }
}

async fn after(seconds: u64) {
    tokio::time::advance(Duration::from_secs(seconds)).await;
}

#[tokio::test(start_paused = true)]
async fn keys_are_asked_for_once_by_all_and_kept() {
    let (issuer, cache) = cache(&["a"]);
    let all = futures_util::future::join_all((0..100).map(|_| find(&cache, "a"))).await;
    assert!(all.iter().all(|found| *found == 'f'));
    after(599).await;
    assert_eq!((find(&cache, "a").await, issuer.asked()), ('f', 1));
    after(1).await;
    assert_eq!((find(&cache, "a").await, issuer.asked()), ('f', 2));
}

#[tokio::test(start_paused = true)]
async fn a_new_key_is_asked_for_but_not_at_every_unknown_one() {
    let (issuer, cache) = cache(&["a"]);
    assert_eq!(find(&cache, "a").await, 'f');
    issuer.has(&["b"]);
    assert_eq!((find(&cache, "b").await, issuer.asked()), ('r', 1), "asked a moment ago");
    after(30).await;
    let both = futures_util::future::join(find(&cache, "b"), find(&cache, "x")).await;
    assert_eq!((both, issuer.asked()), (('f', 'r'), 2));
    assert_eq!((find(&cache, "a").await, issuer.asked()), ('r', 2), "the old one is gone");
    for _ in 0..100 {
        assert_eq!(find(&cache, "x").await, 'r');
    }
    assert_eq!(issuer.asked(), 2);
    after(30).await;
    assert_eq!((find(&cache, "x").await, issuer.asked()), ('r', 3));
}

#[tokio::test(start_paused = true)]
async fn keys_outlive_an_outage_for_a_day() {
    let (issuer, cache) = cache(&["a"]);
    assert_eq!(find(&cache, "a").await, 'f');
    issuer.is_down();
    after(600).await;
    assert_eq!((find(&cache, "a").await, issuer.asked()), ('f', 2));
    assert_eq!((find(&cache, "a").await, issuer.asked()), ('f', 2), "not asked at every request");
    after(24 * 60 * 60 - 610).await;
    assert_eq!(find(&cache, "a").await, 'f');
    after(30).await;
    assert_eq!(find(&cache, "a").await, 'u');
    issuer.has(&["a"]);
    after(30).await;
    assert_eq!(find(&cache, "a").await, 'f');
}

#[tokio::test(start_paused = true)]
async fn an_issuer_that_is_down_at_first_is_asked_again() {
    let (issuer, cache) = cache(&[]);
    issuer.is_down();
    assert_eq!((find(&cache, "a").await, issuer.asked()), ('u', 1));
    assert_eq!((find(&cache, "a").await, issuer.asked()), ('u', 1));
    issuer.has(&["a"]);
    after(5).await;
    assert_eq!((find(&cache, "a").await, issuer.asked()), ('f', 2));
}

#[tokio::test(start_paused = true)]
async fn who_leaves_stops_nothing() {
    let (issuer, cache) = cache(&["a"]);
    let impatient = tokio::time::timeout(Duration::from_millis(1), find(&cache, "a")).await;
    assert!(impatient.is_err());
    assert_eq!((find(&cache, "a").await, issuer.asked()), ('f', 1));
}

#[tokio::test(start_paused = true)]
async fn a_panic_while_asking_is_an_outage() {
    let (issuer, cache) = cache(&["a"]);
    issuer.0.lock().unwrap().panics = true;
    assert_eq!(find(&cache, "a").await, 'u');
    after(5).await;
    assert_eq!((find(&cache, "a").await, issuer.asked()), ('f', 2));
}

#[tokio::test(start_paused = true)]
async fn while_one_asks_others_take_what_is_there() {
    let (_, cache) = cache(&["a"]);
    assert_eq!(find(&cache, "a").await, 'f');
    after(600).await;
    let mut first = Box::pin(find(&cache, "a"));
    assert!(futures_util::poll!(&mut first).is_pending());
    assert_eq!(find(&cache, "a").now_or_never(), Some('f'));
    assert_eq!(first.await, 'f');
}

#[tokio::test(start_paused = true)]
async fn a_token_without_a_key_name_has_the_only_key() {
    let found = async |keys: &[&'static str]| cache(keys).1.find(None, Algorithm::RS256).await.is_ok();
    assert!(found(&["a"]).await);
    assert!(!found(&["a", "b"]).await);
    let (_, one) = cache(&["a"]);
    assert!(one.find(Some("a"), Algorithm::ES256).await.is_err(), "a key of another type");
}
