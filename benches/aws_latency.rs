//! The server over an AWS that takes 50 ms a call: how long answers take, what they cost, how much memory (bar P5b).
//!
//! `cargo build --release -p lineage-http`, then
//! `cargo bench -p lineage-benches --bench aws_latency -- TARGET/release/sagemaker-lineage`.
//!
//! AWS is a fake of this process, behind sockets; each pipeline that is asked for is one that nobody asked for before,
//! with jobs and buckets of its own, so that no cache helps.
#![allow(clippy::print_stdout, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use futures_util::future::join_all;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

const LATENCY: Duration = Duration::from_millis(50);
const ARN: &str = "arn:aws:sagemaker:us-east-1:111122223333";

type Calls = Arc<AtomicUsize>;

#[tokio::main]
async fn main() {
    let Some(program) = std::env::args().skip(1).find(|argument| !argument.starts_with("--")) else {
        println!("skipped: name the program, TARGET/release/sagemaker-lineage");
        return;
    };
    let calls = Calls::default();
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let endpoint = format!("http://{}", listener.local_addr().expect("an address"));
    let app = axum::Router::new().fallback(answer).with_state(Arc::clone(&calls));
    tokio::spawn(async move { axum::serve(listener, app).await });
    let server = Server::start(&program, &endpoint).await;

    println!("{:<44} {:>9} {:>9} {:>6}", "answer", "best", "median", "calls");
    let asked =
        |kind: &'static str, n: usize| format!("/lineage?region=us-east-1&includeLatestExec=true&pipeline={kind}-{n}");
    for (title, kind) in [("12 steps, 4 jobs, 2 buckets", "s12"), ("100 steps, 36 jobs, 2 buckets", "s100")] {
        // The first one opens the connections, and reads what is the region's.
        server.get(&asked(kind, 0)).await;
        measure(title, &calls, 5, async |n| server.get(&asked(kind, n)).await).await;
    }
    let domain = |n: usize| format!("/lineage/by-domain?region=us-east-1&includeLatestExec=true&domain=domain-{n}");
    measure("a domain of 50 pipelines of 12 steps", &calls, 5, async |n| server.get(&domain(n)).await).await;
    println!("resident: {} MiB", server.resident() / 1024);

    let cpu = async |at_a_time: usize, rounds: usize| {
        let (before, all) = (server.cpu(), at_a_time * rounds);
        for round in 0..rounds {
            let first = 1_000 * at_a_time + round * at_a_time;
            join_all((first..first + at_a_time).map(async |n| server.get(&asked("s12", n)).await)).await;
        }
        let each = (server.cpu() - before).as_secs_f64() * 1000.0 / f64::from(u32::try_from(all).expect("small"));
        println!("CPU of an uncached answer of 12 steps, {at_a_time:>2} at a time: {each:.2} ms ({all} answers)");
    };
    cpu(1, 200).await;
    cpu(20, 30).await;
}

async fn measure(title: &str, calls: &Calls, times: usize, ask: impl AsyncFn(usize)) {
    let mut took = Vec::new();
    let before = calls.load(Ordering::Relaxed);
    for n in 1..=times {
        let start = Instant::now();
        ask(n).await;
        took.push(start.elapsed());
    }
    took.sort();
    let each = (calls.load(Ordering::Relaxed) - before) / times;
    println!("{title:<44} {:>9.0?} {:>9.0?} {each:>6}", took[0], took[times / 2]);
}

struct Server {
    child: Child,
    address: String,
}

