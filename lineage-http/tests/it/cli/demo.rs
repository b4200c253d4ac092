//! The program over the demo account.

use std::io::{BufRead, BufReader, Read};
use std::net::TcpStream;
use std::process::Child;

use super::*;

const PIPELINE: &str = "CustomerChurnTraining";

#[test]
fn dump_of_the_demo_account() {
    let args = ["dump", "--demo", "--pipeline-name", PIPELINE, "--include-latest-exec"];
    let first = stdout(&args);
    let document: Value = serde_json::from_str(&first).unwrap();
    assert_eq!(document["pipeline"]["name"], PIPELINE);
    assert!(document["execution"]["arn"].is_string());
    assert_eq!(stdout(&args), first, "a recorded account's answer never changes");
    assert!(document["graph"]["artifacts"][0]["s3"].is_object());

    let without = stdout(&["dump", "--demo", "--pipeline-name", PIPELINE, "--enable-s3-meta=false"]);
    let document: Value = serde_json::from_str(&without).unwrap();
    assert!(document.get("execution").is_none());
    assert!(document["graph"]["artifacts"][0].get("s3").is_none());
}

#[test]
fn dump_with_columns() {
    let args = ["dump", "--demo", "--region", "us-east-1", "--pipeline-name", "FraudFeatureRefresh"];
    assert!(!stdout(&args).contains("columnLineage"));
    let with = stdout(&[&args[..], &["--include-columns", "--schema-store", "memory"]].concat());
    let document: Value = serde_json::from_str(&with).unwrap();
    let artifacts = document["graph"]["artifacts"].as_array().unwrap();
    assert_eq!(artifacts.iter().filter(|artifact| artifact["columnLineage"].is_array()).count(), 1);
}

#[test]
fn an_unknown_pipeline() {
    let (code, error) = failure(&["dump", "--demo", "--pipeline", "other"]);
    assert_eq!((code, error.lines().count()), (Some(1), 1));
    assert!(error.contains("'other'") && error.contains("check the name and --region"), "{error}");
}

#[test]
fn logs_in_json_are_json_from_the_first_line_on() {
    let mut program = program(&["serve", "--demo", "--listen", "localhost:0"]);
    let mut child = program.env("LOG_FORMAT", "json").env("RUST_LOG", "info,x=loud").spawn().unwrap();
    let lines: Vec<_> = BufReader::new(child.stderr.take().unwrap()).lines().take(2).map(Result::unwrap).collect();
    child.kill().unwrap();
    child.wait().unwrap();
    let lines: Vec<Value> = lines.iter().map(|line| serde_json::from_str(line).unwrap()).collect();
    let message = |index: usize| lines[index]["fields"]["message"].as_str().unwrap();
    assert_eq!(lines[0]["level"], "WARN");
    assert!(message(0).starts_with("RUST_LOG cannot be read"), "{}", message(0));
    assert!(message(1).starts_with("listening on http://127.0.0.1:"), "{}", message(1));
}

#[cfg(not(feature = "aws"))]
#[test]
fn without_aws_the_demo_account_is_offered() {
    let (code, error) = failure(&["dump", "--pipeline-name", PIPELINE]);
    assert_eq!(code, Some(2));
    assert!(error.ends_with("give --snapshot DIR or --demo\n"), "{error}");
}

#[test]
fn empty_variables_count_as_absent() {
    let args = ["dump", "--demo", "--pipeline-name", PIPELINE];
    let output = program(&args).envs(VARIABLES.map(|name| (name, ""))).output().unwrap();
    assert_eq!((text(&output.stderr), text(&output.stdout)), ("", &*stdout(&args)));

    let server = Server::start_with(&[], &VARIABLES.map(|name| (name, "")));
    let answer = server.ask(&format!("GET /lineage?pipeline={PIPELINE}"));
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n") && answer.contains("max-age=30\r\n"), "{answer}");
}

#[test]
fn a_default_region_that_is_not_allowed() {
    let mut program = program(&["serve", "--demo", "--listen", "127.0.0.1:0"]);
    let output = program.env("ALLOWED_REGIONS", "us-east-1").env("DEFAULT_REGION", "eu-west-1").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("'eu-west-1' is not among the allowed regions"));
}

