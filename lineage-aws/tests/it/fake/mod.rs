//! AWS inside the process: an `HttpClient` that the real SDK talks to.
//!
//! Requests are signed, serialised, retried and parsed as they would be; only the socket is missing. Answers come in
//! any order, after a latency on tokio's clock, with throttling and faults injected, and every request is logged.

mod answer;
mod call;
mod replay;
mod s3;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use aws_config::{BehaviorVersion, SdkConfig};
use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use lineage_aws::{AwsSettings, AwsSource};
use lineage_model::source::LineageSource;
use serde_json::Value;
use tokio::time::Instant;

pub use self::answer::{Answer, Fault, escaped};
pub use self::call::{Call, decoded};
use self::replay::Replay;
use self::s3::Bucket;
pub use self::s3::acl;

type Handler = Arc<dyn Fn(&Call) -> Answer + Send + Sync>;

/// An AWS account of the test's making. Clones are the same account.
#[derive(Clone)]
pub struct FakeAws(Arc<State>);

struct State {
    start: Instant,
    latency: Duration,
    allowance: Option<Mutex<Allowance>>,
    handlers: Mutex<BTreeMap<String, Handler>>,
    faults: Mutex<BTreeMap<String, Injected>>,
    scattered: Mutex<BTreeMap<String, Scattered>>,
    buckets: Mutex<BTreeMap<String, Bucket>>,
    replay: Option<Replay>,
    log: Mutex<Vec<Logged>>,
    under_way: Mutex<BTreeMap<Line, Count>>,
}

/// How requests of an operation fail, how many still do, and what they are about; anything when that is not said.
type Injected = (Fault, usize, Option<String>);

/// The faults of some requests of an operation, and how many requests there were.
type Scattered = (&'static [Fault], u64);

/// A service and a region.
type Line = (String, String);

#[derive(Default)]
struct Count {
    now: usize,
    most: usize,
}

/// One request that arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logged {
    /// When, since the account was made.
    pub at: Duration,
    pub region: String,
    pub operation: String,
    /// The bucket, the object's URI, or the first text of the request's body.
    pub about: String,
    pub status: u16,
}

/// SageMaker's request quota: so many calls at once, and so many more a second.
struct Allowance {
    rate: f64,
    burst: f64,
    left: f64,
    at: Instant,
}

impl FakeAws {
    /// An empty account whose answers take no time.
    pub fn new() -> Self {
        Self::with(Duration::ZERO, None, None)
    }

    /// An empty account at `latency` a call.
    pub fn at(latency: Duration) -> Self {
        Self::with(latency, None, None)
    }

    /// An empty account at `latency` a call that throttles SageMaker to `rate` calls a second after `burst`.
    pub fn throttling(latency: Duration, rate: f64, burst: f64) -> Self {
        Self::with(latency, Some(Mutex::new(Allowance { rate, burst, left: burst, at: Instant::now() })), None)
    }

    /// The account that `source` holds, told in the shapes of AWS at `latency` a call.
    pub fn replaying(source: impl LineageSource + 'static, latency: Duration) -> Self {
        Self::with(latency, None, Some(Replay::new(Arc::new(source))))
    }

    fn with(latency: Duration, allowance: Option<Mutex<Allowance>>, replay: Option<Replay>) -> Self {
        Self(Arc::new(State {
            start: Instant::now(),
            latency,
            allowance,
            handlers: Mutex::default(),
            faults: Mutex::default(),
            scattered: Mutex::default(),
            buckets: Mutex::default(),
            replay,
            log: Mutex::default(),
            under_way: Mutex::default(),
        }))
    }

    /// Answers `operation` with what `handler` makes of the request.
    pub fn handle(&self, operation: &str, handler: impl Fn(&Call) -> Answer + Send + Sync + 'static) -> &Self {
        self.0.handlers.lock().unwrap().insert(operation.to_owned(), Arc::new(handler));
        self
    }

    /// Answers `operation` with the same JSON always.
    pub fn answer(&self, operation: &str, body: Value) -> &Self {
        self.handle(operation, move |_| Answer::json(body.clone()))
    }

    /// Lets the next `times` requests of `operation` fail.
    pub fn fault(&self, operation: &str, fault: Fault, times: usize) -> &Self {
        self.0.faults.lock().unwrap().insert(operation.to_owned(), (fault, times, None));
        self
    }

    /// Lets all requests of `operation` about `resource` fail.
    pub fn fault_about(&self, operation: &str, resource: &str, fault: Fault) -> &Self {
        let injected = (fault, usize::MAX, Some(resource.to_owned()));
        self.0.faults.lock().unwrap().insert(operation.to_owned(), injected);
        self
    }

    /// Lets one in eight requests of `operation` meet one of these faults, in an order that only seems random.
    pub fn scatter(&self, operation: &str, faults: &'static [Fault]) -> &Self {
        self.0.scattered.lock().unwrap().insert(operation.to_owned(), (faults, 0));
        self
    }

    /// A bucket in `region`, bare of any configuration; its posture is answered by handlers or as not configured.
    pub fn bucket(&self, name: &str, region: &str) -> &Self {
        self.0.buckets.lock().unwrap().insert(name.to_owned(), Bucket::new(region));
        self
    }

    /// An object in a bucket made before.
    pub fn object(&self, bucket: &str, key: &str, bytes: &[u8]) -> &Self {
        self.0.buckets.lock().unwrap().get_mut(bucket).unwrap().put(key, bytes);
        self
    }

