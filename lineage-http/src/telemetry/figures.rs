use std::sync::atomic::AtomicU64;
use std::time::{SystemTime, UNIX_EPOCH};

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::{Registry, Unit};

use super::labels::{
    BuildLabels, CallLabels, CallResult, LookupLabels, RejectedLabels, RequestLabels, RouteLabels, StoreLabels,
    StoreOperation,
};
use crate::VERSION;

type Durations<L> = Family<L, Histogram, fn() -> Histogram>;

/// Every figure there is; the names are those that [`Figures::new`] registers them by.
pub(super) struct Figures {
    pub(super) requests: Family<RequestLabels, Counter>,
    pub(super) requests_left: Family<RouteLabels, Counter>,
    pub(super) request_duration: Durations<RouteLabels>,
    pub(super) requests_in_work: Gauge,
    pub(super) rejected: Family<RejectedLabels, Counter>,
    pub(super) response_cache: Family<LookupLabels, Counter>,
    pub(super) response_cache_bytes: Gauge,
    pub(super) store_operations: Family<StoreLabels, Counter>,
    pub(super) store_duration: Durations<StoreOperation>,
    #[cfg_attr(not(feature = "aws"), allow(dead_code, reason = "nobody tells them"))]
    pub(super) aws: AwsFigures,
}

/// What is asked of AWS, and what is not because it is known.
#[cfg_attr(not(feature = "aws"), allow(dead_code, reason = "nobody tells them"))]
pub(super) struct AwsFigures {
    pub(super) calls: Family<CallResult, Counter>,
    pub(super) duration: Durations<CallLabels>,
    pub(super) throttles: Family<CallLabels, Counter>,
    pub(super) retries: Family<CallLabels, Counter>,
    pub(super) facts_cache: Family<LookupLabels, Counter>,
}

impl Figures {
    pub(super) fn new(registry: &mut Registry) -> Self {
        let build = Info::new(BuildLabels { version: VERSION });
        registry.register("lineage_build", "The version that runs", build);
        let started = Gauge::<f64, AtomicU64>::default();
        started.set(SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs_f64());
        registry.register_with_unit("process_start_time", "When the process started", Unit::Seconds, started);

        let http = registry.sub_registry_with_prefix("lineage_http");
        let requests = counters(http, "requests", "Answered requests by route, method and status");
        let requests_left = counters(http, "requests_left", "Requests whose client did not wait for the answer");
        let request_duration = durations(http, "request_duration", "The time from a request to its answer");
        let requests_in_work = gauge(http, "requests_in_work", "Requests that wait for their answer");
        let rejected = counters(http, "rejected_requests", "Requests that were turned away, by reason");

        let cache = registry.sub_registry_with_prefix("lineage_response_cache");
        let response_cache = counters(cache, "lookups", "Answers by whether they were kept");
        let response_cache_bytes = Gauge::default();
        let help = "The memory that kept answers take";
        cache.register_with_unit("size", help, Unit::Bytes, response_cache_bytes.clone());

        let store = registry.sub_registry_with_prefix("lineage_schema_store");
        let store_operations = counters(store, "operations", "Operations of the schema store by kind and result");
        let store_duration =
            durations(store, "operation_duration", "The time that operations of the schema store take");
        let aws = AwsFigures::new(registry);
        Self {
            requests,
            requests_left,
            request_duration,
            requests_in_work,
            rejected,
            response_cache,
            response_cache_bytes,
            store_operations,
            store_duration,
            aws,
        }
    }
}

impl AwsFigures {
    fn new(registry: &mut Registry) -> Self {
        let facts = registry.sub_registry_with_prefix("lineage_facts_cache");
        let facts_cache = counters(facts, "lookups", "Questions for facts by whether they were kept");
        let aws = registry.sub_registry_with_prefix("lineage_aws");
        Self {
            calls: counters(aws, "calls", "Calls to AWS by service, operation and result"),
            duration: durations(aws, "call_duration", "The time from a call's first request to its end"),
            throttles: counters(aws, "throttles", "Requests that AWS answered by asking to slow down"),
            retries: counters(aws, "retries", "Requests to AWS that were sent again"),
            facts_cache,
        }
    }
}

/// A cached answer takes a tenth of a millisecond, one with calls to AWS tenths of a second, the deadline is 25 s.
const BUCKETS: [f64; 14] = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0, 25.0];

fn histogram() -> Histogram {
    Histogram::new(BUCKETS)
}

fn counters<L>(registry: &mut Registry, name: &str, help: &str) -> Family<L, Counter>
where
    L: EncodeLabelSet + Clone + Eq + std::hash::Hash + std::fmt::Debug + Send + Sync + 'static,
{
    let family = Family::default();
    registry.register(name, help, family.clone());
    family
}

fn durations<L>(registry: &mut Registry, name: &str, help: &str) -> Durations<L>
where
    L: EncodeLabelSet + Clone + Eq + std::hash::Hash + std::fmt::Debug + Send + Sync + 'static,
{
    let family = Durations::new_with_constructor(histogram as fn() -> Histogram);
    registry.register_with_unit(name, help, Unit::Seconds, family.clone());
    family
}

fn gauge(registry: &mut Registry, name: &str, help: &str) -> Gauge {
    let gauge = Gauge::default();
    registry.register(name, help, gauge.clone());
    gauge
}