#[test]
fn a_recorded_account_answers_as_the_account_did() {
    let folder = tempfile::tempdir().unwrap();
    let (first, second) = (folder.path().join("first"), folder.path().join("second"));
    let (first, second) = (first.to_str().unwrap(), second.to_str().unwrap());
    assert_eq!(stdout(&["record", "--demo", "--out", first]), "");
    let query = ["--pipeline-name", PIPELINE, "--include-latest-exec"];
    let dump = |source: &[&str]| stdout(&[&["dump"], source, &query[..]].concat());
    assert_eq!(dump(&["--snapshot", first]), dump(&["--demo"]));

    assert_eq!(stdout(&["record", "--snapshot", first, "--out", second, "--pipeline", PIPELINE]), "");
    assert_eq!(dump(&["--snapshot", second]), dump(&["--demo"]));
    let (code, _) = failure(&["dump", "--snapshot", second, "--pipeline-name", "StoreDemandForecast"]);
    assert_eq!(code, Some(1), "it was not recorded");
}

#[test]
fn what_cannot_be_recorded() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().to_str().unwrap();
    let (code, error) = failure(&["record", "--demo", "--out", out, "--pipeline", "other"]);
    assert_eq!(code, Some(1));
    assert!(error.contains("'other' was not found; check the name and --region"), "{error}");
    fs::write(folder.path().join("mine"), "").unwrap();
    let (code, error) = failure(&["record", "--demo", "--out", out]);
    assert_eq!(code, Some(1));
    assert!(error.contains("not empty"), "{error}");
}

/// A server on a free port, killed when the test ends.
pub(super) struct Server {
    child: Child,
    address: String,
}

impl Server {
    pub(super) fn start(args: &[&str]) -> Self {
        Self::start_with(args, &[])
    }

    pub(super) fn start_with(args: &[&str], variables: &[(&str, &str)]) -> Self {
        let mut program = program(&["serve", "--demo", "--listen", "127.0.0.1:0"]);
        let mut child = program.args(args).envs(variables.iter().copied()).spawn().unwrap();
        let mut lines = BufReader::new(child.stderr.as_mut().unwrap()).lines().map(Result::unwrap);
        let address = lines.find_map(|line| line.strip_prefix("listening on http://").map(str::to_owned));
        Self { child, address: address.unwrap() }
    }

    /// Over whatever `args` say, with everything that it logs in a file.
    pub(super) fn start_logging(args: &[&str], log: &Path) -> Self {
        let mut program = program(&[args, &["--listen", "127.0.0.1:0"]].concat());
        let child = program.env("RUST_LOG", "trace").stderr(fs::File::create(log).unwrap()).spawn().unwrap();
        loop {
            let text = fs::read_to_string(log).unwrap();
            let address = text.lines().find_map(|line| line.split_once("listening on http://"));
            match address {
                Some((_, address)) if text.ends_with('\n') => {
                    return Self { child, address: address.trim_end().to_owned() };
                }
                _ => std::thread::yield_now(),
            }
        }
    }

    pub(super) fn address(&self) -> &str {
        &self.address
    }

    /// Tells it to end.
    #[cfg(unix)]
    pub(super) fn terminate(&self) {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
    }

    /// How it ended.
    #[cfg(unix)]
    pub(super) fn exit_code(&mut self) -> Option<i32> {
        self.child.wait().unwrap().code()
    }

    pub(super) fn ask(&self, request: &str) -> String {
        self.ask_with(request, "")
    }

    /// With more headers, each with its line break.
    pub(super) fn ask_with(&self, request: &str, headers: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        write!(stream, "{request} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{headers}\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn serve_answers_as_dump_does() {
    let server = Server::start(&[]);
    assert_eq!(stdout(&["healthcheck", "--listen", &server.address]), "");
    let answer = server.ask(&format!("GET /lineage?pipeline={PIPELINE}&includeLatestExec=true"));
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("HTTP/1.1 200 OK\r\n"), "{head}");
    let dumped = stdout(&["dump", "--demo", "--pipeline-name", PIPELINE, "--include-latest-exec"]);
    let served: Value = serde_json::from_str(body).unwrap();
    assert_eq!(served, serde_json::from_str::<Value>(&dumped).unwrap());

    // Also where no route matches, whose layers are other ones.
    let answer = server.ask("HEAD /nothing");
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("HTTP/1.1 404 Not Found\r\n") && body.is_empty(), "{answer}");
}

