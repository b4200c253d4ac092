use lineage_model::document::{CatalogDocument, ExecutionsDocument, OverviewDocument, PipelinesDocument};
use utoipa::openapi::path::ParameterBuilder;

use super::headers::READ;
use super::operation::{Described, OF_AWS};
use super::parameters::{ONE_REGION, REGIONS, filter, flag, number, path, pipeline_name, string};
use super::{CATALOG, FEATURES};
use crate::auth::Scope;
use crate::feature_store::{FeatureGroupDocument, FeatureGroupsDocument};

pub(super) fn all() -> Vec<Described> {
    vec![pipelines(), overview(), catalog(), executions(), feature_groups(), feature_group()]
}

fn pipelines() -> Described {
    listing("/sagemaker/pipelines", "listPipelines")
        .about(
            "Pipelines of regions",
            "Pipelines with their tags, the Studio domain each belongs to and, when asked for, their latest executions. A \
             region that fails has an `error` and a warning.",
        )
        .parameter(filter("domainName", "Only pipelines of the Studio domain of this name.").schema(Some(not_empty())))
        .parameter(filter("domainId", "Only pipelines of the Studio domain of this id.").schema(Some(not_empty())))
        .parameter(filter("name", "Only pipelines whose names hold this text, in any case.").example(Some("churn".into())))
        .parameter(latest())
        .answers::<PipelinesDocument>(200, "The pipelines of each region, by name.", &READ)
}

fn overview() -> Described {
    listing("/sagemaker/overview", "getOverview")
        .about("Domains and pipelines of regions", "Studio domains in full and pipelines in short, newest first.")
        .parameter(latest())
        .answers::<OverviewDocument>(200, "The domains and pipelines of each region.", &READ)
}

fn catalog() -> Described {
    listing("/sagemaker/catalog", "getCatalog")
        .about("Domains and pipelines of regions, in few words", "For choosing one of them.")
        .answers::<CatalogDocument>(200, "The domains and pipelines of each region, by name.", &READ)
}

fn executions() -> Described {
    Described::get("/sagemaker/executions", "listExecutions", CATALOG)
        .about("Executions of a pipeline", "The newest executions of one pipeline, for choosing one of them.")
        .needs(Some(Scope::LineageRead))
        .parameter(pipeline_name())
        .shared(&ONE_REGION)
        .parameter(number("limit", 1, Some(100), Some(20), "How many executions at most."))
        .revalidates()
        .answers::<ExecutionsDocument>(200, "The executions, newest first.", &READ)
        .fails(&OF_AWS)
}

fn feature_groups() -> Described {
    Described::get("/featurestore/feature-groups", "listFeatureGroups", FEATURES)
        .about("Feature groups of a region", "All of them, ordered by name.")
        .needs(Some(Scope::CatalogRead))
        .shared(&ONE_REGION)
        .parameter(filter("nameContains", "Only feature groups whose names hold this text, in any case."))
        .revalidates()
        .answers::<FeatureGroupsDocument>(200, "The feature groups.", &READ)
        .fails(&OF_AWS)
}

fn feature_group() -> Described {
    let name = path("name", "The name of the feature group.").schema(Some(string().pattern(Some(FEATURE_GROUP))));
    Described::get("/featurestore/feature-groups/{name}", "getFeatureGroup", FEATURES)
        .about("A feature group", "Its features, and where its records are kept.")
        .needs(Some(Scope::CatalogRead))
        .parameter(name.example(Some("session-signals".into())))
        .shared(&ONE_REGION)
        .parameter(flag("includeDescriptions", "Add what somebody wrote about each feature, at a call each."))
        .revalidates()
        .answers::<FeatureGroupDocument>(200, "The feature group.", &READ)
        .fails(&OF_AWS)
}

const FEATURE_GROUP: &str = "^[A-Za-z0-9]([A-Za-z0-9_-]{0,62}[A-Za-z0-9])?$";

/// What the catalogues have in common. That AWS fails is told in the answer, region by region.
fn listing(path: &'static str, id: &str) -> Described {
    Described::get(path, id, CATALOG).needs(Some(Scope::CatalogRead)).shared(&REGIONS).revalidates().fails(&[400, 404])
}

fn latest() -> ParameterBuilder {
    flag("includeLatestExec", "Add the latest execution of each pipeline.")
}

fn not_empty() -> utoipa::openapi::ObjectBuilder {
    string().min_length(Some(1)).max_length(Some(256))
}
