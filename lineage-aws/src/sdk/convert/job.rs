use aws_sdk_sagemaker::operation::describe_auto_ml_job::DescribeAutoMlJobOutput;
use aws_sdk_sagemaker::operation::describe_auto_ml_job_v2::DescribeAutoMlJobV2Output;
use aws_sdk_sagemaker::operation::describe_hyper_parameter_tuning_job::DescribeHyperParameterTuningJobOutput;
use aws_sdk_sagemaker::operation::describe_processing_job::DescribeProcessingJobOutput;
use aws_sdk_sagemaker::operation::describe_training_job::DescribeTrainingJobOutput;
use aws_sdk_sagemaker::operation::describe_transform_job::DescribeTransformJobOutput;
use aws_sdk_sagemaker::types;
use lineage_model::source::{Job, JobData, Metric, job_ports};

use super::{number, reason, time, word};

pub(in crate::sdk) fn processing_job(told: DescribeProcessingJobOutput) -> Job {
    let mut job = Job {
        arn: told.processing_job_arn.unwrap_or_default(),
        name: told.processing_job_name.unwrap_or_default(),
        status: word(told.processing_job_status).unwrap_or_default(),
        failure_reason: reason(told.failure_reason),
        created: time(told.creation_time),
        started: time(told.processing_start_time),
        ended: time(told.processing_end_time),
        ..Job::default()
    };
    for input in told.processing_inputs.into_iter().flatten() {
        processing_input(&mut job, input);
    }
    for output in told.processing_output_config.and_then(|config| config.outputs).into_iter().flatten() {
        let name = output.output_name.unwrap_or_default();
        job.outputs.extend(place(&name, output.s3_output.and_then(|s3| s3.s3_uri)));
        if let Some(group) = output.feature_store_output.and_then(|store| store.feature_group_name) {
            let uri = format!("feature-group://{group}");
            job.outputs.push(JobData { name, uri, s3_data_type: None, feature_group: Some(group) });
        }
    }
    job
}

/// An input from S3, or a query: then the database is what is read, and the place of its result what is written.
fn processing_input(job: &mut Job, input: types::ProcessingInput) {
    let name = input.input_name.unwrap_or_default();
    if let Some(s3) = input.s3_input {
        job.inputs.extend(s3_place(&name, s3.s3_uri, word(s3.s3_data_type)));
    }
    let Some(query) = input.dataset_definition else { return };
    let athena = query.athena_dataset_definition.map(|q| ("athena", q.catalog, q.database, q.output_s3_uri));
    let redshift = query.redshift_dataset_definition.map(|q| ("redshift", q.cluster_id, q.database, q.output_s3_uri));
    for (scheme, host, database, result) in athena.into_iter().chain(redshift) {
        let uri = format!("{scheme}://{}/{}", host.unwrap_or_default(), database.unwrap_or_default());
        job.inputs.extend(place(&name, Some(uri)));
        job.outputs.extend(place(&name, result));
    }
}

pub(in crate::sdk) fn training_job(told: DescribeTrainingJobOutput) -> Job {
    let entrypoint = told.algorithm_specification.and_then(|algorithm| algorithm.container_entrypoint);
    let is_function = entrypoint.is_some_and(|words| words.iter().any(|word| word == job_ports::REMOTE_FUNCTION));
    let made = if is_function {
        place(job_ports::RESULTS, told.output_data_config.and_then(|config| config.s3_output_path))
    } else {
        place(job_ports::MODEL_ARTIFACTS, told.model_artifacts.and_then(|artifacts| artifacts.s3_model_artifacts))
    };
    let debug_rules = told.debug_rule_configurations.into_iter().flatten().map(|rule| rule.s3_output_path);
    let profiler_rules = told.profiler_rule_configurations.into_iter().flatten().map(|rule| rule.s3_output_path);
    let outputs = made
        .into_iter()
        .chain(place(job_ports::CHECKPOINTS, told.checkpoint_config.and_then(|config| config.s3_uri)))
        .chain(place(job_ports::DEBUG_OUTPUT, told.debug_hook_config.and_then(|config| config.s3_output_path)))
        .chain(place(job_ports::PROFILER_OUTPUT, told.profiler_config.and_then(|config| config.s3_output_path)))
        .chain(place(
            job_ports::TENSOR_BOARD_OUTPUT,
            told.tensor_board_output_config.and_then(|config| config.s3_output_path),
        ))
        .chain(debug_rules.filter_map(|uri| place(job_ports::DEBUG_RULE_OUTPUT, uri)))
        .chain(profiler_rules.filter_map(|uri| place(job_ports::PROFILER_RULE_OUTPUT, uri)));
    Job {
        outputs: outputs.collect(),
        arn: told.training_job_arn.unwrap_or_default(),
        name: told.training_job_name.unwrap_or_default(),
        status: word(told.training_job_status).unwrap_or_default(),
        failure_reason: reason(told.failure_reason),
        created: time(told.creation_time),
        started: time(told.training_start_time),
        ended: time(told.training_end_time),
        inputs: channels(told.input_data_config),
        metrics: told.final_metric_data_list.into_iter().flatten().map(metric).collect(),
        output_model_package_arn: told.output_model_package_arn,
        ..Job::default()
    }
}

