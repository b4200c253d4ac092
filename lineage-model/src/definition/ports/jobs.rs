use super::{Direction, Ports};
use crate::definition::{Port, Template, TemplatePart, cut};
use crate::graph::ArtifactKind;
use crate::json::Value;
use crate::source::job_ports;

/// `CreateTrainingJob`.
pub(super) fn training<'t>(ports: &mut Ports<'t>, arguments: Value<'t>) {
    job_inputs(ports, arguments, "", "HyperParameters");
    let location = arguments.path(["OutputDataConfig", "S3OutputPath"]);
    if is_remote_function(arguments) {
        let property = Some("OutputDataConfig.S3OutputPath".to_owned());
        ports.add(Direction::Output, job_ports::RESULTS, location, ArtifactKind::Dataset, property);
    } else {
        model_artifacts(ports, arguments, "", "TrainingJobName", Some("ModelArtifacts.S3ModelArtifacts"));
    }
    job_side_outputs(ports, arguments, "");
}

/// `CreateHyperParameterTuningJob`: one or several definitions of training jobs.
pub(super) fn tuning<'t>(ports: &mut Ports<'t>, arguments: Value<'t>) {
    let one = arguments.get("TrainingJobDefinition").map(|job| ("TrainingJobDefinition.".to_owned(), job));
    let several = ports.objects(arguments, "TrainingJobDefinitions").enumerate();
    let several = several.map(|(index, job)| (format!("TrainingJobDefinitions[{index}]."), job));
    for (path, job) in one.into_iter().chain(several) {
        job_inputs(ports, job, &path, "StaticHyperParameters");
        // The SDK refers to the best model by the first of the summaries, which are ordered by the objective.
        model_artifacts(ports, job, &path, "TrainingJobSummaries[0].TrainingJobName", None);
        job_side_outputs(ports, job, &path);
    }
}

/// `CreateTransformJob`.
pub(super) fn transform<'t>(ports: &mut Ports<'t>, arguments: Value<'t>) {
    if let Some(source) = arguments.path(["TransformInput", "DataSource", "S3DataSource"]) {
        let kind = ArtifactKind::of_input(job_ports::TRANSFORM_INPUT, source.str("S3DataType"));
        let property = Some("TransformInput.DataSource.S3DataSource.S3Uri".to_owned());
        ports.add(Direction::Input, job_ports::TRANSFORM_INPUT, source.get("S3Uri"), kind, property);
    }
    let location = arguments.path(["TransformOutput", "S3OutputPath"]);
    let property = Some("TransformOutput.S3OutputPath".to_owned());
    ports.add(Direction::Output, job_ports::TRANSFORM_OUTPUT, location, ArtifactKind::Dataset, property);
    let capture = arguments.path(["DataCaptureConfig", "DestinationS3Uri"]);
    ports.output(job_ports::DATA_CAPTURE, capture, ArtifactKind::Dataset);
}

/// `CreateAutoMLJob`, and the channel list of its second version.
pub(super) fn auto_ml<'t>(ports: &mut Ports<'t>, arguments: Value<'t>) {
    let channels = ports.objects(arguments, "InputDataConfig");
    for channel in channels.chain(ports.objects(arguments, "AutoMLJobInputDataConfig")) {
        let name = channel.str("ChannelType").unwrap_or(job_ports::AUTO_ML_CHANNEL);
        if let Some(source) = channel.path(["DataSource", "S3DataSource"]) {
            ports.input(name, source.get("S3Uri"), ArtifactKind::of_input(name, source.str("S3DataType")));
        }
    }
    let location = arguments.path(["OutputDataConfig", "S3OutputPath"]);
    let property = Some("OutputDataConfig.S3OutputPath".to_owned());
    ports.add(Direction::Output, job_ports::AUTO_ML_OUTPUT, location, ArtifactKind::Model, property);
}

