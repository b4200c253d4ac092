//! How fast a running server answers one question again and again.
//!
//! `cargo bench -p lineage-benches --bench http_load -- ADDRESS PATH [CONNECTIONS] [SECONDS]`

#![allow(clippy::print_stdout, clippy::panic)]

use std::error::Error;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

fn main() -> Outcome<()> {
    // Cargo adds a flag of its own.
    let mut args = std::env::args().skip(1).filter(|arg| arg != "--bench");
    let (Some(address), Some(path)) = (args.next(), args.next()) else {
        println!("no server given: nothing was measured");
        return Ok(());
    };
    let connections: usize = args.next().map_or(Ok(4), |text| text.parse())?;
    let time = Duration::from_secs(args.next().map_or(Ok(5), |text| text.parse())?);

    let (first, calls) = Connection::open(&address)?.ask(&path)?;
    println!("first answer: {:.2} ms, {calls} calls to AWS", first.as_secs_f64() * 1e3);
    let began = Instant::now();
    let mut times = std::thread::scope(|scope| {
        let ask = || -> Outcome<Vec<Duration>> {
            let mut connection = Connection::open(&address)?;
            let mut times = Vec::new();
            while began.elapsed() < time {
                let (took, calls) = connection.ask(&path)?;
                if calls != 0 {
                    return Err(format!("an answer of the cache made {calls} calls to AWS").into());
                }
                times.push(took);
            }
            Ok(times)
        };
        let threads: Vec<_> = (0..connections).map(|_| scope.spawn(ask)).collect();
        let times = threads.into_iter().map(|thread| thread.join().unwrap_or_else(|_| Err("a thread panicked".into())));
        times.collect::<Outcome<Vec<_>>>()
    })?
    .concat();
    let rate = times.len() as f64 / began.elapsed().as_secs_f64();
    times.sort_unstable();
    let at = |share: usize| times.get(times.len() * share / 100).map_or(0.0, |time| time.as_secs_f64() * 1e3);
    println!("{connections} connections: {rate:.0} requests/s, p50 {:.3} ms, p99 {:.3} ms", at(50), at(99));
    Ok(())
}

/// A connection that is kept open.
struct Connection {
    address: String,
    stream: BufReader<TcpStream>,
    body: Vec<u8>,
}

impl Connection {
    fn open(address: &str) -> Outcome<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        Ok(Self { address: address.to_owned(), stream: BufReader::with_capacity(1 << 18, stream), body: Vec::new() })
    }

    /// How long a whole answer took, and how many calls to AWS it says it made.
    fn ask(&mut self, path: &str) -> Outcome<(Duration, u64)> {
        let began = Instant::now();
        let request = format!("GET {path} HTTP/1.1\r\nHost: {}\r\n\r\n", self.address);
        self.stream.get_mut().write_all(request.as_bytes())?;
        let (mut length, mut calls) = (0, 0);
        let mut line = String::new();
        self.stream.read_line(&mut line)?;
        if !line.starts_with("HTTP/1.1 200 ") {
            return Err(format!("the server said {}", line.trim_end()).into());
        }
        loop {
            line.clear();
            self.stream.read_line(&mut line)?;
            let Some((name, value)) = line.split_once(':') else { break };
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = value.trim().parse()?,
                "x-aws-calls" => calls = value.trim().parse()?,
                _ => {}
            }
        }
        self.body.resize(length, 0);
        self.stream.read_exact(&mut self.body)?;
        Ok((began.elapsed(), calls))
    }
}
