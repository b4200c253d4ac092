mod by_domain;
mod catalog;
mod datasets;
mod feature_groups;
mod health;
mod lineage;
mod page;
mod sql;

use axum::Router;
use axum::routing::get;

use crate::layers;
use crate::state::AppState;

/// The routes with their layers, ready to be served or nested under a path.
///
/// It has no fallback of its own, so a service that takes it in keeps its own 404.
pub fn router(state: AppState) -> Router {
    let routes = Router::new()
        .route("/", get(page::get))
        .route("/health", get(health::health))
        .route("/ready", get(health::ready))
        .route("/lineage", get(lineage::get))
        .route("/lineage/by-domain", get(by_domain::get))
        .route("/sagemaker/pipelines", get(catalog::pipelines))
        .route("/sagemaker/overview", get(catalog::overview))
        .route("/sagemaker/catalog", get(catalog::catalog))
        .route("/featurestore/feature-groups", get(feature_groups::list))
        .route("/featurestore/feature-groups/{name}", get(feature_groups::one))
        .route("/datasets/{*path}", datasets::route())
        .route("/sql/lineage", sql::route());
    layers::around_all(routes).with_state(state)
}
