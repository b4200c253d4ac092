use std::io::{self, Read, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream};
use std::time::Duration;

use clap::Args;

use super::address;
use super::failure::Failure;

/// `healthcheck`: for containers, whose images hold no other program that could ask.
#[derive(Debug, Args)]
pub(crate) struct Healthcheck {
    /// Where the server listens
    #[arg(long, env = "LISTEN", value_name = "ADDR:PORT", default_value = "127.0.0.1:8300",
        value_parser = address::parse)]
    listen: SocketAddr,
}

const TIMEOUT: Duration = Duration::from_secs(3);

impl Healthcheck {
    pub(crate) fn run(self) -> Result<(), Failure> {
        let address = reachable(self.listen);
        match ask(address) {
            Ok(line) if line.starts_with("HTTP/1.1 200 ") => Ok(()),
            Ok(line) => Err(Failure::plain(format!("the server at {address} is not well: it said '{line}'"))),
            Err(error) => Err(Failure::new(format!("the server at {address} does not answer"), &error)),
        }
    }
}

/// Where a server on `listen` can be reached from the same machine.
fn reachable(mut listen: SocketAddr) -> SocketAddr {
    match listen.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => listen.set_ip(Ipv4Addr::LOCALHOST.into()),
        IpAddr::V6(ip) if ip.is_unspecified() => listen.set_ip(Ipv6Addr::LOCALHOST.into()),
        _ => {}
    }
    listen
}

/// The status line of `GET /health`.
fn ask(address: SocketAddr) -> io::Result<String> {
    let mut stream = TcpStream::connect_timeout(&address, TIMEOUT)?;
    stream.set_read_timeout(Some(TIMEOUT))?;
    stream.set_write_timeout(Some(TIMEOUT))?;
    write!(stream, "GET /health HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n")?;
    let mut answer = Vec::new();
    stream.take(4096).read_to_end(&mut answer)?;
    let line = answer.split(|byte| *byte == b'\r').next().unwrap_or_default();
    Ok(line.iter().take(80).map(|byte| char::from(*byte)).filter(|c| !c.is_control()).collect())
}
