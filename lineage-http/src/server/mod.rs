//! A router on a socket, with the limits that a server needs which anybody can reach: hyper below axum, because
//! `axum::serve` sets none.
//!
//! What is no HTTP at all gets hyper's own 400, which has no body, and the connection is closed.

mod patience;
mod places;
mod work;

use std::future::Future;
use std::io;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::{sleep, timeout};
use tower::Service;

use patience::Patient;
use places::Places;
use work::Work;

/// How much a server takes upon itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct ServeLimits {
    /// How many connections are open at a time; further ones wait in the queue of the operating system.
    pub connections: usize,
    /// How long the head of a request may take to arrive, from its first byte on; and the first one's from the start of
    /// the connection on.
    pub head: Duration,
    /// How long a connection may be without a request. Longer than the minute that load balancers keep theirs, so that
    /// none is closed at the moment when one is used.
    pub idle: Duration,
    /// What `head` and `idle` are at most while more than three quarters of the connections are taken: whoever has
    /// nothing to ask makes room.
    pub scarce: Duration,
    /// How long a client may take for each 256 KiB of an answer.
    pub sending: Duration,
    /// How long requests that have begun may take to end, once the server is told to stop.
    pub drain: Duration,
}

impl Default for ServeLimits {
    fn default() -> Self {
        Self {
            connections: 1024,
            head: Duration::from_secs(10),
            idle: Duration::from_secs(75),
            scarce: Duration::from_secs(2),
            sending: Duration::from_secs(30),
            drain: Duration::from_secs(25),
        }
    }
}

/// How much of a request's head is held, in bytes, at most; the router allows less.
const HEAD_BUFFER: usize = 64 << 10;

/// How long to wait after the operating system had no socket to give.
const PAUSE: Duration = Duration::from_millis(200);

/// Serves a router until `told` ends: then nothing is accepted any more, requests under way are answered as long as
/// [`ServeLimits::drain`] allows, and what is left is cut off.
///
/// It survives whatever connections do and the lack of sockets, which it logs.
pub async fn serve(listener: TcpListener, router: Router, limits: ServeLimits, told: impl Future<Output = ()>) {
    let graceful = GracefulShutdown::new();
    let places = Places::new(limits.connections);
    let accepting = async {
        loop {
            let Some(place) = places.take().await else { return };
            let work = Work::default();
            let stream = Patient::new(accept(&listener).await, limits, work.clone(), places.clone());
            tokio::spawn(converse(stream, work, router.clone(), graceful.watcher(), place));
        }
    };
    tokio::select! {
        () = accepting => {}
        () = told => {}
    }
    drop(listener);
    if timeout(limits.drain, graceful.shutdown()).await.is_err() {
        tracing::warn!("requests that took too long to end were cut off");
    }
}

/// The next connection.
async fn accept(listener: &TcpListener) -> TcpStream {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                // Answers are written at once, so that waiting for more of them gains nothing.
                let _ = stream.set_nodelay(true);
                return stream;
            }
            Err(error) if is_the_clients(&error) => {}
            Err(error) => {
                tracing::warn!("cannot accept a connection: {error}");
                sleep(PAUSE).await;
            }
        }
    }
}

/// Whether a client left before it was accepted.
fn is_the_clients(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset, Interrupted};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset | Interrupted)
}

/// Answers the requests of one connection.
async fn converse(
    stream: Patient<TcpStream>,
    work: Work,
    router: Router,
    watcher: Watcher,
    _place: OwnedSemaphorePermit,
) {
    let service = service_fn(move |request: hyper::Request<hyper::body::Incoming>| {
        let working = work.begin();
        let answer = router.clone().call(request.map(Body::new));
        async move {
            let answer = answer.await;
            drop(working);
            answer
        }
    });
    let connection = http1::Builder::new().max_buf_size(HEAD_BUFFER).serve_connection(TokioIo::new(stream), service);
    if let Err(error) = watcher.watch(connection).await {
        tracing::debug!("a connection ended early: {error}");
    }
}
