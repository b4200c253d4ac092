//! The server as a process: how it starts, what it is told, how it ends.

use std::io::Read as _;
use std::net::TcpStream;
use std::sync::Mutex;

use super::demo::Server;
use super::*;

const VERSIONS: &str = "/datasets/hanbit-growth-lake/raw/customers/schema/versions";

/// A policy that nobody had before makes a version of its own.
fn save(number: usize) -> String {
    let policy = format!("{{\"note\": \"{number:09}\"}}");
    let length = policy.len();
    format!(
        "POST {VERSIONS} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n{policy}"
    )
}

fn answer(mut stream: TcpStream) -> Option<String> {
    let mut text = String::new();
    stream.read_to_string(&mut text).ok()?;
    (!text.is_empty()).then_some(text)
}

/// The number in the answer to a save.
fn version(answer: &str) -> u64 {
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("HTTP/1.1 201 Created\r\n"), "{answer}");
    serde_json::from_str::<Value>(body).unwrap()["version"].as_u64().unwrap()
}

#[cfg(unix)]
#[test]
fn no_acknowledged_save_is_lost_when_it_is_told_to_end() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().to_str().unwrap();
    let mut server = Server::start(&["--schema-store", store]);
    let (saved, address) = (Mutex::new(Vec::new()), server.address().to_owned());

    // A request of which a part has arrived when the server is told.
    let request = save(0);
    let (first, second) = request.split_at(request.len() - 3);
    let mut halfway = TcpStream::connect(server.address()).unwrap();
    halfway.write_all(first.as_bytes()).unwrap();

    let write = |writer: usize| {
        for number in 0..1000 {
            let Ok(mut stream) = TcpStream::connect(&address) else { return };
            let sent = stream.write_all(save(writer * 1000 + number).as_bytes());
            let Some(answer) = sent.ok().and_then(|()| answer(stream)) else { return };
            saved.lock().unwrap().push(version(&answer));
        }
    };
    std::thread::scope(|scope| {
        let write = &write;
        let writers = [1, 2, 3].map(|writer| scope.spawn(move || write(writer)));
        while saved.lock().unwrap().len() < 10 {
            assert!(writers.iter().all(|writer| !writer.is_finished()), "it does not save");
            std::thread::yield_now();
        }
        server.terminate();
        while TcpStream::connect(server.address()).is_ok() {
            std::thread::yield_now();
        }
        halfway.write_all(second.as_bytes()).unwrap();
        saved.lock().unwrap().push(version(&answer(halfway).expect("it had begun")));
    });
    assert_eq!(server.exit_code(), Some(0));

    let server = Server::start(&["--schema-store", store]);
    let list = server.ask(&format!("GET {VERSIONS}?limit=1000"));
    let list: Value = serde_json::from_str(list.split_once("\r\n\r\n").unwrap().1).unwrap();
    let kept: Vec<_> = list.as_array().unwrap().iter().map(|version| version["version"].as_u64().unwrap()).collect();
    let saved = saved.into_inner().unwrap();
    assert!(saved.len() > 10 && saved.iter().all(|number| kept.contains(number)), "{saved:?} {kept:?}");
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
