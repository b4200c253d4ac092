mod by_domain;
mod catalog;
mod datasets;
mod feature_groups;
mod health;
mod lineage;
mod page;
mod sql;

use axum::Router;
use axum::http::Method;
use axum::routing::{MethodRouter, get};

use crate::auth::{Scope, needs};
use crate::layers;
use crate::state::AppState;

pub(crate) use health::StoreHealth;

/// A route of the server.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Route {
    /// Its path; `{name}` stands for a segment, `{*path}` for all that is left.
    pub path: &'static str,
    /// Its methods, each with the scope that a caller needs; none answers everybody. Where there is GET there is HEAD.
    pub methods: Vec<(Method, Option<Scope>)>,
}

struct Entry {
    path: &'static str,
    methods: Vec<(Method, Option<Scope>)>,
    handlers: MethodRouter<AppState>,
}

impl Entry {
    fn everybody(path: &'static str, handlers: MethodRouter<AppState>) -> Self {
        Self { path, methods: vec![(Method::GET, None)], handlers }
    }

    fn get(path: &'static str, scope: Scope, handlers: MethodRouter<AppState>) -> Self {
        Self { path, methods: vec![(Method::GET, Some(scope))], handlers: needs(scope, handlers) }
    }

    fn post(path: &'static str, scope: Scope, handlers: MethodRouter<AppState>) -> Self {
        Self { path, methods: vec![(Method::POST, Some(scope))], handlers: needs(scope, handlers) }
    }

    /// The same path with one more method, of another scope.
    fn and(mut self, other: Self) -> Self {
        self.methods.extend(other.methods);
        Self { handlers: self.handlers.merge(other.handlers), ..self }
    }
}

/// All routes: which path has which handlers, and who may call them.
fn table() -> Vec<Entry> {
    use Scope::{CatalogRead, LineageRead, SchemaRead, SchemaWrite};
    vec![
        Entry::everybody("/", get(page::get)),
        Entry::everybody("/health", get(health::health)),
        Entry::everybody("/ready", get(health::ready)),
        Entry::get("/lineage", LineageRead, get(lineage::get)),
        Entry::get("/lineage/by-domain", LineageRead, get(by_domain::get)),
        Entry::get("/sagemaker/pipelines", CatalogRead, get(catalog::pipelines)),
        Entry::get("/sagemaker/overview", CatalogRead, get(catalog::overview)),
        Entry::get("/sagemaker/catalog", CatalogRead, get(catalog::catalog)),
        Entry::get("/featurestore/feature-groups", CatalogRead, get(feature_groups::list)),
        Entry::get("/featurestore/feature-groups/{name}", CatalogRead, get(feature_groups::one)),
        Entry::get("/datasets/{*path}", SchemaRead, datasets::reading()).and(Entry::post(
            "/datasets/{*path}",
            SchemaWrite,
            datasets::saving(),
        )),
        Entry::post("/sql/lineage", LineageRead, sql::route()),
    ]
}

/// What there is, for documentation and tests; [`router`] serves it.
#[must_use]
pub fn routes() -> Vec<Route> {
    table().into_iter().map(|entry| Route { path: entry.path, methods: entry.methods }).collect()
}

/// The routes with their layers, ready to be served or nested under a path.
///
/// It has no fallback of its own, so a service that takes it in keeps its own 404.
pub fn router(state: AppState) -> Router {
    let add = |router: Router<AppState>, entry: Entry| router.route(entry.path, entry.handlers);
    let routes = table().into_iter().fold(Router::new(), add);
    layers::around_all(routes, &state).with_state(state)
}
