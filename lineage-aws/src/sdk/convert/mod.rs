//! SDK shapes to facts: the only place that knows both.

mod bucket;
mod endpoint;
mod execution;
mod feature_group;
mod job;
mod model;
mod object;
mod pipeline;
mod step;

use std::collections::BTreeMap;

use aws_sdk_sagemaker::types::Tag;
use aws_smithy_types::DateTime;
use lineage_model::Timestamp;

pub(super) use bucket::{
    account_public_access_block, bucket_region, encryption, public_access_block, public_acl, s3_tags, versioning,
};
pub(super) use endpoint::{described, endpoints};
pub(super) use execution::{execution, execution_summary, found_execution, parameters};
pub(super) use feature_group::{feature_group, feature_group_store, feature_group_summary};
pub(super) use job::{auto_ml_job, auto_ml_job_v2, processing_job, training_job, transform_job, tuning_job};
pub(super) use model::{model, model_package};
pub(super) use object::object_page;
pub(super) use pipeline::{domain, domain_summary, found_pipeline, listed_pipeline, pipeline};
pub(super) use step::execution_step;

/// A time, to the millisecond that SageMaker and S3 tell: the rest is noise of the JSON number.
fn time(time: Option<DateTime>) -> Option<Timestamp> {
    let millis = millis(time?)?;
    let nanos = i32::try_from(millis.rem_euclid(1000)).ok()? * 1_000_000;
    Timestamp::from_unix(millis.div_euclid(1000), nanos).ok()
}

/// A word of an enumeration as the service wrote it, unknown ones too.
fn word(word: Option<impl AsRef<str>>) -> Option<String> {
    word.map(|word| word.as_ref().to_owned())
}

/// Why something failed; the service also tells an empty reason of what did not.
fn reason(told: Option<String>) -> Option<String> {
    told.filter(|reason| !reason.is_empty())
}

/// Tags by key.
pub(super) fn tags(tags: Option<Vec<Tag>>) -> BTreeMap<String, String> {
    tags.into_iter().flatten().filter_map(|tag| Some((tag.key?, tag.value.unwrap_or_default()))).collect()
}

/// A number of the API as JSON shows it: the shortest one that stands for the same 32 bits.
fn number(number: Option<f32>) -> Option<f64> {
    number.filter(|number| number.is_finite())?.to_string().parse().ok()
}

/// Milliseconds since 1970, rounded.
fn millis(time: DateTime) -> Option<i64> {
    time.secs().checked_mul(1000)?.checked_add(i64::from(time.subsec_nanos()).saturating_add(500_000) / 1_000_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_lose_the_noise_of_floating_point() {
        let shown = |seconds: f64| time(Some(DateTime::from_secs_f64(seconds))).map(|time| time.to_string());
        assert_eq!(shown(1_700_000_000.0).as_deref(), Some("2023-11-14T22:13:20Z"));
        assert_eq!(shown(1_700_000_000.123).as_deref(), Some("2023-11-14T22:13:20.123Z"));
        assert_eq!(shown(1_700_000_000.999_9).as_deref(), Some("2023-11-14T22:13:21Z"));
        assert_eq!(shown(1e18), None);
    }

    #[test]
    fn numbers_read_as_they_were_written() {
        assert_eq!(number(Some(0.63)), Some(0.63));
        assert_eq!(number(Some(f32::NAN)), None);
        assert_eq!(number(Some(f32::INFINITY)), None);
    }
}
