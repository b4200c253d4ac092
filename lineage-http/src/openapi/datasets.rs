//! The four paths that `/datasets/{*path}` stands for.

use serde_json::json;
use utoipa::ToSchema;
use utoipa::openapi::path::ParameterBuilder;
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder, Type};
use utoipa::openapi::{Content, Ref, ResponseBuilder};

use super::DATASETS;
use super::headers::{self, READ};
use super::operation::{Described, OF_AWS};
use super::parameters::{ONE_REGION, flag, number, path, string, text};
use crate::auth::Scope;
use crate::datasets::{DatasetDocument, DiffDocument, VersionDocument, VersionItem};

pub(super) fn all() -> Vec<Described> {
    vec![now(), versions(), save(), version(), compare()]
}

fn now() -> Described {
    let policy =
        text("policy", "How the schema is inferred, and what changes of it are accepted: JSON, as the body of a save.");
    Described::get("/datasets/{bucket}/{prefix}/schema", "getSchema", DATASETS)
        .about(
            "The schema of a dataset as it is now",
            "Inferred from a sample of the objects below the prefix. With `save=true` it is kept as a version, which needs \
             the scope `schema:write` too; the documented way is to post to `schema/versions`.",
        )
        .needs(Some(Scope::SchemaRead))
        .shared(&["Bucket", "Prefix"])
        .shared(&ONE_REGION)
        .parameter(most_files())
        .parameter(policy.example(Some(r#"{"widen": "string"}"#.into())))
        .parameter(flag("save", "Keep it as a version."))
        .revalidates()
        .answers::<DatasetDocument>(200, "The schema.", &READ)
        .fails(&OF_AWS)
        .fails(&[409, 422])
}

fn versions() -> Described {
    let item = Ref::from_schema_name(VersionItem::name());
    let list = ResponseBuilder::new()
        .description("The versions, newest first.")
        .content("application/json", Content::new(Some(ArrayBuilder::new().items(item))));
    let headers: Vec<_> = READ.into_iter().chain(["Link"]).collect();
    kept("/datasets/{bucket}/{prefix}/schema/versions", "listVersions")
        .about("The versions that were kept", "The next page is in the header `Link`.")
        .parameter(number("limit", 1, Some(1000), Some(100), "How many versions a page has."))
        .parameter(number("cursor", 1, Some(LARGEST), None, "Only versions before this one."))
        .knows::<VersionItem>()
        .responds(200, headers::told(list, &headers))
}

fn save() -> Described {
    let headers = ["Age", "X-AWS-Calls"];
    let made: Vec<_> = headers.into_iter().chain(["Location"]).collect();
    let policy = Content::builder().schema(Some(policy())).example(Some(json!({ "compatibility": "backward" })));
    let body = RequestBodyBuilder::new()
        .description(Some("How the schema is inferred, and what changes of it are accepted; any JSON of at most 64 KiB, kept as given."))
        .content("application/json", policy.build());
    Described::post("/datasets/{bucket}/{prefix}/schema/versions", "saveVersion", DATASETS)
        .about("Keeps the schema as it is now", "As a new version, unless neither schema nor policy changed. Needs the scope `schema:read` too, for the schema is the answer.")
        .needs(Some(Scope::SchemaWrite))
        .shared(&["Bucket", "Prefix"])
        .shared(&ONE_REGION)
        .parameter(most_files())
        .takes(body)
        .answers::<VersionDocument>(200, "Nothing changed: this is the version that there was.", &headers)
        .answers::<VersionDocument>(201, "The version that was made.", &made)
        .fails(&OF_AWS)
        .fails(&[409, 413, 422])
}

fn version() -> Described {
    let number = ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(1)).maximum(Some(LARGEST));
    kept("/datasets/{bucket}/{prefix}/schema/versions/{version}", "getVersion")
        .about("A version that was kept", "In full.")
        .parameter(path("version", "Its number.").schema(Some(number)).example(Some(1.into())))
        .answers::<VersionDocument>(200, "The version.", &READ)
}

fn compare() -> Described {
    kept("/datasets/{bucket}/{prefix}/schema/diff", "compareVersions")
        .about("What changed from one version to another", "Without parameters, what the newest version changed.")
        .parameter(number("from", 1, Some(LARGEST), None, "The older version; the one before `to` when left out."))
        .parameter(number("to", 1, Some(LARGEST), None, "The newer version; the newest when left out."))
        .answers::<DiffDocument>(200, "The changes.", &READ)
}

/// The largest number that a version can have.
const LARGEST: u64 = 9_999_999_999;

/// What reading what was kept has in common. It asks the schema store alone.
fn kept(path: &'static str, id: &str) -> Described {
    Described::get(path, id, DATASETS)
        .needs(Some(Scope::SchemaRead))
        .shared(&["Bucket", "Prefix"])
        .shared(&ONE_REGION)
        .revalidates()
        .fails(&[400, 404, 502])
}

fn most_files() -> ParameterBuilder {
    number("maxFiles", 1, Some(50), Some(5), "How many objects are sampled at most; counts before the policy's.")
}

fn policy() -> ObjectBuilder {
    let words =
        |words: &[&str], about: &str| string().enum_values(Some(words.iter().copied())).description(Some(about));
    let files = ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(1)).maximum(Some(50));
    let nulls = ArrayBuilder::new().items(string().max_length(Some(1024)).build()).max_items(Some(1000));
    let all = ["none", "backward", "forward", "full"];
    ObjectBuilder::new()
        .description(Some("All other keys are the caller's own."))
        .property("widen", words(&["lossless", "string"], "What becomes of types that have no common one."))
        .property("compatibility", words(&all, "What a new version has to promise."))
        .property("maxFiles", files.description(Some("How many objects are sampled.")))
        .property("nullValues", nulls.description(Some("Texts that stand for a missing value, beside the empty one.")))
}
