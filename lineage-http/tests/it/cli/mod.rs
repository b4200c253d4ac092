//! The built program.

#[cfg(feature = "demo")]
mod auth;
#[cfg(feature = "demo")]
mod demo;
#[cfg(all(unix, feature = "demo"))]
mod ending;
#[cfg(feature = "lambda")]
mod lambda;
#[cfg(feature = "demo")]
mod lists;
mod schema;
#[cfg(feature = "demo")]
mod secrets;
#[cfg(feature = "demo")]
mod serve;
mod sql;
#[cfg(feature = "demo")]
#[cfg_attr(not(unix), expect(dead_code, reason = "servers that are told to end by a signal"))]
mod telemetry;

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

const DEFINITION: &str = r#"{"Version": "2020-12-01", "Steps": [
  {"Name": "Prepare", "Type": "Processing", "Arguments": {}},
  {"Name": "Train", "Type": "Training", "DependsOn": ["Prepare"], "Arguments": {}}]}"#;

/// What the program reads from its environment, and the AWS SDK in it.
const VARIABLES: [&str; 40] = [
    "ACCOUNTS_FILE",
    "ALLOWED_HOSTS",
    "ALLOWED_REGIONS",
    "ALLOW_PROFILES",
    "ALLOW_PUBLIC",
    "API_KEYS",
    "API_KEYS_FILE",
    "AWS_DEFAULT_REGION",
    "AWS_ENDPOINT_URL",
    "AWS_PROFILE",
    "AWS_REGION",
    "CACHE_TTL_SECONDS",
    "COMPRESSION",
    "CORS_ALLOW_ORIGINS",
    "DATASET_BUCKETS",
    "DEFAULT_REGION",
    "ENABLE_S3_META",
    "INCLUDE_LATEST_EXEC",
    "LISTEN",
    "LOG_FORMAT",
    "MAX_CONCURRENT_REQUESTS",
    "MAX_CONNECTIONS",
    "METRICS_LISTEN",
    "OIDC_ALGORITHMS",
    "OIDC_AUDIENCE",
    "OIDC_CLIENT_ID",
    "OIDC_CLIENT_SECRET",
    "OIDC_ISSUER",
    "OIDC_JWKS_URL",
    "OIDC_REDIRECT_URL",
    "OIDC_SCOPES",
    "OIDC_SCOPE_CLAIM",
    "OIDC_SCOPE_PREFIX",
    "RATE_LIMIT_PER_MINUTE",
    "READ_ONLY",
    "REQUEST_DEADLINE_SECONDS",
    "RUST_LOG",
    "S3_FORCE_PATH_STYLE",
    "S3_TIMEOUT_MS",
    "SCHEMA_STORE",
];

