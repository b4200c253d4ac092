//! The server under ten times the requests that it can answer (bars R10, P10).
//!
//! `cargo bench -p lineage-benches --bench overload [-- TARGET/release/sagemaker-lineage]`
//!
//! First the router on a socket of this process, over a schema store that takes 200 ms to answer, so that 64 places are 320
//! requests a second. Then, where a program is named: how soon it answers, and how much memory it takes.
#![allow(clippy::print_stdout, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::future::join_all;
use lineage_http::server::{ServeLimits, serve};
use lineage_http::{AppState, ServerConfig, router};
use lineage_schema::store::ObjectStoreSchemas;
use object_store::memory::InMemory;
use object_store::throttle::{ThrottleConfig, ThrottledStore};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;

const LATENCY: Duration = Duration::from_millis(200);
const PLACES: usize = 64;

fn main() {
    let (servers, clients) = (Runtime::new().expect("a runtime"), Runtime::new().expect("a runtime"));
    let address = servers.block_on(slow_server(&servers));
    clients.block_on(overload(&address));
    match std::env::args().skip(1).find(|argument| !argument.starts_with("--")) {
        Some(program) => clients.block_on(process(&program)),
        None => println!("no program is named: start and memory were not measured"),
    }
}

/// The router over a store that is slow; returns where it listens.
async fn slow_server(runtime: &Runtime) -> String {
    // The question takes two calls.
    let each = LATENCY / 2;
    let wait = ThrottleConfig { wait_get_per_call: each, wait_list_per_call: each, ..ThrottleConfig::default() };
    let schemas = ObjectStoreSchemas::new(Arc::new(ThrottledStore::new(InMemory::new(), wait)), "");
    let mut config = ServerConfig::default();
    config.max_concurrent_requests = PLACES;
    let state = AppState::new(Arc::new(lineage_aws::demo()), config).expect("a configuration");
    let app = router(state.with_schemas(Arc::new(schemas)));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address").to_string();
    runtime.spawn(serve(listener, app, ServeLimits::default(), std::future::pending()));
    address
}

const SLOW: &str = "/datasets/lake/orders/schema/versions";

async fn overload(address: &str) {
    let idle = load(address, SLOW, 16, Duration::from_secs(4)).await;
    println!("idle, 16 clients: {}", figures(&idle, 404));
    let base = share(&times(&idle, 404), 99);

    // Each client asks as often as answers are given: ten for each place.
    let health = tokio::spawn({
        let address = address.to_owned();
        async move { load(&address, "/health", 1, Duration::from_secs(8)).await }
    });
    let all = load(address, SLOW, 10 * PLACES, Duration::from_secs(8)).await;
    println!("ten-fold, {} clients", 10 * PLACES);
    println!("  answered: {}", figures(&all, 404));
    let late = times(&all, 503).iter().filter(|time| **time > 10.0).count();
    println!("  refused:  {}; after more than 10 ms: {late}", figures(&all, 503));
    println!("  /health:  {}", figures(&health.await.expect("an end"), 200));
    println!("  p99 of the answered: {:.2} of idle (bar 2)", share(&times(&all, 404), 99) / base);
}

/// What clients got that ask every 200 ms, or as soon as they were answered: status and time.
async fn load(address: &str, path: &str, clients: usize, time: Duration) -> Vec<(u16, Duration)> {
    let began = Instant::now();
    let client = async |number: usize| {
        // Not all at one moment.
        tokio::time::sleep(LATENCY * u32::try_from(number).expect("few") / u32::try_from(clients).expect("few")).await;
        let mut stream = BufReader::new(TcpStream::connect(address).await.expect("the server listens"));
        let mut got = Vec::new();
        while began.elapsed() < time {
            let asked = Instant::now();
            let status = ask(&mut stream, address, &format!("{path}?x{number}={}", got.len())).await;
            got.push((status, asked.elapsed()));
            tokio::time::sleep(LATENCY.saturating_sub(asked.elapsed())).await;
        }
        got
    };
    join_all((0..clients).map(client)).await.concat()
}

