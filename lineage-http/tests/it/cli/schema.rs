//! `schema` and its commands.

use super::*;

const ORDERS: &str = "id,amount,city\n1,2.5,Seoul\n2,3.5,Busan\n3,4,Daegu\n4,1.25,Jeju\n5,9,Ulsan\n";

fn json(args: &[&str]) -> Value {
    serde_json::from_str(&stdout(args)).unwrap()
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// A path as answers show it.
fn slashes(path: &str) -> String {
    if cfg!(windows) { path.replace(r"\\?\", "").replace('\\', "/") } else { path.to_owned() }
}

fn uri(path: &str) -> String {
    format!("file:///{}", slashes(path).trim_start_matches('/'))
}

#[test]
fn files_and_folders() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().canonicalize().unwrap();
    let file = root.join("orders/day=2026-01-01/a.csv");
    write(&file, ORDERS);
    let orders = root.join("orders");
    let orders = orders.to_str().unwrap();
    let document = json(&["schema", orders]);
    let id = format!("{}/", uri(orders));
    assert_eq!(document["dataset_id"], id);
    assert_eq!(document["schema"]["sampled_files"][0], slashes(file.to_str().unwrap()));
    assert_eq!(json(&["schema", &id]), document);
    assert!(document.get("saved").is_none());
    assert_eq!(
        stdout(&["schema", orders, "--format", "table"]),
        "NAME    TYPE         NULLABLE\n\
         id      int64        true\n\
         amount  double       true\n\
         city    string       true\n\
         day     date32[day]  false\n"
    );
    let document = json(&["schema", file.to_str().unwrap()]);
    assert_eq!(document["dataset_id"], uri(file.to_str().unwrap()));
    assert_eq!(document["schema"]["columns"].as_array().unwrap().len(), 3);
}

#[test]
fn versions_in_a_folder() {
    let folder = tempfile::tempdir().unwrap();
    let (orders, store) = (folder.path().join("versions"), folder.path().join("store"));
    let file = orders.join("a.csv");
    write(&file, ORDERS);
    let (orders, store) = (orders.to_str().unwrap(), store.to_str().unwrap());
    let policy = folder.path().join("policy.json");
    write(&policy, r#"{"owner": "data"}"#);
    let save = |policy: &str| json(&["schema", orders, "--save", "--schema-store", store, "--policy", policy]);
    assert_eq!(save(policy.to_str().unwrap())["saved"]["version"], 1);
    assert_eq!(save(r#"{"owner": "data"}"#)["saved"]["unchanged"], true);
    write(&file, &ORDERS.replace("id,", "key,"));
    assert_eq!(save(r#"{"owner": "data"}"#)["saved"]["version"], 2);
    // Any JSON is one.
    assert_eq!(save("[1]")["saved"]["version"], 3);

    let output = program(&["schema", "versions", orders]).env("SCHEMA_STORE", store).output().unwrap();
    let versions: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&versions[0]["version"], &versions[1]["version"]), (&3.into(), &2.into()));
    let one = json(&["schema", "versions", orders, "--version", "1", "--schema-store", store]);
    assert_eq!((&one["policy"]["owner"], &one["columns"][0]["name"]), (&"data".into(), &"id".into()));
    assert_eq!(
        stdout(&["schema", "diff", orders, "--from", "1", "--schema-store", store, "--format", "table"]),
        "COLUMN  CHANGE   FROM   TO\nkey     added    -      int64\nid      removed  int64  -\n"
    );
    let back = json(&["schema", "diff", orders, "--from", "2", "--to", "1", "--schema-store", store]);
    assert_eq!((&back["added"][0], &back["removed"][0]), (&"id".into(), &"key".into()));
}

#[test]
fn versions_of_a_folder_and_a_file_that_are_gone() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("store");
    let store = store.to_str().unwrap();
    let lake = folder.path().join("lake");
    let file = lake.join("orders/a.csv");
    write(&file, ORDERS);
    let places = [lake.join("orders"), file];
    for place in &places {
        stdout(&["schema", place.to_str().unwrap(), "--save", "--schema-store", store]);
    }
    fs::remove_dir_all(&lake).unwrap();
    for place in &places {
        let place = place.to_str().unwrap();
        assert_eq!(json(&["schema", "versions", place, "--schema-store", store])[0]["version"], 1);
        assert_eq!(json(&["schema", "diff", place, "--schema-store", store])["to"], 1);
    }
}

#[test]
fn a_change_that_the_policy_forbids() {
    let folder = tempfile::tempdir().unwrap();
    let (file, store) = (folder.path().join("a.csv"), folder.path().join("store"));
    let args = ["schema", file.to_str().unwrap(), "--save", "--schema-store", store.to_str().unwrap()];
    let args = [&args[..], &["--policy", r#"{"compatibility": "forward"}"#]].concat();
    write(&file, ORDERS);
    stdout(&args);
    write(&file, &ORDERS.replace("\n1,", "\n1.5,"));
    let (code, error) = failure(&args);
    assert_eq!(code, Some(1));
    assert!(error.contains("'id' is now double, which int64 does not hold"), "{error}");
}

/// A folder may have the name of a command.
#[test]
fn a_folder_that_is_called_versions() {
    let folder = tempfile::tempdir().unwrap();
    write(&folder.path().join("versions/a.csv"), ORDERS);
    let output = program(&["schema", "./versions"]).current_dir(folder.path()).output().unwrap();
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(document["schema"]["format"], "csv");
}

#[test]
fn versions_of_an_earlier_store() {
    let folder = tempfile::tempdir().unwrap();
    let (file, store) = (folder.path().join("old.jsonl"), folder.path().join("store"));
    write(
        &file,
        "{\"dataset_id\": \"s3://lake/orders/\", \"version\": 7, \"schema\": {\"format\": \"csv\", \"fields\": {\"id\": \"int64\"}}}\n\
         {\"dataset_id\": \"s3://lake/ord",
    );
    let store = store.to_str().unwrap();
    let output = run(&["schema", "import", file.to_str().unwrap(), "--schema-store", store]);
    assert_eq!(text(&output.stdout), "1 versions were made, 0 lines changed nothing\n");
    assert!(text(&output.stderr).starts_with("warning: line 2 was left out: "), "{}", text(&output.stderr));
    for name in ["s3://lake/orders", "s3://lake/orders/"] {
        let versions = json(&["schema", "versions", name, "--schema-store", store]);
        assert_eq!(versions[0]["fields"]["id"], "int64");
    }
}

#[test]
fn what_is_not_there() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().to_str().unwrap();
    for (args, expected) in [
        (&["schema", "/no/such/folder"][..], "cannot read '/no/such/folder': "),
        (&["schema", store], "cannot find the schema: no object at or below "),
        (&["schema", "versions", "s3://lake/p", "--schema-store", store], "no such version of 's3://lake/p/' was kept"),
        (&["schema", "diff", "s3://lake/p", "--schema-store", store], "no such version of 's3://lake/p/' was kept"),
        (&["schema", "import", "/no/such/file", "--schema-store", store], "cannot read '/no/such/file': "),
    ] {
        let (code, error) = failure(args);
        assert_eq!((code, error.lines().count()), (Some(1), 1), "{error}");
        assert!(error.starts_with(&format!("sagemaker-lineage: {expected}")), "{error}");
    }
}

#[test]
fn a_place_is_a_path_or_a_bucket() {
    let folder = tempfile::tempdir().unwrap();
    for args in [&["schema", "gs://lake/p"][..], &["schema", "versions", "lake", "--schema-store", "GS://lake/p"]] {
        let output = program(args).current_dir(folder.path()).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{}", text(&output.stderr));
        assert!(text(&output.stderr).to_lowercase().contains("'gs://'"), "{}", text(&output.stderr));
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[cfg(not(feature = "aws"))]
#[test]
fn a_bucket_keeps_schemas_only_with_aws() {
    let (code, error) = failure(&["schema", "versions", "s3://lake/p", "--schema-store", "s3://lake/schemas"]);
    assert!(code == Some(2) && error.contains("schemas cannot be kept in 's3://lake'"), "{error}");
}

#[cfg(feature = "demo")]
#[test]
fn a_prefix_of_the_demo_account() {
    let place = "s3://hanbit-growth-lake/raw/customers";
    let document = json(&["schema", place, "--demo"]);
    assert_eq!(document["dataset_id"], format!("{place}/"));
    assert_eq!(document["schema"]["format"], "parquet");
    let (code, error) = failure(&["schema", place, "--demo", "--save"]);
    assert!(code == Some(2) && error.contains("--schema-store"), "{error}");
    let store = tempfile::tempdir().unwrap();
    let store = store.path().to_str().unwrap();
    assert_eq!(json(&["schema", place, "--demo", "--save", "--schema-store", store])["saved"]["version"], 1);
    assert_eq!(json(&["schema", "versions", place, "--schema-store", store])[0]["version"], 1);
    let (code, error) = failure(&["schema", "s3://hanbit-growth-lake/nowhere", "--demo"]);
    assert!(code == Some(1) && error.contains("no object at or below"), "{error}");
}

/// Nobody asked to save anything yet, so that it cannot be done is no reason not to start.
#[cfg(all(unix, feature = "demo"))]
#[test]
fn a_server_without_a_folder_for_data_saves_nothing() {
    use std::io::{BufRead, BufReader};
    let account = concat!(env!("CARGO_MANIFEST_DIR"), "/../lineage-aws/demo/account");
    let mut command = program(&["serve", "--snapshot", account, "--listen", "127.0.0.1:0"]);
    let mut child = command.env("XDG_DATA_HOME", "/dev/null").spawn().unwrap();
    let lines: Vec<_> = BufReader::new(child.stderr.take().unwrap()).lines().take(2).map(Result::unwrap).collect();
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(lines[0].contains("versions of schemas are not saved: cannot keep schemas in '/dev/null/"), "{lines:?}");
    assert!(lines[1].starts_with("listening on "), "{lines:?}");

    let (code, error) = failure(&["serve", "--demo", "--listen", "127.0.0.1:0", "--schema-store", "/dev/null/x"]);
    assert!(code == Some(1) && error.contains("cannot keep schemas in '/dev/null/x'"), "{error}");
}