/// The program without what the environment of a developer may say about AWS.
fn program(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sagemaker-lineage"));
    for name in VARIABLES {
        command.env_remove(name);
    }
    // Nothing is kept among the data of whoever runs the tests.
    for name in ["XDG_DATA_HOME", "LOCALAPPDATA"] {
        command.env(name, env!("CARGO_TARGET_TMPDIR"));
    }
    command.args(args).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn run(args: &[&str]) -> Output {
    program(args).output().unwrap()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

fn stdout(args: &[&str]) -> String {
    let output = run(args);
    assert!(output.status.success(), "{args:?}: {}", text(&output.stderr));
    assert_eq!(text(&output.stderr), "", "{args:?}");
    text(&output.stdout).to_owned()
}

/// Exit code and standard error of a command that fails, and prints no result.
fn failure(args: &[&str]) -> (Option<i32>, String) {
    let output = run(args);
    assert_eq!(text(&output.stdout), "", "{args:?}");
    (output.status.code(), text(&output.stderr).to_owned())
}

fn definition(folder: &Path) -> String {
    let file = folder.join("definition.json");
    fs::write(&file, DEFINITION).unwrap();
    file.to_str().unwrap().to_owned()
}

/// A text as `>` of Windows PowerShell writes it.
fn utf_16(text: &str) -> Vec<u8> {
    std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
}

#[test]
fn files_as_windows_writes_them() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: Vec<u8>| {
        let path = folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let script = write("script.sql", b"INSERT INTO t SELECT * FROM s".to_vec());
    let data = write("data.csv", b"id\r\n1\r\n".to_vec());
    let encodings: [fn(&str) -> Vec<u8>; 3] = [|text| text.into(), |text| format!("\u{feff}{text}").into(), utf_16];
    let [plain, marked, utf_16] = encodings.map(|encode| {
        let write = |name: &str, text: &str| write(name, encode(&text.replace('\n', "\r\n")));
        let (definition, sql) = (write("definition.json", DEFINITION), write("query.sql", "SELECT a\nFROM s"));
        let catalog = write("catalog.json", r#"{"s": ["a"], "t": ["b"]}"#);
        let policy = write("policy.json", r#"{"nullValues": ["1"]}"#);
        [
            stdout(&["dump", "--definition", &definition]),
            stdout(&["sql", &sql]),
            stdout(&["sql", &script, "--catalog", &catalog]),
            stdout(&["schema", &data, "--policy", &policy, "--format", "table"]),
        ]
    });
    assert_eq!(marked, plain);
    assert_eq!(utf_16, plain);
}

#[test]
fn dump_of_a_stored_definition() {
    let folder = tempfile::tempdir().unwrap();
    let file = definition(folder.path());
    let json = stdout(&["dump", "--definition", &file]);
    assert!(json.starts_with("{\n") && json.ends_with("}\n"), "{json}");
    let document: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(document["graph"]["edges"][0]["from"], "Prepare");
    assert!(document.get("graphData").is_some());

    let one_view = stdout(&["dump", "--definition", &file, "--view", "pipeline"]);
    assert!(serde_json::from_str::<Value>(&one_view).unwrap().get("graphData").is_none());
    assert!(stdout(&["dump", "--definition", &file, "--format", "dot"]).starts_with("digraph"));
    assert!(stdout(&["dump", "--definition", &file, "--format", "mermaid"]).starts_with("flowchart"));
}

#[test]
fn dump_of_a_definition_on_the_standard_input() {
    let folder = tempfile::tempdir().unwrap();
    let mut child = program(&["dump", "--definition", "-"]).stdin(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(DEFINITION.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    assert_eq!(text(&output.stdout), stdout(&["dump", "--definition", &definition(folder.path())]));
}

/// JSON holds the warnings; beside a drawing they stand on the standard error.
#[test]
fn dump_loses_no_warning() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("odd.json");
    fs::write(&file, r#"{"Steps": [1, {"Name": "A", "Type": "Training", "Arguments": {}}]}"#).unwrap();
    let dump = |format: &str| run(&["dump", "--definition", file.to_str().unwrap(), "--format", format]);
    let json = dump("json");
    let document: Value = serde_json::from_slice(&json.stdout).unwrap();
    let message = document["warnings"][0]["message"].as_str().unwrap();
    assert_eq!(text(&json.stderr), "");
    for format in ["mermaid", "dot"] {
        assert_eq!(text(&dump(format).stderr), format!("warning: {message}\n"), "{format}");
    }
}

#[test]
fn dump_to_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let definition = definition(folder.path());
    let out = folder.path().join("lineage.json");
    fs::write(&out, "what was there before").unwrap();
    assert_eq!(stdout(&["dump", "--definition", &definition, "--out", out.to_str().unwrap()]), "");
    assert_eq!(fs::read_to_string(&out).unwrap(), stdout(&["dump", "--definition", &definition]));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "nothing but the definition and the result");

    let (code, error) = failure(&["dump", "--definition", &definition, "--out", "/no/such/folder/file"]);
    assert_eq!(code, Some(1));
    assert_eq!(error, "sagemaker-lineage: cannot write '/no/such/folder/file': the folder does not exist\n");
}

#[cfg(unix)]
#[test]
fn dump_to_a_link_replaces_what_it_points_to() {
    let folder = tempfile::tempdir().unwrap();
    let definition = definition(folder.path());
    let (file, link) = (folder.path().join("file"), folder.path().join("link"));
    fs::write(&file, "old").unwrap();
    std::os::unix::fs::symlink(&file, &link).unwrap();
    stdout(&["dump", "--definition", &definition, "--out", link.to_str().unwrap()]);
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert!(fs::read_to_string(&file).unwrap().starts_with('{'));
    stdout(&["dump", "--definition", &definition, "--out", "/dev/null"]);
    assert!(!fs::metadata("/dev/null").unwrap().is_file());
}

#[test]
fn a_closed_pipe_is_no_failure() {
    let folder = tempfile::tempdir().unwrap();
    let file = definition(folder.path());
    for args in [
        &["dump", "--definition", &file][..],
        &["completions", "bash"],
        #[cfg(feature = "demo")]
        &["catalog", "--demo"],
        #[cfg(feature = "demo")]
        &["features", "--demo", "--format", "table"],
    ] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = program(args).stdout(writer).output().unwrap();
        assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), ""), "{args:?}");
    }
}

