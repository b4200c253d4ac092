use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::Timestamp;

/// One execution of a pipeline (`ListPipelineExecutions`).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ExecutionSummary {
    /// The ARN; its last segment is the execution's id.
    pub arn: String,
    /// `Succeeded`, `Failed`, `Executing`, `Stopping`, `Stopped`, `CompletedWithFailures`, or whatever else the service says.
    pub status: String,
    /// The name people see.
    pub display_name: Option<String>,
    /// When it was started.
    pub started: Option<Timestamp>,
    /// When it last changed; `ListPipelineExecutions` does not tell.
    pub last_modified: Option<Timestamp>,
    /// Why it failed.
    pub failure_reason: Option<String>,
}

/// One execution in full (`DescribePipelineExecution`).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Execution {
    /// The ARN; its last segment is the execution's id.
    pub arn: String,
    /// As in [`ExecutionSummary::status`].
    pub status: String,
    /// The name people see.
    pub display_name: Option<String>,
    /// What somebody wrote about it.
    pub description: Option<String>,
    /// Why it failed.
    pub failure_reason: Option<String>,
    /// When it was started.
    pub started: Option<Timestamp>,
    /// When it last changed; stands in for the end of an ended one, which the API does not tell.
    pub last_modified: Option<Timestamp>,
    /// The experiment and trial it reports to.
    pub experiment_name: Option<String>,
    /// The trial of that experiment.
    pub trial_name: Option<String>,
    /// Set for a selective execution.
    pub selective: Option<SelectiveExecution>,
}

/// Which steps a selective execution runs anew (`SelectiveExecutionConfig`).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct SelectiveExecution {
    /// The execution whose results the other steps take.
    pub source_execution_arn: Option<String>,
    /// The names of the steps that run.
    pub selected_steps: Vec<String>,
}

/// One step of an execution (`ListPipelineExecutionSteps`).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ExecutionStep {
    /// The step's name; `<body>-<index>` for the child of a ForEach step.
    pub name: String,
    /// The name people see.
    pub display_name: Option<String>,
    /// `Starting`, `Executing`, `Stopping`, `Stopped`, `Failed`, `Succeeded`, or whatever else the service says.
    pub status: String,
    /// When it started.
    pub started: Option<Timestamp>,
    /// When it ended.
    pub ended: Option<Timestamp>,
    /// Why it failed.
    pub failure_reason: Option<String>,
    /// How often it was tried.
    pub attempts: Option<i32>,
    /// The execution whose cached result was taken.
    pub cache_hit_source: Option<String>,
    /// The execution whose result a selective execution took.
    pub selective_source: Option<String>,
    /// Set for the child of a ForEach step.
    pub iteration: Option<Iteration>,
    /// What the step made or ran.
    pub metadata: StepMetadata,
}

/// Which child of a ForEach step this is (`IterationContext`).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Iteration {
    /// The ForEach step.
    pub parent_step: String,
    /// Counted from 0.
    pub index: i64,
    /// The item as text.
    pub item: Option<String>,
}

/// What a step made or ran (`PipelineExecutionStepMetadata`; normally one member is set).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[non_exhaustive]
pub enum StepMetadata {
    /// The service said nothing.
    #[default]
    None,
    /// A job of SageMaker's own.
    Job {
        /// Which API describes it.
        job: JobKind,
        /// Its ARN.
        arn: String,
    },
    /// A model (`CreateModel`).
    Model {
        /// Its ARN.
        arn: String,
    },
    /// A model package (`CreateModelPackage`).
    RegisterModel {
        /// Its ARN.
        arn: String,
    },
    /// The outcome of a condition: `True` or `False`.
    Condition {
        /// As the service writes it.
        outcome: String,
    },
    /// A message to a queue and the answer to it.
    Callback {
        /// The queue.
        queue_url: Option<String>,
        /// What came back.
        output_parameters: BTreeMap<String, String>,
    },
    /// A Lambda function that was called.
    Lambda {
        /// The function.
        arn: Option<String>,
        /// What came back.
        output_parameters: BTreeMap<String, String>,
    },
    /// A quality or bias check.
    Check {
        /// `QualityCheck` or `ClarifyCheck`.
        step_type: String,
        /// The kind of the check.
        check_type: Option<String>,
        /// The processing job that ran it.
        job_arn: Option<String>,
        /// Where the violations are listed.
        violation_report: Option<String>,
        /// S3 URIs and settings by the API's member name, such as `CalculatedBaselineStatistics` and `SkipCheck`.
        uris: BTreeMap<String, String>,
        /// The group whose baseline was compared with.
        model_package_group: Option<String>,
    },
    /// A Fail step and what it said.
    Fail {
        /// The message.
        message: Option<String>,
    },
    /// Anything else the service told: the member's name and its fields as text.
    Other {
        /// The member's name, such as `EMR`.
        name: String,
        /// Its fields.
        fields: BTreeMap<String, String>,
    },
}

