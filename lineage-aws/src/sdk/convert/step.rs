use std::collections::BTreeMap;

use aws_sdk_sagemaker::types;
use lineage_model::source::{ExecutionStep, Iteration, JobKind, StepMetadata};

use super::{reason, time, word};

pub(in crate::sdk) fn execution_step(told: types::PipelineExecutionStep) -> ExecutionStep {
    ExecutionStep {
        name: told.step_name.unwrap_or_default(),
        display_name: told.step_display_name,
        status: word(told.step_status).unwrap_or_default(),
        started: time(told.start_time),
        ended: time(told.end_time),
        failure_reason: reason(told.failure_reason),
        attempts: told.attempt_count,
        cache_hit_source: told.cache_hit_result.and_then(|hit| hit.source_pipeline_execution_arn),
        selective_source: told.selective_execution_result.and_then(|result| result.source_pipeline_execution_arn),
        iteration: told.iteration_context.map(|context| Iteration {
            parent_step: context.parent_step_name.unwrap_or_default(),
            index: context.index.unwrap_or_default().into(),
            item: context.item,
        }),
        metadata: told.metadata.map(metadata).unwrap_or_default(),
    }
}

/// Normally one member is set; of several the first one counts, in the API's order.
fn metadata(told: types::PipelineExecutionStepMetadata) -> StepMetadata {
    let job = |job, arn: Option<String>| arn.map(|arn| StepMetadata::Job { job, arn });
    None.or_else(|| job(JobKind::Training, told.training_job?.arn))
        .or_else(|| job(JobKind::Processing, told.processing_job?.arn))
        .or_else(|| job(JobKind::Transform, told.transform_job?.arn))
        .or_else(|| job(JobKind::Tuning, told.tuning_job?.arn))
        .or_else(|| Some(StepMetadata::Model { arn: told.model?.arn? }))
        .or_else(|| Some(StepMetadata::RegisterModel { arn: told.register_model?.arn? }))
        .or_else(|| Some(StepMetadata::Condition { outcome: word(told.condition?.outcome)? }))
        .or_else(|| told.callback.map(callback))
        .or_else(|| told.lambda.map(lambda))
        .or_else(|| told.emr.map(emr))
        .or_else(|| told.emr_serverless.map(emr_serverless))
        .or_else(|| told.quality_check.map(quality_check))
        .or_else(|| told.clarify_check.map(clarify_check))
        .or_else(|| Some(StepMetadata::Fail { message: told.fail?.error_message }))
        .or_else(|| job(JobKind::AutoML, told.auto_ml_job?.arn))
        .or_else(|| arn("Endpoint", told.endpoint?.arn))
        .or_else(|| arn("EndpointConfig", told.endpoint_config?.arn))
        .or_else(|| arn("BedrockCustomModel", told.bedrock_custom_model?.arn))
        .or_else(|| arn("BedrockCustomModelDeployment", told.bedrock_custom_model_deployment?.arn))
        .or_else(|| arn("BedrockProvisionedModelThroughput", told.bedrock_provisioned_model_throughput?.arn))
        .or_else(|| arn("BedrockModelImport", told.bedrock_model_import?.arn))
        .or_else(|| arn("InferenceComponent", told.inference_component?.arn))
        .or_else(|| told.lineage.map(lineage))
        .or_else(|| arn("Job", told.job?.arn))
        .or_else(|| told.athena.map(athena))
        .or_else(|| told.cleanup.map(cleanup))
        .or_else(|| told.for_each.map(for_each))
        .unwrap_or_default()
}

fn callback(told: types::CallbackStepMetadata) -> StepMetadata {
    // The token of the callback lets its holder end the step, so it is not kept.
    StepMetadata::Callback {
        queue_url: told.sqs_queue_url,
        output_parameters: output_parameters(told.output_parameters),
    }
}

fn lambda(told: types::LambdaStepMetadata) -> StepMetadata {
    StepMetadata::Lambda { arn: told.arn, output_parameters: output_parameters(told.output_parameters) }
}

fn emr(told: types::EmrStepMetadata) -> StepMetadata {
    other(
        "EMR",
        [
            ("ClusterId", told.cluster_id),
            ("StepId", told.step_id),
            ("StepName", told.step_name),
            ("LogFilePath", told.log_file_path),
        ],
    )
}

fn emr_serverless(told: types::EmrServerlessStepMetadata) -> StepMetadata {
    other(
        "EMRServerless",
        [
            ("ApplicationId", told.application_id),
            ("JobRunId", told.job_run_id),
            ("JobRunName", told.job_run_name),
            ("LogFilePath", told.log_file_path),
        ],
    )
}