#[test]
fn what_cannot_be_read_is_said_in_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("broken.json");
    fs::write(&file, "{\"Steps\": [").unwrap();
    let path = file.to_str().unwrap();
    let (code, error) = failure(&["dump", "--definition", path]);
    assert_eq!((code, error.lines().count()), (Some(1), 1), "{error}");
    assert!(
        error.starts_with(&format!("sagemaker-lineage: cannot read '{path}' as a pipeline definition: ")),
        "{error}"
    );

    let (code, error) = failure(&["dump", "--definition", "/no/such/file"]);
    assert_eq!(code, Some(1));
    assert!(error.starts_with("sagemaker-lineage: cannot read '/no/such/file': "), "{error}");

    let (code, error) = failure(&["dump", "--snapshot", folder.path().to_str().unwrap(), "--pipeline-name", "x"]);
    assert_eq!(code, Some(1));
    assert!(error.starts_with("sagemaker-lineage: cannot open the recorded account: "), "{error}");
}

#[test]
fn wrong_usage_is_exit_code_2() {
    for args in [
        &[][..],
        &["dump"],
        &["dump", "--definition", "-", "--view", "graph"],
        &["dump", "--definition", "-", "--format", "png"],
        &["dump", "--definition", "-", "--pipeline-name", "x"],
        &["dump", "--definition", "-", "--snapshot", "x"],
        &["dump", "--pipeline-name", "a b"],
        &["dump", "--pipeline-name", "x", "--region", "mars"],
        &["dump", "--pipeline-name", "x", "--include-latest-exec=maybe"],
        &["dump", "--definition", "-", "--domain", "x"],
        &["dump", "--definition", "-", "--include-deployments"],
        &["catalog", "--regions", "us-east-1,mars"],
        &["catalog", "--format", "dot"],
        &["features", "--region", "mars"],
        &["features", "x", "--name-contains", "x"],
        &["features", "--include-descriptions"],
        &["serve", "--listen", "localhost"],
        &["serve", "--allowed-regions", "us-east-1,mars"],
        &["serve", "--listen", "0.0.0.0:0"],
        &["serve", "--dataset-buckets", "Lake"],
        &["serve", "--read-only=maybe"],
        &["serve", "--api-keys", "x", "--api-keys-text", "y"],
        &["api-key", "new", "--name", "x"],
        &["api-key", "new", "--name", "x", "--scopes", "all"],
        &["api-key", "new", "--name", "a b", "--scopes", "lineage:read"],
        &["api-key", "new", "--name", "x", "--scopes", "lineage:read", "--regions", "mars"],
        &["api-key", "new", "--name", "x", "--scopes", "lineage:read", "--expires", "soon"],
        &["api-key", "hash"],
        &["schema"],
        &["schema", "s3://Lake/p"],
        &["schema", "s3://lake/../p"],
        &["schema", "s3://lake/p", "--max-files", "51"],
        &["schema", "s3://lake/p", "--policy", "{"],
        &["schema", "s3://lake/p", "--policy", "/no/such/file"],
        &["schema", "versions"],
        &["schema", "diff", "s3://lake/p", "--from", "x"],
        &["schema", "--save", "versions", "s3://lake/p"],
        &["sql"],
        &["sql", "-", "--format", "dot"],
        &["sql", "-", "--catalog", "/no/such/file"],
        &["sql", "-", "--jsonl", "--dialect", "hive"],
        &["sql", "-", "--jsonl", "--format", "json"],
        &["completions", "cmd"],
    ] {
        let (code, error) = failure(args);
        assert_eq!(code, Some(2), "{args:?}: {error}");
        assert!(!error.is_empty(), "{args:?}");
    }
}

