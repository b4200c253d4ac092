use std::collections::HashSet;

use super::PropertyFile;
use super::ports::Ports;
use crate::graph::ArtifactKind;
use crate::json::Value;

/// The `PropertyFiles` of a step.
pub(super) fn property_files<'t>(ports: &mut Ports<'t>, step: Value<'t>) -> Vec<PropertyFile> {
    let text = |file: Value<'_>, key: &str| file.str(key).unwrap_or_default().to_owned();
    let files = ports.objects(step, "PropertyFiles").filter(|file| file.is_object());
    files
        .map(|file| PropertyFile {
            name: text(file, "PropertyFileName"),
            output_name: text(file, "OutputName"),
            path: text(file, "FilePath"),
        })
        .collect()
}

/// An output that holds a property file is a report, and so is one that is called an evaluation.
pub(super) fn mark_reports(ports: &mut Ports<'_>, property_files: &[PropertyFile]) {
    let names: HashSet<&str> = property_files.iter().map(|file| file.output_name.as_str()).collect();
    for output in ports.outputs.iter_mut().filter(|output| output.kind == ArtifactKind::Dataset) {
        if names.contains(output.name.as_str()) || output.name.to_ascii_lowercase().contains("evaluation") {
            output.kind = ArtifactKind::Report;
        }
    }
}
