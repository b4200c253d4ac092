//! Secrets planted in everything that a recorded account holds, and the program over it: none comes out.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde_json::json;

use super::demo::Server;
use super::*;

/// In places whose every value is masked, and behind names that promise a secret.
const SECRET: &str = "hunter2-correct-horse";
/// Texts that are secrets wherever they stand.
const TOKENS: [&str; 4] = [
    "AKIAIOSFODNN7EXAMPLE",
    "ghp_1234567890abcdefghijABCDEFGHIJ123456",
    "hf_abcdefghijklmnopqrstuvwxyzABCDEFGH",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U",
];

/// A sentence as error texts have them.
fn sentence() -> Value {
    let tokens = TOKENS.join(" ");
    let url = format!("https://ann:{SECRET}@git.example.com/x?X-Amz-Signature={SECRET}");
    json!(format!("cannot clone {url} with password={SECRET} and {tokens}"))
}

/// Parameters by name, as definitions and executions have them.
fn parameters() -> Vec<(&'static str, Value)> {
    let mut all = vec![("DbPassword", json!(SECRET)), ("Remote", sentence())];
    all.extend(["First", "Second", "Third", "Fourth"].into_iter().zip(TOKENS.map(Value::from)));
    all
}

/// Plants secrets into a value, whatever it is; returns how many places took one.
fn plant(value: &mut Value) -> usize {
    let mut planted = 0;
    match value {
        Value::Array(items) => planted += items.iter_mut().map(plant).sum::<usize>(),
        Value::Object(fields) => {
            for (name, value) in fields.iter_mut() {
                planted += match (name.as_str(), value.is_string()) {
                    ("definition", true) => in_definition(value),
                    ("failureReason" | "message" | "statusMessage", _) => replace(value, sentence()),
                    ("tags", _) => insert(value.pointer_mut("/value"), "api-key", json!(SECRET)),
                    ("fields", _) => {
                        insert(Some(&mut *value), "Note", sentence())
                            + insert(Some(value), "session_token", json!(SECRET))
                    }
                    _ => plant(value),
                };
            }
        }
        _ => {}
    }
    planted
}

fn replace(value: &mut Value, with: Value) -> usize {
    *value = with;
    1
}

fn insert(object: Option<&mut Value>, name: &str, value: Value) -> usize {
    let Some(object) = object.and_then(Value::as_object_mut) else { return 0 };
    object.insert(name.to_owned(), value);
    1
}

/// A definition's text with secrets in its parameters and in the arguments of each step.
fn in_definition(text: &mut Value) -> usize {
    let mut definition: Value = serde_json::from_str(text.as_str().unwrap()).unwrap();
    let declared = definition["Parameters"].as_array_mut().unwrap();
    for (name, value) in parameters() {
        declared.push(json!({"Name": name, "Type": "String", "DefaultValue": value}));
    }
    let steps = definition["Steps"].as_array_mut().unwrap();
    let planted = parameters().len() + steps.len();
    for step in steps {
        let arguments = &mut step["Arguments"];
        arguments["Environment"] = json!({"PLAIN": SECRET, "NOTE": sentence()});
        arguments["HyperParameters"] = json!({"plain": SECRET, "note": sentence()});
        arguments["ContainerArguments"] = json!(["--plain", SECRET, "--note", sentence()]);
    }
    *text = definition.to_string().into();
    planted
}

/// The demo account with secrets in it, and how many each of its folders took.
fn planted_account(out: &Path) -> BTreeMap<String, usize> {
    let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("../lineage-aws/demo/account");
    let mut planted = BTreeMap::new();
    for (path, bytes) in files(&demo) {
        let name = path.strip_prefix(&demo).unwrap();
        let folder = name.parent().unwrap().to_str().unwrap().to_owned();
        let target = out.join(name);
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        let Ok(mut value) = serde_json::from_slice::<Value>(&bytes) else {
            fs::write(target, bytes).unwrap();
            continue;
        };
        *planted.entry(folder.clone()).or_default() += match folder.as_str() {
            "parameters" => {
                let list = value["answer"]["value"].as_array_mut().unwrap();
                list.extend(parameters().into_iter().map(|(name, value)| json!([name, value])));
                parameters().len()
            }
            "tags" => insert(value.pointer_mut("/answer/value"), "api-key", json!(SECRET)),
            // One of the jobs cannot be described, and the error says why.
            "jobs" if !planted.contains_key("jobs") => {
                value["answer"] = json!({"error": {"kind": "other", "resource": "a job", "message": sentence()}});
                1
            }
            "data" => 0,
            _ => plant(&mut value),
        };
        fs::write(target, value.to_string()).unwrap();
    }
    planted
}

/// All files below `root`, ordered by path.
fn files(root: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open = vec![root.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { open.push(path) } else { drop(found.insert(path.clone(), fs::read(path).unwrap())) }
        }
    }
    found
}

