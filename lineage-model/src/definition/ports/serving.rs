use super::{Direction, Ports};
use crate::graph::ArtifactKind;
use crate::json::Value;

/// `CreateModel`.
pub(super) fn model(ports: &mut Ports, arguments: Value<'_>) {
    let containers = arguments.get("Containers").into_iter().flat_map(Value::items);
    self::containers(ports, arguments.get("PrimaryContainer").into_iter().chain(containers));
}

/// `CreateModelPackage`.
pub(super) fn model_package(ports: &mut Ports, arguments: Value<'_>) {
    let containers = arguments.path(["InferenceSpecification", "Containers"]);
    self::containers(ports, containers.into_iter().flat_map(Value::items));
    for (group, prefix) in [("ModelMetrics", ""), ("DriftCheckBaselines", "drift_check_")] {
        let Some(group) = arguments.get(group) else { continue };
        for (area, members) in [
            ("ModelQuality", ["Statistics", "Constraints", ""]),
            ("ModelDataQuality", ["Statistics", "Constraints", ""]),
            ("Bias", ["Report", "PreTrainingReport", "PostTrainingReport"]),
            ("Bias", ["ConfigFile", "PreTrainingConstraints", "PostTrainingConstraints"]),
            ("Explainability", ["Report", "Constraints", "ConfigFile"]),
        ] {
            let Some(area_value) = group.get(area) else { continue };
            for member in members {
                let name = format!("{prefix}{}_{}", snake(area), snake(member));
                ports.input(&name, area_value.path([member, "S3Uri"]), ArtifactKind::Report);
            }
        }
    }
    ports.input("sample_payload", arguments.get("SamplePayloadUrl"), ArtifactKind::Dataset);
    if let Some(source) = arguments.get("SourceUri") {
        ports.tentative(Direction::Input, "source_uri", source, ArtifactKind::Model);
    }
}

/// `CreateEndpointConfig`.
pub(super) fn endpoint_config(ports: &mut Ports, arguments: Value<'_>) {
    let capture = arguments.path(["DataCaptureConfig", "DestinationS3Uri"]);
    ports.output("data_capture", capture, ArtifactKind::Dataset);
    let inference = arguments.path(["AsyncInferenceConfig", "OutputConfig", "S3OutputPath"]);
    ports.output("async_inference_output", inference, ArtifactKind::Dataset);
}

fn containers<'t>(ports: &mut Ports, containers: impl Iterator<Item = Value<'t>>) {
    for (index, container) in containers.enumerate() {
        let numbered = |name: &str| if index == 0 { name.to_owned() } else { format!("{name}_{}", index + 1) };
        let data = numbered("model_data");
        ports.input(&data, container.get("ModelDataUrl"), ArtifactKind::Model);
        let source = container.path(["ModelDataSource", "S3DataSource", "S3Uri"]);
        ports.input(&data, source, ArtifactKind::Model);
        for more in container.get("AdditionalModelDataSources").into_iter().flat_map(Value::items) {
            let name = more.str("ChannelName").unwrap_or("additional_model_data");
            ports.input(name, more.path(["S3DataSource", "S3Uri"]), ArtifactKind::Model);
        }
        if let Some(code) = container.path(["Environment", "SAGEMAKER_SUBMIT_DIRECTORY"]) {
            ports.tentative(Direction::Input, &numbered("submit_directory"), code, ArtifactKind::Code);
        }
    }
}

/// `PreTrainingReport` -> `pre_training_report`.
fn snake(name: &str) -> String {
    let mut snake = String::with_capacity(name.len() + 4);
    for c in name.chars() {
        if c.is_ascii_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.push(c.to_ascii_lowercase());
    }
    snake
}
