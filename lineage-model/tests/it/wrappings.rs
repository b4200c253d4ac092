//! A definition is found in what people keep around it.

use lineage_model::definition::{DefinitionError, PipelineDefinition};
use serde_json::json;

#[test]
fn wrapped_definitions_are_found() {
    let definition =
        json!({"Version": "2020-12-01", "Steps": [{"Name": "A", "Type": "Fail", "Arguments": {"ErrorMessage": "x"}}]});
    let text = definition.to_string();
    let resource = |body: serde_json::Value| json!({"Type": "AWS::SageMaker::Pipeline", "Properties": {"PipelineName": "P", "PipelineDefinition": body}});
    for (wrapped, name) in [
        (definition.clone(), None),
        (json!(text), None),
        (json!(json!(text).to_string()), None),
        (json!({"PipelineName": "P", "PipelineArn": "arn", "PipelineDefinition": text}), Some("P")),
        (
            json!({"PipelineName": "P", "RoleArn": "r", "PipelineDefinition": {"PipelineDefinitionBody": text}}),
            Some("P"),
        ),
        (json!({"PipelineName": "P", "PipelineDefinition": definition}), Some("P")),
        (resource(json!({"PipelineDefinitionBody": text})), Some("P")),
        (
            json!({"Resources": {"R": {"Type": "AWS::S3::Bucket"}, "P": resource(json!({"PipelineDefinitionBody": {"Fn::Sub": text}}))}}),
            Some("P"),
        ),
        (resource(json!({"PipelineDefinitionBody": {"Fn::Sub": [text, {"A": "b"}]}})), Some("P")),
        (
            resource(json!({"PipelineDefinitionBody": {"Fn::Join": ["", [
                "{\"Steps\":[{\"Name\":\"A\",\"Type\":\"Fail\",\"DisplayName\":\"", {"Ref": "Bucket"}, {"Fn::GetAtt": ["Role", "Arn"]},
                "\"}]}"]]}})),
            Some("P"),
        ),
    ] {
        let parsed = PipelineDefinition::parse(&wrapped.to_string()).unwrap();
        assert_eq!((parsed.steps.len(), parsed.pipeline_name.as_deref()), (1, name), "{wrapped}");
    }
    assert_eq!(PipelineDefinition::parse(&format!("\u{FEFF}{text}")).unwrap().steps.len(), 1, "a byte order mark");
}

#[test]
fn what_is_no_definition_is_one_clear_error() {
    let check = |text: &str, expected: &str| {
        assert_eq!(PipelineDefinition::parse(text).unwrap_err().to_string(), expected, "{text}");
    };
    check("[1]", "this is not a pipeline definition: expected a JSON object with 'Steps'");
    check(
        "{}",
        "this is not a pipeline definition: it has no 'Steps', and no 'PipelineDefinition' that could hold them",
    );
    check(
        r#"{"PipelineDefinition":{"PipelineDefinitionS3Location":{"Bucket":"b"}}}"#,
        "this is not a pipeline definition: 'PipelineDefinition' holds no text; a definition kept in S3 must be fetched first",
    );
    check(
        r#"{"Resources":{}}"#,
        "this is not a pipeline definition: the template has no resource of type AWS::SageMaker::Pipeline",
    );
    for (text, line) in [("", 1), ("{\n\"Steps\": [\n", 3), ("{'Steps': []}", 1)] {
        let error = PipelineDefinition::parse(text).unwrap_err();
        assert!(matches!(error, DefinitionError::NotJson { line: at, .. } if at == line), "{text}: {error}");
    }
    check(
        r#"{"PipelineDefinition":{"Fn::Join":["",["{",{"Fn::ImportValue":"x"}]]}}"#,
        "this is not a pipeline definition: 'Fn::Join' is not a list of a separator and a list of texts and references",
    );
    let separators =
        json!({"PipelineDefinition": {"Fn::Join": [" ".repeat(PipelineDefinition::MAX_BYTES / 2), vec![""; 4]]}});
    let error = PipelineDefinition::parse(&separators.to_string()).unwrap_err();
    assert!(matches!(error, DefinitionError::TooLarge { .. }), "{error}");
    let error = PipelineDefinition::parse(&" ".repeat(PipelineDefinition::MAX_BYTES + 1)).unwrap_err();
    assert!(matches!(error, DefinitionError::TooLarge { .. }));
}
