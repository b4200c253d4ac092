use std::fmt;
use std::io;
use std::time::Duration;

use async_trait::async_trait;
use axum::body::Bytes;
use axum::http::{Request, Response};
use http_body_util::{BodyExt, Full, Limited};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use opentelemetry_http::{HttpClient, HttpError};
use tokio::runtime::Handle;
use tokio::time::timeout;

/// Sends spans over the HTTP and TLS that the program has anyway.
pub(super) struct Client {
    client: legacy::Client<HttpsConnector<HttpConnector>, Full<Bytes>>,
    /// Exporters run on a thread of their own, where there is no runtime.
    runtime: Handle,
}

/// How long a collector may take: what the standard says where nobody says otherwise.
const PATIENCE: Duration = Duration::from_secs(10);

/// The longest answer of a collector that is read, in bytes: it says which spans it did not take.
const MOST: usize = 64 << 10;

impl Client {
    /// A client of the runtime that the call is made in.
    pub(super) fn new() -> io::Result<Self> {
        let connector = HttpsConnectorBuilder::new().with_native_roots()?.https_or_http().enable_http1().build();
        let client = legacy::Client::builder(TokioExecutor::new()).build(connector);
        Ok(Self { client, runtime: Handle::try_current().map_err(io::Error::other)? })
    }
}

#[async_trait]
impl HttpClient for Client {
    async fn send_bytes(&self, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        let answer = self.client.request(request.map(Full::new));
        let sent = async move {
            let (parts, body) = answer.await?.into_parts();
            let body = Limited::new(body, MOST).collect().await?.to_bytes();
            Ok(Response::from_parts(parts, body))
        };
        // The clock too is the runtime's.
        self.runtime.spawn(async move { timeout(PATIENCE, sent).await? }).await?
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").finish_non_exhaustive()
    }
}
