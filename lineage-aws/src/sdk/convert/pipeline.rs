use aws_sdk_sagemaker::operation::describe_domain::DescribeDomainOutput;
use aws_sdk_sagemaker::operation::describe_pipeline::DescribePipelineOutput;
use aws_sdk_sagemaker::types;
use lineage_model::Observed;
use lineage_model::source::{Domain, Pipeline, PipelineSummary, UserContext};

use super::{tags, time, word};

/// A fact about a pipeline: the members that all of the API's shapes of one have, and the given ones.
macro_rules! pipeline {
    ($told:ident as $fact:ident { $($field:ident: $value:expr,)* }) => {
        $fact {
            name: $told.pipeline_name.unwrap_or_default(),
            arn: $told.pipeline_arn.unwrap_or_default(),
            display_name: $told.pipeline_display_name,
            description: $told.pipeline_description,
            role_arn: $told.role_arn,
            created: time($told.creation_time),
            last_modified: time($told.last_modified_time),
            $($field: $value,)*
        }
    };
}

/// A domain: the members that both of the API's shapes of one have, and its file system.
macro_rules! domain {
    ($told:ident with $file_system:expr) => {
        Domain {
            id: $told.domain_id.unwrap_or_default(),
            arn: $told.domain_arn.unwrap_or_default(),
            name: $told.domain_name.unwrap_or_default(),
            status: word($told.status),
            url: $told.url,
            home_efs_file_system_id: $file_system,
            created: time($told.creation_time),
        }
    };
}

pub(in crate::sdk) fn pipeline(told: DescribePipelineOutput) -> Pipeline {
    pipeline!(told as Pipeline {
        status: word(told.pipeline_status),
        last_run: time(told.last_run_time),
        created_by: told.created_by.map(user),
        last_modified_by: told.last_modified_by.map(user),
        tags: Observed::NotRead,
        definition: told.pipeline_definition.unwrap_or_default(),
    })
}

/// A pipeline as `Search` tells it, with its tags.
pub(in crate::sdk) fn found_pipeline(told: types::Pipeline) -> PipelineSummary {
    pipeline!(told as PipelineSummary {
        last_run: time(told.last_run_time),
        created_by: told.created_by.map_or(Observed::NotConfigured, |told| Observed::known(user(told))),
        tags: Observed::known(tags(told.tags)),
    })
}

/// A pipeline as `ListPipelines` tells it, without tags and who made it.
pub(in crate::sdk) fn listed_pipeline(told: types::PipelineSummary) -> PipelineSummary {
    pipeline!(told as PipelineSummary {
        last_run: time(told.last_execution_time),
        created_by: Observed::NotRead,
        tags: Observed::NotRead,
    })
}

/// A domain as `ListDomains` tells it.
pub(in crate::sdk) fn domain_summary(told: types::DomainDetails) -> Domain {
    domain!(told with None)
}

pub(in crate::sdk) fn domain(told: DescribeDomainOutput) -> Domain {
    domain!(told with told.home_efs_file_system_id)
}

fn user(told: types::UserContext) -> UserContext {
    UserContext {
        domain_id: told.domain_id.or_else(|| domain_of(told.user_profile_arn.as_deref()?)),
        user_profile_arn: told.user_profile_arn,
        user_profile_name: told.user_profile_name,
    }
}

/// The domain of a user profile: `arn:aws:sagemaker:R:A:user-profile/d-abc/ana`.
fn domain_of(user_profile_arn: &str) -> Option<String> {
    let (_, profile) = user_profile_arn.rsplit_once(":user-profile/")?;
    let (domain, _) = profile.split_once('/')?;
    (!domain.is_empty()).then(|| domain.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn domains_of_users() {
        for (id, arn, domain) in [
            (Some("d-1"), Some("arn:aws:sagemaker:eu-west-1:1:user-profile/d-2/ana"), Some("d-1")),
            (None, Some("arn:aws:sagemaker:eu-west-1:1:user-profile/d-2/ana"), Some("d-2")),
            (None, Some("arn:aws:sagemaker:eu-west-1:1:user-profile/d-2"), None),
            (None, Some("arn:aws:sagemaker:eu-west-1:1:user-profile//ana"), None),
            (None, Some("arn:aws:sagemaker:eu-west-1:1:space/d-2/ana"), None),
            (None, None, None),
        ] {
            let told = types::UserContext::builder()
                .set_domain_id(id.map(Into::into))
                .set_user_profile_arn(arn.map(Into::into))
                .build();
            assert_eq!(user(told).domain_id.as_deref(), domain, "{arn:?}");
        }
    }
}
