use super::{Direction, Ports};
use crate::definition::{Port, Query, QueryEngine, Template, cut};
use crate::graph::ArtifactKind;
use crate::json::Value;

/// `CreateProcessingJob`.
pub(super) fn processing<'t>(ports: &mut Ports<'t>, arguments: Value<'t>) {
    let application = arguments.get("AppSpecification");
    let entrypoint = application.and_then(|application| application.get("ContainerEntrypoint"));
    let is_spark = entrypoint.is_some_and(|list| list.items().any(|part| part.as_str() == Some("smspark-submit")));
    inputs(ports, arguments, is_spark);
    outputs(ports, arguments, ArtifactKind::Dataset);
    let Some(application) = application else { return };
    for list in ["ContainerEntrypoint", "ContainerArguments"] {
        super::free::arguments(ports, application, list);
    }
}

/// QualityCheck and ClarifyCheck: a processing job, and baselines that stand beside its arguments.
pub(super) fn check<'t>(ports: &mut Ports<'t>, step: Value<'t>, arguments: Option<Value<'t>>) {
    if let Some(arguments) = arguments {
        inputs(ports, arguments, false);
    }
    for port in ports.inputs.iter_mut().filter(|port| port.name == "analysis_config") {
        port.kind = ArtifactKind::Other;
    }
    ports.input("supplied_baseline_statistics", step.get("SuppliedBaselineStatistics"), ArtifactKind::Report);
    ports.input("supplied_baseline_constraints", step.get("SuppliedBaselineConstraints"), ArtifactKind::Report);
    if let Some(arguments) = arguments {
        outputs(ports, arguments, ArtifactKind::Report);
    }
}

fn inputs<'t>(ports: &mut Ports<'t>, arguments: Value<'t>, is_spark: bool) {
    for (index, input) in ports.objects(arguments, "ProcessingInputs").enumerate() {
        let name = input.str("InputName").map_or_else(|| format!("input-{}", index + 1), |name| cut(name).to_owned());
        if let Some(s3) = input.get("S3Input") {
            let kind = match ArtifactKind::of_flag(&name) {
                ArtifactKind::Code if is_spark => ArtifactKind::Code,
                _ => ArtifactKind::of_input(&name, s3.str("S3DataType")),
            };
            let property = format!("ProcessingInputs['{name}'].S3Input.S3Uri");
            ports.alias(format!("ProcessingInputs[{index}].S3Input.S3Uri"), &property);
            ports.add(Direction::Input, &name, s3.get("S3Uri"), kind, Some(property));
        }
        if let Some(definition) = input.get("DatasetDefinition") {
            dataset_definition(ports, &name, definition);
        }
    }
}

/// A query whose result is staged in S3: the job reads the database, writes the staging location and reads that.
fn dataset_definition<'t>(ports: &mut Ports<'t>, name: &str, definition: Value<'t>) {
    for (key, scheme, catalog) in
        [("AthenaDatasetDefinition", "athena://", "Catalog"), ("RedshiftDatasetDefinition", "redshift://", "ClusterId")]
    {
        let Some(query) = definition.get(key) else { continue };
        let mut database = Template::text(scheme);
        for (separator, key) in [("", catalog), ("/", "Database")] {
            database.push_text(separator);
            let part = ports.location(key, query.get(key)).map(|(_, part)| part).unwrap_or_default();
            part.parts().iter().for_each(|part| database.push(part.clone()));
        }
        ports.inputs.push(Port {
            name: name.to_owned(),
            location: database,
            kind: ArtifactKind::Dataset,
            property: None,
            tentative: false,
        });
        let staging = query.get("OutputS3Uri");
        let read = |key| query.get(key).and_then(Template::read);
        if let Some(text) = read("QueryString") {
            // Redshift's own catalogues are its databases.
            let (engine, catalog, database) = match key {
                "AthenaDatasetDefinition" => (QueryEngine::Athena, read("Catalog"), read("Database")),
                _ => (QueryEngine::Redshift, read("Database"), None),
            };
            let output = staging.and_then(Template::read);
            let engine = Some(engine);
            ports.queries.push(Query {
                name: name.to_owned(),
                text,
                engine,
                is_stated: true,
                catalog,
                database,
                output,
            });
        }
        let property = format!("ProcessingInputs['{name}'].DatasetDefinition.{key}.OutputS3Uri");
        ports.add(Direction::Output, name, staging, ArtifactKind::Dataset, Some(property));
        // A name of its own: an execution tells the database under the input's.
        if let Some(location) = staging.and_then(Template::read) {
            ports.inputs.push(Port {
                name: format!("{name}_staging"),
                location,
                kind: ArtifactKind::Dataset,
                property: None,
                tentative: false,
            });
        }
    }
}

fn outputs<'t>(ports: &mut Ports<'t>, arguments: Value<'t>, kind: ArtifactKind) {
    let Some(config) = arguments.get("ProcessingOutputConfig") else { return };
    for (index, output) in ports.objects(config, "Outputs").enumerate() {
        let name =
            output.str("OutputName").map_or_else(|| format!("output-{}", index + 1), |name| cut(name).to_owned());
        if let Some(s3) = output.get("S3Output") {
            let property = format!("ProcessingOutputConfig.Outputs['{name}'].S3Output.S3Uri");
            ports.alias(format!("ProcessingOutputConfig.Outputs[{index}].S3Output.S3Uri"), &property);
            ports.add(Direction::Output, &name, s3.get("S3Uri"), kind, Some(property));
        }
        let group = output.path(["FeatureStoreOutput", "FeatureGroupName"]);
        if let Some((value, group)) = ports.location(&name, group) {
            ports.label(value, &name);
            ports.outputs.push(Port {
                name,
                location: Template::text("feature-group://").join(group),
                kind: ArtifactKind::FeatureGroup,
                property: None,
                tentative: false,
            });
        }
    }
}