/// The service writes below a folder of the training job's name, which is not known before the run.
fn model_artifacts<'t>(ports: &mut Ports<'t>, job: Value<'t>, path: &str, job_name: &str, property: Option<&str>) {
    let location = job.path(["OutputDataConfig", "S3OutputPath"]);
    let Some((_, location)) = ports.location(job_ports::MODEL_ARTIFACTS, location) else { return };
    ports.properties.push((format!("{path}OutputDataConfig.S3OutputPath"), location.clone()));
    let mut below = Template::default();
    below.push(TemplatePart::Get(format!("Steps.{}.{job_name}", ports.step)));
    below.push_text("/output/model.tar.gz");
    ports.outputs.push(Port {
        name: job_ports::MODEL_ARTIFACTS.to_owned(),
        location: location.join(below),
        kind: ArtifactKind::Model,
        property: property.map(str::to_owned),
        tentative: false,
    });
}

/// `path` leads to the job within the step's properties.
fn job_inputs<'t>(ports: &mut Ports<'t>, job: Value<'t>, path: &str, hyperparameters: &str) {
    for (index, channel) in ports.objects(job, "InputDataConfig").enumerate() {
        let name = channel.str("ChannelName");
        let name = name.map_or_else(|| format!("channel-{}", index + 1), |name| cut(name).to_owned());
        let Some(source) = channel.get("DataSource") else { continue };
        if let Some(s3) = source.get("S3DataSource") {
            let kind = ArtifactKind::of_input(&name, s3.str("S3DataType"));
            let property = format!("{path}InputDataConfig['{name}'].DataSource.S3DataSource.S3Uri");
            ports.alias(format!("{path}InputDataConfig[{index}].DataSource.S3DataSource.S3Uri"), &property);
            ports.add(Direction::Input, &name, s3.get("S3Uri"), kind, Some(property));
        }
        if let Some(system) = source.get("FileSystemDataSource") {
            file_system(ports, &name, system);
        }
        let dataset = source.path(["DatasetSource", "DatasetArn"]);
        ports.input(&name, dataset, ArtifactKind::Dataset);
    }
    let Some(hyperparameters) = job.get(hyperparameters) else { return };
    for (name, kind) in [
        ("sagemaker_submit_directory", ArtifactKind::Code),
        ("model_archive", ArtifactKind::Model),
        ("inference_script", ArtifactKind::Code),
    ] {
        if let Some(value) = hyperparameters.get(name) {
            super::free::quoted(ports, name, value, kind);
        }
    }
}

fn file_system<'t>(ports: &mut Ports<'t>, name: &str, system: Value<'t>) {
    let scheme = if system.str("FileSystemType") == Some("FSxLustre") { "fsx://" } else { "efs://" };
    let mut location = Template::text(scheme);
    for key in ["FileSystemId", "DirectoryPath"] {
        let part = ports.location(key, system.get(key)).map(|(_, part)| part).unwrap_or_default();
        part.parts().iter().for_each(|part| location.push(part.clone()));
    }
    ports.inputs.push(Port {
        name: name.to_owned(),
        location,
        kind: ArtifactKind::Dataset,
        property: None,
        tentative: false,
    });
}

fn job_side_outputs<'t>(ports: &mut Ports<'t>, job: Value<'t>, path: &str) {
    let checkpoints = job.path(["CheckpointConfig", "S3Uri"]);
    let property = Some(format!("{path}CheckpointConfig.S3Uri"));
    ports.add(Direction::Output, job_ports::CHECKPOINTS, checkpoints, ArtifactKind::Checkpoint, property);
    for (name, config) in [
        (job_ports::DEBUG_OUTPUT, "DebugHookConfig"),
        (job_ports::PROFILER_OUTPUT, "ProfilerConfig"),
        (job_ports::TENSOR_BOARD_OUTPUT, "TensorBoardOutputConfig"),
    ] {
        ports.output(name, job.path([config, "S3OutputPath"]), ArtifactKind::Other);
    }
    for (name, rules) in [
        (job_ports::DEBUG_RULE_OUTPUT, "DebugRuleConfigurations"),
        (job_ports::PROFILER_RULE_OUTPUT, "ProfilerRuleConfigurations"),
    ] {
        for rule in ports.objects(job, rules) {
            ports.output(name, rule.get("S3OutputPath"), ArtifactKind::Other);
        }
    }
}

fn is_remote_function(arguments: Value<'_>) -> bool {
    let entrypoint = arguments.path(["AlgorithmSpecification", "ContainerEntrypoint"]);
    entrypoint.is_some_and(|list| list.items().any(|part| part.as_str() == Some(job_ports::REMOTE_FUNCTION)))
}
