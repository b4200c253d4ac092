//! `catalog` and `features` over the demo account.

use super::*;

fn json(args: &[&str]) -> Value {
    serde_json::from_str(&stdout(args)).unwrap()
}

/// The first word of each line below the titles.
fn first_words(table: &str) -> Vec<&str> {
    table.lines().skip(1).map(|line| line.split(' ').next().unwrap()).collect()
}

#[test]
fn catalog_as_json() {
    let all = json(&["catalog", "--demo"]);
    let regions: Vec<_> = all["regions"].as_array().unwrap().iter().map(|region| &region["region"]).collect();
    assert_eq!(regions, ["ap-northeast-2", "us-east-1"]);
    let one = json(&["catalog", "--demo", "--regions", "us-east-1", "--name", "fraudmodel"]);
    let pipelines = one["regions"][0]["pipelines"].as_array().unwrap();
    assert_eq!((pipelines.len(), &pipelines[0]["name"]), (1, &"FraudModelRelease".into()));
    let none = json(&["catalog", "--demo", "--domain", "d-nowhere"]);
    assert_eq!(none["regions"][0]["pipelines"], serde_json::json!([]));
}

#[test]
fn catalog_as_a_table() {
    let table = stdout(&["catalog", "--demo", "--regions", "us-east-1,ap-northeast-2", "--format", "table"]);
    let (titles, _) = table.split_once('\n').unwrap();
    assert_eq!(titles.split("  ").map(str::trim).filter(|title| !title.is_empty()).count(), 4, "{titles}");
    assert!(!table.lines().any(|line| line.ends_with(' ')), "{table}");
    let regions = first_words(&table);
    let all = json(&["catalog", "--demo"]);
    let each = all["regions"].as_array().unwrap().iter();
    let expected: Vec<_> = each
        .flat_map(|region| vec![region["region"].as_str().unwrap(); region["pipelines"].as_array().unwrap().len()])
        .collect();
    assert_eq!(regions, expected, "{table}");
    let table = stdout(&["catalog", "--demo", "--format", "table", "--include-latest-exec"]);
    assert!(table.starts_with("REGION") && table.lines().next().unwrap().ends_with("STATUS"), "{table}");
}

#[test]
fn features_as_json() {
    let all = json(&["features", "--demo", "--region", "ap-northeast-2"]);
    let name = all["items"][0]["name"].as_str().unwrap();
    let one = json(&["features", "--demo", "--region", "ap-northeast-2", name]);
    assert_eq!(one["featureGroupName"], name);
    assert!(!one["features"].as_array().unwrap().is_empty());
    let none = json(&["features", "--demo", "--region", "ap-northeast-2", "--name-contains", "nothing-like-it"]);
    assert_eq!(none["items"], serde_json::json!([]));
}

#[test]
fn features_as_a_table() {
    let args = ["features", "--demo", "--region", "ap-northeast-2", "--format", "table"];
    let groups = stdout(&args);
    let name = first_words(&groups)[0];
    let features = stdout(&[&args[..], &[name]].concat());
    assert!(features.starts_with("FEATURE"), "{features}");
    let one = json(&["features", "--demo", "--region", "ap-northeast-2", name]);
    assert_eq!(features.lines().count() - 1, one["features"].as_array().unwrap().len());
}

#[test]
fn an_unknown_feature_group() {
    let (code, error) = failure(&["features", "--demo", "nothing-like-it"]);
    assert_eq!((code, error.lines().count()), (Some(1), 1), "{error}");
    assert!(error.contains("nothing-like-it") && error.contains("check the name and --region"), "{error}");
}

#[test]
fn a_pipeline_of_another_domain() {
    let (code, error) = failure(&["dump", "--demo", "--pipeline", "CustomerChurnTraining", "--domain", "nowhere"]);
    assert_eq!((code, error.lines().count()), (Some(1), 1), "{error}");
    assert!(error.contains("'nowhere'"), "{error}");
}

/// A recorded region that was not recorded: nothing is known of it.
#[test]
fn no_region_that_answers() {
    let output = run(&["catalog", "--demo", "--regions", "eu-west-1", "--format", "table"]);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let error = text(&output.stderr);
    assert!(error.starts_with("warning: ") && error.ends_with("no region could be read\n"), "{error}");
}