/// The kinds of jobs that have a Describe API of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum JobKind {
    /// `DescribeProcessingJob`.
    Processing,
    /// `DescribeTrainingJob`.
    Training,
    /// `DescribeTransformJob`.
    Transform,
    /// `DescribeHyperParameterTuningJob`.
    Tuning,
    /// `DescribeAutoMLJobV2`.
    AutoML,
}

/// A job as its Describe API tells it. Environment and hyperparameters are never taken.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Job {
    /// The ARN.
    pub arn: String,
    /// The name.
    pub name: String,
    /// `InProgress`, `Completed`, `Failed`, `Stopping`, `Stopped`, or whatever else the service says.
    pub status: String,
    /// Why it failed.
    pub failure_reason: Option<String>,
    /// When it was made.
    pub created: Option<Timestamp>,
    /// When it started to run.
    pub started: Option<Timestamp>,
    /// When it ended.
    pub ended: Option<Timestamp>,
    /// What it read, in the API's order.
    pub inputs: Vec<JobData>,
    /// What it wrote, in the API's order.
    pub outputs: Vec<JobData>,
    /// The final metrics (`FinalMetricDataList`, or the objective of the best candidate), in the API's order.
    pub metrics: Vec<Metric>,
    /// The best training job of a tuning job, the best candidate of an AutoML job.
    pub best: Option<String>,
    /// The model that a transform job used.
    pub model_name: Option<String>,
    /// The model package that a training job registered by itself.
    pub output_model_package_arn: Option<String>,
}

/// A place that a job reads or writes.
///
/// Names are those of a definition's inputs and outputs: the API's InputName, OutputName and ChannelName; single
/// fields have the names of [`job_ports`](super::job_ports).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct JobData {
    /// The name.
    pub name: String,
    /// An S3 URI, or what the API has instead: the ARN of a data set, a file system.
    pub uri: String,
    /// `S3Prefix`, `ManifestFile`, `AugmentedManifestFile`, as the API says it.
    pub s3_data_type: Option<String>,
    /// The feature group that a processing output is ingested into.
    pub feature_group: Option<String>,
}

/// One number that a job reported.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Metric {
    /// The name.
    pub name: String,
    /// The value; JSON has no NaN, so a job that reports one has none here.
    pub value: Option<f64>,
    /// When it was reported.
    pub timestamp: Option<Timestamp>,
}

/// A model (`DescribeModel`).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Model {
    /// The ARN.
    pub arn: String,
    /// The name.
    pub name: String,
    /// The S3 URIs of its containers' model data, in order.
    pub model_data: Vec<String>,
    /// Further data of its containers (`AdditionalModelDataSources`), by the channel's name, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub additional_model_data: Vec<JobData>,
    /// The model packages of its containers, in order.
    pub model_packages: Vec<String>,
    /// When it was made.
    pub created: Option<Timestamp>,
}

/// A version of a model in the registry (`DescribeModelPackage`).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ModelPackage {
    /// The ARN.
    pub arn: String,
    /// The group it is a version of.
    pub group_name: Option<String>,
    /// The version.
    pub version: Option<i32>,
    /// `Completed`, `Pending`, `InProgress`, `Failed`, `Deleting`, or whatever else the service says.
    pub status: Option<String>,
    /// `Approved`, `Rejected`, `PendingManualApproval`, or whatever else the service says.
    pub approval_status: Option<String>,
    /// The S3 URIs of its containers' model data, in order.
    pub model_data: Vec<String>,
    /// Further data of its containers (`AdditionalModelDataSources`), by the channel's name, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub additional_model_data: Vec<JobData>,
    /// S3 URIs of `ModelMetrics` and `DriftCheckBaselines` by their path, such as `ModelMetrics.ModelQuality.Statistics`.
    pub reports: BTreeMap<String, String>,
    /// When it was made.
    pub created: Option<Timestamp>,
}
