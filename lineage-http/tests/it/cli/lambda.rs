//! Settings of the Lambda function; ci/lambda runs it.

use std::process::Command;

use super::text;

/// The standard error of a function that does not start, for the value of a variable.
fn refused(name: &str, value: &str) -> String {
    let mut function = Command::new(env!("CARGO_BIN_EXE_sagemaker-lineage-lambda"));
    let output = function.env_clear().env(name, value).args(["--snapshot", "no-such-folder"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{name}={value}: {}", text(&output.stderr));
    text(&output.stderr).to_owned()
}

#[test]
fn a_wrong_setting_is_refused_by_its_name() {
    for (name, value) in [
        ("GATEWAY_AUTH", "open"),
        ("GATEWAY_SCOPES", "schema:read,all"),
        ("DEFAULT_REGION", "mars"),
        ("CACHE_TTL_SECONDS", "soon"),
    ] {
        let told = refused(name, value);
        assert!(told.contains(&format!("(from {name})")), "{told}");
    }
}

#[test]
fn an_empty_setting_is_none() {
    let mut function = Command::new(env!("CARGO_BIN_EXE_sagemaker-lineage-lambda"));
    let function = function.env_clear().env("GATEWAY_AUTH", "").env("GATEWAY_SCOPES", "").env("SCHEMA_STORE", "memory");
    let output = function.args(["--snapshot", "no-such-folder"]).output().unwrap();
    // It comes as far as the folder.
    let told = text(&output.stderr);
    assert!(output.status.code() == Some(1) && told.contains("no-such-folder"), "{told}");
}
