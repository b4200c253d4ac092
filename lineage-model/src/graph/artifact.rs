use serde::{Deserialize, Serialize};

use crate::source::job_ports;

/// What an artifact holds.
///
/// The order is that of precedence: where steps disagree about one place, the later kind says more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum ArtifactKind {
    /// Debug and profiler output, logs, configuration of a check.
    Other,
    /// Data of any kind.
    Dataset,
    /// A list of objects.
    Manifest,
    /// Checkpoints of a training job.
    Checkpoint,
    /// Scripts and source archives.
    Code,
    /// Evaluation results, metrics, baselines.
    Report,
    /// Model artifacts.
    Model,
    /// The offline store of a feature group.
    FeatureGroup,
    /// What a Cleanup step deletes.
    Transient,
}

impl ArtifactKind {
    /// The word that the document has for it, such as `featureGroup`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Other => "other",
            Self::Dataset => "dataset",
            Self::Manifest => "manifest",
            Self::Checkpoint => "checkpoint",
            Self::Code => "code",
            Self::Report => "report",
            Self::Model => "model",
            Self::FeatureGroup => "featureGroup",
            Self::Transient => "transient",
        }
    }

    /// Whether data flows through places of this kind from one step to another. Code, checkpoints, and debug and
    /// profiler output are uploaded or kept for people: two steps that name one such place exchange nothing.
    #[must_use]
    pub fn carries_data(self) -> bool {
        !matches!(self, Self::Other | Self::Checkpoint | Self::Code)
    }

    /// The kind of a job's channel or input, by its name and `S3DataType`.
    #[must_use]
    pub fn of_input(name: &str, s3_data_type: Option<&str>) -> Self {
        // Channels that carry a program to a job rather than data: those of the SageMaker SDK's processors, of
        // functions made into jobs, and of notebook jobs.
        const CODE: [&str; 8] = [
            "code",
            "entrypoint",
            "py-files",
            "sm_drivers",
            "sagemaker_remote_function_bootstrap",
            "pre_exec_script_and_dependencies",
            "sagemaker_wheel_file",
            "sagemaker_remote_function_workspace",
        ];
        if CODE.contains(&name) || name.starts_with("sagemaker_headless_execution") {
            return Self::Code;
        }
        match s3_data_type {
            Some("ManifestFile" | "AugmentedManifestFile") => Self::Manifest,
            _ => Self::Dataset,
        }
    }

    /// The kind of what a flag of a command line names. For Spark, and its SageMaker processor names inputs after its
    /// flags, some general words mean programs and their settings.
    pub(crate) fn of_flag(name: &str) -> Self {
        match name {
            "files" | "jars" | "conf" => Self::Code,
            _ => Self::of_input(name, None),
        }
    }

    /// The kind of a job's output, by its name.
    #[must_use]
    pub fn of_output(name: &str) -> Self {
        match name {
            name if job_ports::candidate_container(name).is_some() => Self::Model,
            job_ports::EXPLAINABILITY | job_ports::MODEL_INSIGHTS | job_ports::BACKTEST_RESULTS => Self::Report,
            job_ports::CHECKPOINTS => Self::Checkpoint,
            job_ports::DEBUG_OUTPUT
            | job_ports::PROFILER_OUTPUT
            | job_ports::TENSOR_BOARD_OUTPUT
            | job_ports::DEBUG_RULE_OUTPUT
            | job_ports::PROFILER_RULE_OUTPUT => Self::Other,
            _ => Self::Dataset,
        }
    }

    /// What the name of the object adds to a kind that says little.
    pub(super) fn refined(self, uri: &str) -> Self {
        if self != Self::Dataset {
            return self;
        }
        let file = uri.rsplit('/').next().unwrap_or_default();
        match file.rsplit_once('.').map(|(_, extension)| extension) {
            Some("py" | "sh" | "ipynb" | "jar" | "whl" | "r" | "R" | "scala" | "sql") => Self::Code,
            Some("gz") if file == "sourcedir.tar.gz" => Self::Code,
            Some("gz") if file == "model.tar.gz" => Self::Model,
            Some("manifest") => Self::Manifest,
            _ => Self::Dataset,
        }
    }
}