pub(in crate::sdk) fn transform_job(told: DescribeTransformJobOutput) -> Job {
    let source = told.transform_input.and_then(|input| input.data_source).and_then(|source| source.s3_data_source);
    let capture = told.data_capture_config.and_then(|config| config.destination_s3_uri);
    let output = place(job_ports::TRANSFORM_OUTPUT, told.transform_output.and_then(|output| output.s3_output_path));
    Job {
        arn: told.transform_job_arn.unwrap_or_default(),
        name: told.transform_job_name.unwrap_or_default(),
        status: word(told.transform_job_status).unwrap_or_default(),
        failure_reason: reason(told.failure_reason),
        created: time(told.creation_time),
        started: time(told.transform_start_time),
        ended: time(told.transform_end_time),
        inputs: source
            .and_then(|source| s3_place(job_ports::TRANSFORM_INPUT, source.s3_uri, word(source.s3_data_type)))
            .into_iter()
            .collect(),
        outputs: output.into_iter().chain(place(job_ports::DATA_CAPTURE, capture)).collect(),
        model_name: told.model_name,
        ..Job::default()
    }
}

pub(in crate::sdk) fn tuning_job(told: DescribeHyperParameterTuningJobOutput) -> Job {
    let mut job = Job {
        arn: told.hyper_parameter_tuning_job_arn.unwrap_or_default(),
        name: told.hyper_parameter_tuning_job_name.unwrap_or_default(),
        status: word(told.hyper_parameter_tuning_job_status).unwrap_or_default(),
        failure_reason: reason(told.failure_reason),
        created: time(told.creation_time),
        ended: time(told.hyper_parameter_tuning_end_time),
        ..Job::default()
    };
    let best = told.best_training_job.as_ref();
    let several = told.training_job_definitions.unwrap_or_default();
    let is_best = |definition: &types::HyperParameterTrainingJobDefinition| {
        several.is_empty() || best.is_some_and(|best| best.training_job_definition_name == definition.definition_name)
    };
    for definition in told.training_job_definition.iter().chain(&several) {
        job.inputs.extend(channels(definition.input_data_config.clone()));
        let below = definition.output_data_config.as_ref().and_then(|config| config.s3_output_path.as_deref());
        // Every training job leaves a model below a folder of its own name; the best one's is what is used.
        let best = best.filter(|_| is_best(definition)).and_then(|best| best.training_job_name.as_deref());
        let model = |(below, best): (&str, &str)| format!("{}/{best}/output/model.tar.gz", below.trim_end_matches('/'));
        job.outputs.extend(place(job_ports::MODEL_ARTIFACTS, below.zip(best).map(model)));
        let checkpoints = definition.checkpoint_config.as_ref().and_then(|config| config.s3_uri.clone());
        job.outputs.extend(place(job_ports::CHECKPOINTS, checkpoints));
    }
    // The overall best one counts the jobs of a warm start's parents too: they are not this job's.
    if let Some(best) = told.best_training_job {
        job.best = best.training_job_name;
        job.metrics.extend(best.final_hyper_parameter_tuning_job_objective_metric.map(|objective| Metric {
            name: objective.metric_name.unwrap_or_default(),
            value: number(objective.value),
            timestamp: None,
        }));
    }
    job
}

