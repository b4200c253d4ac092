//! Whatever the text, the parser and the graph give an answer: no panic, no overflow, the same one every time.

use std::fs;

use lineage_model::definition::PipelineDefinition;
use lineage_model::document::{LineageDocument, View};
use lineage_model::graph::LineageGraph;
use lineage_model::layout::Direction;
use lineage_model::render;
use proptest::prelude::*;
use serde_json::Value;

use crate::corpus::definitions;

/// Words that the parser looks for, so that random JSON gets past its first look.
const WORDS: &[&str] = &[
    "Steps",
    "Name",
    "Type",
    "Arguments",
    "DependsOn",
    "Step",
    "Trigger",
    "IfSteps",
    "ElseSteps",
    "ForEachBody",
    "Parameters",
    "DefaultValue",
    "Get",
    "Std:Join",
    "Std:JsonGet",
    "On",
    "Values",
    "PropertyFile",
    "Path",
    "ProcessingInputs",
    "ProcessingOutputConfig",
    "Outputs",
    "OutputName",
    "InputName",
    "S3Input",
    "S3Output",
    "S3Uri",
    "InputDataConfig",
    "ChannelName",
    "DataSource",
    "S3DataSource",
    "OutputDataConfig",
    "S3OutputPath",
    "Resources",
    "S3",
    "StepName",
    "S3Uris",
    "PropertyFiles",
    "JobConfigDocument",
    "ContainerArguments",
    "AppSpecification",
    "PipelineDefinition",
    "PipelineDefinitionBody",
    "Fn::Sub",
    "Properties",
];

const TEXTS: &[&str] = &[
    "A",
    "B",
    "Processing",
    "Training",
    "Tuning",
    "Condition",
    "ForEach",
    "Cleanup",
    "Job",
    "Lambda",
    "RegisterModel",
    "Steps.A.ProcessingOutputConfig.Outputs['o'].S3Output.S3Uri",
    "Steps.B.OutputDataConfig.S3OutputPath",
    "Steps.A",
    "Steps.",
    "Parameters.A",
    "Execution.PipelineExecutionId",
    "s3://b/d",
    "s3://b/d/x",
    "S3://b",
    "s3:/",
    "s3://b/d/",
    "o",
    "--output",
    "AWS::SageMaker::Pipeline",
    "{\"Steps\":[]}",
    "\u{F0000}",
    "\"s3://b/q\"",
];

fn json() -> impl Strategy<Value = Value> {
    let text = prop_oneof![prop::sample::select(TEXTS).prop_map(str::to_owned), ".{0,8}"];
    let leaf = prop_oneof![text.prop_map(Value::from), any::<i32>().prop_map(Value::from), Just(Value::Null)];
    leaf.prop_recursive(8, 256, 8, |inner| {
        let key = prop_oneof![9 => prop::sample::select(WORDS).prop_map(str::to_owned), 1 => ".{0,6}"];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::vec((key, inner), 0..8).prop_map(|entries| entries.into_iter().collect::<Value>()),
        ]
    })
}

/// Everything that is done with a definition; the answer as text.
fn answer(text: &str) -> Option<String> {
    let document = LineageDocument::from_definition(text, View::Both).ok()?;
    let pictures =
        render::dot(&document) + &render::mermaid(&document) + &render::svg(&document, Direction::LeftToRight);
    Some(serde_json::to_string(&document).unwrap() + &pictures)
}

