//! Servers that ask who calls them, and the keys for that.

use std::io::{BufRead, BufReader};

use super::demo::Server;
use super::*;

/// A new key, and what the file of keys holds of it.
fn new_key(args: &[&str]) -> (String, String) {
    let output = run(&[&["api-key", "new", "--name", "dashboard"], args].concat());
    let told = text(&output.stderr);
    let key = told.strip_prefix("the key of dashboard, shown this once: ").unwrap_or_else(|| panic!("{told}"));
    (key.trim_end().to_owned(), text(&output.stdout).to_owned())
}

#[test]
fn a_new_key_opens_what_it_was_made_for() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("keys.toml");
    let (key, block) = new_key(&["--scopes", "lineage:read,catalog:read", "--expires", "9000-01-01T00:00:00Z"]);
    assert!(!block.contains(&key), "{block}");
    fs::write(&file, utf_16(&block)).unwrap();
    let server = Server::start_with(&["--api-keys", file.to_str().unwrap()], &[("RUST_LOG", "warn")]);
    let status = |path: &str, headers: &str| {
        let answer = server.ask_with(&format!("GET {path}"), headers);
        answer.split(' ').nth(1).unwrap().to_owned()
    };
    assert_eq!(status("/health", ""), "200");
    assert_eq!(status("/sagemaker/pipelines", ""), "401");
    assert_eq!(status("/sagemaker/pipelines", &format!("X-API-Key: {key}\r\n")), "200");
    assert_eq!(status("/sagemaker/pipelines", &format!("Authorization: Bearer {key}\r\n")), "200");
    assert_eq!(status("/datasets/b/p/schema", &format!("X-API-Key: {key}\r\n")), "403");
}

#[test]
fn keys_differ_and_are_written_as_they_are_read() {
    let args =
        ["--scopes", "schema:read", "--regions", "eu-west-1,us-east-1", "--accounts", "own", "--domains", "a \"b\""];
    let ((first, block), (second, _)) = (new_key(&args), new_key(&args));
    assert_ne!(first, second);
    let (hash, rest) = block.strip_prefix("[keys.\"dashboard\"]\nsha256 = \"").unwrap().split_once("\"\n").unwrap();
    assert_eq!(
        rest,
        "scopes = [\"schema:read\"]\nregions = [\"eu-west-1\", \"us-east-1\"]\naccounts = [\"own\"]\n\
         domains = [\"a \\\"b\\\"\"]\n"
    );
    let mut child = program(&["api-key", "hash"]).stdin(Stdio::piped()).spawn().unwrap();
    writeln!(child.stdin.take().unwrap(), "\u{feff}{first}\r").unwrap();
    assert_eq!(text(&child.wait_with_output().unwrap().stdout).trim_end(), hash);
}

#[test]
fn a_server_that_asks_may_be_reached_by_others() {
    let (_, keys) = new_key(&["--scopes", "lineage:read"]);
    let listens = |variables: &[(&str, &str)]| {
        let mut program = program(&["serve", "--demo", "--listen", "0.0.0.0:0"]);
        let mut child = program.envs(variables.iter().copied()).spawn().unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines().map(Result::unwrap);
        let is_listening = lines.any(|line| line.starts_with("listening on "));
        child.kill().unwrap();
        (is_listening, child.wait().unwrap().code())
    };
    assert_eq!(listens(&[]), (false, Some(2)));
    assert_eq!(listens(&[("ALLOW_PUBLIC", "false")]), (false, Some(2)));
    assert!(listens(&[("ALLOW_PUBLIC", "true")]).0);
    assert!(listens(&[("API_KEYS", &keys)]).0);
    #[cfg(feature = "oidc")]
    assert!(listens(&[("OIDC_ISSUER", "https://issuer.invalid"), ("OIDC_AUDIENCE", "lineage")]).0);
}

#[test]
fn keys_that_open_nothing_are_told_at_start() {
    let (_, keys) = new_key(&["--scopes", "lineage:read", "--expires", "2020-01-01T00:00:00Z"]);
    let mut program = program(&["serve", "--demo", "--listen", "127.0.0.1:0"]);
    let mut child = program.env("API_KEYS", &keys).spawn().unwrap();
    let lines = BufReader::new(child.stderr.take().unwrap()).lines().map(Result::unwrap);
    let told: Vec<_> = lines.take_while(|line| !line.starts_with("listening on ")).collect();
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(told.iter().any(|line| line.contains("the API key 'dashboard' has expired")), "{told:?}");
}

