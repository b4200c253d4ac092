use super::{Direction, Ports};
use crate::definition::{Port, Template};
use crate::graph::ArtifactKind;
use crate::json::Value;

/// `CreateProcessingJob`.
pub(super) fn processing(ports: &mut Ports, arguments: Value<'_>) {
    inputs(ports, arguments);
    outputs(ports, arguments, ArtifactKind::Dataset);
    let Some(application) = arguments.get("AppSpecification") else { return };
    if let Some(entrypoint) = application.get("ContainerEntrypoint") {
        super::free::arguments(ports, entrypoint);
    }
    if let Some(list) = application.get("ContainerArguments") {
        super::free::arguments(ports, list);
    }
}

/// QualityCheck and ClarifyCheck: a processing job, and baselines that stand beside its arguments.
pub(super) fn check(ports: &mut Ports, step: Value<'_>, arguments: Value<'_>) {
    inputs(ports, arguments);
    for port in ports.inputs.iter_mut().filter(|port| port.name == "analysis_config") {
        port.kind = ArtifactKind::Other;
    }
    ports.input("supplied_baseline_statistics", step.get("SuppliedBaselineStatistics"), ArtifactKind::Report);
    ports.input("supplied_baseline_constraints", step.get("SuppliedBaselineConstraints"), ArtifactKind::Report);
    outputs(ports, arguments, ArtifactKind::Report);
}

fn inputs(ports: &mut Ports, arguments: Value<'_>) {
    let Some(list) = arguments.get("ProcessingInputs") else { return };
    for (index, input) in list.items().enumerate() {
        let name = input.str("InputName").map_or_else(|| format!("input-{}", index + 1), str::to_owned);
        if let Some(s3) = input.get("S3Input") {
            let kind = ArtifactKind::of_input(&name, s3.str("S3DataType"));
            let property = format!("ProcessingInputs['{name}'].S3Input.S3Uri");
            ports.add(Direction::Input, &name, s3.get("S3Uri"), kind, Some(property));
        }
        if let Some(definition) = input.get("DatasetDefinition") {
            dataset_definition(ports, &name, definition);
        }
    }
}

/// A query whose result is staged in S3: the job reads the database and writes the staging location.
fn dataset_definition(ports: &mut Ports, name: &str, definition: Value<'_>) {
    let text = |holder: Value<'_>, key: &str| {
        holder.get(key).and_then(Template::read).map(|template| template.to_string()).unwrap_or_default()
    };
    for (key, scheme, catalog) in
        [("AthenaDatasetDefinition", "athena", "Catalog"), ("RedshiftDatasetDefinition", "redshift", "ClusterId")]
    {
        let Some(query) = definition.get(key) else { continue };
        let database = format!("{scheme}://{}/{}", text(query, catalog), text(query, "Database"));
        ports.inputs.push(Port {
            name: name.to_owned(),
            location: Template::text(database),
            kind: ArtifactKind::Dataset,
            property: None,
            tentative: false,
        });
        ports.output(name, query.get("OutputS3Uri"), ArtifactKind::Dataset);
    }
}

fn outputs(ports: &mut Ports, arguments: Value<'_>, kind: ArtifactKind) {
    let Some(list) = arguments.path(["ProcessingOutputConfig", "Outputs"]) else { return };
    for (index, output) in list.items().enumerate() {
        let name = output.str("OutputName").map_or_else(|| format!("output-{}", index + 1), str::to_owned);
        if let Some(s3) = output.get("S3Output") {
            let property = format!("ProcessingOutputConfig.Outputs['{name}'].S3Output.S3Uri");
            ports.add(Direction::Output, &name, s3.get("S3Uri"), kind, Some(property));
        }
        if let Some(group) = output.path(["FeatureStoreOutput", "FeatureGroupName"]) {
            let Some(group_name) = Template::read(group) else { continue };
            ports.label(group, &name);
            ports.outputs.push(Port {
                name,
                location: Template::text("feature-group://").join(group_name),
                kind: ArtifactKind::FeatureGroup,
                property: None,
                tentative: false,
            });
        }
    }
}
