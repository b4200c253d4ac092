mod by_domain;
mod catalog;
mod datasets;
mod docs;
mod executions;
mod feature_groups;
mod health;
mod lineage;
mod me;
mod metrics;
mod openapi;
mod page;
mod sign_in;
mod sql;

use axum::Router;
use axum::extract::State;
use axum::http::Method;
use axum::middleware;
use axum::routing::{MethodRouter, get, post};

use crate::audit::{Action, Names, audited};
use crate::auth::{Scope, needs};
use crate::hosts::Hosts;
use crate::layers;
use crate::state::AppState;
use crate::telemetry::Telemetry;

pub(crate) use health::{Health, Ready};
pub(crate) use me::Me;

pub(crate) use health::StoreHealth;

/// A route of the server.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Route {
    /// Its path; `{name}` stands for a segment, `{*path}` for all that is left.
    pub path: &'static str,
    /// Its methods, each with the scope that a caller needs, if any. Where there is GET there is HEAD.
    pub methods: Vec<(Method, Option<Scope>)>,
    /// Whether it answers everybody; if not, only callers whose credentials are good.
    pub is_public: bool,
}

struct Entry {
    path: &'static str,
    methods: Vec<(Method, Option<Scope>)>,
    is_public: bool,
    handlers: MethodRouter<AppState>,
}

impl Entry {
    fn everybody(path: &'static str, handlers: MethodRouter<AppState>) -> Self {
        Self { path, methods: vec![(Method::GET, None)], is_public: true, handlers }
    }

    /// For everybody whom the server knows.
    fn known(path: &'static str, handlers: MethodRouter<AppState>) -> Self {
        Self { path, methods: vec![(Method::GET, None)], is_public: false, handlers }
    }

    fn get(path: &'static str, scope: Scope, handlers: MethodRouter<AppState>) -> Self {
        Self { path, methods: vec![(Method::GET, Some(scope))], is_public: false, handlers: needs(scope, handlers) }
    }

    /// Who saves is answered with what there is.
    fn saves(path: &'static str, handlers: MethodRouter<AppState>) -> Self {
        Self::post(path, Scope::SchemaWrite, needs(Scope::SchemaRead, handlers))
    }

    fn post(path: &'static str, scope: Scope, handlers: MethodRouter<AppState>) -> Self {
        Self { path, methods: vec![(Method::POST, Some(scope))], is_public: false, handlers: needs(scope, handlers) }
    }

    /// The same route with a line of the audit log for each request, also for one that is refused.
    fn audited(self, action: Action, names: Names) -> Self {
        Self { handlers: audited(action, names, self.handlers), ..self }
    }

    /// The same path with one more method, of another scope.
    fn and(mut self, other: Self) -> Self {
        self.methods.extend(other.methods);
        Self { handlers: self.handlers.merge(other.handlers), ..self }
    }
}

/// All routes: which path has which handlers, and who may call them.
fn table() -> Vec<Entry> {
    use Scope::{CatalogRead, LineageRead, MetricsRead, SchemaRead};
    vec![
        Entry::everybody("/", get(page::page)),
        Entry::everybody("/page.js", get(page::file)),
        Entry::everybody("/page-sql.js", get(page::file)),
        Entry::everybody("/page.css", get(page::file)),
        Entry::everybody("/icon.svg", get(page::file)),
        Entry::everybody("/health", get(health::health)),
        Entry::everybody("/ready", get(health::ready)),
        Entry::everybody("/auth/login", get(sign_in::login)),
        Entry::everybody("/auth/callback", get(sign_in::callback)),
        Entry { methods: vec![(Method::POST, None)], ..Entry::everybody("/auth/logout", post(sign_in::logout)) },
        Entry::known("/me", get(me::get)),
        Entry::get(METRICS, MetricsRead, get(metrics::get)),
        Entry::get("/lineage", LineageRead, get(lineage::get))
            .audited(Action::PostureRead, Names::Parameter("pipeline")),
        Entry::get("/lineage/by-domain", LineageRead, get(by_domain::get))
            .audited(Action::PostureRead, Names::Parameter("domain")),
        Entry::get("/sagemaker/pipelines", CatalogRead, get(catalog::pipelines)),
        Entry::get("/sagemaker/overview", CatalogRead, get(catalog::overview)),
        Entry::get("/sagemaker/catalog", CatalogRead, get(catalog::catalog)),
        Entry::get("/sagemaker/executions", LineageRead, get(executions::get)),
        Entry::get("/featurestore/feature-groups", CatalogRead, get(feature_groups::list)),
        Entry::get("/featurestore/feature-groups/{name}", CatalogRead, get(feature_groups::one)),
        Entry::get("/datasets/{*path}", SchemaRead, datasets::reading())
            .audited(Action::SchemaRead, Names::Dataset)
            .and(Entry::saves("/datasets/{*path}", datasets::saving()).audited(Action::SchemaWrite, Names::Dataset)),
        Entry::post("/sql/lineage", LineageRead, sql::route()),
        Entry::known("/openapi.json", get(openapi::get)),
        Entry::known("/docs", get(docs::enter)),
        Entry::known("/docs/", get(docs::page)),
        Entry::known("/docs/{file}", get(docs::file)),
    ]
}

/// The path of the figures, which may be served elsewhere.
pub(crate) const METRICS: &str = "/metrics";

/// What there is, for documentation and tests; [`router`] serves it.
#[must_use]
pub fn routes() -> Vec<Route> {
    let route = |entry: Entry| Route { path: entry.path, methods: entry.methods, is_public: entry.is_public };
    table().into_iter().map(route).collect()
}

/// The routes with their layers, ready to be served or nested under a path.
///
/// It has no fallback of its own, so a service that takes it in keeps its own 404. Nest it under a path with a slash at
/// its end (`/lineage-api/`): the links of the page are relative to that. Under one without, axum's `nest` knows no path
/// with the slash, at which the page has to be; its `nest_service` does, and then the path without leads to it.
pub fn router(state: AppState) -> Router {
    let add = |router: Router<AppState>, entry: Entry| router.route(entry.path, entry.handlers);
    let state = state.counted();
    let table = table().into_iter().filter(|entry| entry.path != METRICS || state.has_metrics_route);
    let routes = table.fold(Router::new(), add);
    layers::around_all(routes, &state).with_state(state)
}

/// `/metrics` and `/health` alone, for a listener that only the operator can reach: it asks nobody who they are. Where it
/// is given a list of hosts it answers to those, and to addresses, by which whoever watches the process asks.
pub fn metrics_router(telemetry: Telemetry, hosts: Option<Hosts>) -> Router {
    let figures = get(|State(telemetry): State<Telemetry>| async move { metrics::text(&telemetry) });
    Router::new()
        .route(METRICS, figures)
        .route("/health", get(health::health))
        .layer(middleware::from_fn_with_state(hosts, layers::for_watchers))
        .layer(middleware::from_fn(layers::finish))
        .with_state(telemetry)
}
