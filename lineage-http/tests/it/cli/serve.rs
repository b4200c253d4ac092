//! The server as a process: how it starts, and what it is told.

use std::io::Read as _;
use std::net::TcpStream;

use super::demo::Server;
use super::*;

pub(super) fn answer(mut stream: TcpStream) -> Option<String> {
    let mut text = String::new();
    stream.read_to_string(&mut text).ok()?;
    (!text.is_empty()).then_some(text)
}

#[test]
fn nobody_else_reaches_a_server_by_default() {
    let shown: Value = serde_json::from_str(&stdout(&["config", "show", "--format", "json"])).unwrap();
    let settings = shown["settings"].as_array().unwrap();
    let of = |flag: &str| settings.iter().find(|setting| setting["flag"] == flag).unwrap();
    assert_eq!(of("--listen")["value"], "127.0.0.1:8300");
    assert_eq!(of("--cors-allow-origins")["value"], Value::Null);

    for args in [&["serve", "--demo", "--listen", "0.0.0.0:0"][..], &["serve", "--demo", "--listen", "[::]:0"]] {
        let (code, error) = failure(args);
        assert!(code == Some(2) && error.contains("nobody has to sign in"), "{error}");
    }
    let output = program(&["serve", "--demo"]).env("LISTEN", "0.0.0.0:0").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let (code, error) = failure(&["serve", "--demo", "--listen", "127.0.0.1:0", "--cors-allow-origins", "*"]);
    assert!(code == Some(2) && error.contains("CORS_ALLOW_ORIGINS"), "{error}");
}

#[test]
fn settings_are_shown_with_where_they_come_from() {
    let shown = |args: &[&str]| {
        let mut program = program(&[&["config", "show"], args].concat());
        let output = program.env("MAX_CONNECTIONS", "7").env("COMPRESSION", "").output().unwrap();
        assert!(output.status.success(), "{}", text(&output.stderr));
        text(&output.stdout).to_owned()
    };
    let table = shown(&["--rate-limit-per-minute", "5"]);
    let line = |flag: &str| {
        let line = table.lines().find(|line| line.starts_with(flag)).unwrap();
        line.split("  ").map(str::trim).filter(|cell| !cell.is_empty()).collect::<Vec<_>>()
    };
    assert_eq!(
        line("--max-connections"),
        ["--max-connections", "MAX_CONNECTIONS", "7", "environment variable MAX_CONNECTIONS"]
    );
    assert_eq!(line("--rate-limit-per-minute"), ["--rate-limit-per-minute", "RATE_LIMIT_PER_MINUTE", "5", "flag"]);
    assert_eq!(line("--compression"), ["--compression", "COMPRESSION", "true", "default"]);
    assert_eq!(line("--demo"), ["--demo", "-", "false", "default"]);

    let output = program(&["config", "show"]).env("MAX_CONNECTIONS", "0").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("(from MAX_CONNECTIONS)"), "{}", text(&output.stderr));
}

#[test]
fn only_its_own_names_are_answered_to() {
    let server = Server::start(&["--allowed-hosts", "lineage.example.com"]);
    for (host, expected) in
        [("localhost", "200"), ("lineage.example.com", "200"), ("evil.example.com", "421"), ("10.0.0.1", "421")]
    {
        let mut stream = TcpStream::connect(server.address()).unwrap();
        write!(stream, "GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").unwrap();
        let answer = answer(stream).unwrap();
        assert!(answer.starts_with(&format!("HTTP/1.1 {expected} ")), "{host}: {answer}");
    }
}
