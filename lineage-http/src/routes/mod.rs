mod health;
mod lineage;
mod page;

use axum::Router;
use axum::routing::get;

use crate::layers;
use crate::state::AppState;

/// The routes with their layers, ready to be served or nested under a path.
///
/// It has no fallback of its own, so a service that takes it in keeps its own 404.
pub fn router(state: AppState) -> Router {
    let reads = Router::new().route("/lineage", get(lineage::get));
    let routes = Router::new()
        .route("/", get(page::get))
        .route("/health", get(health::health))
        .route("/ready", get(health::ready))
        .merge(layers::around_reads(reads, state.config.max_age));
    layers::around_all(routes).with_state(state)
}
