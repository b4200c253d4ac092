use aws_sdk_sagemaker::operation::describe_pipeline_execution::DescribePipelineExecutionOutput;
use aws_sdk_sagemaker::types;
use lineage_model::source::{Execution, ExecutionSummary, SelectiveExecution};

use super::{reason, time, word};

pub(in crate::sdk) fn execution_summary(told: types::PipelineExecutionSummary) -> ExecutionSummary {
    ExecutionSummary {
        arn: told.pipeline_execution_arn.unwrap_or_default(),
        status: word(told.pipeline_execution_status).unwrap_or_default(),
        display_name: told.pipeline_execution_display_name,
        started: time(told.start_time),
        last_modified: None,
        failure_reason: reason(told.pipeline_execution_failure_reason),
    }
}

/// An execution as `Search` tells it, with the ARN of its pipeline.
pub(in crate::sdk) fn found_execution(told: types::PipelineExecution) -> Option<(String, ExecutionSummary)> {
    let summary = ExecutionSummary {
        arn: told.pipeline_execution_arn.unwrap_or_default(),
        status: word(told.pipeline_execution_status).unwrap_or_default(),
        display_name: told.pipeline_execution_display_name,
        started: time(told.creation_time),
        last_modified: time(told.last_modified_time),
        failure_reason: reason(told.failure_reason),
    };
    Some((told.pipeline_arn?, summary))
}

pub(in crate::sdk) fn execution(told: DescribePipelineExecutionOutput) -> Execution {
    let experiment = told.pipeline_experiment_config;
    Execution {
        arn: told.pipeline_execution_arn.unwrap_or_default(),
        status: word(told.pipeline_execution_status).unwrap_or_default(),
        display_name: told.pipeline_execution_display_name,
        description: told.pipeline_execution_description,
        failure_reason: reason(told.failure_reason),
        started: time(told.creation_time),
        last_modified: time(told.last_modified_time),
        experiment_name: experiment.as_ref().and_then(|config| config.experiment_name.clone()),
        trial_name: experiment.and_then(|config| config.trial_name),
        selective: told.selective_execution_config.map(selective),
    }
}

/// Names and values, in the API's order.
pub(in crate::sdk) fn parameters(told: Vec<types::Parameter>) -> Vec<(String, String)> {
    let pair = |parameter: types::Parameter| Some((parameter.name?, parameter.value.unwrap_or_default()));
    told.into_iter().filter_map(pair).collect()
}

fn selective(told: types::SelectiveExecutionConfig) -> SelectiveExecution {
    SelectiveExecution {
        source_execution_arn: told.source_pipeline_execution_arn,
        selected_steps: told.selected_steps.into_iter().flatten().filter_map(|step| step.step_name).collect(),
    }
}
