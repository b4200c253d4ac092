use std::collections::BTreeSet;
use std::net::IpAddr;
use std::str::FromStr;

use axum::http::uri::Authority;

/// The names and addresses that a server answers to.
///
/// A page of anywhere can give its own name the address of a server on loopback, or behind a firewall, and then read the
/// answers as its own (DNS rebinding). What it cannot do is to send another `Host` than its name. Loopback's own names
/// and addresses are always allowed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hosts {
    any: bool,
    names: BTreeSet<String>,
}

/// A text that is no list of hosts.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is no host: write a name or an address, without scheme and port, or *")]
pub struct HostsError(String);

impl Hosts {
    /// The same list with one more address.
    #[must_use]
    pub fn with(mut self, address: IpAddr) -> Self {
        self.names.insert(address.to_canonical().to_string());
        self
    }

    /// Whether a `Host` header, with or without a port, names one of them.
    #[must_use]
    pub fn allow(&self, host: &str) -> bool {
        let Some(host) = host_of(host) else { return false };
        self.any || is_loopback(&host) || self.names.contains(&host)
    }
}

/// Names separated by commas, possibly none; `*` for any.
impl FromStr for Hosts {
    type Err = HostsError;

    fn from_str(text: &str) -> Result<Self, HostsError> {
        let mut hosts = Self::default();
        for name in text.split(',').map(str::trim).filter(|name| !name.is_empty()) {
            if name == "*" {
                hosts.any = true;
            } else {
                hosts.names.insert(name_of(name).ok_or_else(|| HostsError(name.chars().take(80).collect()))?);
            }
        }
        Ok(hosts)
    }
}

/// Whether a `Host` header says an address and no name: nobody can make that another machine's.
pub(crate) fn is_address(host: &str) -> bool {
    host_of(host).is_some_and(|host| host.parse::<IpAddr>().is_ok())
}

/// The host of a `Host` header in the one way that it is compared.
fn host_of(header: &str) -> Option<String> {
    let authority: Authority = header.parse().ok()?;
    // Neither `user@host` nor a port that is none.
    if authority.as_str().contains('@') || (authority.port_u16().is_none() && has_port(authority.as_str())) {
        return None;
    }
    normal(authority.host())
}

/// A host of a list, where an address of version 6 may stand without brackets.
fn name_of(text: &str) -> Option<String> {
    match text.parse::<IpAddr>() {
        Ok(address) => Some(address.to_canonical().to_string()),
        Err(_) if has_port(text) => None,
        Err(_) => host_of(text),
    }
}

fn has_port(authority: &str) -> bool {
    authority.rsplit_once(']').map_or(authority, |(_, rest)| rest).contains(':')
}

fn normal(host: &str) -> Option<String> {
    if let Some(address) = host.strip_prefix('[') {
        let address: IpAddr = address.strip_suffix(']')?.parse().ok()?;
        return Some(address.to_canonical().to_string());
    }
    let name = host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase();
    let known = |byte: u8| byte.is_ascii_alphanumeric() || b"-._".contains(&byte);
    (!name.is_empty() && name.bytes().all(known)).then_some(name)
}

fn is_loopback(host: &str) -> bool {
    host == "localhost" || host.ends_with(".localhost") || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_answered() {
        let hosts: Hosts = "lineage.example.com, 10.0.0.5,fd00::1,".parse().unwrap();
        for host in [
            "localhost",
            "LocalHost:8300",
            "a.localhost:1",
            "127.0.0.1:8300",
            "127.9.9.9",
            "[::1]:8300",
            "[::ffff:127.0.0.1]",
            "lineage.example.com",
            "Lineage.Example.com.:443",
            "10.0.0.5:8300",
            "[fd00::1]:8300",
        ] {
            assert!(hosts.allow(host), "{host}");
        }
        for host in [
            "",
            "evil.example.com",
            "localhost.evil.com",
            "127.0.0.1.nip.io",
            "10.0.0.6",
            "[fd00::2]",
            "localhost@evil.com",
            "evil.com@localhost",
            "localhost:",
            "localhost:99999",
            "localhost/",
            "local host",
            "*",
        ] {
            assert!(!hosts.allow(host), "{host}");
        }
        let any: Hosts = "*".parse().unwrap();
        assert!(any.allow("evil.example.com") && !any.allow("a b") && !any.allow(""));
        assert!(Hosts::default().with([10, 0, 0, 7].into()).allow("10.0.0.7:80"));
    }

    #[test]
    fn lists_of_anything_else() {
        for text in ["https://a.example.com", "a.example.com:8300", "a b", "*.example.com", "a/b", "[::1", "[::1]:1"] {
            assert!(text.parse::<Hosts>().is_err(), "{text}");
        }
        assert_eq!(" , ".parse(), Ok(Hosts::default()));
    }

    #[test]
    fn addresses() {
        for (host, expected) in [
            ("10.1.2.3:8300", true),
            ("[fd00::1]", true),
            ("localhost", false),
            ("1.2.3", false),
            ("10.1.2.3.nip.io", false),
        ] {
            assert_eq!(is_address(host), expected, "{host}");
        }
    }
}