impl Server {
    async fn start(program: &str, endpoint: &str) -> Self {
        let free = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = free.local_addr().expect("an address").to_string();
        drop(free);
        let child = Command::new(program)
            .args(["serve", "--listen", &address])
            .env("AWS_ENDPOINT_URL", endpoint)
            .env("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
            .env("AWS_SECRET_ACCESS_KEY", "example")
            .env("AWS_REGION", "us-east-1")
            .env("S3_FORCE_PATH_STYLE", "true")
            .env("CACHE_TTL_SECONDS", "0")
            .env("RUST_LOG", "warn")
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        while TcpStream::connect(&address).await.is_err() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        Self { child, address }
    }

    async fn get(&self, path: &str) {
        let mut stream = TcpStream::connect(&self.address).await.expect("the server listens");
        let request = format!("GET {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n\r\n", self.address);
        stream.write_all(request.as_bytes()).await.expect("the server reads");
        let mut text = String::new();
        stream.read_to_string(&mut text).await.expect("the server answers");
        assert!(text.starts_with("HTTP/1.1 200"), "{path}: {text}");
        assert!(text.ends_with("\"warnings\":[]}"), "{path}: {}", text.get(text.len() - 400..).unwrap_or(&text));
    }

    /// Kilobytes.
    fn resident(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).expect("Linux");
        let line = status.lines().find(|line| line.starts_with("VmRSS")).expect("VmRSS");
        line.split_whitespace().nth(1).and_then(|kilobytes| kilobytes.parse().ok()).expect("a number")
    }

    /// In user and system mode; Linux counts in hundredths of a second.
    fn cpu(&self) -> Duration {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id())).expect("Linux");
        let fields: Vec<&str> = stat.rsplit_once(')').expect("a name").1.split_whitespace().collect();
        let ticks = |at: usize| fields[at].parse::<u64>().expect("a number");
        Duration::from_millis((ticks(11) + ticks(12)) * 10)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

async fn answer(State(calls): State<Calls>, method: Method, uri: Uri, headers: HeaderMap, body: Bytes) -> Response {
    calls.fetch_add(1, Ordering::Relaxed);
    tokio::time::sleep(LATENCY).await;
    match headers.get("x-amz-target").and_then(|target| target.to_str().ok()?.split_once('.')) {
        Some((_, operation)) => {
            let asked = serde_json::from_slice(&body).unwrap_or_default();
            let body = sagemaker(operation, &asked).to_string();
            ([(header::CONTENT_TYPE, "application/x-amz-json-1.1")], body).into_response()
        }
        None => s3(&method, uri.query().unwrap_or_default()),
    }
}

fn sagemaker(operation: &str, asked: &Value) -> Value {
    let text = |key: &str| asked[key].as_str().unwrap_or_default();
    let execution = text("PipelineExecutionArn");
    let of_execution = execution.split('/').nth(1).unwrap_or_default();
    match operation {
        "DescribePipeline" => {
            let name = text("PipelineName");
            json!({"PipelineName": name, "PipelineArn": format!("{ARN}:pipeline/{name}"),
                "PipelineDefinition": definition(name)})
        }
        "ListPipelineExecutions" => json!({"PipelineExecutionSummaries": [run(text("PipelineName"))]}),
        "DescribePipelineExecution" => run(of_execution),
        "DescribePipelineDefinitionForExecution" => json!({"PipelineDefinition": definition(of_execution)}),
        "ListPipelineParametersForExecution" => json!({"PipelineParameters": []}),
        "ListPipelineExecutionSteps" => {
            let (steps, jobs) = size(of_execution);
            let step = |n: usize| {
                let arn = format!("{ARN}:processing-job/{of_execution}-{n}");
                let metadata = if n < jobs { json!({"ProcessingJob": {"Arn": arn}}) } else { json!({}) };
                json!({"StepName": format!("Step{n}"), "StepStatus": "Succeeded", "Metadata": metadata})
            };
            json!({"PipelineExecutionSteps": (0..steps).map(step).collect::<Vec<_>>()})
        }
        "DescribeProcessingJob" => {
            let name = text("ProcessingJobName");
            let (pipeline, step) = name.rsplit_once('-').expect("a job's name");
            json!({"ProcessingJobName": name, "ProcessingJobStatus": "Completed",
                "ProcessingInputs": [{"InputName": "in", "S3Input": {"S3Uri": uri(pipeline, step.parse().expect("a step"))}}]})
        }
        "ListDomains" => json!({"Domains": []}),
        "Search" if text("Resource") == "Pipeline" => {
            // 50 pipelines for each of five domains.
            let pipeline = |n: usize| {
                let tags = json!([{"Key": "DomainName", "Value": format!("domain-{}", n / 50 + 1)}]);
                let name = format!("s12-{}", 1000 + n);
                json!({"Pipeline": {"PipelineName": name, "PipelineArn": format!("{ARN}:pipeline/{name}"), "Tags": tags}})
            };
            let from: usize = text("NextToken").parse().unwrap_or_default();
            let mut page =
                json!({"Results": (from..from + 100).take_while(|n| *n < 250).map(pipeline).collect::<Vec<_>>()});
            if from + 100 < 250 {
                page["NextToken"] = (from + 100).to_string().into();
            }
            page
        }
        "Search" => json!({"Results": []}),
        other => panic!("the fake has no {other}"),
    }
}