/// Asks over a connection that is kept, and returns the status.
async fn ask(stream: &mut BufReader<TcpStream>, address: &str, path: &str) -> u16 {
    let request = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\n\r\n");
    stream.write_all(request.as_bytes()).await.expect("the server reads");
    let (mut line, mut status, mut length) = (String::new(), 0, 0);
    loop {
        line.clear();
        stream.read_line(&mut line).await.expect("the server answers");
        match line.trim_end().split_once([' ', ':']) {
            Some(("HTTP/1.1", rest)) => status = rest.get(..3).and_then(|code| code.parse().ok()).expect("a status"),
            Some(("content-length", value)) => length = value.trim().parse().expect("a length"),
            Some(_) => {}
            None => break,
        }
    }
    stream.read_exact(&mut vec![0; length]).await.expect("the whole answer");
    status
}

/// Milliseconds, in order.
fn times(got: &[(u16, Duration)], status: u16) -> Vec<f64> {
    let of = got.iter().filter(|(of, _)| *of == status);
    let mut times: Vec<_> = of.map(|(_, time)| time.as_secs_f64() * 1e3).collect();
    times.sort_by(f64::total_cmp);
    times
}

fn share(times: &[f64], percent: usize) -> f64 {
    times.get(times.len() * percent / 100).copied().unwrap_or(f64::NAN)
}

fn figures(got: &[(u16, Duration)], status: u16) -> String {
    let times = times(got, status);
    let (count, most) = (times.len(), share(&times, 100).max(times.last().copied().unwrap_or(f64::NAN)));
    format!(
        "{count:>6} × {status}, p50 {:.1} ms, p99 {:.1} ms, most {most:.1} ms",
        share(&times, 50),
        share(&times, 99)
    )
}

/// How soon the program answers, and its memory before and after clients who ask for something else every time.
async fn process(program: &str) {
    let mut best = Duration::MAX;
    for _ in 0..5 {
        let began = Instant::now();
        let server = Server::start(program).await;
        assert_eq!(server.get("/health").await, 200);
        best = best.min(began.elapsed());
    }
    let server = Server::start(program).await;
    server.get("/lineage?pipeline=CustomerChurnTraining&includeLatestExec=true").await;
    println!("start to first answer: {:.1} ms, best of five", best.as_secs_f64() * 1e3);
    println!("resident, idle: {} MiB", server.resident() / 1024);
    let path = "/lineage?pipeline=CustomerChurnTraining&includeLatestExec=true";
    let clients = 10 * PLACES;
    let asking = async |number: usize| {
        let mut stream = BufReader::new(TcpStream::connect(&server.address).await.expect("the server listens"));
        for count in 0..20 {
            ask(&mut stream, &server.address, &format!("{path}&x{number}x{count}=")).await;
        }
    };
    join_all((0..clients).map(asking)).await;
    println!(
        "resident after {} questions of {clients} clients at once: {} MiB",
        clients * 20,
        server.resident() / 1024
    );
}

struct Server {
    child: Child,
    address: String,
}

impl Server {
    async fn start(program: &str) -> Self {
        let free = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = free.local_addr().expect("an address").to_string();
        drop(free);
        let mut command = Command::new(program);
        let command = command.args(["serve", "--demo", "--listen", &address]).env("RUST_LOG", "warn");
        let child = command.stderr(Stdio::null()).spawn().expect("the program starts");
        while TcpStream::connect(&address).await.is_err() {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        Self { child, address }
    }

    async fn get(&self, path: &str) -> u16 {
        let mut stream = BufReader::new(TcpStream::connect(&self.address).await.expect("the server listens"));
        ask(&mut stream, &self.address, path).await
    }

    /// Kilobytes.
    fn resident(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).expect("Linux");
        let line = status.lines().find(|line| line.starts_with("VmHWM")).expect("VmHWM");
        line.split_whitespace().nth(1).and_then(|kilobytes| kilobytes.parse().ok()).expect("a number")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
