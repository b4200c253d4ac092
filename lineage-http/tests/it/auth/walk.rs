//! Every route, as somebody tries it who may not.

use async_trait::async_trait;
use axum::http::{Method, StatusCode};
use lineage_http::routes;
use lineage_schema::DatasetId;
use lineage_schema::store::{SaveRequest, Saved, SchemaStore, SchemaVersion, StoreError, VersionPage};

use super::*;

/// A store that nobody may come to.
#[derive(Debug)]
struct Untouched;

#[async_trait]
impl SchemaStore for Untouched {
    async fn save(&self, _: &DatasetId, _: SaveRequest) -> Result<Saved, StoreError> {
        panic!("saved")
    }

    async fn latest(&self, _: &DatasetId) -> Result<Option<SchemaVersion>, StoreError> {
        panic!("read")
    }

    async fn versions(&self, _: &DatasetId, _: usize, _: Option<u64>) -> Result<VersionPage, StoreError> {
        panic!("read")
    }

    async fn version(&self, _: &DatasetId, _: u64) -> Result<Option<SchemaVersion>, StoreError> {
        panic!("read")
    }
}

/// An address of a route.
fn address(path: &str, method: &Method) -> String {
    let dataset = if method == Method::POST { "lake/orders/schema/versions" } else { "lake/orders/schema" };
    path.replace("{*path}", dataset).replace("{name}", "Customers")
}

/// All routes that ask for something, with an address of each.
fn guarded() -> Vec<(String, Method, Scope)> {
    let mut all = Vec::new();
    for route in routes() {
        for (method, scope) in route.methods {
            all.extend(scope.map(|scope| (address(route.path, &method), method, scope)));
        }
    }
    assert!(all.len() >= 10, "{all:?}");
    all
}

/// Other ways to write an address, some of which some server takes for the same one.
fn variants(path: &str) -> Vec<String> {
    let (first, rest) = path.trim_start_matches('/').split_at(1);
    let encoded = format!("/%{:02x}{rest}", first.as_bytes()[0]);
    let mut all = vec![
        path.to_owned(),
        format!("/{path}"),
        format!("//{path}"),
        format!("{path}/"),
        format!("{path}//"),
        path.replacen('/', "//", 2),
        path.to_uppercase(),
        encoded.to_uppercase(),
        encoded,
        format!("/%2e{path}"),
        format!("/.{path}"),
        format!("/..{path}"),
        format!("/health/..{path}"),
        format!("/health/%2e%2e{path}"),
        format!("/health;{path}"),
        format!("/health%2f..{path}"),
        format!("{path}/../health"),
        format!("{path}/%2e%2e/health"),
        format!("{path};/health"),
        format!("{path};a=b"),
        format!("{path}%3b"),
        format!("{path}%2f"),
        format!("{path}%00"),
        format!("{path}%20"),
        format!("{path}?x=/health"),
        format!("{path}?/../health"),
        format!("http://x{path}"),
        format!("http://x/{path}"),
    ];
    if let Some((before, after)) = path.trim_start_matches('/').split_once('/') {
        all.extend(["%2f", "%5c", "/./", "//"].map(|slash| format!("/{before}{slash}{after}")));
    }
    all
}

const METHODS: [&str; 9] = ["GET", "HEAD", "POST", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "ANYTHING"];

#[tokio::test]
async fn nothing_is_answered_to_strangers() {
    let account = Account::new(Fake::Panics);
    let state = AppState::new(Arc::<Account>::clone(&account), config()).unwrap();
    let app = router(state.with_schemas(Arc::new(Untouched)).with_auth(with_keys(vec![api_key('a', Scope::ALL)])));
    let nested = Router::new().nest("/inner", app.clone());
    let nowhere =
        ["/nothing", "/health/", "//health", "/health//", "/%68ealth", "/HEALTH", "/ready/", "/ready;", "/health%2f"];
    let addresses: Vec<_> = guarded().into_iter().flat_map(|(path, _, _)| variants(&path)).collect();
    let mut asked = 0;
    for address in addresses.iter().map(String::as_str).chain(nowhere) {
        for method in METHODS {
            let answer = send(app.clone(), request(method, address)).await;
            assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{method} {address}");
            if address.starts_with('/') {
                // What no route of ours is, the outer service answers: there is nothing.
                let answer = send(nested.clone(), request(method, &format!("/inner{address}"))).await;
                let is_refused = [StatusCode::UNAUTHORIZED, StatusCode::NOT_FOUND].contains(&answer.status);
                assert!(is_refused, "{method} /inner{address}: {}", answer.status);
            }
            asked += 1;
        }
    }
    assert!(asked > 2000, "{asked}");
    for (path, method, _) in guarded() {
        let answer = send(nested.clone(), request(method.as_str(), &format!("/inner{path}"))).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{method} /inner{path}");
    }
    assert!(account.is_unasked());
}

#[tokio::test]
async fn wrong_credentials_are_none() {
    let account = Account::new(Fake::Panics);
    let state = AppState::new(Arc::<Account>::clone(&account), config()).unwrap();
    let app = router(state.with_schemas(Arc::new(Untouched)).with_auth(with_keys(vec![api_key('a', Scope::ALL)])));
    let (right, wrong) = (key('a'), format!("Bearer {}", key('b')));
    for (path, method, _) in guarded() {
        for lines in [
            &[("authorization", &*wrong)][..],
            &[("x-api-key", "hunter2")],
            &[("authorization", "Basic c2xrOng=")],
            &[("authorization", "Bearer a.b.c")],
            &[("x-api-key", &*right), ("authorization", &*wrong)],
        ] {
            let answer = send(app.clone(), with(request(method.as_str(), &path), lines)).await;
            assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{method} {path} {lines:?}");
        }
    }
    assert!(account.is_unasked());
}

#[tokio::test]
async fn a_scope_opens_what_is_behind_it_and_nothing_else() {
    for (path, method, scope) in guarded() {
        let others = Scope::ALL.into_iter().filter(|other| *other != scope);
        // Who saves is answered with the schema.
        let beside = (scope == Scope::SchemaWrite).then_some(Scope::SchemaRead);
        let keys = with_keys(vec![api_key('a', others), api_key('b', [scope].into_iter().chain(beside))]);
        let app = app_with(keys, |config| config.dataset_buckets = Some("*".parse().unwrap()));
        let head = if method == Method::GET { "HEAD" } else { "POST" };
        for method in [method.as_str(), head] {
            let ask =
                async |digit| send(app.clone(), with(request(method, &path), &[("x-api-key", &key(digit))])).await;
            let refused = ask('a').await;
            assert_eq!(refused.status, StatusCode::FORBIDDEN, "{method} {path}");
            assert!(method == "HEAD" || refused.body.contains(scope.as_str()), "{}", refused.body);
            let status = ask('b').await.status;
            assert!(![StatusCode::UNAUTHORIZED, StatusCode::FORBIDDEN].contains(&status), "{method} {path}: {status}");
        }
    }
}

#[tokio::test]
async fn what_is_for_everybody_is_what_the_table_says() {
    let app = app_with(with_keys(vec![api_key('a', Scope::ALL)]), |_| {});
    for route in routes() {
        for (method, _) in &route.methods {
            let status = send(app.clone(), request(method.as_str(), &address(route.path, method))).await.status;
            assert_eq!(status != StatusCode::UNAUTHORIZED, route.is_public, "{method} {}: {status}", route.path);
        }
    }
}
