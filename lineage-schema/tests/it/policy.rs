use lineage_schema::{Compatibility, Policy, Widen};
use proptest::prelude::*;
use serde_json::{Value, json};

#[test]
fn keys_that_mean_something() {
    let policy = Policy::parse(
        r#"{"widen": "string", "compatibility": "forward", "maxFiles": 50, "nullValues": ["NA", ""], "owner": {"a": 1}}"#,
    )
    .unwrap();
    assert_eq!((policy.widen, policy.compatibility), (Widen::String, Compatibility::Forward));
    assert_eq!((policy.max_files, policy.null_values.as_slice()), (Some(50), &["NA".to_owned(), String::new()][..]));
    assert_eq!(policy.given()["owner"], json!({"a": 1}));
    assert_eq!(Policy::parse("{}").unwrap(), Policy::default());
    for text in ["null", "[1]", "\"strict\"", "7"] {
        let policy = Policy::parse(text).unwrap();
        assert_eq!((policy.given().to_string().as_str(), policy.widen), (text, Widen::Lossless));
        assert_ne!(policy.hash(), Policy::default().hash());
    }
}

#[test]
fn what_is_no_policy() {
    let check = |text: &str, expected: &str| {
        let error = Policy::parse(text).unwrap_err().to_string();
        assert!(error.starts_with(expected), "{text}: {error}");
    };
    check("", "policy: no JSON: EOF");
    check("{", "policy: no JSON: EOF");
    check("{} {}", "policy: no JSON: trailing characters");
    check(r#"{"widen": "never"}"#, "policy: widen is 'lossless' or 'string'");
    check(r#"{"widen": null}"#, "policy: widen is 'lossless' or 'string'");
    check(r#"{"compatibility": "FULL"}"#, "policy: compatibility is 'none', 'backward', 'forward' or 'full'");
    check(r#"{"maxFiles": 0}"#, "policy: maxFiles is a whole number from 1 to 50");
    check(r#"{"maxFiles": 51}"#, "policy: maxFiles is a whole number from 1 to 50");
    check(r#"{"maxFiles": "5"}"#, "policy: maxFiles is a whole number from 1 to 50");
    check(r#"{"maxFiles": 5.5}"#, "policy: maxFiles is a whole number from 1 to 50");
    let null_values = "policy: nullValues is a list of at most 1,000 strings of at most 1 KiB";
    check(r#"{"nullValues": "NA"}"#, null_values);
    check(r#"{"nullValues": [1]}"#, null_values);
    check(&json!({"nullValues": vec!["x"; 1001]}).to_string(), null_values);
    check(&json!({"nullValues": ["x".repeat(1025)]}).to_string(), null_values);
    assert!(Policy::parse(&json!({"nullValues": vec!["x"; 1000]}).to_string()).is_ok());
    assert!(Policy::parse(&json!({"nullValues": ["x".repeat(1024)]}).to_string()).is_ok());
    check(r#"{"big": 1e999}"#, "policy: no JSON: number out of range");
    check(&format!(r#"{{"deep": {}{}}}"#, "[".repeat(200), "]".repeat(200)), "policy: no JSON: recursion limit");
    check(&format!(r#"{{"long": "{}"}}"#, "x".repeat(70_000)), "policy: 70012 bytes are more than 65536");
}

#[test]
fn equal_policies_have_one_hash() {
    let hash = |text: &str| Policy::parse(text).unwrap().hash();
    let expected = hash(r#"{"a":1,"b":[1e2,"é"]}"#);
    assert_eq!(hash(" {\"b\" : [100.0, \"\\u00e9\"], \"a\": 1.0}\n"), expected);
    assert_ne!(hash(r#"{"a":1,"b":["é",100]}"#), expected);
    // The hash of `{}`, as any other implementation has it.
    assert_eq!(hash("{}"), "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a");
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 32, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(any::<String>(), inner, 0..4)
                .prop_map(|entries| Value::Object(entries.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn spacing_does_not_change_the_hash(value in value()) {
        let given = json!({"x": value});
        let hash = Policy::parse(&given.to_string()).unwrap().hash();
        prop_assert_eq!(Policy::parse(&format!("{given:#}")).unwrap().hash(), hash);
    }

    #[test]
    fn any_text_is_a_policy_or_an_error(text in any::<String>()) {
        let _ = Policy::parse(&text).map(|policy| policy.hash());
    }
}
