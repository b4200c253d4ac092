use lineage_model::Region;
use lineage_model::source::{Job, JobKind, SourceError, SourceErrorKind};

use super::AwsSource;
use super::convert;

/// The name at the end of an ARN; the Describe operations of jobs and models take no ARN.
pub(super) fn name_of(arn: &str) -> &str {
    arn.rsplit_once('/').map_or(arn, |(_, name)| name)
}

impl AwsSource {
    pub(super) async fn describe_job(&self, region: &Region, kind: JobKind, arn: &str) -> Result<Job, SourceError> {
        let sagemaker = self.sagemaker(region);
        let name = name_of(arn);
        match kind {
            JobKind::Processing => sagemaker
                .call("sagemaker:DescribeProcessingJob", arn, |client| {
                    client.describe_processing_job().processing_job_name(name).send()
                })
                .await
                .map(convert::processing_job),
            JobKind::Training => sagemaker
                .call("sagemaker:DescribeTrainingJob", arn, |client| {
                    client.describe_training_job().training_job_name(name).send()
                })
                .await
                .map(convert::training_job),
            JobKind::Transform => sagemaker
                .call("sagemaker:DescribeTransformJob", arn, |client| {
                    client.describe_transform_job().transform_job_name(name).send()
                })
                .await
                .map(convert::transform_job),
            JobKind::Tuning => sagemaker
                .call("sagemaker:DescribeHyperParameterTuningJob", arn, |client| {
                    client.describe_hyper_parameter_tuning_job().hyper_parameter_tuning_job_name(name).send()
                })
                .await
                .map(convert::tuning_job),
            JobKind::AutoML => self.describe_auto_ml_job(region, arn).await,
            _ => {
                let message = format!("{kind:?} jobs have no Describe call here");
                Err(SourceError::new(SourceErrorKind::Other, "sagemaker:Describe*", arn, message))
            }
        }
    }

    /// `DescribeAutoMLJobV2` should tell of jobs of both versions; where it knows nothing of one or is not allowed, the
    /// older call may be.
    async fn describe_auto_ml_job(&self, region: &Region, arn: &str) -> Result<Job, SourceError> {
        use SourceErrorKind::{AccessDenied, InvalidRequest, NotFound};
        let sagemaker = self.sagemaker(region);
        let name = name_of(arn);
        let unknown = |error: &SourceError| matches!(error.kind, NotFound | InvalidRequest);
        let newer = sagemaker
            .call("sagemaker:DescribeAutoMLJobV2", arn, |client| {
                client.describe_auto_ml_job_v2().auto_ml_job_name(name).send()
            })
            .await;
        let newer = match newer {
            Err(error) if unknown(&error) || error.kind == AccessDenied => error,
            told => return told.map(convert::auto_ml_job_v2),
        };
        let older = sagemaker
            .call("sagemaker:DescribeAutoMLJob", arn, |client| {
                client.describe_auto_ml_job().auto_ml_job_name(name).send()
            })
            .await;
        match older {
            Err(error) if unknown(&error) || newer.kind == AccessDenied => Err(newer),
            told => told.map(convert::auto_ml_job),
        }
    }
}
