use aws_sdk_sagemaker::operation::describe_domain::DescribeDomainOutput;
use aws_sdk_sagemaker::operation::describe_pipeline::DescribePipelineOutput;
use aws_sdk_sagemaker::types;
use lineage_model::Observed;
use lineage_model::source::{Domain, Pipeline, PipelineSummary, UserContext};

use super::{tags, time, word};

pub(in crate::sdk) fn pipeline(told: DescribePipelineOutput) -> Pipeline {
    Pipeline {
        name: told.pipeline_name.unwrap_or_default(),
        arn: told.pipeline_arn.unwrap_or_default(),
        display_name: told.pipeline_display_name,
        description: told.pipeline_description,
        role_arn: told.role_arn,
        status: word(told.pipeline_status),
        created: time(told.creation_time),
        last_modified: time(told.last_modified_time),
        last_run: time(told.last_run_time),
        created_by: told.created_by.map(user),
        last_modified_by: told.last_modified_by.map(user),
        tags: Observed::NotRead,
        definition: told.pipeline_definition.unwrap_or_default(),
    }
}

/// A pipeline as `Search` tells it, with its tags.
pub(in crate::sdk) fn found_pipeline(told: types::Pipeline) -> PipelineSummary {
    PipelineSummary {
        name: told.pipeline_name.unwrap_or_default(),
        arn: told.pipeline_arn.unwrap_or_default(),
        display_name: told.pipeline_display_name,
        description: told.pipeline_description,
        role_arn: told.role_arn,
        created: time(told.creation_time),
        last_modified: time(told.last_modified_time),
        last_run: time(told.last_run_time),
        created_by: told.created_by.map(user),
        tags: Observed::known(tags(told.tags)),
    }
}

/// A pipeline as `ListPipelines` tells it, without tags.
pub(in crate::sdk) fn listed_pipeline(told: types::PipelineSummary) -> PipelineSummary {
    PipelineSummary {
        name: told.pipeline_name.unwrap_or_default(),
        arn: told.pipeline_arn.unwrap_or_default(),
        display_name: told.pipeline_display_name,
        description: told.pipeline_description,
        role_arn: told.role_arn,
        created: time(told.creation_time),
        last_modified: time(told.last_modified_time),
        last_run: time(told.last_execution_time),
        created_by: None,
        tags: Observed::NotRead,
    }
}

/// A domain as `ListDomains` tells it.
pub(in crate::sdk) fn domain_summary(told: types::DomainDetails) -> Domain {
    Domain {
        id: told.domain_id.unwrap_or_default(),
        arn: told.domain_arn.unwrap_or_default(),
        name: told.domain_name.unwrap_or_default(),
        status: word(told.status),
        url: told.url,
        home_efs_file_system_id: None,
        created: time(told.creation_time),
    }
}

pub(in crate::sdk) fn domain(told: DescribeDomainOutput) -> Domain {
    Domain {
        id: told.domain_id.unwrap_or_default(),
        arn: told.domain_arn.unwrap_or_default(),
        name: told.domain_name.unwrap_or_default(),
        status: word(told.status),
        url: told.url,
        home_efs_file_system_id: told.home_efs_file_system_id,
        created: time(told.creation_time),
    }
}

fn user(told: types::UserContext) -> UserContext {
    UserContext {
        user_profile_arn: told.user_profile_arn,
        user_profile_name: told.user_profile_name,
        domain_id: told.domain_id,
    }
}