/// The same JSON with the keys of every object in another order.
fn with_keys_reversed(value: &Value) -> String {
    match value {
        Value::Object(map) => {
            let mut entries: Vec<_> = map
                .iter()
                .map(|(key, value)| format!("{}:{}", Value::from(key.as_str()), with_keys_reversed(value)))
                .collect();
            entries.sort_by(|a, b| b.cmp(a));
            format!("{{{}}}", entries.join(","))
        }
        Value::Array(items) => {
            format!("[{}]", items.iter().map(with_keys_reversed).collect::<Vec<_>>().join(","))
        }
        leaf => leaf.to_string(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn any_json_is_answered(steps in json(), parameters in json()) {
        answer(&steps.to_string());
        let text = serde_json::json!({ "Steps": [steps], "Parameters": parameters }).to_string();
        prop_assert!(answer(&text).is_some());
    }

    #[test]
    fn every_pointer_leads_somewhere(steps in prop::collection::vec(json(), 0..4)) {
        let value = serde_json::json!({ "Steps": steps });
        let graph = LineageGraph::build(PipelineDefinition::parse(&value.to_string()).unwrap());
        for pointer in graph.diagnostics.iter().filter_map(|diagnostic| diagnostic.pointer.as_ref()) {
            prop_assert!(value.pointer(pointer).is_some(), "{pointer}");
        }
    }

    #[test]
    fn the_order_of_keys_means_nothing(steps in prop::collection::vec(json(), 0..4)) {
        let value = serde_json::json!({ "Steps": steps });
        prop_assert_eq!(answer(&value.to_string()), answer(&with_keys_reversed(&value)));
    }

    #[test]
    fn any_text_is_answered(text in ".{0,200}") {
        answer(&text);
    }
}

#[test]
fn the_order_of_keys_means_nothing_in_real_definitions() {
    for file in definitions() {
        let text = fs::read_to_string(&file).unwrap();
        let value: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(answer(&text), answer(&with_keys_reversed(&value)), "{}", file.display());
    }
}

fn nested_conditions(depth: usize) -> String {
    let open = |i: usize| {
        format!(r#"{{"Name":"C{i}","Type":"Condition","Arguments":{{"Conditions":[],"ElseSteps":[],"IfSteps":["#)
    };
    let opened: String = (0..depth).map(open).collect();
    format!(r#"{{"Steps":[{opened}{}]}}"#, "]}}".repeat(depth))
}

#[test]
fn conditions_nest_at_any_depth() {
    let definition = PipelineDefinition::parse(&nested_conditions(5000)).unwrap();
    assert_eq!((definition.steps.len(), definition.diagnostics.len()), (5000, 0));
    assert!(definition.steps.iter().enumerate().skip(1).all(|(i, step)| step.parent.unwrap().step == i - 1));
    answer(&nested_conditions(1000)).unwrap();
}

/// Texts that are made to cost much: each is answered, and in less memory than a few times its own size.
#[test]
fn hostile_definitions_are_answered() {
    let join = |n: usize, inner: &str| {
        let values: Vec<&str> = std::iter::repeat_n(inner, n).collect();
        format!(r#"{{"Std:Join":{{"On":"/","Values":[{}]}}}}"#, values.join(","))
    };
    let output = |name: &str, uri: &str| {
        format!(
            r#"{{"Name":"{name}","Type":"Processing","Arguments":{{"ProcessingOutputConfig":{{"Outputs":[
            {{"OutputName":"o","S3Output":{{"S3Uri":{uri}}}}}]}}}}}}"#
        )
    };
    let get = |name: &str| format!(r#"{{"Get":"Steps.{name}.ProcessingOutputConfig.Outputs['o'].S3Output.S3Uri"}}"#);
    // Every step's output is two times the one before: 2^60 copies of a text.
    let doubling: Vec<String> =
        (0..60).map(|i| output(&format!("S{}", i + 1), &join(2, &get(&format!("S{i}"))))).collect();
    let doubling = format!(r#"{{"Steps":[{},{}]}}"#, output("S0", "\"s3://b/k\""), doubling.join(","));
    // A circle of references.
    let circle = format!(r#"{{"Steps":[{},{}]}}"#, output("A", &get("B")), output("B", &get("A")));
    // A chain of references that is longer than any stack is deep.
    let chain: Vec<String> = (0..5000).map(|i| output(&format!("S{}", i + 1), &get(&format!("S{i}")))).collect();
    let chain = format!(r#"{{"Steps":[{}]}}"#, chain.join(","));
    // Thousands of steps that all write, and read, one place.
    let all: Vec<String> = (0..3000)
        .map(|i| {
            format!(
                r#"{{"Name":"S{i}","Type":"Processing","Arguments":{{"ProcessingInputs":[{{"InputName":"i","S3Input":
                {{"S3Uri":"s3://b/d"}}}}],"ProcessingOutputConfig":{{"Outputs":[{{"OutputName":"o","S3Output":
                {{"S3Uri":"s3://b/d/x"}}}}]}}}}}}"#
            )
        })
        .collect();
    let all = format!(r#"{{"Steps":[{}]}}"#, all.join(","));
    let same = format!(r#"{{"Steps":[{}]}}"#, vec![r#"{"Name":"A","Type":"Fail"}"#; 20_000].join(","));
    let bad = format!(r#"{{"Steps":[{}]}}"#, vec!["1"; 100_000].join(","));
    let slashes = format!(r#"{{"Steps":[{}]}}"#, output("A", &format!("\"s3://b{}\"", "/a".repeat(200_000))));
    for (name, text) in [
        ("doubling", doubling),
        ("circle", circle),
        ("chain", chain),
        ("all to all", all),
        ("one name", same),
        ("no steps", bad),
        ("slashes", slashes),
    ] {
        let document = LineageDocument::from_definition(&text, View::Both).unwrap();
        assert!(!document.warnings.is_empty() || name == "slashes", "{name}");
        assert!(document.warnings.len() <= 500, "{name}: {} warnings", document.warnings.len());
    }
}

/// Definitions with a byte or a value changed here and there. `MUTATIONS=100000` makes more of them.
#[test]
fn mutated_definitions_are_answered() {
    let count = std::env::var("MUTATIONS").ok().and_then(|count| count.parse().ok()).unwrap_or(1000);
    let sources: Vec<_> = definitions().into_iter().map(|file| (fs::read(&file).unwrap(), file)).collect();
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let mut slowest = (std::time::Duration::ZERO, String::new());
    for _ in 0..count {
        let (bytes, file) = &sources[random.below(sources.len())];
        let mut bytes = bytes.clone();
        for _ in 0..=random.below(4) {
            random.mutate(&mut bytes);
        }
        let text = String::from_utf8_lossy(&bytes);
        let start = std::time::Instant::now();
        answer(&text);
        let took = start.elapsed();
        if took > slowest.0 {
            slowest = (took, file.file_name().unwrap().to_string_lossy().into_owned());
        }
    }
    eprintln!("{count} mutated definitions; the slowest took {:?}: {}", slowest.0, slowest.1);
}

/// A xorshift generator: the same definitions every time.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 11).unwrap() % limit.max(1)
    }

    fn mutate(&mut self, bytes: &mut Vec<u8>) {
        const TOKENS: &[&[u8]] =
            &[b"null", b"{}", b"[]", b"\"\"", b"{\"Get\":\"Steps.A.B\"}", b"1e999", b",", b"\"", b"\\u0000"];
        let at = self.below(bytes.len());
        let end = (at + self.below(64)).min(bytes.len());
        match self.below(5) {
            0 => bytes[at] = u8::try_from(self.below(256)).unwrap(),
            1 => drop(bytes.drain(at..end)),
            2 => {
                let copy = bytes[at..end].to_vec();
                let to = self.below(bytes.len());
                bytes.splice(to..to, copy);
            }
            3 => {
                let token = TOKENS[self.below(TOKENS.len())];
                bytes.splice(at..end, token.iter().copied());
            }
            // A whole value for another: the text stays JSON more often than not.
            _ => {
                let (from, to) = (self.value(bytes), self.value(bytes));
                let copy = bytes[from].to_vec();
                bytes.splice(to, copy);
            }
        }
        if bytes.is_empty() {
            bytes.push(b'{');
        }
    }

    /// A string, or an object up to where its brackets are even.
    fn value(&mut self, bytes: &[u8]) -> std::ops::Range<usize> {
        let start = self.below(bytes.len());
        let Some(start) = bytes[start..].iter().position(|b| matches!(b, b'{' | b'[')).map(|at| start + at) else {
            return 0..0;
        };
        let mut depth = 0_i32;
        for (at, byte) in bytes[start..].iter().enumerate() {
            depth += match byte {
                b'{' | b'[' => 1,
                b'}' | b']' => -1,
                _ => 0,
            };
            if depth == 0 {
                return start..start + at + 1;
            }
        }
        start..bytes.len()
    }
}
