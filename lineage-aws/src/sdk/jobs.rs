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
            JobKind::AutoML => sagemaker
                .call("sagemaker:DescribeAutoMLJobV2", arn, |client| {
                    client.describe_auto_ml_job_v2().auto_ml_job_name(name).send()
                })
                .await
                .map(convert::auto_ml_job),
            _ => {
                let message = format!("{kind:?} jobs have no Describe call here");
                Err(SourceError::new(SourceErrorKind::Other, "sagemaker:Describe*", arn, message))
            }
        }
    }
}
