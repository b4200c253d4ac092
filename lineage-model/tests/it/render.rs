//! A document in other forms.

use lineage_model::document::{LineageDocument, View};
use lineage_model::layout::Direction::{LeftToRight, TopToBottom};
use lineage_model::render::{csv, cytoscape, reactflow, svg};
use serde_json::{Value, json};

const ABALONE: &str = include_str!("../fixtures/abalone.json");

fn document(text: &str, view: View) -> LineageDocument {
    LineageDocument::from_definition(text, view).unwrap()
}

/// A pipeline of two steps whose names are hostile to every form.
fn hostile() -> String {
    let name = |name: &str| format!("{name}<img onerror=\"a&b\">'\u{1}\u{fffe};\\,");
    let step = |step: &str, side: &str| {
        let place = json!({"LocalPath": "/opt", "S3Uri": format!("s3://lake/{}", name("=cmd"))});
        json!({"Name": name(step), "Type": "Processing", "DependsOn": [], "Arguments": {
            "ProcessingInputs": if side == "in" { json!([{"InputName": "x", "S3Input": place}]) } else { json!([]) },
            "ProcessingOutputConfig": {"Outputs": if side == "in" { json!([]) } else { json!([{"OutputName": "x", "S3Output": place}]) }},
        }})
    };
    json!({"Version": "2020-12-01", "Steps": [step("=A", "out"), step("B", "in")]}).to_string()
}

#[test]
fn artifacts_as_lines() {
    insta::assert_snapshot!("csv", csv(&document(ABALONE, View::Both)));
}

#[test]
fn a_picture() {
    insta::assert_snapshot!("svg", svg(&document(ABALONE, View::Pipeline), LeftToRight));
    insta::assert_snapshot!("svg_data", svg(&document(ABALONE, View::Data), TopToBottom));
}

#[test]
fn names_stay_text_in_a_picture() {
    for view in [View::Pipeline, View::Data] {
        let picture = svg(&document(&hostile(), view), LeftToRight);
        assert!(picture.contains("&lt;img onerror=&quot;a&amp;b&quot;&gt;&#39;"), "{picture}");
        assert!(!picture.contains("<img") && !picture.contains(['\u{1}', '\u{fffe}']), "{picture}");
    }
}

#[test]
fn names_stay_cells_in_lines() {
    let text = csv(&document(&hostile(), View::Both));
    let cell = "\"'=A<img onerror=\"\"a&b\"\">'";
    assert!(text.contains(cell), "{text}");
    // The one line of the place, and that of the columns.
    assert_eq!(text.matches("\r\n").count(), 2, "{text}");
}

#[test]
fn elements_name_each_other() {
    for view in [View::Pipeline, View::Data] {
        for text in [ABALONE, &hostile()] {
            let document = document(text, view);
            let elements: Value = serde_json::from_str(&cytoscape(&document, LeftToRight)).unwrap();
            let flow: Value = serde_json::from_str(&reactflow(&document, TopToBottom)).unwrap();
            let of = |list: &Value, field: &str| -> Vec<Value> {
                list.as_array().unwrap().iter().map(|one| one.pointer(field).unwrap().clone()).collect()
            };
            let ids = of(&flow["nodes"], "/id");
            assert_eq!(of(&elements["elements"]["nodes"], "/data/id"), ids);
            assert!(!ids.is_empty() && !flow["edges"].as_array().unwrap().is_empty());
            for end in ["source", "target"] {
                let ends = of(&flow["edges"], &format!("/{end}"));
                assert_eq!(of(&elements["elements"]["edges"], &format!("/data/{end}")), ends);
                assert!(ends.iter().all(|id| ids.contains(id)), "{ends:?} {ids:?}");
            }
        }
    }
}
