//! The router on a socket.

use std::convert::Infallible;
use std::net::SocketAddr;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::routing::get;
use futures_util::stream::{StreamExt, repeat};
use lineage_http::server::{ServeLimits, serve};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;
use tokio::time::Instant;

struct Served {
    address: SocketAddr,
    /// Ends it.
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

async fn start(router: Router, limits: ServeLimits) -> Served {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel();
    let task = tokio::spawn(serve(listener, router, limits, async { drop(stopped.await) }));
    Served { address, stop, task }
}

/// Answers `/slow` when it is told to, and tells that it was asked.
fn slow() -> (Router, mpsc::UnboundedReceiver<oneshot::Sender<()>>) {
    let (asked, asking) = mpsc::unbounded_channel();
    let slow = move || {
        let (answer, answered) = oneshot::channel();
        asked.send(answer).unwrap();
        async move { answered.await.map_or("left", |()| "slow") }
    };
    (Router::new().route("/slow", get(slow)).route("/fast", get(async || "fast")), asking)
}

async fn send(address: SocketAddr, text: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(text.as_bytes()).await.unwrap();
    stream
}

async fn rest(mut stream: TcpStream) -> String {
    let mut text = String::new();
    stream.read_to_string(&mut text).await.unwrap();
    text
}

const SLOW: &str = "GET /slow HTTP/1.1\r\nHost: a\r\n\r\n";

#[tokio::test]
async fn what_has_begun_ends_and_nothing_else_begins() {
    let (router, mut asking) = slow();
    let server = start(router, ServeLimits::default()).await;
    let stream = send(server.address, SLOW).await;
    let idle = send(server.address, "").await;
    let answer = asking.recv().await.unwrap();
    server.stop.send(()).unwrap();
    // The idle one is closed at once, and by then nobody is accepted any more.
    assert_eq!(rest(idle).await, "");
    assert!(TcpStream::connect(server.address).await.is_err());
    assert!(!server.task.is_finished());
    answer.send(()).unwrap();
    let text = rest(stream).await;
    assert!(text.starts_with("HTTP/1.1 200 OK\r\n") && text.ends_with("\r\n\r\nslow"), "{text}");
    server.task.await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn what_does_not_end_is_cut_off() {
    let (router, mut asking) = slow();
    let server = start(router, ServeLimits::default()).await;
    let _stream = send(server.address, SLOW).await;
    let _answer = asking.recv().await.unwrap();
    let began = Instant::now();
    server.stop.send(()).unwrap();
    server.task.await.unwrap();
    assert_eq!(began.elapsed().as_secs(), 25);
}

#[tokio::test]
async fn further_connections_wait() {
    let (router, mut asking) = slow();
    let mut limits = ServeLimits::default();
    limits.connections = 1;
    let server = start(router, limits).await;
    let first = send(server.address, &SLOW.replace("Host: a", "Host: a\r\nConnection: close")).await;
    let answer = asking.recv().await.unwrap();
    let second = send(server.address, "GET /fast HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").await;
    let mut second = tokio::spawn(rest(second));
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
    assert!(!second.is_finished());
    answer.send(()).unwrap();
    assert!(rest(first).await.ends_with("slow"));
    assert!((&mut second).await.unwrap().ends_with("fast"));
}

#[tokio::test(start_paused = true)]
async fn connections_without_requests_make_room() {
    let (router, _asking) = slow();
    let mut limits = ServeLimits::default();
    limits.connections = 4;
    let server = start(router, limits).await;
    let began = Instant::now();
    let mut idle = Vec::new();
    for number in 0..12 {
        let mut stream = send(server.address, "GET /fast HTTP/1.1\r\nHost: a\r\n\r\n").await;
        let mut status = [0; 15];
        stream.read_exact(&mut status).await.unwrap();
        assert_eq!(&status, b"HTTP/1.1 200 OK", "{number}");
        idle.push(stream);
    }
    let took = began.elapsed().as_secs();
    assert!(took < 12 * 3, "{took}");
}

/// A part of an answer that tells when it is gone.
struct Told(mpsc::UnboundedSender<()>);

impl Drop for Told {
    fn drop(&mut self) {
        self.0.send(()).unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_nobody_takes_is_given_up() {
    let (held, mut gone) = mpsc::unbounded_channel();
    // More than the buffers of any operating system take, and in parts: Windows takes a whole one, however large.
    let endless = move || {
        let told = Told(held.clone());
        Body::from_stream(repeat(Bytes::from(vec![0; 1 << 20])).map(move |part| {
            let _ = &told;
            Ok::<_, Infallible>(part)
        }))
    };
    let server = start(Router::new().route("/", get(async move || endless())), ServeLimits::default()).await;
    let _stream = send(server.address, "GET / HTTP/1.1\r\nHost: a\r\n\r\n").await;
    let began = Instant::now();
    gone.recv().await.unwrap();
    // The buffers take some of it late.
    let took = began.elapsed().as_secs();
    assert!((30..=60).contains(&took), "{took}");
}

#[tokio::test]
async fn a_client_that_leaves_is_noticed() {
    let (router, mut asking) = slow();
    let server = start(router, ServeLimits::default()).await;
    let stream = send(server.address, SLOW).await;
    let mut answer = asking.recv().await.unwrap();
    drop(stream);
    answer.closed().await;
}

#[tokio::test]
async fn what_is_no_request() {
    let (router, _asking) = slow();
    let server = start(router, ServeLimits::default()).await;
    for text in ["hello\r\n\r\n", "GET /fast HTTP/1.1\r\nbad header\r\n\r\n", "\u{16}\u{3}\u{1}"] {
        let stream = send(server.address, text).await;
        let answer = rest(stream).await;
        assert!(
            answer.starts_with("HTTP/1.1 400 Bad Request\r\n") && answer.ends_with("\r\n\r\n"),
            "{text:?}: {answer}"
        );
    }
}