#[test]
fn a_wrong_variable_is_named() {
    for (name, args) in [
        ("DEFAULT_REGION", &["dump", "--pipeline-name", "x"][..]),
        ("INCLUDE_LATEST_EXEC", &["dump", "--pipeline-name", "x"]),
        ("DEFAULT_REGION", &["record", "--out", "x"]),
        ("DEFAULT_REGION", &["catalog"]),
        ("DEFAULT_REGION", &["features"]),
        ("DEFAULT_REGION", &["serve"]),
        ("ALLOWED_REGIONS", &["serve"]),
        ("CACHE_TTL_SECONDS", &["serve"]),
        ("LOG_FORMAT", &["serve"]),
        ("ALLOW_PUBLIC", &["serve"]),
        #[cfg(feature = "oidc")]
        ("OIDC_ALGORITHMS", &["serve"]),
        ("METRICS_LISTEN", &["serve"]),
        ("READ_ONLY", &["serve"]),
        ("DEFAULT_REGION", &["schema", "s3://lake/p"]),
    ] {
        let output = program(args).env(name, "zzz").output().unwrap();
        let error = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{error}");
        assert!(error.contains("'zzz'") && error.contains(&format!("(from {name})")), "{error}");
        let output = program(&[args, &["--help"]].concat()).env(name, "zzz").output().unwrap();
        assert!(output.status.success() && text(&output.stdout).contains(&format!("{name}=zzz]")), "{output:?}");
    }
    let output =
        program(&["dump", "--pipeline-name", "x", "--region", "mars"]).env("DEFAULT_REGION", "eu-west-1").output();
    let error = output.unwrap().stderr;
    assert!(text(&error).contains("'mars'") && !text(&error).contains("DEFAULT_REGION"), "{}", text(&error));
}

#[cfg(feature = "aws")]
#[test]
fn a_malformed_region_of_the_aws_tools_is_named() {
    let output = program(&["dump", "--pipeline-name", "x"]).env("AWS_REGION", "zzz").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("AWS_REGION is malformed"), "{}", text(&output.stderr));
}

#[cfg(feature = "aws")]
#[test]
fn wrong_accounts_are_refused_at_start() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("accounts.toml");
    fs::write(&file, "[accounts.prod]\nrole_arn = \"lineage\"\n").unwrap();
    let path = file.to_str().unwrap();
    let expected = format!("sagemaker-lineage: cannot use '{path}', line 2, role_arn: this is no ARN of a role");
    let by_flag = failure(&["serve", "--listen", "127.0.0.1:0", "--accounts", path]);
    assert!(by_flag.0 == Some(2) && by_flag.1.starts_with(&expected), "{by_flag:?}");
    let output = program(&["serve", "--listen", "127.0.0.1:0"]).env("ACCOUNTS_FILE", path).output().unwrap();
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(2), &*by_flag.1));
    let missing = failure(&["serve", "--listen", "127.0.0.1:0", "--accounts", "/no/such/file"]);
    assert!(missing.1.contains("cannot read the accounts of '/no/such/file'"), "{missing:?}");
}

#[test]
fn a_stored_definition_needs_no_settings() {
    let folder = tempfile::tempdir().unwrap();
    let file = definition(folder.path());
    let expected = stdout(&["dump", "--definition", &file]);
    for value in ["", "zzz"] {
        for args in [&["dump", "--definition", &file][..], &["dump", &format!("--definition={file}")]] {
            let output = program(args).envs(VARIABLES.map(|name| (name, value))).output().unwrap();
            assert_eq!((text(&output.stderr), text(&output.stdout)), ("", &*expected));
        }
    }
}

#[test]
fn completions_name_the_commands() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(stdout(&["completions", shell]).contains("healthcheck"), "{shell}");
    }
}

#[test]
fn healthcheck_of_nobody() {
    // Nobody listens on a port that was just given back.
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    let (code, error) = failure(&["healthcheck", "--listen", &port]);
    assert_eq!(code, Some(1));
    assert!(error.contains(&format!("the server at {port} does not answer")), "{error}");
}