fn quality_check(told: types::QualityCheckStepMetadata) -> StepMetadata {
    StepMetadata::Check {
        step_type: "QualityCheck".to_owned(),
        check_type: told.check_type,
        job_arn: told.check_job_arn,
        violation_report: told.violation_report,
        uris: fields([
            ("BaselineUsedForDriftCheckStatistics", told.baseline_used_for_drift_check_statistics),
            ("BaselineUsedForDriftCheckConstraints", told.baseline_used_for_drift_check_constraints),
            ("CalculatedBaselineStatistics", told.calculated_baseline_statistics),
            ("CalculatedBaselineConstraints", told.calculated_baseline_constraints),
            ("SkipCheck", text(told.skip_check)),
            ("RegisterNewBaseline", text(told.register_new_baseline)),
        ]),
        model_package_group: told.model_package_group_name,
    }
}

fn clarify_check(told: types::ClarifyCheckStepMetadata) -> StepMetadata {
    StepMetadata::Check {
        step_type: "ClarifyCheck".to_owned(),
        check_type: told.check_type,
        job_arn: told.check_job_arn,
        violation_report: told.violation_report,
        uris: fields([
            ("BaselineUsedForDriftCheckConstraints", told.baseline_used_for_drift_check_constraints),
            ("CalculatedBaselineConstraints", told.calculated_baseline_constraints),
            ("SkipCheck", text(told.skip_check)),
            ("RegisterNewBaseline", text(told.register_new_baseline)),
        ]),
        model_package_group: told.model_package_group_name,
    }
}

fn lineage(told: types::LineageMetadata) -> StepMetadata {
    let mut all = BTreeMap::new();
    for (member, arns) in
        [("ActionArns", told.action_arns), ("ArtifactArns", told.artifact_arns), ("ContextArns", told.context_arns)]
    {
        all.extend(arns.into_iter().flatten().map(|(name, arn)| (format!("{member}.{name}"), arn)));
    }
    for (index, association) in told.associations.into_iter().flatten().enumerate() {
        for (end, arn) in [("SourceArn", association.source_arn), ("DestinationArn", association.destination_arn)] {
            all.extend(arn.map(|arn| (format!("Associations[{index}].{end}"), arn)));
        }
    }
    StepMetadata::Other { name: "Lineage".to_owned(), fields: all }
}

fn athena(told: types::AthenaStepMetadata) -> StepMetadata {
    other("Athena", [("QueryExecutionId", told.query_execution_id), ("S3OutputLocation", told.s3_output_location)])
}

fn cleanup(told: types::CleanupStepMetadata) -> StepMetadata {
    let list = |names: Option<Vec<String>>| names.map(|names| names.join(","));
    let failures = told.failed_steps;
    let failed = failures.as_ref().map(|steps| steps.iter().filter_map(|step| step.step_name.clone()).collect());
    let mut all = fields([
        ("CleanedSteps", list(told.cleaned_steps)),
        ("FailedSteps", list(failed)),
        ("SkippedSteps", list(told.skipped_steps)),
    ]);
    for (index, failure) in failures.into_iter().flatten().enumerate() {
        for (member, value) in [("ErrorCode", word(failure.error_code)), ("ErrorMessage", failure.error_message)] {
            all.extend(value.map(|value| (format!("FailedSteps[{index}].{member}"), value)));
        }
    }
    StepMetadata::Other { name: "Cleanup".to_owned(), fields: all }
}

fn for_each(told: types::ForEachStepMetadata) -> StepMetadata {
    let selector = told.selector;
    other(
        "ForEach",
        [
            ("Status", word(told.status)),
            ("InputItemCount", text(told.input_item_count)),
            ("TotalStepCount", text(told.total_step_count)),
            ("SucceededStepCount", text(told.succeeded_step_count)),
            ("FailedStepCount", text(told.failed_step_count)),
            ("StoppedStepCount", text(told.stopped_step_count)),
            ("Selector.StepName", selector.as_ref().and_then(|selector| selector.step_name.clone())),
            ("Selector.Index", text(selector.and_then(|selector| selector.index))),
        ],
    )
}

fn text(value: Option<impl ToString>) -> Option<String> {
    value.map(|value| value.to_string())
}

fn arn(name: &str, arn: Option<String>) -> Option<StepMetadata> {
    arn.map(|arn| other(name, [("Arn", Some(arn))]))
}

fn other<const N: usize>(name: &str, told: [(&str, Option<String>); N]) -> StepMetadata {
    StepMetadata::Other { name: name.to_owned(), fields: fields(told) }
}

fn fields<const N: usize>(told: [(&str, Option<String>); N]) -> BTreeMap<String, String> {
    told.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect()
}

fn output_parameters(told: Option<Vec<types::OutputParameter>>) -> BTreeMap<String, String> {
    told.into_iter().flatten().filter_map(|p| Some((p.name?, p.value.unwrap_or_default()))).collect()
}