/// That a text has no secret.
fn is_clean(what: &str, text: &str) {
    for secret in TOKENS.iter().chain([&SECRET]) {
        if let Some((before, _)) = text.split_once(secret) {
            let before: Vec<char> = before.chars().rev().take(200).collect();
            panic!("{what} has {secret} after: {}", before.into_iter().rev().collect::<String>());
        }
    }
}

#[test]
fn no_secret_leaves_the_program() {
    let folder = tempfile::tempdir().unwrap();
    let (account, copy, logs) = (folder.path().join("account"), folder.path().join("copy"), folder.path().join("logs"));
    let planted = planted_account(&account);
    for of in ["executions", "jobs", "parameters", "pipelines", "steps", "tags"] {
        assert!(planted.get(of).is_some_and(|count| *count > 0), "{of}: {planted:?}");
    }
    let account = account.to_str().unwrap();

    let schemas = folder.path().join("schemas");
    let kept = schemas.to_str().unwrap();
    let server = Server::start_logging(&["serve", "--snapshot", account, "--schema-store", kept], &logs);
    let list = server.ask("GET /sagemaker/pipelines?includeLatestExec=true&regions=ap-northeast-2,us-east-1");
    let body: Value = serde_json::from_str(list.split_once("\r\n\r\n").unwrap().1).unwrap();
    let mut asked = vec![
        "/sagemaker/pipelines?includeLatestExec=true&name=x&token=hunter2-correct-horse".to_owned(),
        "/sagemaker/overview?includeLatestExec=true".to_owned(),
        "/sagemaker/catalog".to_owned(),
        "/lineage/by-domain?domain=growth-studio&includeLatestExec=true".to_owned(),
        "/featurestore/feature-groups".to_owned(),
        "/datasets/hanbit-growth-lake/raw/schema?maxFiles=50".to_owned(),
        "/datasets/hanbit-growth-lake/schema?save=true&maxFiles=50".to_owned(),
        "/datasets/hanbit-growth-lake/schema/versions".to_owned(),
        "/datasets/hanbit-growth-lake/hunter2-correct-horse/schema".to_owned(),
        "/ready".to_owned(),
        format!("/lineage?pipeline={}", "hunter2-correct-horse"),
    ];
    let groups = server.ask("GET /featurestore/feature-groups");
    let groups: Value = serde_json::from_str(groups.split_once("\r\n\r\n").unwrap().1).unwrap();
    for group in groups["items"].as_array().unwrap() {
        let name = group["name"].as_str().unwrap();
        asked.push(format!("/featurestore/feature-groups/{name}?includeDescriptions=true"));
    }
    for region in body["regions"].as_array().unwrap() {
        for pipeline in region["pipelines"].as_array().unwrap() {
            let (region, name) = (region["region"].as_str().unwrap(), pipeline["name"].as_str().unwrap());
            for format in ["json", "dot", "mermaid"] {
                asked.push(format!(
                    "/lineage?region={region}&pipeline={name}&format={format}&includeLatestExec=true&includeDeployments=true"
                ));
            }
        }
    }
    assert!(asked.len() > 30, "{asked:?}");
    let mut masked = 0;
    // The second time they come out of the cache.
    for path in asked.iter().chain(&asked) {
        let answer = server.ask(&format!("GET {path}"));
        // What a caller says itself is told back.
        let told = answer.replace(&format!("'{SECRET}'"), "");
        let told = if path.contains(SECRET) { told.replace(SECRET, "") } else { told };
        is_clean(path, &told);
        masked += usize::from(answer.contains("***"));
    }
    assert!(masked > 20, "{masked} answers show that something was masked");
    drop(server);
    // What a caller asks for by its name, the lines about it name; nothing else of it does, and no query.
    let log = fs::read_to_string(&logs).unwrap();
    let named = [
        format!("what=\"{SECRET}\""),
        format!("what=\"s3://hanbit-growth-lake/{SECRET}/\""),
        format!("path=\"/datasets/hanbit-growth-lake/{SECRET}/schema\""),
    ];
    is_clean("the log", &named.iter().fold(log, |log, named| log.replace(named, "")));
    let kept = files(&schemas);
    assert_eq!(kept.len(), 2, "one version, saved twice, and the object of the test at start");
    for (path, bytes) in kept {
        is_clean(path.to_str().unwrap(), &String::from_utf8_lossy(&bytes));
    }

    stdout(&["record", "--snapshot", account, "--out", copy.to_str().unwrap(), "--executions", "5"]);
    let copied = files(&copy);
    assert!(copied.len() > 100, "{}", copied.len());
    for (path, bytes) in copied {
        is_clean(path.to_str().unwrap(), &String::from_utf8_lossy(&bytes));
    }
    for format in ["json", "dot", "mermaid"] {
        let output = run(&["dump", "--snapshot", account, "--pipeline", "CustomerChurnTraining", "--format", format]);
        assert!(output.status.success());
        is_clean(format, text(&output.stdout));
        is_clean(format, text(&output.stderr));
    }
}