#[test]
fn wrong_keys_are_refused_at_start() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("keys.toml");
    let wrong = "[keys.a]\nsha256 = \"hunter2\"\nscopes = [\"lineage:read\"]\n";
    fs::write(&file, wrong).unwrap();
    let path = file.to_str().unwrap();
    let refused = |variable: &str, value: &str| {
        let output = program(&["serve", "--demo", "--listen", "127.0.0.1:0"]).env(variable, value).output().unwrap();
        let error = text(&output.stderr).to_owned();
        assert!(!error.contains("hunter2"), "{error}");
        (output.status.code(), error)
    };
    let (code, error) = refused("API_KEYS_FILE", path);
    assert_eq!(code, Some(2));
    assert!(error.starts_with(&format!("sagemaker-lineage: cannot use '{path}', line 2, sha256: write ")), "{error}");
    assert_eq!(refused("API_KEYS", wrong), (code, error.replace(&format!("'{path}'"), "API_KEYS")));
    let (code, error) = refused("API_KEYS_FILE", "/no/such/file");
    assert_eq!(code, Some(1));
    assert!(error.starts_with("sagemaker-lineage: cannot read the keys of '/no/such/file': "), "{error}");
}

#[cfg(feature = "oidc")]
#[test]
fn wrong_settings_of_an_issuer_are_refused_at_start() {
    for (variables, expected) in [
        (&[("OIDC_ISSUER", "https://issuer.invalid")][..], "--oidc-audience"),
        (&[("OIDC_AUDIENCE", "lineage")], "--oidc-issuer"),
        (
            &[("OIDC_ISSUER", "http://issuer.invalid"), ("OIDC_AUDIENCE", "lineage")],
            "(OIDC_ISSUER): the issuer does not",
        ),
        (
            &[("OIDC_ISSUER", "https://i"), ("OIDC_AUDIENCE", "a"), ("OIDC_JWKS_URL", "ftp://i/keys")],
            "(OIDC_JWKS_URL): the address of the issuer's keys does not begin with https://",
        ),
        (
            &[("OIDC_ISSUER", "https://i"), ("OIDC_AUDIENCE", "a"), ("OIDC_ALGORITHMS", "HS256")],
            "(from OIDC_ALGORITHMS)",
        ),
        (
            &[("OIDC_ISSUER", "https://i"), ("OIDC_AUDIENCE", "a"), ("OIDC_ALGORITHMS", "none")],
            "(from OIDC_ALGORITHMS)",
        ),
    ] {
        is_refused(variables, expected);
    }
}

#[cfg(feature = "oidc")]
#[test]
fn wrong_settings_of_a_client_are_refused_at_start() {
    let issuer = [("OIDC_ISSUER", "https://i"), ("OIDC_AUDIENCE", "a")];
    let client = [("OIDC_CLIENT_ID", "lineage"), ("OIDC_REDIRECT_URL", "https://a/auth/callback")];
    is_refused(&client, "--oidc-issuer");
    for (variables, expected) in [
        (&client[..1], "--oidc-redirect-url"),
        (&client[1..], "--oidc-client-id"),
        (&[("OIDC_CLIENT_SECRET", "hunter2")], "--oidc-client-id"),
        (
            &[client[0], ("OIDC_REDIRECT_URL", "http://a/auth/callback")],
            "(OIDC_REDIRECT_URL): the address does not begin with https://",
        ),
        (
            &[client[0], ("OIDC_REDIRECT_URL", "https://a/")],
            "(OIDC_REDIRECT_URL): the address does not end in /auth/callback",
        ),
        (&[("OIDC_CLIENT_ID", "a\nb"), client[1]], "(OIDC_CLIENT_ID): a client id is"),
        (&[client[0], client[1], ("OIDC_CLIENT_SECRET", "hunter2\n")], " a client secret is a text"),
        (&[client[0], client[1], ("OIDC_SCOPES", "openid \"x\"")], "(OIDC_SCOPES): write scopes"),
        (&[client[0], client[1], ("OIDC_SCOPES", " ")], "(OIDC_SCOPES): write scopes"),
    ] {
        is_refused(&[&issuer, variables].concat(), expected);
    }
}

#[cfg(feature = "oidc")]
fn is_refused(variables: &[(&str, &str)], expected: &str) {
    let mut program = program(&["serve", "--demo", "--listen", "127.0.0.1:0"]);
    let output = program.envs(variables.iter().copied()).output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{variables:?}");
    let told = text(&output.stderr);
    assert!(told.contains(expected) && !told.contains("hunter2"), "{told}");
}
