//! What a definition and a job call alike, so that what is observed finds the port that was declared.

/// The entry point of a function that the SageMaker SDK's `@step` made into a training job: it leaves [`RESULTS`], no
/// model.
pub const REMOTE_FUNCTION: &str = "/opt/ml/input/data/sagemaker_remote_function_bootstrap/job_driver.sh";

/// What a function that was made into a training job returns: `OutputDataConfig.S3OutputPath`.
pub const RESULTS: &str = "results";

/// The model of a training job: `ModelArtifacts.S3ModelArtifacts`.
pub const MODEL_ARTIFACTS: &str = "model_artifacts";

/// The channel of an additional source of model data that has no `ChannelName`.
pub const ADDITIONAL_MODEL_DATA: &str = "additional_model_data";

/// `CheckpointConfig.S3Uri` of a training job.
pub const CHECKPOINTS: &str = "checkpoints";

/// `DebugHookConfig.S3OutputPath` of a training job.
pub const DEBUG_OUTPUT: &str = "debug_output";

/// `ProfilerConfig.S3OutputPath` of a training job.
pub const PROFILER_OUTPUT: &str = "profiler_output";

/// `TensorBoardOutputConfig.S3OutputPath` of a training job.
pub const TENSOR_BOARD_OUTPUT: &str = "tensor_board_output";

/// `S3OutputPath` of each of a training job's `DebugRuleConfigurations`.
pub const DEBUG_RULE_OUTPUT: &str = "debug_rule_output";

/// `S3OutputPath` of each of a training job's `ProfilerRuleConfigurations`.
pub const PROFILER_RULE_OUTPUT: &str = "profiler_rule_output";

/// `TransformInput.DataSource.S3DataSource.S3Uri` of a transform job.
pub const TRANSFORM_INPUT: &str = "transform_input";

/// `TransformOutput.S3OutputPath` of a transform job.
pub const TRANSFORM_OUTPUT: &str = "transform_output";

/// `DataCaptureConfig.DestinationS3Uri` of a transform job or an endpoint.
pub const DATA_CAPTURE: &str = "data_capture";

/// The channel of an AutoML job that has no `ChannelType`.
pub const AUTO_ML_CHANNEL: &str = "training";

/// The explanation that an AutoML job's best candidate has:
/// `BestCandidate.CandidateProperties.CandidateArtifactLocations.Explainability`.
pub const EXPLAINABILITY: &str = "explainability";

/// The insights into an AutoML job's best candidate:
/// `BestCandidate.CandidateProperties.CandidateArtifactLocations.ModelInsights`.
pub const MODEL_INSIGHTS: &str = "model_insights";

/// The back-test of an AutoML job's best candidate:
/// `BestCandidate.CandidateProperties.CandidateArtifactLocations.BacktestResults`.
pub const BACKTEST_RESULTS: &str = "backtest_results";

/// `BestCandidate.InferenceContainers[index].ModelDataUrl` of an AutoML job: `model_artifacts`, `model_artifacts_2`, …
#[must_use]
pub fn candidate_model(index: usize) -> String {
    if index == 0 { MODEL_ARTIFACTS.to_owned() } else { format!("{MODEL_ARTIFACTS}_{}", index.saturating_add(1)) }
}

/// Which of the containers an output with this name is the model of; none when it is no container's model.
#[must_use]
pub fn candidate_container(name: &str) -> Option<usize> {
    match name.strip_prefix(MODEL_ARTIFACTS)? {
        "" => Some(0),
        rest => rest.strip_prefix('_')?.parse::<usize>().ok()?.checked_sub(1),
    }
}

/// `OutputDataConfig.S3OutputPath` of an AutoML job.
pub const AUTO_ML_OUTPUT: &str = "output_data";
