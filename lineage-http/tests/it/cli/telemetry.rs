//! What the built server writes and serves about itself.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, ChildStderr};

use super::*;

const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";
const PARENT: &str = "00f067aa0ba902b7";

/// A server over the demo account, whose lines of the log are read.
struct Server {
    child: Child,
    lines: BufReader<ChildStderr>,
    address: String,
    metrics: Option<String>,
}

impl Server {
    fn start(variables: &[(&str, &str)]) -> Self {
        let mut program = program(&["serve", "--demo", "--listen", "127.0.0.1:0"]);
        let mut child = program.envs(variables.iter().copied()).stderr(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(child.stderr.take().unwrap());
        let mut server = Self { child, lines, address: String::new(), metrics: None };
        while server.address.is_empty() {
            let mut line = String::new();
            assert!(server.lines.read_line(&mut line).unwrap() > 0, "the server ended");
            let after = |text: &str| Some(line.split_once(text)?.1.split(['/', '"', '\n']).next()?.to_owned());
            server.metrics = after("metrics on http://").or(server.metrics.take());
            server.address = after("listening on http://").unwrap_or_default();
        }
        server
    }

    /// Asks at an address; `headers` are lines.
    fn ask(address: &str, request: &str, headers: &str) -> String {
        let mut stream = TcpStream::connect(address).unwrap();
        write!(stream, "{request} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{headers}\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    fn get(&self, path: &str, headers: &str) -> String {
        Self::ask(&self.address, &format!("GET {path}"), headers)
    }

    /// Stops it, and gives the lines that it has written since the start.
    fn stop(mut self) -> String {
        assert!(Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap().success());
        let mut text = String::new();
        self.lines.read_to_string(&mut text).unwrap();
        assert!(self.child.wait().unwrap().success());
        text
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What somebody sends to forge a line: control characters never get that far.
const FORGED: &str = "/x\"},{\"level\":\"ERROR\",\"target\":\"access\"";

#[cfg(unix)]
#[test]
fn a_line_a_request() {
    let server = Server::start(&[("LOG_FORMAT", "json")]);
    let with_trace = format!("X-Request-Id: first\r\ntraceparent: 00-{TRACE}-{PARENT}-01\r\n");
    let answer = server.get("/sagemaker/catalog?name=x&token=hunter2", &with_trace);
    let length = answer.split_once("\r\n\r\n").unwrap().1.len();
    server.get("/health", "");
    server.get("/nothing", "X-Request-Id: second\r\ntraceparent: 00-not-a-trace\r\n");
    server.get(FORGED, "X-Request-Id: third\r\n");
    server.get("/lineage", "X-Request-Id: a forged\" id\r\n");
    let log = server.stop();
    assert!(!log.contains("hunter2"), "{log}");
    let lines: Vec<Value> = log.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let access: Vec<_> = lines.iter().filter(|line| line["target"] == "access").collect();
    let told = |line: &Value| {
        let fields = &line["fields"];
        let names = ["method", "route", "path", "status", "bytes", "aws_calls"];
        names.map(|name| fields.get(name).map_or_else(|| "-".to_owned(), Value::to_string)).join(" ")
    };
    let told: Vec<_> = access.iter().map(|line| told(line)).collect();
    assert_eq!(told[0], format!("\"GET\" \"/sagemaker/catalog\" \"/sagemaker/catalog\" 200 {length} 0"));
    assert!(told[1].starts_with("\"GET\" \"other\" \"/nothing\" 404 "), "{told:?}");
    assert!(told[2].starts_with(&format!("\"GET\" \"other\" {} 404 ", Value::from(FORGED))), "{told:?}");
    assert!(told[3].starts_with("\"GET\" \"/lineage\" \"/lineage\" 400 "), "{told:?}");
    assert_eq!(told.len(), 4, "{log}");
    assert!(access.iter().all(|line| line["fields"]["ms"].as_f64().is_some_and(|ms| ms > 0.0)), "{log}");

    let span = |line: &Value, name: &str| line["span"][name].as_str().unwrap().to_owned();
    let ids: Vec<_> = access.iter().map(|line| span(line, "request_id")).collect();
    assert_eq!(ids[..3], ["first", "second", "third"]);
    assert_eq!(ids[3].len(), 36, "{ids:?}");
    let traces: Vec<_> = access.iter().map(|line| span(line, "trace_id")).collect();
    assert_eq!(traces[0], TRACE);
    assert!(traces[1..].iter().all(|id| id.len() == 32 && id != TRACE) && traces[1] != traces[2], "{traces:?}");
    assert_eq!(span(access[0], "caller"), "anybody");
}

#[cfg(unix)]
#[test]
fn lines_of_text_and_what_rust_log_leaves_of_them() {
    let server = Server::start(&[]);
    server.get("/health", "X-Request-Id: probe\r\n");
    server.get("/sagemaker/catalog", "X-Request-Id: asked\r\n");
    let log = server.stop();
    assert!(log.contains("request_id=\"asked\"") && log.contains("access: answered method=\"GET\""), "{log}");
    assert!(!log.contains("probe"), "{log}");
    let server = Server::start(&[("RUST_LOG", "off,access=debug")]);
    server.get("/health", "");
    let log = server.stop();
    assert!(log.contains("path=\"/health\" status=200"), "{log}");
    let server = Server::start(&[("RUST_LOG", "warn")]);
    server.get("/sagemaker/catalog", "");
    assert_eq!(server.stop(), "");
}

#[test]
fn figures_at_an_address_of_their_own() {
    let server = Server::start(&[("METRICS_LISTEN", "127.0.0.1:0")]);
    let answer = server.get("/metrics", "");
    assert!(answer.starts_with("HTTP/1.1 404 "), "{answer}");
    let figures = Server::ask(server.metrics.as_ref().unwrap(), "GET /metrics", "");
    assert!(figures.starts_with("HTTP/1.1 200 "), "{figures}");
    assert!(
        figures.contains("lineage_http_requests_total{route=\"other\",method=\"GET\",status=\"404\"} 1"),
        "{figures}"
    );
    let server = Server::start(&[]);
    assert!(server.metrics.is_none() && server.get("/metrics", "").starts_with("HTTP/1.1 200 "));
}

#[cfg(all(unix, feature = "otlp"))]
#[test]
fn requests_are_exported_to_a_collector() {
    let collector = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("http://{}", collector.local_addr().unwrap());
    let received = std::thread::spawn(move || {
        let mut stream = BufReader::new(collector.accept().unwrap().0);
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            assert!(stream.read_line(&mut head).unwrap() > 0, "{head}");
        }
        let head = head.to_ascii_lowercase();
        let length = head.split_once("content-length: ").unwrap().1.split("\r\n").next().unwrap().parse().unwrap();
        let mut body = vec![0; length];
        stream.read_exact(&mut body).unwrap();
        stream.get_mut().write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").unwrap();
        (head, body)
    });
    let server = Server::start(&[("OTEL_EXPORTER_OTLP_ENDPOINT", &endpoint), ("RUST_LOG", "warn")]);
    server.get("/sagemaker/catalog?token=hunter2", &format!("traceparent: 00-{TRACE}-{PARENT}-01\r\n"));
    // What is left is sent before it ends.
    let log = server.stop();
    let (head, body) = received.join().unwrap();
    assert!(head.starts_with("post /v1/traces http/1.1\r\n") && head.contains("application/x-protobuf"), "{head}");
    let has = |part: &[u8]| body.windows(part.len()).any(|window| window == part);
    let number = |hex: &str| u128::from_str_radix(hex, 16).unwrap().to_be_bytes();
    assert!(has(&number(TRACE)) && has(&number(PARENT)[8..]), "the trace and the span above are those of the caller");
    for text in ["GET /sagemaker/catalog", "sagemaker-lineage", "http.response.status_code", "service.version"] {
        assert!(has(text.as_bytes()), "{text} in {}", String::from_utf8_lossy(&body));
    }
    assert!(!has(b"hunter2") && !has(b"request_id"), "{}", String::from_utf8_lossy(&body));
    assert_eq!(log, "");
}

#[cfg(all(unix, feature = "otlp"))]
#[test]
fn a_collector_that_is_not_there_keeps_nobody_waiting() {
    // Nobody listens on a port that was just given back.
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let server = Server::start(&[("OTEL_EXPORTER_OTLP_ENDPOINT", &format!("http://{nobody}"))]);
    assert!(server.get("/sagemaker/catalog", "").starts_with("HTTP/1.1 200 "));
    let log = server.stop();
    assert!(log.contains("ERROR") || log.contains("WARN"), "{log}");
}
