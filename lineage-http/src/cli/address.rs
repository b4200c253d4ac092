use std::net::{AddrParseError, IpAddr, Ipv4Addr, SocketAddr};

/// An address and port; `localhost` is one, without asking a name server.
pub(crate) fn parse(text: &str) -> Result<SocketAddr, AddrParseError> {
    match text.strip_prefix("localhost:") {
        Some(port) => format!("{}:{port}", Ipv4Addr::LOCALHOST).parse(),
        None => text.parse(),
    }
}

/// Whether only this machine can reach the address.
pub(crate) fn is_loopback(ip: IpAddr) -> bool {
    ip.to_canonical().is_loopback()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn addresses() {
        for (text, loopback) in [
            ("127.0.0.1:8300", true),
            ("127.9.9.9:0", true),
            ("[::1]:8300", true),
            ("[::ffff:127.0.0.1]:8300", true),
            ("localhost:8300", true),
            ("0.0.0.0:8300", false),
            ("[::]:8300", false),
            ("[::ffff:10.0.0.1]:8300", false),
        ] {
            assert_eq!(is_loopback(parse(text).unwrap().ip()), loopback, "{text}");
        }
        for text in
            ["", "localhost", "localhost:", "localhost:http", "localhost:1:2", "example.com:80", ":80", "127.0.0.1"]
        {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