    /// Lets a bucket made before list as many names a page as S3 does.
    pub fn long_pages(&self, bucket: &str) -> &Self {
        self.0.buckets.lock().unwrap().get_mut(bucket).unwrap().page = 1000;
        self
    }

    /// The SDK's configuration for this account.
    pub fn config(&self) -> SdkConfig {
        let credentials = Credentials::new("AKIDEXAMPLE", "secret-that-is-never-told", None, None, "test");
        self.config_with(SharedCredentialsProvider::new(credentials))
    }

    /// The SDK's configuration for this account, with credentials of the test's own.
    pub fn config_with(&self, credentials: SharedCredentialsProvider) -> SdkConfig {
        SdkConfig::builder()
            .behavior_version(BehaviorVersion::latest())
            .credentials_provider(credentials)
            .http_client(self.clone())
            .build()
    }

    /// A live source over this account.
    pub fn source(&self) -> AwsSource {
        AwsSource::new(&self.config(), AwsSettings::default())
    }

    /// Every request so far, in the order they arrived.
    pub fn log(&self) -> Vec<Logged> {
        self.0.log.lock().unwrap().clone()
    }

    /// How often `operation` was requested.
    pub fn count(&self, operation: &str) -> usize {
        self.log().iter().filter(|logged| logged.operation == operation).count()
    }

    /// The most requests that one service of one region had under way at once.
    pub fn most_in_flight(&self) -> usize {
        self.0.under_way.lock().unwrap().values().map(|count| count.most).max().unwrap_or_default()
    }

    /// How many requests are under way now.
    pub fn in_flight(&self) -> usize {
        self.0.under_way.lock().unwrap().values().map(|count| count.now).sum()
    }

    fn respond(&self, call: &Call) -> Answer {
        if call.service == "sagemaker" && self.0.allowance.as_ref().is_some_and(|a| !a.lock().unwrap().take()) {
            return Fault::Throttled.answer(call);
        }
        if let Some((fault, times, about)) = self.0.faults.lock().unwrap().get_mut(&call.operation)
            && *times > 0
            && about.as_ref().is_none_or(|about| *about == call.about())
        {
            *times -= 1;
            return fault.answer(call);
        }
        match self.scattered(&call.operation) {
            None => self.answered(call),
            Some(Fault::LostAnswer) => Answer { broken: Some(Fault::LostAnswer), ..self.answered(call) },
            Some(fault) => fault.answer(call),
        }
    }

    fn scattered(&self, operation: &str) -> Option<Fault> {
        let mut scattered = self.0.scattered.lock().unwrap();
        let (faults, requests) = scattered.get_mut(operation).filter(|(faults, _)| !faults.is_empty())?;
        *requests += 1;
        // The upper bits of the steps of the golden ratio.
        let bits = requests.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32;
        bits.is_multiple_of(8).then(|| faults[(bits / 8) as usize % faults.len()])
    }

    fn answered(&self, call: &Call) -> Answer {
        let handler = self.0.handlers.lock().unwrap().get(&call.operation).cloned();
        match call.operation.as_str() {
            // Asked whenever a bucket is: by default the account blocks nothing.
            "GetCallerIdentity" | "GetAccountPublicAccessBlock" => {
                return handler.map_or_else(|| s3::account(call), |handler| handler(call));
            }
            _ => {}
        }
        if let Some(replay) = &self.0.replay {
            return replay.respond(call);
        }
        if call.service == "s3" {
            return s3::respond(&mut self.0.buckets.lock().unwrap(), call, handler.as_deref());
        }
        match handler {
            Some(handler) => handler(call),
            None => Answer::error(400, "UnknownOperationException", &format!("no handler for {}", call.operation)),
        }
    }
}

impl Allowance {
    fn take(&mut self) -> bool {
        let now = Instant::now();
        self.left = self.burst.min(self.left + (now - self.at).as_secs_f64() * self.rate);
        self.at = now;
        let enough = self.left >= 1.0;
        if enough {
            self.left -= 1.0;
        }
        enough
    }
}

impl HttpClient for FakeAws {
    fn http_connector(&self, _: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

impl HttpConnector for FakeAws {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let this = self.clone();
        HttpConnectorFuture::new(async move {
            let call = Call::read(&request);
            let _under_way = UnderWay::new(&this.0, &call);
            let answer = this.respond(&call);
            this.0.log.lock().unwrap().push(Logged {
                at: this.0.start.elapsed(),
                region: call.region.clone(),
                operation: call.operation.clone(),
                about: call.about(),
                status: answer.status,
            });
            tokio::time::sleep(this.0.latency).await;
            match answer.broken {
                None => Ok::<HttpResponse, _>(answer.into_response(&call)),
                Some(Fault::Hangs) => std::future::pending().await,
                Some(_) => Err(ConnectorError::io("connection reset by peer".into())),
            }
        })
    }
}

impl fmt::Debug for FakeAws {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FakeAws")
    }
}

/// A request under way: dropped when it is answered, and when the SDK gives it up.
struct UnderWay(Arc<State>, Line);

impl UnderWay {
    fn new(state: &Arc<State>, call: &Call) -> Self {
        let line = (call.service.clone(), call.region.clone());
        let mut lines = state.under_way.lock().unwrap();
        let count = lines.entry(line.clone()).or_default();
        count.now += 1;
        count.most = count.most.max(count.now);
        Self(Arc::clone(state), line)
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        if let Some(count) = self.0.under_way.lock().unwrap().get_mut(&self.1) {
            count.now -= 1;
        }
    }
}