/// Steps and jobs of a pipeline, by its name.
fn size(pipeline: &str) -> (usize, usize) {
    if pipeline.starts_with("s100-") { (100, 36) } else { (12, 4) }
}

/// Where a step reads: two buckets a pipeline, or two that a whole domain shares.
fn uri(pipeline: &str, step: usize) -> String {
    let number: Option<usize> = pipeline.split('-').nth(1).and_then(|number| number.parse().ok());
    let owner =
        number.filter(|n| *n >= 1000).map_or(pipeline.to_owned(), |n| format!("domain-{}", (n - 1000) / 50 + 1));
    format!("s3://{owner}-bucket-{}/in/{step}", step % 2)
}

fn definition(pipeline: &str) -> String {
    let (steps, jobs) = size(pipeline);
    let step = |n: usize| {
        let arguments = json!({"ProcessingInputs": [{"InputName": "in", "S3Input": {"S3Uri": uri(pipeline, n)}}]});
        let before = if n == 0 { json!([]) } else { json!([format!("Step{}", n - 1)]) };
        match n < jobs {
            true => {
                json!({"Name": format!("Step{n}"), "Type": "Processing", "Arguments": arguments, "DependsOn": before})
            }
            false => {
                json!({"Name": format!("Step{n}"), "Type": "Fail", "Arguments": {"ErrorMessage": "x"}, "DependsOn": before})
            }
        }
    };
    json!({"Version": "2020-12-01", "Steps": (0..steps).map(step).collect::<Vec<_>>()}).to_string()
}

fn run(pipeline: &str) -> Value {
    json!({"PipelineExecutionArn": format!("{ARN}:pipeline/{pipeline}/execution/run"),
        "PipelineArn": format!("{ARN}:pipeline/{pipeline}"), "PipelineExecutionStatus": "Succeeded"})
}

fn s3(method: &Method, query: &str) -> Response {
    const REGION: HeaderName = HeaderName::from_static("x-amz-bucket-region");
    let name = query.split(['=', '&']).next().unwrap_or_default();
    let absent = |code: &str| (StatusCode::NOT_FOUND, format!("<Error><Code>{code}</Code></Error>")).into_response();
    match name {
        _ if method == Method::HEAD => [(REGION, "us-east-1")].into_response(),
        "encryption" => absent("ServerSideEncryptionConfigurationNotFoundError"),
        "publicAccessBlock" => absent("NoSuchPublicAccessBlockConfiguration"),
        "policyStatus" => absent("NoSuchBucketPolicy"),
        "tagging" => absent("NoSuchTagSet"),
        "versioning" => "<VersioningConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"/>".into_response(),
        "acl" => "<AccessControlPolicy xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Owner><ID>o</ID></Owner>\
                  <AccessControlList/></AccessControlPolicy>"
            .into_response(),
        other => panic!("the fake has no {other}"),
    }
}
