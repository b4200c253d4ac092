use lineage_model::source::{Execution, ExecutionStep, JobKind, StepMetadata};
use serde_json::{Map, Value, json};

use super::time;

pub(super) fn execution(told: Execution) -> Value {
    let selective = told.selective.map(|selective| {
        let steps: Vec<_> = selective.selected_steps.into_iter().map(|name| json!({"StepName": name})).collect();
        json!({"SourcePipelineExecutionArn": selective.source_execution_arn, "SelectedSteps": steps})
    });
    let experiment =
        told.experiment_name.as_ref().map(|name| json!({"ExperimentName": name, "TrialName": told.trial_name}));
    json!({"PipelineExecutionArn": told.arn, "PipelineExecutionStatus": told.status,
        "PipelineExecutionDisplayName": told.display_name, "PipelineExecutionDescription": told.description,
        "FailureReason": told.failure_reason, "CreationTime": time(told.started),
        "LastModifiedTime": time(told.last_modified), "PipelineExperimentConfig": experiment,
        "SelectiveExecutionConfig": selective})
}

pub(super) fn step(told: ExecutionStep) -> Value {
    let source = |arn: Option<String>| arn.map(|arn| json!({"SourcePipelineExecutionArn": arn}));
    let iteration = told.iteration.map(
        |iteration| json!({"ParentStepName": iteration.parent_step, "Index": iteration.index, "Item": iteration.item}),
    );
    json!({"StepName": told.name, "StepDisplayName": told.display_name, "StepStatus": told.status,
        "StartTime": time(told.started), "EndTime": time(told.ended), "FailureReason": told.failure_reason,
        "AttemptCount": told.attempts, "CacheHitResult": source(told.cache_hit_source),
        "SelectiveExecutionResult": source(told.selective_source), "IterationContext": iteration,
        "Metadata": metadata(told.metadata)})
}

fn metadata(told: StepMetadata) -> Option<Value> {
    let parameters = |told: std::collections::BTreeMap<String, String>| -> Vec<Value> {
        told.into_iter().map(|(name, value)| json!({"Name": name, "Value": value})).collect()
    };
    let (member, value) = match told {
        StepMetadata::None => return None,
        StepMetadata::Job { job, arn } => {
            let member = match job {
                JobKind::Processing => "ProcessingJob",
                JobKind::Transform => "TransformJob",
                JobKind::Tuning => "TuningJob",
                JobKind::AutoML => "AutoMLJob",
                _ => "TrainingJob",
            };
            (member.to_owned(), json!({"Arn": arn}))
        }
        StepMetadata::Model { arn } => ("Model".to_owned(), json!({"Arn": arn})),
        StepMetadata::RegisterModel { arn } => ("RegisterModel".to_owned(), json!({"Arn": arn})),
        StepMetadata::Condition { outcome } => ("Condition".to_owned(), json!({"Outcome": outcome})),
        StepMetadata::Callback { queue_url, output_parameters } => (
            "Callback".to_owned(),
            json!({"SqsQueueUrl": queue_url, "OutputParameters": parameters(output_parameters)}),
        ),
        StepMetadata::Lambda { arn, output_parameters } => {
            ("Lambda".to_owned(), json!({"Arn": arn, "OutputParameters": parameters(output_parameters)}))
        }
        StepMetadata::Check { step_type, check_type, job_arn, violation_report, uris, model_package_group } => {
            let mut check: Map<_, _> = uris.into_iter().map(|(name, uri)| (name, uri.into())).collect();
            check.insert("CheckType".to_owned(), check_type.into());
            check.insert("CheckJobArn".to_owned(), job_arn.into());
            check.insert("ViolationReport".to_owned(), violation_report.into());
            check.insert("ModelPackageGroupName".to_owned(), model_package_group.into());
            (step_type, check.into())
        }
        StepMetadata::Fail { message } => ("Fail".to_owned(), json!({"ErrorMessage": message})),
        StepMetadata::Other { name, fields } => {
            let list = |text: String| text.split(',').map(str::to_owned).collect::<Vec<_>>();
            let failed =
                |text: String| list(text).into_iter().map(|name| json!({"StepName": name})).collect::<Vec<_>>();
            let value = |(key, text): (String, String)| match key.as_str() {
                "InputItemCount" => (key, json!(text.parse::<i64>().unwrap())),
                "CleanedSteps" | "SkippedSteps" => (key, json!(list(text))),
                "FailedSteps" => (key, json!(failed(text))),
                _ => (key, json!(text)),
            };
            (name, Value::Object(fields.into_iter().map(value).collect()))
        }
        metadata => panic!("{metadata:?} is not replayed"),
    };
    Some(json!({member: value}))
}