#[test]
fn settings_of_serve_reach_the_answers() {
    let server = Server::start(&[
        "--include-latest-exec",
        "--enable-s3-meta=0",
        "--cache-ttl-seconds=0",
        "--allowed-regions=ap-northeast-2",
    ]);
    let answer = server.ask(&format!("GET /lineage?pipeline={PIPELINE}"));
    assert!(answer.contains("\"execution\":{") && !answer.contains("\"s3\":{"), "{answer}");
    assert!(answer.contains("cache-control: private, no-cache\r\n"), "{answer}");
    let refused = server.ask(&format!("GET /lineage?pipeline={PIPELINE}&region=us-east-1"));
    assert!(refused.contains("region 'us-east-1' is not allowed"), "{refused}");
}

/// Datasets of the demo account, with their regions, and how each of their versions goes with the one before it, the
/// newest first.
const HISTORIES: [(&str, &str, &[&str]); 3] = [
    ("hanbit-growth-lake/raw/customers/", "ap-northeast-2", &["forward", "backward", "full"]),
    ("hanbit-growth-lake/raw/usage/2026-10/", "ap-northeast-2", &["backward", "full"]),
    ("hanbit-risk-lake/features/card-transactions/", "us-east-1", &["none", "none", "full"]),
];

#[test]
fn datasets_of_the_demo_account_have_a_history() {
    let folder = tempfile::tempdir().unwrap();
    let elsewhere = Server::start(&["--schema-store", folder.path().to_str().unwrap()]);
    for server in [Server::start(&[]), Server::start(&["--schema-store", "memory"])] {
        let json = |request: &str| -> Value {
            let answer = server.ask(request);
            serde_json::from_str(answer.split_once("\r\n\r\n").unwrap().1).unwrap()
        };
        let mut lines = 0;
        for (dataset, region, expected) in HISTORIES {
            let below = format!("GET /datasets/{dataset}schema");
            let versions = json(&format!("{below}/versions"));
            let versions = versions.as_array().unwrap();
            let told = versions.iter().filter_map(|version| version["compatibility"].as_str());
            assert_eq!(told.collect::<Vec<_>>(), expected, "{dataset}");
            let (created, recorded) = (|at: usize| versions[at]["createdAt"].as_str().unwrap(), "2026-10-14T09:00:00Z");
            assert!(created(0) < recorded && created(expected.len() - 1) > "2026-01-01", "{dataset}");
            // What its objects have is known already.
            let saved = &json(&format!("{below}?save=true&region={region}"))["saved"];
            let newest = Value::from(expected.len());
            assert_eq!((&saved["version"], &saved["unchanged"]), (&newest, &true.into()), "{dataset}");
            lines += versions.len();
            assert!(elsewhere.ask(&format!("{below}/versions")).starts_with("HTTP/1.1 404"), "{dataset}");
        }
        assert_eq!(lineage_aws::DEMO_SCHEMAS.lines().count(), lines, "each line is a version");
    }
}

#[test]
fn dump_has_the_schemas_of_the_demo_account() {
    let args = ["dump", "--demo", "--pipeline-name", PIPELINE, "--include-schema"];
    let versions = |more: &[&str]| {
        let document: Value = serde_json::from_str(&stdout(&[&args[..], more].concat())).unwrap();
        let artifacts = document["graph"]["artifacts"].as_array().unwrap();
        artifacts.iter().filter_map(|artifact| artifact["schema"]["version"].as_u64()).collect::<Vec<_>>()
    };
    assert_eq!(versions(&[]), [3, 2]);
    assert_eq!(versions(&["--schema-store", "memory"]), [3, 2]);
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(versions(&["--schema-store", folder.path().to_str().unwrap()]), [0; 0]);
}
