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

/// `OutputDataConfig.S3OutputPath` of an AutoML job.
pub const AUTO_ML_OUTPUT: &str = "output_data";
