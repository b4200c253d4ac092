//! The lineage routes inside another axum service.
//!
//! `cargo run -p lineage-examples --example embed_router [-- ADDR:PORT]`; without an address it asks itself
//! and ends.

#![allow(clippy::print_stdout)]

use std::error::Error;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::Request;
use axum::routing::get;
use lineage_http::{AppState, Clock, ServerConfig};
use tower::ServiceExt;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let account = lineage_aws::demo();
    let mut config = ServerConfig::default();
    config.default_region = account.regions().first().cloned();
    config.clock = Clock::Fixed(account.recorded_at());
    let state = AppState::new(Arc::new(account), config)?;

    let service = Router::new()
        .route("/", get(|| async { "a service of one's own" }))
        .nest("/sagemaker", lineage_http::router(state));

    if let Some(address) = std::env::args().nth(1) {
        let listener = tokio::net::TcpListener::bind(address).await?;
        println!("listening on http://{}", listener.local_addr()?);
        return Ok(axum::serve(listener, service).await?);
    }
    for path in ["/", "/sagemaker/health", "/sagemaker/lineage?pipeline=CustomerChurnTraining&format=mermaid"] {
        let response = service.clone().oneshot(Request::get(path).body(Body::empty())?).await?;
        let status = response.status();
        let body = to_bytes(response.into_body(), 1 << 20).await?;
        println!("GET {path}\n  {status}\n  {}", String::from_utf8_lossy(&body));
    }
    Ok(())
}
