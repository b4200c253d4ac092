use std::net::IpAddr;
use std::num::NonZero;
use std::time::Duration;

use clap::{ArgAction, Args};
use lineage_http::server::ServeLimits;
use lineage_http::{Hosts, Origins, ServerConfig};

use super::answer::boolean;

/// How much at once, and from where.
#[derive(Debug, Args)]
pub(crate) struct LimitArgs {
    /// The host names that requests may be sent to, beside loopback's and the address of --listen, separated by commas;
    /// * for any
    #[arg(long, env = "ALLOWED_HOSTS", value_name = "HOSTS")]
    allowed_hosts: Option<Hosts>,
    /// The origins whose pages may use the server, separated by commas; * for any, where callers have to sign in
    #[arg(long, env = "CORS_ALLOW_ORIGINS", value_name = "ORIGINS", default_value = "", hide_default_value = true)]
    pub(crate) cors_allow_origins: Origins,
    /// How many requests are worked on at a time; more are refused with 503
    #[arg(long, env = "MAX_CONCURRENT_REQUESTS", value_name = "COUNT", default_value = "64")]
    max_concurrent_requests: NonZero<u16>,
    /// How many connections are open at a time; more have to wait
    #[arg(long, env = "MAX_CONNECTIONS", value_name = "COUNT", default_value = "1024")]
    max_connections: NonZero<u16>,
    /// How many requests a minute each caller who signs in may send, a sixth of them at once; 0: any number
    #[arg(long, env = "RATE_LIMIT_PER_MINUTE", value_name = "COUNT", default_value_t = 600)]
    rate_limit_per_minute: u32,
    /// When what was collected by then is the answer
    #[arg(long, env = "REQUEST_DEADLINE_SECONDS", value_name = "SECONDS", default_value_t = 25,
        value_parser = clap::value_parser!(u64).range(1..=25))]
    request_deadline_seconds: u64,
    /// Compress answers for clients that take them so
    #[arg(long, env = "COMPRESSION", value_name = "BOOL", action = ArgAction::Set, value_parser = boolean,
        num_args = 0..=1, require_equals = true, default_value = "true", default_missing_value = "true")]
    compression: bool,
}

impl LimitArgs {
    /// Tells the router its limits; `listen` is the address that the server has, if any.
    pub(crate) fn apply(&self, config: &mut ServerConfig, listen: Option<IpAddr>) {
        config.hosts = match listen {
            // API Gateway answers to names of its own, and hands on nothing that was sent to another.
            None => self.allowed_hosts.clone(),
            Some(listen) => {
                let hosts = self.allowed_hosts.clone().unwrap_or_default();
                Some(if listen.is_unspecified() { hosts } else { hosts.with(listen) })
            }
        };
        config.origins = self.cors_allow_origins.clone();
        config.max_concurrent_requests = self.max_concurrent_requests.get().into();
        config.requests_per_minute = NonZero::new(self.rate_limit_per_minute);
        config.deadline = Duration::from_secs(self.request_deadline_seconds);
        config.compression = self.compression;
    }

    /// The names that requests may be sent to.
    pub(crate) fn hosts(&self) -> Hosts {
        self.allowed_hosts.clone().unwrap_or_default()
    }

    /// The limits of the socket.
    pub(crate) fn serving(&self) -> ServeLimits {
        let mut limits = ServeLimits::default();
        limits.connections = self.max_connections.get().into();
        limits
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use clap::Parser;

    use super::*;

    #[derive(Debug, Parser)]
    struct Given {
        #[command(flatten)]
        limits: LimitArgs,
    }

    #[test]
    fn names_are_checked_behind_a_gateway_only_where_they_are_listed() {
        let listen = Some(IpAddr::from([10, 0, 0, 5]));
        for (given, listen, expected) in [
            (&["server"][..], None, None),
            (&["server"], listen, Some("10.0.0.5")),
            (&["server", "--allowed-hosts=a"], None, Some("a")),
            (&["server", "--allowed-hosts=a"], listen, Some("a,10.0.0.5")),
        ] {
            let mut config = ServerConfig::default();
            Given::try_parse_from(given).unwrap().limits.apply(&mut config, listen);
            assert_eq!(config.hosts, expected.map(|hosts| hosts.parse().unwrap()), "{given:?}");
        }
    }
}
