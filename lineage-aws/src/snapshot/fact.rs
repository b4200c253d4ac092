//! The files of a recorded account; `SNAPSHOT.md` beside this crate's manifest describes them for people.

use std::fmt::Write as _;

use lineage_model::source::{SourceError, SourceErrorKind};
use lineage_model::{PipelineName, Region, Timestamp, redact};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// The version of the format that this code writes and reads.
pub(super) const FORMAT: u32 = 1;

/// The file that makes a folder a recorded account.
pub(super) const MANIFEST: &str = "snapshot.json";

/// No file of facts is longer: a definition is at most 1 MiB of text.
pub(super) const FACT_LIMIT: u64 = 32 * 1024 * 1024;

/// What `snapshot.json` says.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Manifest {
    pub(super) format: u32,
    pub(super) recorded_at: Timestamp,
    pub(super) account: Option<String>,
    pub(super) regions: Vec<Region>,
}

/// One method of the ports: the folder of its answers, and the IAM action that a live source needs for it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Call {
    pub(super) folder: &'static str,
    pub(super) action: &'static str,
}

macro_rules! calls {
    ($($name:ident $folder:literal $action:literal)*) => {
        $(pub(super) const $name: Call = Call { folder: $folder, action: $action };)*
    };
}

calls! {
    PIPELINE "pipelines" "sagemaker:DescribePipeline"
    TAGS "tags" "sagemaker:ListTags"
    PIPELINES "pipeline-lists" "sagemaker:ListPipelines"
    DOMAINS "domain-lists" "sagemaker:ListDomains"
    DOMAIN "domains" "sagemaker:DescribeDomain"
    EXECUTIONS "execution-lists" "sagemaker:ListPipelineExecutions"
    EXECUTION "executions" "sagemaker:DescribePipelineExecution"
    STEPS "steps" "sagemaker:ListPipelineExecutionSteps"
    PARAMETERS "parameters" "sagemaker:ListPipelineParametersForExecution"
    DEFINITION "definitions" "sagemaker:DescribePipelineDefinitionForExecution"
    PROCESSING "jobs" "sagemaker:DescribeProcessingJob"
    TRAINING "jobs" "sagemaker:DescribeTrainingJob"
    TRANSFORM "jobs" "sagemaker:DescribeTransformJob"
    TUNING "jobs" "sagemaker:DescribeHyperParameterTuningJob"
    AUTO_ML "jobs" "sagemaker:DescribeAutoMLJobV2"
    MODEL "models" "sagemaker:DescribeModel"
    MODEL_PACKAGE "model-packages" "sagemaker:DescribeModelPackage"
    ENDPOINTS "endpoint-lists" "sagemaker:Search"
    BUCKET "buckets" "s3:ListBucket"
    OBJECTS "objects" "s3:ListBucket"
    OBJECT "objects" "s3:GetObject"
    FEATURE_GROUPS "feature-group-lists" "sagemaker:ListFeatureGroups"
    FEATURE_GROUP "feature-groups" "sagemaker:DescribeFeatureGroup"
    FEATURE_DESCRIPTION "feature-descriptions" "sagemaker:DescribeFeatureMetadata"
}

impl Call {
    /// The file of the answer about `key`. Names and ARNs are anybody's text, so their hash is the name of the file.
    pub(super) fn path(self, key: &[&str]) -> String {
        let mut hash = hex(&Sha256::digest(key.join("\n")));
        // 128 bits; that a file is the right one is checked by the key inside.
        hash.truncate(32);
        format!("{}/{hash}.json", self.folder)
    }
}

/// One answer of a source, as a file holds it.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Fact<T> {
    /// What was asked about: the region, where there is one, and a name or an ARN.
    pub(super) key: Vec<String>,
    pub(super) answer: Answer<T>,
}

/// What a source answered: a value or its refusal.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum Answer<T> {
    Value(T),
    Error(Failure),
}

/// A failed call. Ids of requests and times to wait mean nothing later and are left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Failure {
    kind: String,
    resource: String,
    message: String,
}

impl Failure {
    pub(super) fn new(error: &SourceError) -> Self {
        let name = KINDS.iter().find(|(kind, _)| *kind == error.kind).map_or("other", |(_, name)| name);
        let text = |text: &str| redact::text(text).into_owned();
        Self { kind: name.to_owned(), resource: text(&error.resource), message: text(&error.message) }
    }

    pub(super) fn replay(self, call: Call) -> SourceError {
        let kind = KINDS.iter().find(|(_, name)| *name == self.kind).map_or(SourceErrorKind::Other, |(kind, _)| *kind);
        SourceError::new(kind, call.action, self.resource, self.message)
    }
}

const KINDS: [(SourceErrorKind, &str); 9] = [
    (SourceErrorKind::NotFound, "notFound"),
    (SourceErrorKind::AccessDenied, "accessDenied"),
    (SourceErrorKind::CredentialsUnavailable, "credentialsUnavailable"),
    (SourceErrorKind::Throttled, "throttled"),
    (SourceErrorKind::Timeout, "timeout"),
    (SourceErrorKind::Unavailable, "unavailable"),
    (SourceErrorKind::InvalidRequest, "invalidRequest"),
    (SourceErrorKind::InvalidResponse, "invalidResponse"),
    (SourceErrorKind::Other, "other"),
];

/// The definition that an execution ran. A pipeline seldom changes and runs often, so the same text is kept once.
#[derive(Debug, Serialize, Deserialize)]
#[serde(untagged, rename_all_fields = "camelCase")]
pub(super) enum Definition {
    Text(String),
    /// Word for word the one that is recorded with the pipeline of this name.
    SameAs {
        same_as: PipelineName,
    },
}

/// The SHA-256 of an object's bytes: the name of the file that holds them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub(super) struct Digest(String);

impl Digest {
    pub(super) fn of(bytes: &[u8]) -> Self {
        Self(hex(&Sha256::digest(bytes)))
    }

    pub(super) fn path(&self) -> String {
        format!("data/{}", self.0)
    }
}

impl TryFrom<String> for Digest {
    type Error = &'static str;

    // What a folder says becomes a path here, so nothing but a hash gets through.
    fn try_from(text: String) -> Result<Self, Self::Error> {
        if text.len() == 64 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')) {
            Ok(Self(text))
        } else {
            Err("a SHA-256 is 64 lower-case hexadecimal digits")
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}"); // writing to a String cannot fail
        text
    })
}
