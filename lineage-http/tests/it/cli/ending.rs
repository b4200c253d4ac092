//! How a server ends when a signal tells it to.

use std::net::TcpStream;
use std::sync::Mutex;

use super::demo::Server;
use super::serve::answer;
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

/// The number in the answer to a save.
fn version(answer: &str) -> u64 {
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("HTTP/1.1 201 Created\r\n"), "{answer}");
    serde_json::from_str::<Value>(body).unwrap()["version"].as_u64().unwrap()
}

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
fn serve_ends_when_it_is_told_to() {
    let mut server = Server::start(&[]);
    server.terminate();
    assert_eq!(server.exit_code(), Some(0));
}
