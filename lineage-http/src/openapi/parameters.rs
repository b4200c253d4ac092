use serde_json::Value;
use utoipa::openapi::Required;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{ComponentsBuilder, ObjectBuilder, Type};

/// The parameters that say whose facts are meant, in a request about one region.
pub(super) const ONE_REGION: [&str; 3] = ["Region", "Account", "Profile"];

/// The same in a request about several.
pub(super) const REGIONS: [&str; 3] = ["Regions", "Account", "Profile"];

/// Adds the parameters that more than one operation has.
pub(super) fn add_to(components: ComponentsBuilder) -> ComponentsBuilder {
    let region = text("region", "The region; the server's default one when left out.")
        .schema(Some(string().pattern(Some(REGION)).max_length(Some(32))))
        .example(Some("ap-northeast-2".into()));
    let regions = text(
        "regions",
        "Regions, separated by commas; when left out all that the server allows, else its default one. `region` does for \
         a single one.",
    )
    .example(Some("ap-northeast-2,us-east-1".into()));
    let known = ParameterBuilder::new()
        .name("If-None-Match")
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some("The ETags of the answers that the client has."))
        .schema(Some(string()));
    // The server's configuration says what it is when left out.
    let latest = flag("includeLatestExec", "Add how the latest execution went.").schema(Some(boolean()));
    let bucket = path("bucket", "The bucket.").example(Some("hanbit-growth-lake".into()));
    let prefix = path(
        "prefix",
        "The prefix, or the key of one object. Slashes in it may stay as they are or be sent as `%2F`; the empty prefix, \
         for the whole bucket, is left out together with its slash.",
    )
    .example(Some("raw/customers".into()));
    let all: [(&str, Parameter); 10] = [
        ("Region", region.build()),
        ("Regions", regions.build()),
        ("Account", text("account", "A configured account, by its name; the server's own when left out.").build()),
        ("Profile", text("profile", "A profile of the shared AWS files, where the server allows that.").build()),
        ("View", choice("view", &["pipeline", "data", "both"], "both", "Which graphs the answer holds.").build()),
        ("LatestExecution", latest.build()),
        ("Columns", flag("includeColumns", "Add what the steps' SQL says about columns.").build()),
        ("IfNoneMatch", known.build()),
        ("Bucket", bucket.schema(Some(string().pattern(Some(BUCKET)))).build()),
        ("Prefix", prefix.schema(Some(string().min_length(Some(1)).max_length(Some(1024)))).build()),
    ];
    all.into_iter().fold(components, |components, (name, parameter)| components.parameter(name, parameter))
}

const REGION: &str = "^[a-z]{2,}(-[a-z0-9]+)*-[0-9]+$";
const BUCKET: &str = "^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$";

pub(super) fn string() -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String)
}

fn boolean() -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::Boolean)
}

/// A text of the query.
pub(super) fn text(name: &str, about: &str) -> ParameterBuilder {
    query(name, about, string())
}

/// The one pipeline that is asked about.
pub(super) fn pipeline_name() -> ParameterBuilder {
    text("pipeline", "The name of the pipeline.")
        .required(Required::True)
        .schema(Some(string().pattern(Some("^[A-Za-z0-9][A-Za-z0-9-]{0,255}$"))))
        .example(Some("CustomerChurnTraining".into()))
}

/// A text to compare names with.
pub(super) fn filter(name: &str, about: &str) -> ParameterBuilder {
    query(name, about, string().max_length(Some(256)))
}

/// A boolean of the query.
pub(super) fn flag(name: &str, about: &str) -> ParameterBuilder {
    let about = format!("{about} `true`, `false`, `1` or `0`, in any case.");
    query(name, &about, boolean().default(Some(false.into())))
}

/// A whole number of the query, with the one that is taken when it is left out.
pub(super) fn number(name: &str, least: u64, most: Option<u64>, default: Option<u64>, about: &str) -> ParameterBuilder {
    let schema = ObjectBuilder::new()
        .schema_type(Type::Integer)
        .minimum(Some(least))
        .maximum(most)
        .default(default.map(Value::from));
    query(name, about, schema)
}

/// One of a few words.
pub(super) fn choice(name: &str, words: &[&str], default: &str, about: &str) -> ParameterBuilder {
    query(name, about, string().enum_values(Some(words.iter().copied())).default(Some(default.into())))
}

/// A segment of the path.
pub(super) fn path(name: &str, about: &str) -> ParameterBuilder {
    let parameter = ParameterBuilder::new().name(name).parameter_in(ParameterIn::Path).required(Required::True);
    parameter.description(Some(about)).schema(Some(string()))
}

fn query(name: &str, about: &str, schema: ObjectBuilder) -> ParameterBuilder {
    let parameter = ParameterBuilder::new().name(name).parameter_in(ParameterIn::Query).required(Required::False);
    parameter.description(Some(about)).schema(Some(schema))
}
