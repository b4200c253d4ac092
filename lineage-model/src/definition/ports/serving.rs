use super::{Direction, Ports, snake};
use crate::graph::ArtifactKind;
use crate::json::Value;
use crate::source::job_ports;

/// `CreateModel`.
pub(super) fn model<'t>(ports: &mut Ports<'t>, arguments: Value<'t>) {
    let containers = ports.objects(arguments, "Containers");
    self::containers(ports, arguments.get("PrimaryContainer").into_iter().chain(containers));
}

/// `CreateModelPackage`.
pub(super) fn model_package<'t>(ports: &mut Ports<'t>, arguments: Value<'t>) {
    let more = ports.objects(arguments, "AdditionalInferenceSpecifications");
    let specifications = arguments.get("InferenceSpecification").into_iter().chain(more);
    let containers: Vec<_> = specifications.flat_map(|held| ports.objects(held, "Containers")).collect();
    self::containers(ports, containers.into_iter());
    for (group, prefix) in [("ModelMetrics", ""), ("DriftCheckBaselines", "drift_check_")] {
        let Some(group) = arguments.get(group) else { continue };
        for (area, members) in METRICS {
            let Some(area_value) = group.get(area) else { continue };
            for member in members {
                let Some(uri) = area_value.path([member, "S3Uri"]) else { continue };
                let name = format!("{prefix}{}_{}", snake(area), snake(member));
                ports.input(&name, Some(uri), ArtifactKind::Report);
            }
        }
    }
    ports.input("sample_payload", arguments.get("SamplePayloadUrl"), ArtifactKind::Dataset);
    if let Some(source) = arguments.get("SourceUri") {
        ports.tentative(Direction::Input, "source_uri", source, ArtifactKind::Model);
    }
}

/// `CreateEndpointConfig`.
pub(super) fn endpoint_config<'t>(ports: &mut Ports<'t>, arguments: Value<'t>) {
    let capture = arguments.path(["DataCaptureConfig", "DestinationS3Uri"]);
    ports.output(job_ports::DATA_CAPTURE, capture, ArtifactKind::Dataset);
    let inference = arguments.path(["AsyncInferenceConfig", "OutputConfig", "S3OutputPath"]);
    ports.output("async_inference_output", inference, ArtifactKind::Dataset);
    let failures = arguments.path(["AsyncInferenceConfig", "OutputConfig", "S3FailurePath"]);
    ports.output("async_inference_failures", failures, ArtifactKind::Other);
}

/// `CreateInferenceComponent`.
pub(super) fn inference_component<'t>(ports: &mut Ports<'t>, arguments: Value<'t>) {
    let artifact = arguments.path(["Specification", "Container", "ArtifactUrl"]);
    ports.input("model_data", artifact, ArtifactKind::Model);
}

/// What a model package can say about its model, by area; each has an `S3Uri`.
const METRICS: [(&str, &[&str]); 4] = [
    ("ModelQuality", &["Statistics", "Constraints"]),
    ("ModelDataQuality", &["Statistics", "Constraints"]),
    (
        "Bias",
        &[
            "Report",
            "PreTrainingReport",
            "PostTrainingReport",
            "ConfigFile",
            "PreTrainingConstraints",
            "PostTrainingConstraints",
        ],
    ),
    ("Explainability", &["Report", "Constraints", "ConfigFile"]),
];

fn containers<'t>(ports: &mut Ports<'t>, containers: impl Iterator<Item = Value<'t>>) {
    for (index, container) in containers.enumerate() {
        let numbered = |name: &str| if index == 0 { name.to_owned() } else { format!("{name}_{}", index + 1) };
        let data = numbered("model_data");
        ports.input(&data, container.get("ModelDataUrl"), ArtifactKind::Model);
        let source = container.path(["ModelDataSource", "S3DataSource", "S3Uri"]);
        ports.input(&data, source, ArtifactKind::Model);
        for more in ports.objects(container, "AdditionalModelDataSources") {
            let name = more.str("ChannelName").unwrap_or(job_ports::ADDITIONAL_MODEL_DATA);
            ports.input(name, more.path(["S3DataSource", "S3Uri"]), ArtifactKind::Model);
        }
        if let Some(code) = container.path(["Environment", "SAGEMAKER_SUBMIT_DIRECTORY"]) {
            ports.tentative(Direction::Input, &numbered("submit_directory"), code, ArtifactKind::Code);
        }
    }
}