/// What both shapes of an AutoML job have under one name; `$inputs` is what they name apart.
macro_rules! auto_ml_job {
    ($told:ident with $inputs:ident) => {{
        let mut job = Job {
            arn: $told.auto_ml_job_arn.unwrap_or_default(),
            name: $told.auto_ml_job_name.unwrap_or_default(),
            status: word($told.auto_ml_job_status).unwrap_or_default(),
            failure_reason: reason($told.failure_reason),
            created: time($told.creation_time),
            ended: time($told.end_time),
            outputs: place(job_ports::AUTO_ML_OUTPUT, $told.output_data_config.and_then(|c| c.s3_output_path))
                .into_iter()
                .collect(),
            ..Job::default()
        };
        for channel in $told.$inputs.into_iter().flatten() {
            let name = word(channel.channel_type).unwrap_or_else(|| job_ports::AUTO_ML_CHANNEL.to_owned());
            if let Some(s3) = channel.data_source.and_then(|source| source.s3_data_source) {
                job.inputs.extend(s3_place(&name, s3.s3_uri, word(s3.s3_data_type)));
            }
        }
        if let Some(best) = $told.best_candidate {
            job.best = best.candidate_name;
            job.outputs.extend(candidate(best.inference_containers, best.candidate_properties));
            job.metrics.extend(best.final_auto_ml_job_objective_metric.map(|objective| Metric {
                name: word(objective.metric_name).unwrap_or_default(),
                value: number(objective.value),
                timestamp: None,
            }));
        }
        job
    }};
}

pub(in crate::sdk) fn auto_ml_job_v2(told: DescribeAutoMlJobV2Output) -> Job {
    auto_ml_job!(told with auto_ml_job_input_data_config)
}

pub(in crate::sdk) fn auto_ml_job(told: DescribeAutoMlJobOutput) -> Job {
    auto_ml_job!(told with input_data_config)
}

/// What the best candidate of an AutoML job left: the models of its containers, and what explains it.
fn candidate(
    containers: Option<Vec<types::AutoMlContainerDefinition>>,
    properties: Option<types::CandidateProperties>,
) -> Vec<JobData> {
    let model = |(index, container): (usize, types::AutoMlContainerDefinition)| {
        place(&job_ports::candidate_model(index), container.model_data_url)
    };
    let mut left: Vec<_> = containers.into_iter().flatten().enumerate().filter_map(model).collect();
    if let Some(locations) = properties.and_then(|properties| properties.candidate_artifact_locations) {
        left.extend(place(job_ports::EXPLAINABILITY, locations.explainability));
        left.extend(place(job_ports::MODEL_INSIGHTS, locations.model_insights));
        left.extend(place(job_ports::BACKTEST_RESULTS, locations.backtest_results));
    }
    left
}

fn channels(told: Option<Vec<types::Channel>>) -> Vec<JobData> {
    let mut inputs = Vec::new();
    for channel in told.into_iter().flatten() {
        let name = channel.channel_name.unwrap_or_default();
        let Some(source) = channel.data_source else { continue };
        if let Some(s3) = source.s3_data_source {
            inputs.extend(s3_place(&name, s3.s3_uri, word(s3.s3_data_type)));
        }
        inputs.extend(place(&name, source.file_system_data_source.map(file_system)));
        inputs.extend(place(&name, source.dataset_source.map(|dataset| dataset.dataset_arn)));
    }
    inputs
}

fn file_system(told: types::FileSystemDataSource) -> String {
    let scheme = if told.file_system_type == Some(types::FileSystemType::Fsxlustre) { "fsx" } else { "efs" };
    let directory = told.directory_path.unwrap_or_default();
    format!("{scheme}://{}/{}", told.file_system_id.unwrap_or_default(), directory.trim_start_matches('/'))
}

fn metric(told: types::MetricData) -> Metric {
    Metric { name: told.metric_name.unwrap_or_default(), value: number(told.value), timestamp: time(told.timestamp) }
}

fn place(name: &str, uri: Option<String>) -> Option<JobData> {
    s3_place(name, uri, None)
}

fn s3_place(name: &str, uri: Option<String>, s3_data_type: Option<String>) -> Option<JobData> {
    Some(JobData { name: name.to_owned(), uri: uri?, s3_data_type, feature_group: None })
}
